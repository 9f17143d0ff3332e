import type { ts } from 'ts-morph';
import type { Pin } from '../../model/module-model.js';
import type { Bindings } from './bindings.js';
import { isReference } from './bindings.js';
import type { ParsedModule } from './compiler.js';
import { isInstantiated } from './references.js';
import { readCallPath, tiedCalls } from './call-path.js';
import { isImportCall } from './import-records.js';
import { isGlobal, readStaticPaths } from './static-paths.js';
import { dottedPath, isUsing } from './syntax.js';

/**
 * Nothing is tied to its file without one of these; an escape may spell any of them (`\\u0065val`). `mock`, `hoisted` and `replace` are members of objects that
 * may have any name.
 */
const mentionsTie = /\b(?:this|with|eval|await|using|import|require|module)\b|__dirname|__filename|[mM]ock|hoisted|proxyquire|rewire|replace|\\u/;

/** Whatever ties a top-level statement to its file. */
export function readPins(parsed: ParsedModule, bindings: Bindings, statement: ts.Statement): readonly Pin[] {
  const { ts, tree } = parsed;
  const pins: Pin[] = [];
  const pin = (kind: Pin['kind'], node: ts.Node, because: string): void => {
    pins.push({ kind, span: { start: node.getStart(tree), end: node.end }, because });
  };
  /** Where the path is static it is rewritten, so that the statement may stand anywhere. */
  const rewritten = new Set(readStaticPaths(parsed, statement).map((path) => path.origin));

  const visit = (node: ts.Node, ownThis: boolean, deferred: boolean): void => {
    if (ts.isIdentifier(node)) visitIdentifier(node);
    else if (node.kind === ts.SyntaxKind.ThisKeyword && !ownThis) pin('top-level-this', node, 'uses `this` of the module');
    else if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) visitImportMeta(node);
    else if (ts.isPropertyAccessExpression(node) && dottedPath(ts, node) === 'require.main') pin('main-guard', node, 'asks whether this file is the program');
    else if (ts.isWithStatement(node)) pin('with', node, 'uses `with`, so that any name in it may mean something else');
    else if (ts.isCallExpression(node)) visitCall(node);
    else if (!deferred && (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier))) {
      pin('top-level-await', node, 'waits at top level: everything after it in the file runs later');
    } else if (!deferred && ts.isVariableDeclarationList(node) && isUsing(ts, node)) {
      pin('using', node, 'is disposed of when this module ends');
    }
    const isFunction = ts.isFunctionLike(node) && !ts.isTypeNode(node);
    const bindsThis = (isFunction && !ts.isArrowFunction(node)) || ts.isClassStaticBlockDeclaration(node) || ts.isPropertyDeclaration(node) || ts.isModuleBlock(node);
    const isDeferred = isFunction || (ts.isPropertyDeclaration(node) && !node.modifiers?.some((m) => m.kind === ts.SyntaxKind.StaticKeyword));
    ts.forEachChild(node, (child) => visit(child, ownThis || bindsThis, deferred || isDeferred));
  };

  const visitIdentifier = (node: ts.Identifier): void => {
    if ((node.text !== '__dirname' && node.text !== '__filename') || rewritten.has(node)) return;
    if (isReference(ts, node) && bindings.nameOf(node) === undefined && !parsed.checker.getSymbolAtLocation(node)?.declarations?.length) {
      pin('file-path', node, `reads ${node.text}, which names the file that it stands in`);
    }
  };

  /** `import.meta.env` holds build constants that are the same in every file; everything else may depend on the file. */
  const visitImportMeta = (node: ts.MetaProperty): void => {
    const member = ts.isPropertyAccessExpression(node.parent) ? node.parent.name.text : undefined;
    if (node.name.text !== 'meta' || member === 'env' || rewritten.has(node.parent)) return;
    pin('import-meta', node, `reads import.meta${member ? `.${member}` : ''}, which depends on the file that it stands in`);
  };

  const visitCall = (node: ts.CallExpression): void => {
    const path = readCallPath(parsed, node.expression);
    const argument = node.arguments[0];
    if (path === 'eval' && !bindings.byName.has('eval')) pin('eval', node, 'calls eval, which can read and write every name of the module');
    if (path !== undefined && tiedCalls.test(path)) pin('unsupported', node, `calls ${path}, which is tied to the file that it stands in and to its imports`);
    if (isTiedRequire(path, node)) pin('dynamic-path', node, `calls ${path} with paths that are relative to the file that it stands in`);
    const loads = isImportCall(ts, node) || path === 'require' || path === 'require.resolve' || path === 'require.context';
    if (loads && argument && !ts.isStringLiteralLike(argument)) {
      pin('dynamic-path', node, 'loads a path that is computed at run time, relative to the file that it stands in');
    }
  };

  /** `require.ensure(['./a'], ..)`, `require(['./a'], ..)`, `require.resolve.paths('./a')`, `module.require('./a')`, `module.hot.accept('./a')`. */
  const isTiedRequire = (path: string | undefined, node: ts.CallExpression): boolean => {
    if (path === undefined || !/^(?:require|module)\b/.test(path)) return false;
    if (path === 'require.resolve') return node.arguments.length > 1 && !ts.isObjectLiteralExpression(node.arguments[1]!);
    return /^(?:require\.(?:ensure|include|resolve\.paths)|module\.(?:require|hot\..+))$/.test(path) && isGlobal(parsed, leftmost(node));
  };
  const leftmost = (node: ts.CallExpression): ts.Identifier => {
    let at: ts.Expression = node.expression;
    while (ts.isPropertyAccessExpression(at)) at = at.expression;
    return at as ts.Identifier;
  };

  if (mentionsTie.test(parsed.text.slice(statement.pos, statement.end))) visit(statement, false, false);
  pinWhole(parsed, bindings, statement, pin);
  return pins;
}

function pinWhole(parsed: ParsedModule, bindings: Bindings, statement: ts.Statement, pin: (kind: Pin['kind'], node: ts.Node, because: string) => void): void {
  const { ts } = parsed;
  if (ts.isExportAssignment(statement) && statement.isExportEquals) pin('export-assignment', statement, 'exports one value in place of a namespace (`export =`)');
  if (ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression)) {
    // `'use client';` below a declaration is a string and nothing else. At the head of a new file it would be in force.
    pin('unsupported', statement, 'is a string that would become a directive at the head of another file');
  }
  if (ts.isNamespaceExportDeclaration(statement)) pin('unsupported', statement, 'declares a global name for the whole module');
  if (ts.isImportEqualsDeclaration(statement) && statement.modifiers?.some((m) => m.kind === ts.SyntaxKind.ExportKeyword) && ts.isExternalModuleReference(statement.moduleReference)) {
    pin('unsupported', statement, 'exports the result of a require');
  }
  if (ts.isModuleDeclaration(statement) && (ts.isStringLiteral(statement.name) || statement.flags & ts.NodeFlags.GlobalAugmentation)) {
    pin('ambient', statement, 'adds to types that belong to another module or to the global scope');
  }
  const merged = bindings.declaredBy(statement).find((name) => bindings.byName.get(name)!.declarations.some(({ kind }) => kind === 'import'));
  if (merged !== undefined && !ts.isImportDeclaration(statement) && !ts.isImportEqualsDeclaration(statement)) {
    pin('merged-import', statement, `declares ${merged} beside an import of ${merged}, so that the name means both only here`);
  }
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  const doubled = modifiers.some((m) => m.kind === ts.SyntaxKind.ExportKeyword) ? bindings.declaredBy(statement).find((name) => reexportedNames(parsed).has(name)) : undefined;
  if (doubled !== undefined) pin('unsupported', statement, `exports ${doubled} beside a re-export of ${doubled}, so that the name means both only here`);
  const isDeclared = modifiers.some((m) => m.kind === ts.SyntaxKind.DeclareKeyword);
  const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement) ||
    (ts.isModuleDeclaration(statement) && (ts.isStringLiteral(statement.name) || !isInstantiated(ts, statement)));
  if (isDeclared && !isType) {
    pin('ambient', statement, 'declares a value that exists elsewhere, so that no module can export it');
  }
}

const reexported = new WeakMap<ParsedModule, ReadonlySet<string>>();

/** `export type Drink = 0 | 1; export * as Drink from './drinks.js'` is legal; a facade with `export type { Drink } from` beside that line is not (TS2300). */
function reexportedNames(parsed: ParsedModule): ReadonlySet<string> {
  const known = reexported.get(parsed);
  if (known) return known;
  const { ts } = parsed;
  const names = parsed.tree.statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || !statement.moduleSpecifier || !statement.exportClause) return [];
    return ts.isNamespaceExport(statement.exportClause) ? [statement.exportClause.name.text] : statement.exportClause.elements.map(({ name }) => name.text);
  });
  const found = new Set(names);
  reexported.set(parsed, found);
  return found;
}
