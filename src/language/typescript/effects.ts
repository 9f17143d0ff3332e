import type { ts } from 'ts-morph';
import type { Effect } from '../../model/module-model.js';
import type { CompilerFacts } from '../../model/project.js';
import type { Bindings } from './bindings.js';
import type { Compiler, ParsedModule } from './compiler.js';
import { createConstantValues } from './constant-values.js';
import { findHiddenCode, isPlatformName } from './hidden-code.js';
import { findMutatedBases } from './mutated-bases.js';
import { callsBack, clockAndChance, clockConstructors, ignoresContents, iterates, pureCalls, pureConstructors } from './pure-calls.js';
import { isErased, jsxFactoriesOf } from './references.js';
import { dottedPath, isUsing, skipWrappers } from './syntax.js';

/** Members that the language calls without being told to. */
const runsByItself = /^['"]?(toString|valueOf|toJSON|then)['"]?$/;

export interface EffectVerdict {
  readonly effect: Effect;
  readonly because: string;
}

const none: EffectVerdict = { effect: 'none', because: 'evaluating it can neither be observed nor observe a change' };
const weight = { none: 0, possible: 1, ordered: 2 } as const;

/**
 * Decides whether the place of a top-level statement among the others can matter. docs/effects.md lists the verdicts with examples.
 * What other modules hand over is taken to run no code that changes anything when it is read, copied or made a text: nothing in this
 * file could tell. What this file defines itself is looked at.
 */
export function createEffectReader(parsed: ParsedModule, bindings: Bindings, facts: CompilerFacts): (statement: ts.Statement) => EffectVerdict {
  const { ts, text, tree } = parsed;
  const hidden = findHiddenCode(parsed, bindings);
  const { isConstantObject, isPrimitive, isReiterable } = createConstantValues(parsed, bindings, findMutatedBases(parsed, bindings), hidden);
  const factory = jsxFactoriesOf(parsed, facts)?.element;
  const isOwnFactory = factory !== undefined && !!bindings.byName.get(factory)?.declarations.some(({ kind }) => kind !== 'import');
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
    if (name === undefined) {
      const isUnbound = !isPlatformName(node.text) && !parsed.checker.getSymbolAtLocation(node)?.declarations?.length;
      return isUnbound ? possible(`reads the global ${node.text}, which anybody may assign`) : none;
    }
    const kinds = bindings.byName.get(name)!.declarations.map((d) => d.kind);
    return kinds.includes('let') || kinds.includes('var') ? possible(`reads ${name}, which is assigned elsewhere or may be`) : none;
  };

  /** A member read sees whatever was stored last, unless the object is a constant of this file that nothing writes to. */
  const ofMember = (node: ts.PropertyAccessExpression | ts.ElementAccessExpression): EffectVerdict => {
    const key = ts.isElementAccessExpression(node) ? ofCoerced(node.argumentExpression) : none;
    const base = ofExpression(node.expression);
    return worst(key, base, isConstantObject(node.expression) ? none : worst(possible(`reads ${excerpt(node)}, which another statement may change`), ofGetter(node)));
  };

  /** Whose getter it is, the text does not say: any getter of that name counts. */
  const ofGetter = (node: ts.PropertyAccessExpression | ts.ElementAccessExpression): EffectVerdict => {
    const key = ts.isPropertyAccessExpression(node) ? node.name.text : ts.isStringLiteralLike(node.argumentExpression) ? node.argumentExpression.text : undefined;
    if (hidden.hasProxy || hidden.hasUnnamedGetter || (key === undefined && hidden.getters.size > 0)) return ordered(`reads ${excerpt(node)}, which may run a getter or a proxy of this file`);
    return worst(...(hidden.getters.get(key ?? '') ?? []).map((getter) => {
      const known = functionVerdicts.get(getter);
      if (known) return known;
      // `get price() { return Dish.price; }` may ask itself, as far as names tell.
      functionVerdicts.set(getter, ordered(`reads ${excerpt(node)}, which may run a getter that runs itself`));
      const verdict = ofBody(getter, `the getter ${key}`);
      functionVerdicts.set(getter, verdict);
      return verdict;
    }));
  };

  /** Copies, conversions and iterations run code of the object where there is such code. */
  const observing = (runsCode: boolean, because: string): EffectVerdict => (runsCode || hidden.hasProxy ? ordered(because) : possible(because));

  const isAnnotatedPure = (node: ts.Node): boolean => /[@#]__PURE__/.test(text.slice(node.getFullStart(), node.getStart(tree)));

  const ofCall = (node: ts.CallExpression | ts.NewExpression): EffectVerdict => {
    const args = ofAll(node.arguments ?? []);
    // The mark promises that the call changes nothing, not that it looks at nothing.
    if (isAnnotatedPure(node) || isAnnotatedPure(node.expression)) return worst(args, possible(`calls ${excerpt(node.expression)}, which is marked pure and may read what another statement changes`));
    if (node.expression.kind === ts.SyntaxKind.ImportKeyword) return ordered(`starts to load ${excerpt(node)}`);
    const path = dottedPath(ts, node.expression);
    const callee = skipWrappers(ts, node.expression);
    const isGlobal = path !== undefined && bindings.byName.has(path.split('.')[0]!) === false;
    if (isGlobal && isClockOrChance(path, args, node)) return possible(`reads ${path}, which changes by itself`);
    if (isGlobal && (ts.isNewExpression(node) ? pureConstructors : pureCalls).has(path)) {
      const patched = hidden.changesBuiltIns ? possible(`uses ${path}, and the file changes built-in objects`) : none;
      return worst(args, patched, ofPureCall(path, node.arguments ?? []));
    }
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
    return worst(...args.map((arg, index) => {
      const value = skipWrappers(ts, arg) as ts.Expression;
      if (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) return ofBody(value, path);
      if (isFreezing) return ts.isObjectLiteralExpression(value) || ts.isArrayLiteralExpression(value) ? none : ordered(`${path} changes ${excerpt(value)}`);
      if (callsBack.has(path) && index === 1 && !isPrimitive(value)) return ofCallback(path, value);
      if (isSettled(value)) return none;
      // `Promise.resolve(order)` asks for `order.then` and, where there is one, runs it before what comes later.
      if (path === 'Promise.resolve') return ordered(`Promise.resolve asks ${excerpt(value)} for a method then`);
      if (iterates.has(path) && index === 0) return ofIteration(value);
      // Nobody makes a text of the objects of another module but for a `toJSON` to take part.
      const runsCode = hidden.hasConversion || (path === 'JSON.stringify' && isImport(value)) || (hidden.hasOwnGetter && /^(Object|JSON)\./.test(path));
      return observing(runsCode, `${path} sees what ${excerpt(value)} holds, which another statement may change`);
    }));
  };

  const ofCallback = (path: string, value: ts.Node): EffectVerdict => {
    const name = ts.isIdentifier(value) ? bindings.nameOf(value) : undefined;
    if (name === undefined && ts.isIdentifier(value) && pureCalls.has(value.text)) return possible(`${path} calls ${value.text} with what it finds`);
    return (name === undefined ? undefined : ofLocalFunction(name)) ?? ordered(`${path} calls ${excerpt(value)}`);
  };

  /** An iterator is used up by whoever runs through it first. Arrays, texts, maps and sets begin anew each time; so do imported values, as far as can be told. */
  const ofIteration = (node: ts.Expression): EffectVerdict => {
    if (isConstantObject(node) || isPrimitive(node)) return none;
    const because = `runs through ${excerpt(node)}, which another statement may change`;
    return isReiterable(node) ? possible(because) : isImport(node) ? observing(false, because) : ordered(`runs through ${excerpt(node)}, which may be used up by it`);
  };

  /** Nothing in it can be changed by another statement, as far as a copy made from it goes. */
  const isSettled = (raw: ts.Node): boolean => {
    const node = skipWrappers(ts, raw);
    if (isPrimitive(node) || ts.isFunctionLike(node) || ts.isRegularExpressionLiteral(node)) return true;
    if (ts.isArrayLiteralExpression(node)) return node.elements.every((element) => isSettled(element) || isFunctionName(element));
    if (ts.isObjectLiteralExpression(node)) {
      return node.properties.every((property) => property.name !== undefined && !ts.isComputedPropertyName(property.name) && !runsByItself.test(property.name.getText(tree)) &&
        (ts.isPropertyAssignment(property) ? isSettled(property.initializer) || isFunctionName(property.initializer) : ts.isMethodDeclaration(property)));
    }
    return isConstantObject(node) && !hidden.hasConversion;
  };

  const isFunctionName = (node: ts.Node): boolean => {
    const name = ts.isIdentifier(node) ? bindings.nameOf(node) : undefined;
    return name !== undefined && bindings.byName.get(name)!.declarations.every(({ kind }) => kind === 'function' || kind === 'class' || kind === 'import');
  };

  const isImport = (node: ts.Expression): boolean => {
    const name = ts.isIdentifier(node) ? bindings.nameOf(node) : undefined;
    return name !== undefined && bindings.byName.get(name)!.declarations.every(({ kind }) => kind === 'import');
  };

  /** `+`, `${}` and their like ask an object for its primitive value, which shows what it holds (`[].toString`) or runs its own code. */
  const ofCoerced = (node: ts.Expression): EffectVerdict =>
    worst(ofExpression(node), isPrimitive(node) ? none : observing(hidden.hasConversion && !isImport(node), `turns ${excerpt(node)} into a primitive value, which may depend on what it holds`));

  const isClockOrChance = (path: string, args: EffectVerdict, node: ts.CallExpression | ts.NewExpression): boolean =>
    args.effect !== 'ordered' && (ts.isNewExpression(node) ? clockConstructors.has(path) : clockAndChance.test(path));

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

  const ofBody = (initializer: ts.FunctionDeclaration | ts.ArrowFunction | ts.FunctionExpression | ts.GetAccessorDeclaration, name: string): EffectVerdict => {
    const body = initializer.body;
    const single = body && ts.isBlock(body) && body.statements.length === 1 ? body.statements[0] : undefined;
    const result = body && !ts.isBlock(body) ? body : single && ts.isReturnStatement(single) ? single.expression : undefined;
    const simple = result && !initializer.asteriskToken && !initializer.modifiers?.some((m) => m.kind === ts.SyntaxKind.AsyncKeyword);
    return simple
      ? worst(ofExpression(result), ...initializer.parameters.map((parameter) => worst(
        parameter.initializer ? ofExpression(parameter.initializer) : none,
        ts.isIdentifier(parameter.name) ? none : worst(ofTakingApart(parameter.name, parameter.name), ofPatternDefaults(parameter.name)),
      )))
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
    if (ts.isSpreadElement(node)) return worst(ofExpression(node.expression), ofIteration(node.expression));
    if (ts.isTaggedTemplateExpression(node) && dottedPath(ts, node.tag) === 'String.raw') return ofExpression(node.template);
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
    const key = property.name ? ofKey(property.name) : none;
    if (ts.isPropertyAssignment(property)) return worst(key, ofExpression(property.initializer));
    if (ts.isShorthandPropertyAssignment(property)) return ofIdentifier(property.name);
    return ts.isSpreadAssignment(property) ? ofSpread(property.expression) : key;
  };

  const ofSpread = (node: ts.Expression): EffectVerdict =>
    worst(ofExpression(node), isConstantObject(node) ? none : observing(hidden.hasOwnGetter, `spreads ${excerpt(node)}, which another statement may change`));

  /** A symbol stays what it is; anything else becomes a text. */
  const ofKey = (name: ts.PropertyName): EffectVerdict => {
    if (!ts.isComputedPropertyName(name)) return none;
    const isSymbol = /^Symbol\.\w+$/.test(dottedPath(ts, name.expression) ?? '') || isSymbolName(name.expression);
    return isSymbol ? ofExpression(name.expression) : ofCoerced(name.expression);
  };

  const isSymbolName = (node: ts.Expression): boolean => {
    const name = ts.isIdentifier(node) ? bindings.nameOf(node) : undefined;
    const declaration = name === undefined ? undefined : bindings.byName.get(name)!.declarations[0]?.node;
    const value = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer && skipWrappers(ts, declaration.initializer) : undefined;
    return value !== undefined && ts.isCallExpression(value) && /^Symbol(\.for)?$/.test(dottedPath(ts, value.expression) ?? '');
  };

  const ofJsx = (node: ts.Node): EffectVerdict => {
    let result = isOwnFactory ? ordered('calls the function of this file that makes elements') : none;
    const visit = (child: ts.Node): void => {
      if (ts.isJsxExpression(child)) result = worst(result, child.expression ? ofExpression(child.expression) : none);
      else if (ts.isJsxSpreadAttribute(child)) result = worst(result, ofSpread(child.expression));
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
      if (member.name) parts.push(ofKey(member.name));
      if (ts.isClassStaticBlockDeclaration(member) && member.body.statements.length > 0) parts.push(ordered('runs a static block'));
      const isStatic = ts.isPropertyDeclaration(member) && member.modifiers?.some((m) => m.kind === ts.SyntaxKind.StaticKeyword);
      if (isStatic && (member as ts.PropertyDeclaration).initializer) parts.push(ofExpression((member as ts.PropertyDeclaration).initializer!));
    }
    return worst(...parts);
  };

  const ofVariable = (declaration: ts.VariableDeclaration): EffectVerdict => {
    const value = declaration.initializer ? ofExpression(declaration.initializer) : none;
    if (ts.isIdentifier(declaration.name)) return value;
    return worst(value, ofTakingApart(declaration.name, declaration.initializer ?? declaration), ofPatternDefaults(declaration.name));
  };

  const ofTakingApart = (pattern: ts.BindingPattern, source: ts.Node): EffectVerdict => {
    if (isConstantObject(source)) return none;
    if (ts.isArrayBindingPattern(pattern) && ts.isExpression(source)) return ts.isArrayLiteralExpression(skipWrappers(ts, source)) ? none : ofIteration(source);
    return observing(hidden.hasOwnGetter || hidden.getters.size > 0 || ts.isArrayBindingPattern(pattern), `takes apart ${excerpt(source)}`);
  };

  const ofPatternDefaults = (pattern: ts.BindingName): EffectVerdict => {
    if (ts.isIdentifier(pattern)) return none;
    const elements: readonly ts.ArrayBindingElement[] = pattern.elements;
    return worst(...elements.filter((element) => ts.isBindingElement(element)).map((element) => worst(
      element.initializer ? ofExpression(element.initializer) : none,
      element.propertyName ? ofKey(element.propertyName) : none,
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
    if (ts.isExpressionStatement(statement)) {
      const verdict = ofExpression(statement.expression);
      // `expect(total).to.be.ok;` stands there for what reading it does.
      return verdict.effect === 'possible' ? ordered(`${verdict.because}, and nothing uses the result`) : verdict;
    }
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
