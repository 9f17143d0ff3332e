import type { ParserOptions, ParseResult } from 'oxc-parser';
import type { ImportRecord } from '../../model/import-record.js';
import type { Span } from '../../text/span.js';
import { lastBefore, readImportCall, readRequireCall } from './scan-calls.js';
import { openStatements } from './scan-lex.js';
import { readStatements, type ScanOptions } from './scan-statement.js';
import { nativeParser, readProgram } from './native-parser.js';
import { findExcessiveNesting, tooDeep } from './nesting.js';

export interface OxcFailure {
  readonly kind: 'failed';
  readonly message: string;
  readonly offset: number;
}

export type OxcScan = { readonly kind: 'scanned'; readonly imports: readonly ImportRecord[]; readonly comments: readonly Span[] } | OxcFailure;

/** Scans by a full native parse, for what the lexer cannot follow: an order of magnitude dearer. */
export function scanWithOxc(text: string, extension: string, options: ScanOptions): OxcScan {
  const deepest = findExcessiveNesting(text);
  if (deepest !== -1) return { kind: 'failed', message: tooDeep, offset: deepest };
  const result = parse(text, extension);
  const problem = failureOf(result);
  if (problem) return problem;
  const found = new Map<number, ImportRecord>();
  const add = (record: ImportRecord | undefined): void => {
    const known = record && found.get(record.specifierSpan.start);
    if (record && (!known || record.span.start < known.span.start)) found.set(record.specifierSpan.start, record);
  };
  const statementAt = openStatements(text);
  const readStatement = (start: number, exportStart = -1): ImportRecord | undefined => readStatements(text, statementAt(start, exportStart), options).records[0];
  for (const { start } of result.module.staticImports) add(readStatement(start));
  for (const { start } of result.module.staticExports) add(readStatement(start));
  const dynamic = new Set(result.module.dynamicImports.map((call) => call.start));
  for (const start of dynamic) add(readImportCall(text, start, false));
  if (needsTree(text, dynamic.size)) {
    const program: unknown = readProgram(result);
    if (program === undefined) return { kind: 'failed', message: 'The native parser reads the file and cannot say what it read', offset: 0 };
    visit(program, (node) => {
      if (node.type === 'TSImportType') add(readImportCall(text, text.indexOf('import', node.start), true));
      else if (node.type === 'CallExpression' && isNode(node.callee) && node.callee.type === 'Identifier' && node.callee.name === 'require') {
        const { start } = node.callee;
        add(readRequireCall(text, { start, last: lastBefore(text, start), lastWord: -1 }));
      } else if (node.type === 'TSImportEqualsDeclaration') add(readStatement(...importEqualsPlace(text, node)));
      else if (node.type === 'ImportDeclaration' || /^Export(?:Named|All)Declaration$/.test(node.type)) add(readStatement(node.start));
    });
  }
  const comments = result.comments.map(({ start, end }) => ({ start, end }));
  const hashbang = /^#!.*/.exec(text);
  if (hashbang) comments.unshift({ start: 0, end: hashbang[0].length });
  return { kind: 'scanned', imports: [...found.values()], comments };
}

/** Where its `import` stands and the `export` before it, or -1: `export import x = require('x')` begins at its `export`, which is no part of the node. */
function importEqualsPlace(text: string, node: Span): readonly [number, number] {
  const word = text.indexOf('import', node.start);
  const last = lastBefore(text, word);
  return [word, text.slice(Math.max(0, last - 5), last + 1) === 'export' ? last - 5 : -1];
}

/** Offsets of `import` in dynamic imports; everything else of the form `import('x')` is a type. Undefined when the text does not parse. */
export function findDynamicImports(text: string, extension: string): ReadonlySet<number> | undefined {
  if (findExcessiveNesting(text) !== -1) return undefined;
  const result = parse(text, extension);
  return failureOf(result) ? undefined : new Set(result.module.dynamicImports.map((call) => call.start));
}

function parse(text: string, extension: string): ParseResult {
  const lang: ParserOptions['lang'] = /^\.d\.[cm]?ts$/.test(extension) ? 'dts' : extension === '.tsx' ? 'tsx' : /ts$/.test(extension) ? 'ts' : 'jsx';
  const sourceType = extension === '.cjs' ? 'commonjs' : /ts|mjs/.test(extension) ? 'module' : 'unambiguous';
  return nativeParser().parseSync(`module${extension}`, text, { lang, sourceType, preserveParens: false });
}

/** A text with an error that the parser recovered from is still scanned; after one that it did not there is no tree. */
function failureOf(result: ParseResult): OxcFailure | undefined {
  const error = result.errors[0];
  if (!error || (readProgram(result)?.body.length ?? 0) > 0) return undefined;
  return { kind: 'failed', message: error.message, offset: error.labels[0]?.start ?? 0 };
}

/** The module record has no `require()`, no `import('x').T`, nothing of `declare module 'x' {}`; the tree costs a JSON.parse of everything. */
function needsTree(text: string, dynamicImports: number): boolean {
  if (/\bmodule\s+["']|\brequire\b\s*\(|export\s*\{\s*\}\s*from/.test(text)) return true;
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
