import type { ts } from 'ts-morph';
import type { ImportedName } from '../../model/import-record.js';
import type { ExportEntry, Pin, Statement } from '../../model/module-model.js';
import { isReference, type Bindings } from './bindings.js';
import {
  findAssignedNames, isModuleMark, isModuleScopeName, isPlainValue, readExportAssignment, readForward, readRequires, type ExportAssignment,
} from './commonjs.js';
import type { ParsedModule } from './compiler.js';
import { accessOf } from './references.js';

/** What being CommonJS makes of one top-level statement. */
export interface CommonJsStatement {
  readonly wiring?: 'import' | 'export-from';
  /** Names given to a module, by offset of the `require` call. */
  readonly names: ReadonlyMap<number, readonly ImportedName[]>;
  readonly pins: readonly Pin[];
  readonly assignment?: ExportAssignment;
  /** It may leave the file, and what it exports is forwarded from its place: the names, in order. */
  readonly forwards?: readonly string[];
  /** Its own evaluation can neither be observed nor fail; that it fills the exports is another matter. */
  readonly isPlain: boolean;
  /** Top-level names that functions inside it assign. */
  readonly assignsLater: readonly string[];
}

/** Reads what a CommonJS module does with `require`, `module` and `exports`, statement by statement. */
export function readCommonJs(parsed: ParsedModule, bindings: Bindings, nodes: readonly ts.Statement[]): readonly CommonJsStatement[] {
  const assignments = nodes.map((node) => readExportAssignment(parsed, bindings, node));
  const timesAssigned = new Map<string, number>();
  for (const { targets } of assignments.flatMap((one) => one ?? [])) for (const target of targets) timesAssigned.set(target, (timesAssigned.get(target) ?? 0) + 1);
  const blockers = findBlockers(parsed, bindings, nodes);

  return nodes.map((node, index) => {
    const required = readRequires(parsed, bindings, node);
    const forward = readForward(parsed, bindings, node);
    const assignment = assignments[index];
    const isMark = isModuleMark(parsed, bindings, node);
    const names = new Map([...(required ?? []), ...(forward ? [forward] : [])].map((one) => [one.call.getStart(parsed.tree), one.names] as const));
    if ((required || forward) && !blockers.has(node)) return { wiring: required ? 'import' : 'export-from', names, pins: [], isPlain: true, assignsLater: [], ...(assignment ? { assignment } : {}) };
    const isPlain = isMark || (assignment !== undefined && isPlainValue(parsed, bindings, assignment.value));
    const own = { names, isPlain, assignsLater: findLaterAssignments(parsed, bindings, node), ...(assignment ? { assignment } : {}) };
    const mentions = findMentions(parsed, bindings, node);
    const forwards = assignment && findForwards(parsed, bindings, node, assignment, mentions, timesAssigned);
    if (forwards) return { ...own, forwards, pins: blockers.get(node) ?? [] };
    return { ...own, pins: [...(blockers.get(node) ?? []), ...pinMentions(parsed, mentions, assignment !== undefined || isMark), ...pinOwnExports(parsed, bindings, node)] };
  });
}

/** Uses of `exports`, `module` and `arguments` of the module, and of `require` for anything but a call. */
function findMentions(parsed: ParsedModule, bindings: Bindings, statement: ts.Statement): readonly ts.Identifier[] {
  const { ts } = parsed;
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node, hasArguments: boolean): void => {
    if (ts.isIdentifier(node) && isModuleScopeName(parsed, bindings, node) && !isLoading(ts, node) && !(node.text === 'arguments' && hasArguments)) found.push(node);
    const binds = ts.isFunctionLike(node) && !ts.isArrowFunction(node);
    ts.forEachChild(node, (child) => visit(child, hasArguments || binds));
  };
  visit(statement, false);
  return found.filter(({ text }) => text !== 'define');
}

function findLaterAssignments(parsed: ParsedModule, bindings: Bindings, statement: ts.Statement): readonly string[] {
  const { ts } = parsed;
  const assigned = findAssignedNames(parsed, bindings);
  if (assigned.size === 0) return [];
  const names = new Set<string>();
  const visit = (node: ts.Node, isLater: boolean): void => {
    if (isLater && ts.isIdentifier(node) && assigned.has(node.text) && isReference(ts, node) && accessOf(ts, node) !== 'read') {
      const name = bindings.nameOf(node);
      if (name !== undefined) names.add(name);
    }
    const defers = ts.isFunctionLike(node) && !isCalledOnTheSpot(ts, node);
    ts.forEachChild(node, (child) => visit(child, isLater || defers || (ts.isPropertyDeclaration(node) && child === node.initializer)));
  };
  visit(statement, false);
  return [...names].sort();
}

/** `(function () { .. })()`, which ends before the next statement begins. */
function isCalledOnTheSpot(ts: ParsedModule['ts'], node: ts.Node): boolean {
  if (!ts.isFunctionExpression(node) && !ts.isArrowFunction(node)) return false;
  if (node.modifiers?.length || (ts.isFunctionExpression(node) && node.asteriskToken)) return false;
  let outer: ts.Node = node;
  while (ts.isParenthesizedExpression(outer.parent)) outer = outer.parent;
  return ts.isCallExpression(outer.parent) && outer.parent.expression === outer;
}

/** `require(..)`, `require.resolve(..)`, `require.main`: other readings know what these mean. */
function isLoading(ts: ParsedModule['ts'], node: ts.Identifier): boolean {
  if (node.text !== 'require') return false;
  const { parent } = node;
  if (ts.isCallExpression(parent)) return parent.expression === node;
  return ts.isPropertyAccessExpression(parent) && parent.expression === node && /^(?:resolve|main|context|ensure|include)$/.test(parent.name.text);
}

/** `module.exports = ..` in a file with import statements, which some compilers let pass. */
export function pinModuleScope(parsed: ParsedModule, bindings: Bindings, statement: ts.Statement): readonly Pin[] {
  // Asked for every statement of a file, so only its own text is searched.
  if (!/\b(?:module|exports)\b/.test(parsed.text.slice(statement.pos, statement.end))) return [];
  return pinMentions(parsed, findMentions(parsed, bindings, statement).filter(({ text }) => text === 'module' || text === 'exports'), false);
}

function pinMentions(parsed: ParsedModule, mentions: readonly ts.Identifier[], isAssignment: boolean): readonly Pin[] {
  return mentions.slice(0, 1).map((node): Pin => {
    const span = { start: node.getStart(parsed.tree), end: node.end };
    if (node.text === 'require') return { kind: 'dynamic-path', span, because: 'uses `require` as a value: what it loads and what it knows depend on the file that it stands in' };
    return { kind: 'commonjs', span, because: isAssignment ? 'assigns to the exports of the module' : `uses \`${node.text}\` of the module, which every file has its own of` };
  });
}

/** `var exports = {}; module.exports = exports;`: another file has an `exports` of its own, beside which this one cannot be declared. */
function pinOwnExports(parsed: ParsedModule, bindings: Bindings, statement: ts.Statement): readonly Pin[] {
  if (!bindings.declaredBy(statement).includes('exports')) return [];
  return [{ kind: 'commonjs', span: { start: statement.getStart(parsed.tree), end: statement.end }, because: 'declares `exports`, which every file has its own of' }];
}

/**
 * `exports.price = (x) => ..` and `var re = exports.re = []` may stand in another module, whose own `exports` they fill then. Not so when
 * the value uses `exports` itself, when the name is assigned twice, or when it is also the name of something else in the file.
 */
function findForwards(
  parsed: ParsedModule, bindings: Bindings, statement: ts.Statement, { targets, value }: ExportAssignment, mentions: readonly ts.Identifier[], timesAssigned: ReadonlyMap<string, number>,
): readonly string[] | undefined {
  const { ts } = parsed;
  const [exported, ...others] = targets;
  if (exported === undefined || others.length > 0 || exported === '*' || exported === '=' || mentions.length > 1 || timesAssigned.get(exported) !== 1) return undefined;
  if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(exported) || exported === '__esModule' || exported === '__proto__') return undefined;
  const declared = bindings.declaredBy(statement)[0];
  if (ts.isVariableStatement(statement)) return declared === exported && !findAssignedNames(parsed, bindings).has(exported) && bindings.byName.get(exported)?.declarations.length === 1 ? [exported] : undefined;
  const isCode = ts.isFunctionExpression(value) || ts.isArrowFunction(value) || ts.isClassExpression(value);
  return isCode && !bindings.byName.has(exported) ? [exported] : undefined;
}

/** What ties the whole file together: exports that depend on a condition, a `return` of the module, the output of a compiler. */
function findBlockers(parsed: ParsedModule, bindings: Bindings, nodes: readonly ts.Statement[]): ReadonlyMap<ts.Statement, readonly Pin[]> {
  const { ts, tree } = parsed;
  const found = new Map<ts.Statement, Pin[]>();
  const add = (statement: ts.Statement, node: ts.Node, because: string): void => {
    found.set(statement, [...(found.get(statement) ?? []), { kind: 'undividable', span: { start: node.getStart(tree), end: node.end }, because }]);
  };
  for (const statement of nodes) {
    // A new module says `module.exports = ..` and `require(..)` itself, and `const { exports } = ..` is an error in it.
    const shadowed = bindings.declaredBy(statement).find((name) => /^(?:module|require)$/.test(name));
    if (shadowed !== undefined) add(statement, statement, `declares ${shadowed}, which hides the \`${shadowed}\` of Node`);
    const visit = (node: ts.Node, isDeferred: boolean): void => {
      if (ts.isTypeOfExpression(node) && ts.isIdentifier(node.expression) && isModuleScopeName(parsed, bindings, node.expression) && node.expression.text !== 'arguments') {
        add(statement, node, `asks for \`typeof ${node.expression.text}\`, so that the file may run where there is no \`require\``);
      } else if (!isDeferred && ts.isReturnStatement(node)) add(statement, node, 'returns from the module, so that what follows may not run');
      else if (!isDeferred && !ts.isExpressionStatement(statement) && !ts.isVariableStatement(statement) && isExportWrite(parsed, bindings, node)) {
        add(statement, node, 'assigns to the exports of the module under a condition or in a loop');
      }
      ts.forEachChild(node, (child) => visit(child, isDeferred || (ts.isFunctionLike(node) && !ts.isTypeNode(node))));
    };
    visit(statement, ts.isFunctionLike(statement));
  }
  const mark = nodes.find((node) => isModuleMark(parsed, bindings, node));
  if (mark && /\b__(?:createBinding|importDefault|importStar|exportStar|awaiter|decorate)\b|\b_interopRequire(?:Default|Wildcard)\b|^\s*(?:module\.)?exports\.[\w$]+ = (?:[^;\n]* = )?(?:void 0|undefined);/m.test(parsed.text)) {
    add(mark, mark, 'is what a compiler writes: the file is output, and its source is elsewhere');
  }
  return found;
}

function isExportWrite(parsed: ParsedModule, bindings: Bindings, node: ts.Node): boolean {
  const { ts } = parsed;
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind < ts.SyntaxKind.FirstAssignment || node.operatorToken.kind > ts.SyntaxKind.LastAssignment) return false;
  let left: ts.Node = node.left;
  while (ts.isPropertyAccessExpression(left) || ts.isElementAccessExpression(left)) left = left.expression;
  return ts.isIdentifier(left) && (left.text === 'exports' || left.text === 'module') && isModuleScopeName(parsed, bindings, left);
}

/** The members that assignments give to the exports and that are names of the file, in source order. */
export function readCommonJsExports(parsed: ParsedModule, bindings: Bindings, found: readonly CommonJsStatement[]): readonly ExportEntry[] {
  const { ts } = parsed;
  const entries: ExportEntry[] = [];
  const add = (exported: string, value: ts.Expression | undefined, statement: number): void => {
    const local = value && ts.isIdentifier(value) ? bindings.nameOf(value) : undefined;
    if (local !== undefined && !entries.some((entry) => entry.exported === exported)) entries.push({ exported, local, typeOnly: false, statement });
  };
  found.forEach(({ assignment }, statement) => {
    for (const target of assignment?.targets ?? []) if (target !== '*' && target !== '=') add(target, assignment!.value, statement);
    if (!assignment?.targets.includes('*') || !ts.isObjectLiteralExpression(assignment.value)) return;
    for (const property of assignment.value.properties) {
      if (ts.isShorthandPropertyAssignment(property)) add(property.name.text, property.name, statement);
      else if (ts.isPropertyAssignment(property) && (ts.isIdentifier(property.name) || ts.isStringLiteral(property.name))) add(property.name.text, property.initializer, statement);
    }
  });
  return entries;
}

/**
 * The statements with what being CommonJS makes of them. Filling the exports is no effect: while a module loads nobody looks at them, a circle
 * of requires aside, which only the project knows of. One thing does: after `module.exports = Shop`, `module.exports.open = open` gives a
 * member to Shop itself, and what runs later in the file and may come to Shop sees it.
 */
export function applyCommonJs(
  parsed: ParsedModule, bindings: Bindings, nodes: readonly ts.Statement[], found: readonly CommonJsStatement[], statements: readonly Statement[],
): readonly Statement[] {
  const { ts } = parsed;
  const base = found.findIndex(({ assignment }) => assignment?.targets.includes('*'));
  const value = found[base]?.assignment?.value;
  const name = value && ts.isIdentifier(value) ? bindings.nameOf(value) : undefined;
  const first = found.findIndex(({ assignment }, index) => base !== -1 && index > base && assignment && !assignment.targets.includes('*'));
  const isSeen = name !== undefined && first !== -1 &&
    statements.some((statement, index) => index > first && statement.effect !== 'none' && !found[index]!.assignment && !isMethodOfPrototype(ts, nodes[index]!) && reaches(statements, statement, name));
  return statements.map((statement) => {
    const { assignment } = found[statement.index]!;
    return isSeen && assignment && statement.index >= first ? orderExport(statement, `gives ${name} a member`) : statement;
  });
}

/** The same statement when its place among the effects counts. */
export function orderExport(statement: Statement, because: string): Statement {
  const { forwards, ...rest } = statement;
  const pin: Pin = { kind: 'commonjs', span: statement.span, because: 'assigns to the exports of the module' };
  return { ...rest, effect: 'ordered', because, pins: forwards && statement.pins.length === 0 ? [pin] : statement.pins };
}

/** `Shop.prototype.open = function () {..}` looks at no member of Shop. */
function isMethodOfPrototype(ts: ParsedModule['ts'], node: ts.Statement): boolean {
  if (!ts.isExpressionStatement(node) || !ts.isBinaryExpression(node.expression)) return false;
  const { left, operatorToken, right } = node.expression;
  const owner = ts.isPropertyAccessExpression(left) && ts.isPropertyAccessExpression(left.expression) ? left.expression : undefined;
  return operatorToken.kind === ts.SyntaxKind.EqualsToken && owner?.name.text === 'prototype' && (ts.isFunctionExpression(right) || ts.isArrowFunction(right));
}

function reaches(statements: readonly Statement[], from: Statement, name: string): boolean {
  const seen = new Set<Statement>([from]);
  const queue = [from];
  for (let next = queue.pop(); next; next = queue.pop()) {
    for (const read of next.reads) {
      if (read.name === name) return true;
      for (const statement of statements) {
        if (seen.has(statement) || !statement.declares.includes(read.name)) continue;
        seen.add(statement);
        queue.push(statement);
      }
    }
  }
  return false;
}
