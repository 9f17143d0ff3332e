import type { ScannedModule } from '../../model/project.js';
import type { SourceFile } from '../../model/source-file.js';

/**
 * The text of a source file with everything blanked out that is no string: comments, and specifiers of imports and mocks, which
 * `import-graph` follows. Offsets stay what they are.
 */
export function keepStrings({ text }: SourceFile, scanned: ScannedModule | undefined): string {
  let kept = '';
  let last = 0;
  const specifiers = new Set((scanned?.imports ?? []).map(({ specifierSpan }) => specifierSpan.start));
  // A quote within a comment would turn strings and code round, so comments are matched too.
  for (const match of text.matchAll(/\/\/[^\r\n]*|\/\*[^]*?\*\/|'(?:[^'\\\r\n]|\\.)*'|"(?:[^"\\\r\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g)) {
    const [word] = match;
    const isString = !word.startsWith('/') && !specifiers.has(match.index + 1) && !specifiers.has(match.index);
    kept += text.slice(last, match.index).replace(/[^\r\n]/g, ' ') + (isString ? word : word.replace(/[^\r\n]/g, ' '));
    last = match.index + word.length;
  }
  return kept + text.slice(last).replace(/[^\r\n]/g, ' ');
}
