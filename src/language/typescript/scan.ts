import { extensionOf } from '../../host/path.js';
import type { ImportRecord } from '../../model/import-record.js';
import { mayHoldShimMark } from '../../model/shim.js';
import type { LineCounts } from '../../model/source-file.js';
import { lineColumnAt } from '../../text/line-index.js';
import type { Span } from '../../text/span.js';
import type { Lexed, ScanResult, ScanSource } from '../language.js';
import { measureLines } from './count-lines.js';
import { findImportCallKind, readImportCall, readRequireCall, type WordPlace } from './scan-calls.js';
import { skipTrivia } from './scan-characters.js';
import type { ScanOptions } from './scan-clause.js';
import { findAllowances, findReferences, isGenerated } from './scan-header.js';
import { tooDeep } from './nesting.js';
import { lexText, mayHoldJsx, spansOf } from './scan-lex.js';
import { findDynamicImports, scanWithOxc, type OxcFailure } from './scan-oxc.js';
import { readExportStatement, readImportStatement } from './scan-statement.js';

/**
 * Imports and line counts of one file, in one pass over its text; a native parser reads what that pass cannot follow. Kinds follow
 * TypeScript's erasure: `import type` and a list of only inline types are kind 'type' (the latter a side-effect import under
 * verbatimModuleSyntax); a plain import of a name that happens to be a type counts as a value, because one file alone cannot
 * tell. Everything in a declaration file is kind 'type'. Computed specifiers are no edge. `known`: what the lexer says of the text.
 */
export function scanModule(source: ScanSource, options: ScanOptions = {}, known?: Lexed): ScanResult {
  const { text } = source;
  const extension = extensionOf(source.path);
  const { lost, words, lines } = known ?? lexText(text, { jsx: mayHoldJsx(extension) });
  if (!lost) return finish(source, extension, readImports(text, words, extension, options), lines);
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
  const { lost, words, comments } = lexText(text, { jsx: mayHoldJsx(extension) });
  return lost ? scanWithOxc(text, extension, options) : { kind: 'scanned', imports: readImports(text, words, extension, options), comments: spansOf(comments) };
}

/** `syntax error at 3:14: ...`, or `nested too deeply to be parsed at 3:14`. */
export function describeFailure(source: Pick<ScanSource, 'lineStarts'>, { offset, message }: OxcFailure): string {
  const { line, column } = lineColumnAt(source.lineStarts, offset);
  if (message === tooDeep) return `${tooDeep} at ${line}:${column}`;
  return `syntax error at ${line}:${column}: ${message}`;
}

/** The records of the words that the lexer noted. A parser is asked only where the tokens do not tell `import('x')` from the type. */
function readImports(text: string, words: Int32Array, extension: string, options: ScanOptions): ImportRecord[] {
  const imports: ImportRecord[] = [];
  const undecided: WordPlace[] = [];
  let importEqualsEnd = -1;
  for (let i = 0; i < words.length; i += 3) {
    const start = words[i]!;
    const first = text.charCodeAt(start);
    if (first === 101) {
      const next = text.charCodeAt(skipTrivia(text, start + 6));
      if (next === 42 || next === 123 || next === 116) add(readExportStatement(text, start, options));
      continue;
    }
    const place = { start, last: words[i + 1]!, lastWord: words[i + 2]! };
    if (first === 114) {
      if (start > importEqualsEnd) add(readRequireCall(text, place));
      continue;
    }
    if (text.charCodeAt(skipTrivia(text, start + 6)) !== 40) {
      const isExport = place.lastWord >= 0 && text.startsWith('export', place.lastWord) && place.last === place.lastWord + 5;
      const record = readImportStatement(text, start, options, isExport ? place.lastWord : -1);
      if (record?.form === 'import-equals') importEqualsEnd = record.span.end;
      add(record);
      continue;
    }
    const kind = extension.startsWith('.d.') ? 'type' : /ts/.test(extension) ? findImportCallKind(text, place) : 'value';
    if (kind) add(readImportCall(text, start, kind === 'type'));
    else if (readImportCall(text, start, false)) undecided.push(place);
  }
  if (undecided.length > 0) {
    const dynamic = findDynamicImports(text, extension);
    for (const { start } of undecided) add(readImportCall(text, start, dynamic !== undefined && !dynamic.has(start)));
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
