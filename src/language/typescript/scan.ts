import { parse } from 'es-module-lexer';
import { extensionOf } from '../../host/path.js';
import type { ImportRecord } from '../../model/import-record.js';
import type { SourceFile } from '../../model/source-file.js';
import { lineColumnAt } from '../../text/line-index.js';
import type { Span } from '../../text/span.js';
import type { ScanResult } from '../language.js';
import { measureLines } from './count-lines.js';
import { readImportCall, readRequireCall } from './scan-calls.js';
import { readStaticRecord, type ScanOptions } from './scan-clause.js';
import { findAllowances, isGenerated } from './scan-header.js';
import { lexText } from './scan-lex.js';
import { findDynamicImports, mayHoldAmbientModule, scanWithOxc, type OxcScan } from './scan-oxc.js';

/**
 * Imports and line counts of one file. The lexer reads TypeScript and JavaScript, a native parser reads JSX and whatever the
 * lexer gives up on. Kinds follow TypeScript's erasure: `import type` and a list of only inline types are kind 'type' (the
 * latter a side-effect import under verbatimModuleSyntax); a plain import of a name that happens to be a type counts as a
 * value, because one file alone cannot tell. Everything in a declaration file is kind 'type'. Computed specifiers are no edge.
 */
export function scanModule(source: SourceFile, options: ScanOptions = {}): ScanResult {
  const { text } = source;
  const extension = extensionOf(source.path);
  const mayHoldJsx = /^\.[tj]sx$/.test(extension) || (/^\.[cm]?js$/.test(extension) && /<\/|\/>/.test(text));
  const beyondLexer = mayHoldJsx || (/ts$/.test(extension) && mayHoldAmbientModule(text));
  let failed: Extract<OxcScan, { kind: 'failed' }> | undefined;
  if (beyondLexer) {
    const scan = scanWithOxc(text, extension, options);
    if (scan.kind === 'scanned') return finish(source, extension, scan.imports, scan.comments);
    failed = scan;
  }
  // The lexer would take the prose of broken JSX for code; it may only stand in for files that need not hold any.
  const lexed = /^\.[tj]sx$/.test(extension) ? undefined : scanWithLexer(text, extension, options);
  if (lexed) return finish(source, extension, lexed.imports, lexed.comments);
  if (!failed) {
    const scan = scanWithOxc(text, extension, options);
    if (scan.kind === 'scanned') return finish(source, extension, scan.imports, scan.comments);
    failed = scan;
  }
  const { line, column } = lineColumnAt(source.lineStarts, failed.offset);
  return { kind: 'unparsed', reason: `syntax error at ${line}:${column}: ${failed.message}` };
}

function scanWithLexer(text: string, extension: string, options: ScanOptions): { imports: ImportRecord[]; comments: readonly Span[] } | undefined {
  let found: ReturnType<typeof parse>[0];
  try {
    [found] = parse(text);
  } catch {
    return undefined;
  }
  const imports: (ImportRecord | undefined)[] = [];
  for (const item of found) {
    if (item.type !== 'static' && item.type !== 'reexport-star') continue;
    const span = { start: item.importStart, end: item.importEnd };
    imports.push(readStaticRecord(text, span, { start: item.start, end: item.end }, item.specifier, options));
  }
  const { comments, importWords, requireWords } = lexText(text);
  const calls = importWords.flatMap((word) => readImportCall(text, word, false) ?? []);
  imports.push(...splitTypes(text, extension, calls));
  for (const word of requireWords) imports.push(readRequireCall(text, word));
  return { imports: imports.filter((record) => record !== undefined), comments };
}

/** Tells `import('x')` from the type `import('x')`: JavaScript has no types, and TypeScript needs a parser to tell. */
function splitTypes(text: string, extension: string, calls: readonly ImportRecord[]): readonly ImportRecord[] {
  if (calls.length === 0 || /js$/.test(extension)) return calls;
  const dynamic = extension.startsWith('.d.') ? undefined : findDynamicImports(text, extension);
  if (!dynamic && !extension.startsWith('.d.')) return calls;
  return calls.map((call) => (dynamic?.has(call.span.start) ? call : { ...call, kind: 'type', form: 'import-type' }));
}

function finish(source: SourceFile, extension: string, imports: readonly ImportRecord[], comments: readonly Span[]): ScanResult {
  const isDeclaration = extension.startsWith('.d.');
  const sorted = imports
    .map((record): ImportRecord => Object.freeze(isDeclaration ? { ...record, kind: 'type' } : record))
    .sort((a, b) => a.span.start - b.span.start);
  const lines = measureLines(source.text, source.lineStarts, comments);
  return {
    kind: 'scanned',
    module: Object.freeze({
      path: source.path,
      imports: Object.freeze(sorted),
      lines: Object.freeze(lines),
      allowances: findAllowances(source.text, source.lineStarts),
      generated: isGenerated(source.text),
    }),
  };
}
