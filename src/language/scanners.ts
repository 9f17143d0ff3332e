import { componentExtensions, scanComponent } from './single-file-component/scan-component.js';
import { codeExtensions } from './typescript/resolve-candidates.js';
import { lexBytes, mayHoldJsx } from './typescript/scan-lex.js';
import { scanModule } from './typescript/scan.js';
import type { Language } from './language.js';
import type { LexedBytes } from './lexed.js';

/** The scan of a language alone, for a thread that does nothing else: what resolves or reads a file in full is not loaded with it. */
export interface Scanner extends Pick<Language, 'scan'> {
  /** What `scan` takes, for the text that the bytes are in UTF-8; undefined when they are not, or hold a zero. Absent from a language without a lexer of its own. */
  readonly lexBytes?: (bytes: Buffer, path: string) => LexedBytes | undefined;
}

const byExtension = new Map<string, Scanner>([
  ...codeExtensions.map((extension): readonly [string, Scanner] => {
    const jsx = mayHoldJsx(extension);
    const declarations = `.d${extension}`;
    // What a declaration file imports is a type, whatever the statement says.
    return [extension, { scan: scanModule, lexBytes: (bytes, path) => lexBytes(bytes, jsx, path.endsWith(declarations)) }];
  }),
  ...componentExtensions.map((extension): readonly [string, Scanner] => [extension, { scan: scanComponent }]),
]);

/** That of `languageFor`. */
export function scannerFor(path: string): Scanner | undefined {
  return byExtension.get(path.slice(path.lastIndexOf('.')));
}
