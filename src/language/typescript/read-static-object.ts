import { buildLineStarts, lineColumnAt } from '../../text/line-index.js';
import type { Span } from '../../text/span.js';
import { dottedName, exportedRoot, findConstants, isNode, jsonRoot, nodesOf, withoutTypes, type Node } from './static-program.js';
import { nativeParser, readProgram } from './native-parser.js';

export type StaticPath = readonly (string | number)[];

/** A part of the object that only running the program would tell. */
export interface StaticGap {
  readonly path: StaticPath;
  /** 1-based. */
  readonly line: number;
  /** The expression as it is written, shortened. */
  readonly text: string;
}

export type StaticObject =
  | {
      readonly kind: 'value';
      /** Plain JSON. What is not literal is undefined here and listed in `gaps`. */
      readonly value: unknown;
      readonly gaps: readonly StaticGap[];
      /** 1-based line of a key or an item, or of the nearest part around it. */
      readonly lineOf: (path: StaticPath) => number;
    }
  | { readonly kind: 'unreadable'; readonly line: number; readonly reason: string };

/** Functions that are known to do nothing but shape their arguments, by dotted name: `defineConfig`. */
export type KnownCalls = Readonly<Record<string, (args: readonly unknown[]) => unknown>>;

/**
 * The object that a configuration file exports (`module.exports =`, `export default`, `export =`), or that a JSON file with comments
 * is, read from its text. Nothing is executed: names are followed to top-level constants of the same file that nothing changes, and
 * all else is a gap. `extension` has its leading dot.
 */
export function readStaticObject(text: string, extension: string, calls: KnownCalls = {}): StaticObject {
  const isJson = !/^\.[cm]?[jt]sx?$/.test(extension);
  // JSON, with comments or single quotes too, is an expression of JavaScript.
  const [prefix, suffix] = isJson ? ['(', '\n)'] : ['', ''];
  const body = text.replace(/^\uFEFF/, ' ');
  if (body.trim() === '') return { kind: 'unreadable', line: 1, reason: 'it is empty' };
  const result = nativeParser().parseSync(`config${isJson ? '.js' : extension}`, `${prefix}${body}${suffix}`, { preserveParens: false });
  const lineStarts = buildLineStarts(body);
  const lineAt = (offset: number): number => lineColumnAt(lineStarts, Math.max(0, Math.min(body.length, offset - prefix.length))).line;
  const [error] = result.errors;
  if (error) return { kind: 'unreadable', line: lineAt(error.labels[0]?.start ?? 0), reason: error.message };
  const program = readProgram(result) as unknown as Node | undefined;
  if (program === undefined) return { kind: 'unreadable', line: 1, reason: 'the native parser cannot say what it read' };
  const root = isJson ? jsonRoot(program) : exportedRoot(program);
  if (typeof root === 'string') return { kind: 'unreadable', line: 1, reason: root };
  const evaluation = createEvaluation(program, calls, (span) => body.slice(span.start - prefix.length, span.end - prefix.length), lineAt);
  const value = evaluation.evaluate(root, []);
  return {
    kind: 'value',
    value,
    gaps: evaluation.gaps,
    lineOf: (path) => {
      for (let length = path.length; length > 0; length--) {
        const line = evaluation.lines.get(JSON.stringify(path.slice(0, length)));
        if (line !== undefined) return line;
      }
      return lineAt(root.start);
    },
  };
}

interface Evaluation {
  readonly evaluate: (node: Node, path: StaticPath) => unknown;
  readonly gaps: StaticGap[];
  /** Line of each key and item by its path as JSON. */
  readonly lines: ReadonlyMap<string, number>;
}

/** A list of lists that spread each other is a short text of billions of items. */
const maxParts = 100_000;
const maxDepth = 100;

function createEvaluation(program: Node, calls: KnownCalls, textOf: (span: Span) => string, lineAt: (offset: number) => number): Evaluation {
  const constants = findConstants(program, (callee) => Object.hasOwn(calls, callee));
  const gaps: StaticGap[] = [];
  const lines = new Map<string, number>();
  const following = new Set<string>();
  let visited = 0;

  const gap = (node: Node, path: StaticPath): undefined => {
    const text = textOf(node).replace(/\s+/g, ' ');
    gaps.push({ path, line: lineAt(node.start), text: text.length > 60 ? `${text.slice(0, 59)}…` : text });
  };

  const evaluate = (raw: Node, path: StaticPath): unknown => {
    const node = withoutTypes(raw);
    if (path.length > maxDepth || ++visited > maxParts) return gap(node, path);
    switch (node.type) {
      case 'Literal':
        return 'regex' in node || 'bigint' in node ? gap(node, path) : node['value'];
      case 'ObjectExpression':
        return readObject(node, path);
      case 'ArrayExpression':
        return readArray(node['elements'] as readonly (Node | null)[], path);
      case 'TemplateLiteral': {
        const [only, ...rest] = nodesOf(node['quasis']);
        return only && rest.length === 0 ? (only['value'] as { cooked: string }).cooked : gap(node, path);
      }
      case 'UnaryExpression': {
        const operand = isNode(node['argument']) && node['argument'].type === 'Literal' ? node['argument']['value'] : undefined;
        return node['operator'] === '-' && typeof operand === 'number' ? -operand : gap(node, path);
      }
      case 'BinaryExpression': {
        const text = textLiteral(node, maxDepth);
        return text === undefined ? gap(node, path) : text;
      }
      case 'Identifier': {
        const name = node['name'] as string;
        const constant = constants.get(name);
        if (!constant || following.has(name)) return gap(node, path);
        following.add(name);
        const value = evaluate(constant, path);
        following.delete(name);
        return value;
      }
      case 'CallExpression': {
        const name = dottedName(node['callee']) ?? '';
        return Object.hasOwn(calls, name) ? calls[name]!(readArray(node['arguments'] as readonly Node[], path)) : gap(node, path);
      }
      default:
        return gap(node, path);
    }
  };

  /** An item keeps its index: a gap is an undefined one. The items of a spread list stand in its place. */
  function readArray(elements: readonly (Node | null)[], path: StaticPath, items: unknown[] = []): readonly unknown[] {
    for (const element of elements) {
      const at = [...path, items.length];
      if (!element) {
        items.push(undefined);
        continue;
      }
      const isSpread = element.type === 'SpreadElement';
      const value = withoutTypes(isSpread ? (element['argument'] as Node) : element);
      const name = isSpread && value.type === 'Identifier' ? (value['name'] as string) : undefined;
      const list = name === undefined || following.has(name) ? value : withoutTypes(constants.get(name) ?? value);
      if (!isSpread || list.type !== 'ArrayExpression' || ++visited > maxParts) {
        lines.set(JSON.stringify(at), lineAt(element.start));
        const item = evaluate(value, at);
        if (isSpread && Array.isArray(item)) items.push(...(item as unknown[]));
        else items.push(isSpread ? undefined : item);
        continue;
      }
      if (name !== undefined) following.add(name);
      readArray(list['elements'] as readonly (Node | null)[], path, items);
      if (name !== undefined) following.delete(name);
    }
    return items;
  }

  function readObject(node: Node, path: StaticPath): unknown {
    const entries = new Map<string, unknown>();
    for (const property of nodesOf(node['properties'])) {
      if (property.type === 'SpreadElement') {
        const found = gaps.length;
        const spread = evaluate(property['argument'] as Node, path);
        if (gaps.length === found && typeof spread === 'object' && spread !== null) for (const [key, value] of Object.entries(spread)) entries.set(key, value);
        // What is spread here may hold any of the keys before it.
        else entries.clear();
        continue;
      }
      const key = keyOf(property);
      if (key === undefined || key === '__proto__') {
        gap(property, path);
        continue;
      }
      const at = [...path, key];
      lines.set(JSON.stringify(at), lineAt(property.start));
      const value = property['kind'] === 'init' && property['method'] !== true && isNode(property['value']) ? evaluate(property['value'], at) : gap(property, at);
      entries.set(key, value);
    }
    return Object.fromEntries(entries);
  }

  return { evaluate, gaps, lines };
}

function keyOf({ computed, key }: Node): string | undefined {
  if (!isNode(key)) return undefined;
  if (key.type === 'Literal') return String(key['value']);
  return key.type === 'Identifier' && computed !== true ? (key['name'] as string) : undefined;
}

/** `'a' + 'b'`. */
function textLiteral(raw: unknown, depth: number): string | undefined {
  if (!isNode(raw) || depth === 0) return undefined;
  const node = withoutTypes(raw);
  if (node.type === 'Literal' && typeof node['value'] === 'string') return node['value'];
  if (node.type !== 'BinaryExpression' || node['operator'] !== '+') return undefined;
  const [left, right] = [textLiteral(node['left'], depth - 1), textLiteral(node['right'], depth - 1)];
  return left === undefined || right === undefined ? undefined : left + right;
}
