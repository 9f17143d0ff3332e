import type { ts } from 'ts-morph';
import type { Effect } from '../../model/module-model.js';
import type { Bindings } from './bindings.js';
import type { Compiler, ParsedModule } from './compiler.js';
import { createConstantValues } from './constant-values.js';
import { findMutatedBases } from './mutated-bases.js';
import { isErased } from './references.js';
import { dottedPath, isUsing, skipWrappers } from './syntax.js';

export interface EffectVerdict {
  readonly effect: Effect;
  readonly because: string;
}

const none: EffectVerdict = { effect: 'none', because: 'evaluating it can neither be observed nor observe a change' };
const weight = { none: 0, possible: 1, ordered: 2 } as const;

/** Calls that neither change anything nor read anything that changes, provided that their arguments do not. */
const pureCalls = new Set([
  'Symbol', 'Symbol.for', 'String', 'Number', 'Boolean', 'BigInt', 'Object.freeze', 'Object.seal', 'Object.create', 'Object.fromEntries',
  'Object.keys', 'Object.values', 'Object.entries', 'Array.of', 'Array.from', 'Array.isArray', 'Number.parseInt', 'Number.parseFloat', 'parseInt', 'parseFloat',
  'Math.abs', 'Math.ceil', 'Math.floor', 'Math.log', 'Math.log2', 'Math.log10', 'Math.max', 'Math.min', 'Math.pow', 'Math.round', 'Math.sqrt', 'Math.trunc',
  'String.raw', 'String.fromCharCode', 'String.fromCodePoint', 'JSON.stringify', 'JSON.parse', 'encodeURIComponent', 'encodeURI', 'Promise.resolve',
]);

const pureConstructors = new Set([
  'Map', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'Array', 'Object', 'RegExp', 'URL', 'URLSearchParams', 'Error', 'TypeError', 'RangeError', 'TextEncoder', 'TextDecoder',
  'AbortController', 'EventTarget', 'ArrayBuffer', 'Uint8Array', 'Uint16Array', 'Uint32Array', 'Int8Array', 'Int16Array', 'Int32Array', 'Float32Array', 'Float64Array',
  'BigInt64Array', 'DataView', 'Intl.DateTimeFormat', 'Intl.NumberFormat', 'Intl.Collator', 'Intl.PluralRules', 'Intl.RelativeTimeFormat', 'Intl.ListFormat', 'Intl.Segmenter',
]);

/** Pure calls for which it does not matter what their arguments hold. */
const ignoresContents = new Set([
  'Boolean', 'Array.of', 'Array.isArray', 'Promise.resolve', 'WeakRef', 'Object', 'AbortController', 'EventTarget', 'TextEncoder', 'TextDecoder',
]);

/** Decides whether the place of a top-level statement among the others can matter. */
export function createEffectReader(parsed: ParsedModule, bindings: Bindings): (statement: ts.Statement) => EffectVerdict {
  const { ts, text, tree } = parsed;
  const { isConstantObject, isPrimitive } = createConstantValues(parsed, bindings, findMutatedBases(parsed, bindings));
  const functionVerdicts = new Map<ts.Node, EffectVerdict>();

  const worst = (...verdicts: EffectVerdict[]): EffectVerdict => verdicts.reduce((a, b) => (weight[b.effect] > weight[a.effect] ? b : a), none);
  const excerpt = (node: ts.Node): string => {
    const line = text.slice(node.getStart(tree), node.end).replace(/\s+/g, ' ');
    return line.length > 40 ? `${line.slice(0, 39)}…` : line;
  };
  const ordered = (because: string): EffectVerdict => ({ effect: 'ordered', because });
  const possible = (because: string): EffectVerdict => ({ effect: 'possible', because });

  const ofAll = (nodes: Iterable<ts.Node | undefined>): EffectVerdict => {
    let result = none;
    for (const node of nodes) if (node) result = worst(result, ofExpression(node));
    return result;
  };

  const ofIdentifier = (node: ts.Identifier): EffectVerdict => {
    const name = bindings.nameOf(node);
    const kinds = name === undefined ? [] : bindings.byName.get(name)!.declarations.map((d) => d.kind);
    return kinds.includes('let') || kinds.includes('var') ? possible(`reads ${name}, which is assigned elsewhere or may be`) : none;
  };

  /** A member read sees whatever was stored last, unless the object is a constant of this file that nothing writes to. */
  const ofMember = (node: ts.PropertyAccessExpression | ts.ElementAccessExpression): EffectVerdict => {
    const key = ts.isElementAccessExpression(node) ? ofExpression(node.argumentExpression) : none;
    const base = ofExpression(node.expression);
    return worst(key, base, isConstantObject(node.expression) ? none : possible(`reads ${excerpt(node)}, which another statement may change`));
  };

  const isAnnotatedPure = (node: ts.Node): boolean => /[@#]__PURE__/.test(text.slice(node.getFullStart(), node.getStart(tree)));

  const ofCall = (node: ts.CallExpression | ts.NewExpression): EffectVerdict => {
    const args = ofAll(node.arguments ?? []);
    if (isAnnotatedPure(node) || isAnnotatedPure(node.expression)) return args;
    if (node.expression.kind === ts.SyntaxKind.ImportKeyword) return ordered(`starts to load ${excerpt(node)}`);
    const path = dottedPath(ts, node.expression);
    const callee = skipWrappers(ts, node.expression);
    const isGlobal = path !== undefined && bindings.byName.has(path.split('.')[0]!) === false;
    if (isGlobal && isClockOrChance(path, args, node)) return possible(`reads ${path}, which changes by itself`);
    if (isGlobal && (ts.isNewExpression(node) ? pureConstructors : pureCalls).has(path)) return worst(args, ofPureCall(path, node.arguments ?? []));
    if (ts.isCallExpression(node) && ts.isIdentifier(callee)) {
      const name = bindings.nameOf(callee);
      const verdict = name === undefined ? undefined : ofLocalFunction(name);
      if (verdict) return worst(args, verdict);
    }
    return ordered(`${ts.isNewExpression(node) ? 'constructs' : 'calls'} ${path ?? excerpt(node.expression)}, which is not known to be pure`);
  };

  /** A call that changes nothing still sees what its arguments hold by then: `Object.keys(registry)`, `new Set(names)`. */
  const ofPureCall = (path: string, args: readonly ts.Expression[]): EffectVerdict => {
    if (ignoresContents.has(path)) return none;
    const isFreezing = path === 'Object.freeze' || path === 'Object.seal';
    return worst(...args.map((arg) => {
      const value = skipWrappers(ts, arg);
      if (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) return ofBody(value, path);
      if (isFreezing) return ts.isObjectLiteralExpression(value) || ts.isArrayLiteralExpression(value) ? none : ordered(`${path} changes ${excerpt(value)}`);
      return isSettled(value) ? none : possible(`${path} sees what ${excerpt(value)} holds, which another statement may change`);
    }));
  };

  /** Nothing in it can be changed by another statement, as far as a copy made from it goes. */
  const isSettled = (raw: ts.Node): boolean => {
    const node = skipWrappers(ts, raw);
    if (isPrimitive(node) || isConstantObject(node) || ts.isFunctionLike(node) || ts.isRegularExpressionLiteral(node)) return true;
    if (ts.isArrayLiteralExpression(node)) return node.elements.every((element) => isSettled(element) || isFunctionName(element));
    if (ts.isObjectLiteralExpression(node)) {
      return node.properties.every((property) => (ts.isPropertyAssignment(property) ? isSettled(property.initializer) || isFunctionName(property.initializer) : ts.isMethodDeclaration(property)));
    }
    return false;
  };

  const isFunctionName = (node: ts.Node): boolean => {
    const name = ts.isIdentifier(node) ? bindings.nameOf(node) : undefined;
    return name !== undefined && bindings.byName.get(name)!.declarations.every(({ kind }) => kind === 'function' || kind === 'class' || kind === 'import');
  };

  /** An imported value in arithmetic or in a text is taken for a number or a text: `days * HOURS_A_DAY`. */
  const isImport = (node: ts.Expression): boolean => {
    const name = ts.isIdentifier(node) ? bindings.nameOf(node) : undefined;
    return name !== undefined && bindings.byName.get(name)!.declarations.every(({ kind }) => kind === 'import');
  };

  /** `+`, `${}` and their like ask an object for its primitive value, which shows what it holds (`[].toString`) or runs its own code. */
  const ofCoerced = (node: ts.Expression): EffectVerdict =>
    worst(ofExpression(node), isPrimitive(node) || isImport(node) ? none : possible(`turns ${excerpt(node)} into a primitive value, which may depend on what it holds`));

  const isClockOrChance = (path: string, args: EffectVerdict, node: ts.CallExpression | ts.NewExpression): boolean =>
    args.effect !== 'ordered' && (ts.isNewExpression(node) ? path === 'Date' : /^(Date\.now|Math\.random|performance\.now|process\.cwd)$/.test(path));

  /** `const DAY = days(1)`: a call of a function of this file is as pure as the body of that function. */
  const ofLocalFunction = (name: string): EffectVerdict | undefined => {
    const declarations = bindings.byName.get(name)!.declarations.filter(({ node }) => !isErased(ts, node));
    const only = declarations[0];
    if (declarations.length !== 1 || !only || (only.kind !== 'function' && only.kind !== 'const')) return undefined;
    const initializer = ts.isVariableDeclaration(only.node) ? only.node.initializer && skipWrappers(ts, only.node.initializer) : only.node;
    if (!initializer || !(ts.isFunctionDeclaration(initializer) || ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer))) return undefined;
    const known = functionVerdicts.get(initializer);
    if (known) return known;
    functionVerdicts.set(initializer, ordered(`calls ${name}, which calls itself`));
    const verdict = ofBody(initializer, name);
    functionVerdicts.set(initializer, verdict);
    return verdict;
  };

  const ofBody = (initializer: ts.FunctionDeclaration | ts.ArrowFunction | ts.FunctionExpression, name: string): EffectVerdict => {
    const body = initializer.body;
    const single = body && ts.isBlock(body) && body.statements.length === 1 ? body.statements[0] : undefined;
    const result = body && !ts.isBlock(body) ? body : single && ts.isReturnStatement(single) ? single.expression : undefined;
    const simple = result && !initializer.asteriskToken && !initializer.modifiers?.some((m) => m.kind === ts.SyntaxKind.AsyncKeyword);
    return simple
      ? worst(ofExpression(result), ofAll(initializer.parameters.map((parameter) => parameter.initializer)))
      : ordered(`calls ${name}, whose body is more than one returned expression`);
  };

  const ofExpression = (raw: ts.Node): EffectVerdict => {
    const node = skipWrappers(ts, raw);
    if (ts.isIdentifier(node)) return ofIdentifier(node);
    if (ts.isLiteralExpression(node) || ts.isFunctionLike(node) || ts.isOmittedExpression(node)) return none;
    if (ts.isTypeNode(node)) return none;
    switch (node.kind) {
      case ts.SyntaxKind.TrueKeyword: case ts.SyntaxKind.FalseKeyword: case ts.SyntaxKind.NullKeyword: case ts.SyntaxKind.ThisKeyword:
      case ts.SyntaxKind.MetaProperty:
        return none;
    }
    if (ts.isClassExpression(node)) return ofClass(node);
    if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) return ofMember(node);
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) return ofCall(node);
    if (ts.isObjectLiteralExpression(node)) return worst(...node.properties.map(ofProperty));
    if (ts.isArrayLiteralExpression(node)) return ofAll(node.elements);
    if (ts.isSpreadElement(node)) return ofSpread(node.expression);
    if (ts.isTemplateExpression(node)) return worst(...node.templateSpans.map((part) => ofCoerced(part.expression)));
    if (ts.isConditionalExpression(node)) return ofAll([node.condition, node.whenTrue, node.whenFalse]);
    if (ts.isPrefixUnaryExpression(node)) {
      return node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken
        ? ordered(`changes ${excerpt(node.operand)}`)
        : node.operator === ts.SyntaxKind.ExclamationToken ? ofExpression(node.operand) : ofCoerced(node.operand);
    }
    if (ts.isTypeOfExpression(node) || ts.isVoidExpression(node)) return ofExpression(node.expression);
    if (ts.isBinaryExpression(node)) {
      const operator = node.operatorToken.kind;
      if (operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment) return ordered(`assigns to ${excerpt(node.left)}`);
      if (looksInside(operator)) return worst(ofExpression(node.left), ofExpression(node.right), isConstantObject(node.right) ? none : possible(`asks ${excerpt(node.right)}, which another statement may change`));
      return comparesOrChooses(operator) ? worst(ofExpression(node.left), ofExpression(node.right)) : worst(ofCoerced(node.left), ofCoerced(node.right));
    }
    if (ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node) || ts.isJsxFragment(node)) return ofJsx(node);
    return ordered(`evaluates ${excerpt(node)}`);
  };

  const looksInside = (operator: ts.SyntaxKind): boolean => operator === ts.SyntaxKind.InKeyword || operator === ts.SyntaxKind.InstanceOfKeyword;
  const comparesOrChooses = (operator: ts.SyntaxKind): boolean => [
    ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsEqualsToken, ts.SyntaxKind.AmpersandAmpersandToken,
    ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.CommaToken,
  ].includes(operator);

  const ofProperty = (property: ts.ObjectLiteralElementLike): EffectVerdict => {
    const key = property.name && ts.isComputedPropertyName(property.name) ? ofExpression(property.name.expression) : none;
    if (ts.isPropertyAssignment(property)) return worst(key, ofExpression(property.initializer));
    if (ts.isShorthandPropertyAssignment(property)) return ofIdentifier(property.name);
    return ts.isSpreadAssignment(property) ? ofSpread(property.expression) : key;
  };

  const ofSpread = (node: ts.Expression): EffectVerdict =>
    worst(ofExpression(node), isConstantObject(node) ? none : possible(`spreads ${excerpt(node)}, which another statement may change`));

  const ofJsx = (node: ts.Node): EffectVerdict => {
    let result = none;
    const visit = (child: ts.Node): void => {
      if (ts.isJsxExpression(child)) result = worst(result, child.expression ? ofExpression(child.expression) : none);
      else if (ts.isJsxSpreadAttribute(child)) result = worst(result, ofExpression(child.expression));
      else ts.forEachChild(child, visit);
    };
    ts.forEachChild(node, visit);
    return result;
  };

  const ofClass = (node: ts.ClassLikeDeclaration): EffectVerdict => {
    const parts: EffectVerdict[] = [];
    if (hasAnyDecorator(ts, node)) parts.push(ordered('runs a decorator'));
    for (const clause of node.heritageClauses ?? []) {
      if (clause.token === ts.SyntaxKind.ExtendsKeyword) for (const type of clause.types) parts.push(ofExpression(type.expression));
    }
    for (const member of node.members) {
      if (member.name && ts.isComputedPropertyName(member.name)) parts.push(ofExpression(member.name.expression));
      if (ts.isClassStaticBlockDeclaration(member) && member.body.statements.length > 0) parts.push(ordered('runs a static block'));
      const isStatic = ts.isPropertyDeclaration(member) && member.modifiers?.some((m) => m.kind === ts.SyntaxKind.StaticKeyword);
      if (isStatic && (member as ts.PropertyDeclaration).initializer) parts.push(ofExpression((member as ts.PropertyDeclaration).initializer!));
    }
    return worst(...parts);
  };

  const ofVariable = (declaration: ts.VariableDeclaration): EffectVerdict => {
    const value = declaration.initializer ? ofExpression(declaration.initializer) : none;
    if (ts.isIdentifier(declaration.name)) return value;
    const pattern = declaration.initializer && isConstantObject(declaration.initializer) ? none : possible(`takes apart ${excerpt(declaration.initializer ?? declaration)}`);
    return worst(value, pattern, ofPatternDefaults(declaration.name));
  };

  const ofPatternDefaults = (pattern: ts.BindingName): EffectVerdict => {
    if (ts.isIdentifier(pattern)) return none;
    const elements: readonly ts.ArrayBindingElement[] = pattern.elements;
    return worst(...elements.filter((element) => ts.isBindingElement(element)).map((element) => worst(
      element.initializer ? ofExpression(element.initializer) : none,
      element.propertyName && ts.isComputedPropertyName(element.propertyName) ? ofExpression(element.propertyName.expression) : none,
      ofPatternDefaults(element.name),
    )));
  };

  const ofStatement = (statement: ts.Statement): EffectVerdict => {
    if (isErased(ts, statement) || ts.isFunctionDeclaration(statement) || ts.isEmptyStatement(statement)) return none;
    if (ts.isClassDeclaration(statement)) return ofClass(statement);
    if (ts.isVariableStatement(statement)) {
      const list = statement.declarationList;
      if (isUsing(ts, list)) return ordered('disposes of its value when the module ends');
      return worst(...list.declarations.map(ofVariable));
    }
    if (ts.isEnumDeclaration(statement)) return ofAll(statement.members.map((member) => member.initializer));
    if (ts.isModuleDeclaration(statement)) return ofNamespace(statement);
    if (ts.isExpressionStatement(statement)) return ofExpression(statement.expression);
    if (ts.isExportAssignment(statement)) return ofExpression(statement.expression);
    if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement) || ts.isImportEqualsDeclaration(statement)) return none;
    return ordered('runs a statement of control flow');
  };

  const ofNamespace = (node: ts.ModuleDeclaration): EffectVerdict => {
    if (!node.body) return none;
    if (ts.isModuleDeclaration(node.body)) return ofNamespace(node.body);
    return ts.isModuleBlock(node.body) ? worst(...node.body.statements.map(ofStatement)) : none;
  };

  return ofStatement;
}

function hasAnyDecorator(ts: Compiler, node: ts.ClassLikeDeclaration): boolean {
  const decorated = (target: ts.Node): boolean => ts.canHaveDecorators(target) && (ts.getDecorators(target)?.length ?? 0) > 0;
  return decorated(node) || node.members.some((member) => decorated(member) || (ts.isFunctionLike(member) && member.parameters.some(decorated)));
}
