import { detectNewline } from '../../text/newline.js';
import type { Span } from '../../text/span.js';
import { nativeParser, readProgram } from './native-parser.js';
import { exportedRoot, findConstants, isNode, nodesOf, withoutTypes, type Node } from './static-program.js';

/** A plugin whose configuration ends the list that a flat configuration of ESLint exports. */
export interface ConfigEntry {
  /** `decant/eslint` */
  readonly specifier: string;
  /** Names for its binding: the first that the file does not use. */
  readonly names: readonly string[];
  /** What follows the name in the entry: `.configs.recommended`. */
  readonly member: string;
}

export type EntryAddition =
  | { readonly kind: 'added'; readonly text: string; readonly lines: readonly string[] }
  | { readonly kind: 'present' }
  /** A fact about the file. */
  | { readonly kind: 'unsure'; readonly reason: string };

/** Functions that take the entries of a configuration, alone or in lists, and give them back as one: by the module that exports them. */
const takers: Readonly<Record<string, readonly string[]>> = { 'eslint/config': ['defineConfig'], 'typescript-eslint': ['config', 'default.config'] };

/**
 * Adds an import and an entry at the end of the list that a configuration file exports: `export default [...]`, `module.exports = [...]`, `defineConfig(...)` of ESLint,
 * `config(...)` of typescript-eslint, or a constant that holds one of these and that nothing changes. Nothing is executed, and what is written otherwise is left alone.
 * `extension` has its leading dot.
 */
export function applyConfigEntry(text: string, extension: string, { specifier, names, member }: ConfigEntry): EntryAddition {
  const unsure = (reason: string): EntryAddition => ({ kind: 'unsure', reason });
  const body = text.replace(/^\uFEFF/, ' ');
  const parse = (code: string): Node | undefined => {
    const result = nativeParser().parseSync(`config${extension}`, code, { preserveParens: false });
    return result.errors.length > 0 ? undefined : (readProgram(result) as unknown as Node | undefined);
  };
  const program = parse(body);
  if (program === undefined) return unsure('it cannot be parsed');
  const loads = nodesOf(program['body']).flatMap(readLoads);
  if (loads.some((load) => load.from === specifier)) return { kind: 'present' };
  const root = exportedRoot(program);
  if (typeof root === 'string') return unsure(root);
  const list = findList(program, root, loads);
  if (list === undefined) return unsure('what it exports is no list of configurations that can be read without running it');
  const isModule = nodesOf(program['body']).some(({ type }) => type === 'ExportDefaultDeclaration');
  if (!isModule && nodesOf(program['body']).some(({ type }) => type === 'ImportDeclaration' || type === 'TSExportAssignment')) return unsure('it is written as two kinds of module at once');
  const name = names.find((one) => !new RegExp(`(?<![\\w$.'"/-])${one}(?![\\w$'"/-])`).test(body));
  if (name === undefined) return unsure(`it uses the name ${names[0]!} for something else`);
  const load = isModule ? `import ${name} from '${specifier}';` : `const ${name} = require('${specifier}');`;
  const entry = `${name}${member}`;
  const newline = detectNewline(text);
  const insertions = [...placeLoad(body, program, isModule, load, newline), ...placeEntry(body, list, entry, newline)];
  const changed = insertAll(text, insertions);
  if (parse(changed.replace(/^\uFEFF/, ' ')) === undefined) return unsure('the entry does not fit where it would stand');
  return { kind: 'added', text: changed, lines: [load, entry] };
}

interface Load {
  readonly from: string;
  readonly local: string;
  /** `default`, a name, or `*`. */
  readonly imported: string;
  readonly span: Span;
}

/** `import a, { b as c } from 'x'`, `const { a } = require('x')`. */
function readLoads(statement: Node): readonly Load[] {
  if (statement.type === 'ImportDeclaration') {
    const from = String((statement['source'] as Node)['value']);
    const specifiers = nodesOf(statement['specifiers']);
    if (specifiers.length === 0) return [{ from, local: '', imported: '', span: statement }];
    return specifiers.map(({ type, local, imported }) => ({
      from, local: nameOf(local), imported: type === 'ImportDefaultSpecifier' ? 'default' : type === 'ImportNamespaceSpecifier' ? '*' : nameOf(imported), span: statement,
    }));
  }
  if (statement.type !== 'VariableDeclaration') return [];
  return nodesOf(statement['declarations']).flatMap(({ id, init }): readonly Load[] => {
    const [argument] = isNode(init) && init.type === 'CallExpression' && nameOf(init['callee']) === 'require' ? nodesOf(init['arguments']) : [];
    if (argument?.type !== 'Literal' || !isNode(id)) return [];
    const from = String(argument['value']);
    if (id.type === 'Identifier') return [{ from, local: nameOf(id), imported: '*', span: statement }];
    return nodesOf(id['properties']).map(({ key, value }) => ({ from, local: nameOf(value), imported: nameOf(key), span: statement }));
  });
}

function nameOf(node: unknown): string {
  if (!isNode(node)) return '';
  return node.type === 'Identifier' ? String(node['name']) : node.type === 'Literal' ? String(node['value']) : '';
}

interface List {
  /** Between the brackets. */
  readonly inner: Span;
  readonly items: readonly Node[];
}

function findList(program: Node, root: Node, loads: readonly Load[]): List | undefined {
  const constants = findConstants(program, () => true);
  let node = withoutTypes(root);
  for (let step = 0; step < 10; step++) {
    if (node.type === 'Identifier') {
      const constant = constants.get(nameOf(node));
      // Whoever takes the list by its name may add to it or hand it on: `config.push(...)`, `module.exports.rules = config`.
      if (constant === undefined || countUses(program, nameOf(node)) > 2) return undefined;
      node = withoutTypes(constant);
    } else if (node.type === 'ArrayExpression') {
      return { inner: { start: node.start + 1, end: node.end - 1 }, items: nodesOf(node['elements']) };
    } else if (node.type === 'CallExpression' && isTaker(node['callee'], loads)) {
      const items = nodesOf(node['arguments']);
      const [only, ...others] = items.map(withoutTypes);
      if (only !== undefined && others.length === 0 && only.type === 'ArrayExpression') node = only;
      else {
        const callee = node['callee'] as Node;
        return items.length === 0 ? undefined : { inner: { start: callee.end, end: node.end - 1 }, items };
      }
    } else return undefined;
  }
  return undefined;
}

function isTaker(callee: unknown, loads: readonly Load[]): boolean {
  if (!isNode(callee)) return false;
  const isMember = callee.type === 'MemberExpression' && callee['computed'] !== true;
  const local = nameOf(isMember ? callee['object'] : callee);
  return loads.some((load) => {
    if (load.local !== local || local === '') return false;
    const taken = isMember ? nameOf(callee['property']) : load.imported;
    return (isMember ? load.imported === 'default' || load.imported === '*' : true) && (takers[load.from]?.includes(taken) ?? false);
  });
}

function countUses(program: Node, name: string): number {
  let count = 0;
  const pending: unknown[] = [program];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value !== 'object' || value === null) continue;
    if (isNode(value) && value.type === 'Identifier' && value['name'] === name) count++;
    else pending.push(...Object.values(value));
  }
  return count;
}

/** Behind the last import, or above everything but the comments that must come first. */
function placeLoad(body: string, program: Node, isModule: boolean, load: string, newline: string): readonly Insertion[] {
  const statements = nodesOf(program['body']);
  const last = statements.findLast((statement) => (isModule ? statement.type === 'ImportDeclaration' : readLoads(statement).length > 0));
  if (last !== undefined) return [insert(endOfLine(body, last.end), `${newline}${load}`)];
  const head = /^[\s\uFEFF]?(?:(?:#!|\/\/).*(?:\r?\n|$))*/.exec(body)![0].length;
  const strict = statements.find(({ directive }) => directive !== undefined && directive !== null);
  return strict ? [insert(strict.end, `${newline}${load}`)] : [insert(head, `${load}${newline}`)];
}

function placeEntry(body: string, { inner, items }: List, entry: string, newline: string): readonly Insertion[] {
  const last = items.at(-1);
  if (last === undefined) return [insert(inner.start, entry)];
  const behind = body.slice(last.end, inner.end);
  const comma = /^(?:\s|\/\/.*|\/\*[^]*?\*\/)*?,/.exec(behind);
  const isMany = body.slice(inner.start, last.start).includes('\n');
  if (!isMany) return [insert(last.end, `, ${entry}`)];
  const indent = /[ \t]*$/.exec(body.slice(0, last.start))![0];
  // A comment that follows an item on its line stays with it.
  const at = endOfLine(body, last.end + (comma?.[0].length ?? 0));
  return [...(comma ? [] : [insert(last.end, ',')]), insert(Math.min(at, inner.end), `${newline}${indent}${entry}${comma ? ',' : ''}`)];
}

/** Behind what follows on the line when that is a comment; else the place itself. */
function endOfLine(body: string, at: number): number {
  return at + /^(?:[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/))?/.exec(body.slice(at))![0].length;
}

interface Insertion {
  readonly at: number;
  readonly text: string;
}

function insert(at: number, text: string): Insertion {
  return { at, text };
}

function insertAll(text: string, insertions: readonly Insertion[]): string {
  return [...insertions].reverse().sort((a, b) => b.at - a.at).reduce((changed, { at, text: more }) => changed.slice(0, at) + more + changed.slice(at), text);
}
