import type { ts } from 'ts-morph';
import type { CallSite, Dispatch, StaticValue } from '../../model/static-value.js';
import type { CompilerFacts } from '../../model/project.js';
import type { Bindings } from './bindings.js';
import type { ParsedModule } from './compiler.js';
import { walkWithTime } from './references.js';
import { readStaticValue } from './static-values.js';
import { calleePath, dottedPath, listNodes } from './syntax.js';

/** Calls and constructions of one top-level statement, in source order. */
export function readCalls(parsed: ParsedModule, bindings: Bindings, facts: CompilerFacts, statement: ts.Statement, index: number): readonly CallSite[] {
  const { ts, tree, text } = parsed;
  const calls: CallSite[] = [];
  walkWithTime(parsed, facts, statement, (node, when) => {
    if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return;
    const callee = calleePath(ts, node.expression);
    if (callee === undefined) return;
    const within = declaredAround(ts, bindings, node, statement);
    const assignedTo = receiverOf(ts, node);
    calls.push({
      kind: ts.isNewExpression(node) ? 'new' : 'call',
      callee,
      args: (node.arguments ?? []).map((argument) => readStaticValue(parsed, argument)),
      typeArguments: (node.typeArguments ?? []).map((type) => text.slice(type.getStart(tree), type.end)),
      span: { start: node.getStart(tree), end: node.end },
      when,
      statement: index,
      ...(within === undefined ? {} : { within }),
      ...(assignedTo === undefined ? {} : { assignedTo }),
    });
  });
  return calls.sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
}

/** Whether a call within the callee stands before its last part: `queue.createJob().retries`. */
export function isChained({ callee }: CallSite): boolean {
  return callee.some((part) => part.endsWith('()'));
}

/** `switch (job.name) { case 'send': ... }` and `if (job.name === 'send')`, in source order: how a worker tells its jobs apart. */
export function readDispatches(parsed: ParsedModule, bindings: Bindings, statement: ts.Statement, index: number): readonly Dispatch[] {
  const { ts, tree } = parsed;
  const dispatches: Dispatch[] = [];
  const add = (node: ts.Node, raw: ts.Expression, cases: readonly ts.Expression[]): void => {
    const subject = dottedPath(ts, raw)?.split('.');
    if (subject?.at(-1) !== 'name') return;
    const within = declaredAround(ts, bindings, node, statement);
    dispatches.push({
      subject,
      cases: cases.map((value) => readStaticValue(parsed, value)),
      span: { start: node.getStart(tree), end: node.end },
      statement: index,
      ...(within === undefined ? {} : { within }),
    });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isSwitchStatement(node)) {
      add(node, node.expression, node.caseBlock.clauses.flatMap((clause) => (ts.isCaseClause(clause) ? [clause.expression] : [])));
    } else if (ts.isIfStatement(node) && ts.isBinaryExpression(node.expression)) {
      const { left, operatorToken, right } = node.expression;
      if (operatorToken.kind === ts.SyntaxKind.EqualsEqualsEqualsToken || operatorToken.kind === ts.SyntaxKind.EqualsEqualsToken) add(node, left, [right]);
    }
  };
  for (const node of listNodes(parsed, statement)) visit(node);
  return dispatches;
}

function declaredAround(ts: ParsedModule['ts'], bindings: Bindings, node: ts.Node, statement: ts.Statement): string | undefined {
  for (let parent = node.parent; parent !== statement.parent; parent = parent.parent) {
    if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) && parent.parent.parent === statement) return parent.name.text;
  }
  return bindings.declaredBy(statement)[0];
}

/** `const q = new Queue()` and `this.q = new Queue()` give the object a name. */
function receiverOf(ts: ParsedModule['ts'], node: ts.Node): string | undefined {
  let child = node;
  while (ts.isParenthesizedExpression(child.parent) || ts.isAsExpression(child.parent) || ts.isSatisfiesExpression(child.parent) || ts.isAwaitExpression(child.parent)) child = child.parent;
  const parent = child.parent;
  if (ts.isVariableDeclaration(parent) && parent.initializer === child && ts.isIdentifier(parent.name)) return parent.name.text;
  if (ts.isPropertyDeclaration(parent) && parent.initializer === child && ts.isIdentifier(parent.name)) return `this.${parent.name.text}`;
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken && parent.right === child) return dottedPath(ts, parent.left);
  return undefined;
}

/** Statically known values of top-level constants and enum members, by dotted name; what is exported without a name as `default` or `module.exports`. */
export function readConstants(parsed: ParsedModule, statements: readonly ts.Statement[]): ReadonlyMap<string, StaticValue> {
  const { ts } = parsed;
  const constants = new Map<string, StaticValue>();
  const assigned = new Set<string>();
  for (const statement of statements) {
    const exported = exportedExpression(ts, statement);
    if (exported) {
      const [name, value] = exported;
      // `exports.send = exports.mail = undefined` stands before the real value in compiled code: of two nobody can tell which is read.
      if (assigned.has(name)) constants.delete(name);
      else constants.set(name, readStaticValue(parsed, value));
      assigned.add(name);
      continue;
    }
    if (ts.isVariableStatement(statement) && statement.declarationList.flags & ts.NodeFlags.Const) {
      for (const declaration of statement.declarationList.declarations) {
        if (ts.isIdentifier(declaration.name) && declaration.initializer) constants.set(declaration.name.text, readStaticValue(parsed, declaration.initializer));
      }
    } else if (ts.isEnumDeclaration(statement)) readEnum(parsed, statement, constants);
  }
  return constants;
}

/** `export default value`, `module.exports = value`, `exports.send = value`. */
function exportedExpression(ts: ParsedModule['ts'], statement: ts.Statement): readonly [name: string, value: ts.Expression] | undefined {
  if (ts.isExportAssignment(statement)) return [statement.isExportEquals ? 'module.exports' : 'default', statement.expression];
  if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) return undefined;
  const { left, operatorToken, right } = statement.expression;
  const target = operatorToken.kind === ts.SyntaxKind.EqualsToken ? dottedPath(ts, left)?.replace(/^module\.exports\./, 'exports.') : undefined;
  return target !== undefined && /^(?:module\.exports|exports\.[^.]+)$/.test(target) ? [target, right] : undefined;
}

function readEnum(parsed: ParsedModule, node: ts.EnumDeclaration, constants: Map<string, StaticValue>): void {
  const { ts } = parsed;
  let next: number | undefined = 0;
  for (const member of node.members) {
    if (!ts.isIdentifier(member.name) && !ts.isStringLiteralLike(member.name)) continue;
    const value: StaticValue | undefined = member.initializer
      ? readStaticValue(parsed, member.initializer)
      : next === undefined ? undefined : { kind: 'literal', value: next };
    next = value?.kind === 'literal' && typeof value.value === 'number' ? value.value + 1 : undefined;
    if (value) constants.set(`${node.name.text}.${member.name.text}`, value);
  }
}
