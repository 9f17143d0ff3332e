import { extensionOf } from '../../host/path.js';
import type { ImportRecord } from '../../model/import-record.js';
import { mayHoldShimMark } from '../../model/shim.js';
import type { LineCounts } from '../../model/source-file.js';
import { lineColumnAt } from '../../text/line-index.js';
import type { Span } from '../../text/span.js';
import type { ScanResult, ScanSource } from '../language.js';
import type { Lexed } from '../lexed.js';
import { measureLines } from './count-lines.js';
import { findImportCallKind, readImportCall, readRequireCall } from './scan-calls.js';
import { findAllowances, findReferences, isGenerated } from './scan-header.js';
import { tooDeep } from './nesting.js';
import { lexText, mayHoldJsx, spansOf } from './scan-lex.js';
import { findPropertyImports } from './scan-values.js';
import { findDynamicImports, scanWithOxc, type OxcFailure } from './scan-oxc.js';
import { readStatements, type ScanOptions } from './scan-statement.js';

/**
 * Imports and line counts of one file, in one pass over its text; a native parser reads what that pass cannot follow. Kinds follow
 * TypeScript's erasure: `import type` and a list of only inline types are kind 'type' (the latter a side-effect import under
 * verbatimModuleSyntax); a plain import of a name that happens to be a type counts as a value, because one file alone cannot
 * tell. Everything in a declaration file is kind 'type'. Computed specifiers are no edge. `known`: what the lexer says of the text.
 */
export function scanModule(source: ScanSource, options: ScanOptions = {}, known?: Lexed): ScanResult {
  const { text } = source;
  const extension = extensionOf(source.path);
  const lexed = known ?? lexText(text, { jsx: mayHoldJsx(extension) });
  if (!lexed.lost) return finish(source, extension, readImports(text, lexed, extension, options), lexed.lines);
  const scan = scanWithOxc(text, extension, options);
  if (scan.kind === 'scanned') return finish(source, extension, scan.imports, measureLines(text, source.lineStarts, scan.comments));
  return { kind: 'unparsed', reason: describeFailure(source, scan) };
}

export interface TextScan {
  readonly kind: 'scanned';
  /** In no particular order. */
  readonly imports: readonly ImportRecord[];
  readonly comments: readonly Span[];
}

/** The imports and comments of a text that would stand in a file with the `extension`. */
export function scanText(text: string, extension: string, options: ScanOptions): TextScan | OxcFailure {
  const lexed = lexText(text, { jsx: mayHoldJsx(extension) });
  if (lexed.lost) return scanWithOxc(text, extension, options);
  return { kind: 'scanned', imports: readImports(text, lexed, extension, options), comments: spansOf(lexed.comments) };
}

/** `syntax error at 3:14: ...`, or `nested too deeply to be parsed at 3:14`. */
export function describeFailure(source: Pick<ScanSource, 'lineStarts'>, { offset, message }: OxcFailure): string {
  const { line, column } = lineColumnAt(source.lineStarts, offset);
  if (message === tooDeep) return `${tooDeep} at ${line}:${column}`;
  return `syntax error at ${line}:${column}: ${message}`;
}

/** The records of what the lexer found. A parser is asked only where the tokens do not tell `import('x')` from the type. */
function readImports(text: string, { words, ...lexed }: Pick<Lexed, 'words' | 'statements'>, extension: string, options: ScanOptions): ImportRecord[] {
  const { records, equals } = readStatements(text, lexed, options);
  const imports = [...records];
  const undecided: number[] = [];
  for (let i = 0; i < words.length; i += 3) {
    const start = words[i]!;
    const place = { start, last: words[i + 1]!, lastWord: words[i + 2]! };
    if (text.charCodeAt(start) === 114) {
      if (!equals.has(place.last)) add(readRequireCall(text, place));
      continue;
    }
    const kind = extension.startsWith('.d.') ? 'type' : /ts/.test(extension) ? findImportCallKind(text, place) : 'value';
    if (kind) add(readImportCall(text, start, kind === 'type'));
    else if (readImportCall(text, start, false)) undecided.push(start);
  }
  if (undecided.length > 0) {
    const sure = findPropertyImports(text, lexText(text, { jsx: mayHoldJsx(extension), tokens: true }));
    const dynamic = undecided.every((start) => sure.has(start)) ? sure : findDynamicImports(text, extension);
    for (const start of undecided) add(readImportCall(text, start, dynamic !== undefined && !dynamic.has(start)));
  }
  return imports;

  function add(record: ImportRecord | undefined): void {
    if (record) imports.push(record);
  }
}

function finish(source: ScanSource, extension: string, imports: readonly ImportRecord[], lines: LineCounts): ScanResult {
  const { text, path } = source;
  const isDeclaration = extension.startsWith('.d.');
  const references = findReferences(text);
  // One look for what both begin with: next to no file has either.
  const isMarked = text.includes('decant-');
  const sorted = (references.length > 0 ? [...references, ...imports] : imports)
    .map((record): ImportRecord => Object.freeze(isDeclaration ? { ...record, kind: 'type' } : record))
    .sort((a, b) => a.span.start - b.span.start);
  return {
    kind: 'scanned',
    module: Object.freeze({
      path,
      imports: Object.freeze(sorted),
      lines: Object.freeze(lines),
      allowances: isMarked ? findAllowances(text) : [],
      generated: isGenerated(text),
      marked: isMarked && mayHoldShimMark(text),
    }),
  };
}
