import { parseSync, type ParserOptions, type ParseResult } from 'oxc-parser';
import type { ImportRecord } from '../../model/import-record.js';
import type { Span } from '../../text/span.js';
import { readImportCall, readRequireCall } from './scan-calls.js';
import { readStaticRecord, type ScanOptions } from './scan-clause.js';

export type OxcScan =
  | { readonly kind: 'scanned'; readonly imports: readonly ImportRecord[]; readonly comments: readonly Span[] }
  | { readonly kind: 'failed'; readonly message: string; readonly offset: number };

/** Scans by a full native parse: exact for JSX, an order of magnitude dearer than the lexer. */
export function scanWithOxc(text: string, extension: string, options: ScanOptions): OxcScan {
  const result = parse(text, extension);
  const problem = failureOf(result);
  if (problem) return problem;
  const imports: ImportRecord[] = [];
  const { module } = result;
  const seen = new Set<number>();
  for (const { start, end, moduleRequest } of module.staticImports) add({ start, end }, moduleRequest);
  for (const { start, end, entries } of module.staticExports) {
    // `import { a } from './a'; export { a }` is folded into a re-export of './a' whose request lies in the import: seen already.
    const request = entries.find((entry) => entry.moduleRequest && entry.moduleRequest.start >= start && entry.moduleRequest.end <= end);
    if (request?.moduleRequest) add({ start, end }, request.moduleRequest);
  }
  const dynamic = new Set(module.dynamicImports.map((call) => call.start));
  for (const { start } of module.dynamicImports) imports.push(...one(readImportCall(text, start, false)));
  if (needsTree(text, dynamic.size)) {
    visit(result.program as unknown, (node) => {
      if (node.type === 'TSImportType') imports.push(...one(readImportCall(text, text.indexOf('import', node.start), true)));
      else if (node.type === 'CallExpression' && isNode(node.callee) && node.callee.type === 'Identifier' && node.callee.name === 'require') {
        imports.push(...one(readRequireCall(text, node.callee.start)));
      } else if (node.type === 'TSExternalModuleReference') imports.push(...one(readRequireCall(text, node.start)));
      else if (/^(?:Import|ExportNamed|ExportAll)Declaration$/.test(node.type) && isNode(node.source)) {
        add(node, node.source as TreeNode & { readonly value: string });
      }
    });
  }
  const comments = result.comments.map(({ start, end }) => ({ start, end }));
  const hashbang = /^#!.*/.exec(text);
  if (hashbang) comments.unshift({ start: 0, end: hashbang[0].length });
  return { kind: 'scanned', imports, comments };

  function add(span: Span, request: { start: number; end: number; value: string }): void {
    const specifierSpan = { start: request.start + 1, end: request.end - 1 };
    if (seen.has(request.start)) return;
    seen.add(request.start);
    imports.push(...one(readStaticRecord(text, span, specifierSpan, request.value, options)));
  }
}

/** Offsets of `import` in dynamic imports; everything else of the form `import('x')` is a type. Undefined when the text does not parse. */
export function findDynamicImports(text: string, extension: string): ReadonlySet<number> | undefined {
  const result = parse(text, extension);
  return failureOf(result) ? undefined : new Set(result.module.dynamicImports.map((call) => call.start));
}

function parse(text: string, extension: string): ParseResult {
  const lang: ParserOptions['lang'] = /^\.d\.[cm]?ts$/.test(extension) ? 'dts' : extension === '.tsx' ? 'tsx' : /ts$/.test(extension) ? 'ts' : 'jsx';
  const sourceType = extension === '.cjs' ? 'commonjs' : /ts|mjs/.test(extension) ? 'module' : 'unambiguous';
  return parseSync(`module${extension}`, text, { lang, sourceType, preserveParens: false });
}

/** A text with an error that the parser recovered from is still scanned; after one that it did not there is no tree. */
function failureOf(result: ParseResult): Extract<OxcScan, { kind: 'failed' }> | undefined {
  const error = result.errors[0];
  if (!error || result.program.body.length > 0) return undefined;
  return { kind: 'failed', message: error.message, offset: error.labels[0]?.start ?? 0 };
}

/** Neither the lexer nor a module record sees the imports inside `declare module 'x' { ... }`. */
export function mayHoldAmbientModule(text: string): boolean {
  return /\bmodule\s+["']/.test(text);
}

/** The module record has no `require()`, no `import('x').T`, no `export {} from 'x'`; the tree costs a JSON.parse of everything. */
function needsTree(text: string, dynamicImports: number): boolean {
  if (mayHoldAmbientModule(text) || /\brequire\b\s*\(|export\s*\{\s*\}\s*from/.test(text)) return true;
  return (text.match(/\bimport\s*\(/g)?.length ?? 0) > dynamicImports;
}

interface TreeNode extends Span {
  readonly type: string;
  readonly [key: string]: unknown;
}

function isNode(value: unknown): value is TreeNode {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

/** Depth first with a stack of its own: a chain of ten thousand `+` is a tree ten thousand deep. */
function visit(root: unknown, action: (node: TreeNode) => void): void {
  const stack: unknown[] = [root];
  while (stack.length > 0) {
    const value = stack.pop();
    if (isNode(value)) action(value);
    if (typeof value === 'object' && value !== null) for (const child of Object.values(value)) stack.push(child);
  }
}

function one<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}
