import type { Span } from '../../text/span.js';

/** A node of the ESTree that the parser gives, which is plain JSON. */
export interface Node extends Span {
  readonly type: string;
  readonly [key: string]: unknown;
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

export function nodesOf(value: unknown): readonly Node[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** The value that the text is; or what is wrong with it. */
export function jsonRoot(program: Node): Node | string {
  const [statement, ...rest] = nodesOf(program['body']);
  const expression = statement?.type === 'ExpressionStatement' && rest.length === 0 ? statement['expression'] : undefined;
  return isNode(expression) ? expression : 'it is not one JSON value';
}

/** The expression that the file exports; or what is wrong with it. */
export function exportedRoot(program: Node): Node | string {
  const roots = nodesOf(program['body']).flatMap((statement): readonly Node[] => {
    if (statement.type === 'ExportDefaultDeclaration') return nodesOf([statement['declaration']]);
    if (statement.type === 'TSExportAssignment') return nodesOf([statement['expression']]);
    const assignment = statement.type === 'ExpressionStatement' ? statement['expression'] : undefined;
    const target = isNode(assignment) && assignment.type === 'AssignmentExpression' ? dottedName(assignment['left']) : undefined;
    // `module.exports.rules = ...` changes what is exported; `module.exports.default` is a second name for it.
    const isExport = target !== undefined && /^(?:module\.exports|exports)(?:\.(?!default$)|$)/.test(target);
    return isExport && isNode(assignment) ? nodesOf([assignment['right']]) : [];
  });
  if (roots.length === 1) return roots[0]!;
  return roots.length === 0 ? 'it exports no object by module.exports or export default' : 'it exports more than once';
}

/** Initialisers of the top-level constants whose value is what it was when they were declared. */
export function findConstants(program: Node, isHarmless: (callee: string) => boolean): ReadonlyMap<string, Node> {
  const constants = new Map<string, Node>();
  for (const statement of nodesOf(program['body'])) {
    const declaration = statement.type === 'ExportNamedDeclaration' && isNode(statement['declaration']) ? statement['declaration'] : statement;
    if (declaration.type !== 'VariableDeclaration' || declaration['kind'] !== 'const') continue;
    for (const { id, init } of nodesOf(declaration['declarations'])) {
      if (isNode(id) && id.type === 'Identifier' && isNode(init)) constants.set(id['name'] as string, init);
    }
  }
  const touch = (target: unknown): void => {
    const [name] = (dottedName(target) ?? '').split('.');
    if (name) constants.delete(name);
  };
  const pending: unknown[] = [program];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value !== 'object' || value === null) continue;
    for (const child of Object.values(value)) pending.push(child);
    if (!isNode(value)) continue;
    if (value.type === 'AssignmentExpression') touch(value['left']);
    else if (value.type === 'UpdateExpression' || (value.type === 'UnaryExpression' && value['operator'] === 'delete')) touch(value['argument']);
    else if (value.type === 'CallExpression' && !isHarmless(dottedName(value['callee']) ?? '')) {
      // `shared.push(...)`, `Object.assign(shared, ...)`
      if (isNode(value['callee']) && value['callee'].type === 'MemberExpression') touch(value['callee']);
      for (const argument of nodesOf(value['arguments'])) touch(argument);
    }
  }
  return constants;
}

export function withoutTypes(node: Node): Node {
  const isWrapper = ['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression', 'TSTypeAssertion', 'ParenthesizedExpression'].includes(node.type);
  return isWrapper && isNode(node['expression']) ? withoutTypes(node['expression']) : node;
}

/** `a`, `a.b.c`; `a[0].b` is `a` too, because what happens to a part happens to the whole. */
export function dottedName(value: unknown): string | undefined {
  if (!isNode(value)) return undefined;
  const node = withoutTypes(value);
  if (node.type === 'Identifier') return node['name'] as string;
  if (node.type !== 'MemberExpression') return undefined;
  const object = dottedName(node['object']);
  if (object === undefined) return undefined;
  const property = node['property'];
  return node['computed'] === true || !isNode(property) ? object : `${object}.${String(property['name'])}`;
}
