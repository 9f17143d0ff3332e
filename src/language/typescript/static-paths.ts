import type { ts } from 'ts-morph';
import type { ImportRecord } from '../../model/import-record.js';
import type { ParsedModule } from './compiler.js';
import { dottedPath, skipWrappers } from './syntax.js';

/** A path that code computes from the place of its own file, written so that the same file can be named from another folder. */
export interface StaticPath {
  /** The `import.meta` or `__dirname` that the path starts from. */
  readonly origin: ts.Node;
  /** What has to be rewritten; absent where the origin does not matter (`new URL('/menu', import.meta.url)`). */
  readonly record?: ImportRecord;
}

const pathModules = /^(?:node:)?path(?:\/posix|\/win32)?$/;
const fileModules = /^(?:(?:node:)?fs(?:\/promises)?|fs-extra|graceful-fs)$/;
/** Nothing else begins a path; an escape may spell either (`__dirn\\u0061me`). */
const mentionsPlace = /\bmeta\b|__dirname|\\u/;
const urlModules = /^(?:node:)?url$/;

/**
 * The paths below `node` that are static. Exact as long as the program keeps the layout of its sources, which tsc, Babel and Node.js
 * do, and bundlers do for `new URL(.., import.meta.url)`. Anything else that reads its own place is a pin.
 */
export function readStaticPaths(parsed: ParsedModule, node: ts.Node): readonly StaticPath[] {
  const { ts, text } = parsed;
  if (!mentionsPlace.test(text.slice(node.pos, node.end))) return [];
  const found: StaticPath[] = [];
  const add = (path: StaticPath | undefined): boolean => path !== undefined && found.push(path) > 0;
  const visit = (child: ts.Node): void => {
    if (ts.isNewExpression(child)) add(readUrl(parsed, child));
    else if (ts.isCallExpression(child) && !add(readResolve(parsed, child)) && !add(readJoin(parsed, child))) {
      for (const argument of pathArguments(parsed, child)) add(readConcatenation(parsed, argument));
    }
    ts.forEachChild(child, visit);
  };
  visit(node);
  return found;
}

/** `new URL('./menu.json', import.meta.url)`, also as what a Worker is made of. */
function readUrl(parsed: ParsedModule, node: ts.NewExpression): StaticPath | undefined {
  const { ts } = parsed;
  const [path, base] = node.arguments ?? [];
  const origin = base && skipWrappers(ts, base);
  if (!path || !origin || node.arguments!.length !== 2 || !isMetaMember(parsed, origin, ['url'])) return undefined;
  if (!ts.isIdentifier(node.expression) || node.expression.text !== 'URL' || !(isGlobal(parsed, node.expression) || isFrom(parsed, node.expression, urlModules))) return undefined;
  const text = plainText(parsed, path);
  if (text === undefined) return undefined;
  if (/^[a-z][a-z\d+.-]*:/i.test(text) || text.startsWith('/')) return { origin };
  const place = /^([^?#]+)([?#][^]*)?$/.exec(text)?.[1];
  if (place === undefined || /%2e/i.test(place)) return undefined;
  return { origin, record: recordOf(parsed, 'url-path', path, node, /^\.\.?(?:\/|$)/.test(text) ? text : `./${text}`) };
}

/** `import.meta.resolve('./menu.js')` takes a module specifier. */
function readResolve(parsed: ParsedModule, node: ts.CallExpression): StaticPath | undefined {
  const { ts } = parsed;
  const callee = skipWrappers(ts, node.expression);
  const [path] = node.arguments;
  if (!path || node.arguments.length !== 1 || !isMetaMember(parsed, callee, ['resolve'])) return undefined;
  const text = plainText(parsed, path);
  if (text === undefined || text === '') return undefined;
  return /^\.\.?\//.test(text) ? { origin: callee, record: recordOf(parsed, 'module-path', path, node, text) } : { origin: callee };
}

/** `path.join(__dirname, 'menus', name)`: the first part alone decides where the rest is looked for. */
function readJoin(parsed: ParsedModule, node: ts.CallExpression): StaticPath | undefined {
  const { ts } = parsed;
  const callee = skipWrappers(ts, node.expression);
  const isMember = ts.isPropertyAccessExpression(callee);
  const name = isMember ? callee.name.text : ts.isIdentifier(callee) ? importedName(parsed, callee) : undefined;
  const root = isMember ? leftmost(ts, callee) : callee;
  if ((name !== 'join' && name !== 'resolve') || !ts.isIdentifier(root) || !isFrom(parsed, root, pathModules)) return undefined;
  const [first, second] = node.arguments;
  const origin = first && skipWrappers(ts, first);
  if (!origin || !second || !isFolder(parsed, origin)) return undefined;
  const text = plainText(parsed, second);
  if (text === undefined || text === '' || (name === 'resolve' && /^(?:\/|[a-z]:)/i.test(text))) return undefined;
  return { origin, record: recordOf(parsed, 'folder-path', second, node, asRelative(text)) };
}

/**
 * `` `${__dirname}/menu.txt` `` and `__dirname + '/menu.txt'`. The text that comes out differs (`/shop/god/../menu.txt`), so only
 * where it is used as the path of a file and nothing else.
 */
function readConcatenation(parsed: ParsedModule, raw: ts.Node): StaticPath | undefined {
  const { ts, tree } = parsed;
  const node = skipWrappers(ts, raw);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const origin = skipWrappers(ts, node.left);
    const text = plainText(parsed, node.right);
    if (!isFolder(parsed, origin) || text === undefined || !text.startsWith('/')) return undefined;
    return { origin, record: recordOf(parsed, 'folder-path', node.right, node, asRelative(text)) };
  }
  if (!ts.isTemplateExpression(node) || node.head.text !== '' || node.templateSpans.length !== 1) return undefined;
  const { expression, literal } = node.templateSpans[0]!;
  const origin = skipWrappers(ts, expression);
  const span = { start: literal.getStart(tree) + 1, end: literal.end - 1 };
  if (!isFolder(parsed, origin) || !isPlain(literal.text, parsed.text.slice(span.start, span.end)) || !literal.text.startsWith('/')) return undefined;
  return {
    origin,
    record: { kind: 'dynamic', form: 'folder-path', names: [], specifier: asRelative(literal.text), specifierSpan: span, span: { start: node.getStart(tree), end: node.end } },
  };
}

function recordOf({ tree }: ParsedModule, form: ImportRecord['form'], literal: ts.Node, node: ts.Node, specifier: string): ImportRecord {
  return {
    kind: 'dynamic', form, specifier, names: [],
    specifierSpan: { start: literal.getStart(tree) + 1, end: literal.end - 1 },
    span: { start: node.getStart(tree), end: node.end },
  };
}

/** Behind a folder `menus`, `./menus` and `/menus` are the same. */
function asRelative(text: string): string {
  const path = text.replace(/^\/+/, '');
  return /^\.\.?(?:\/|$)/.test(path) ? path : `./${path}`;
}

/** The text of a literal without escapes and without anything that a URL or a path would read in a way of its own. */
function plainText({ ts, tree, text }: ParsedModule, node: ts.Node): string | undefined {
  if (!ts.isStringLiteralLike(node)) return undefined;
  return isPlain(node.text, text.slice(node.getStart(tree) + 1, node.end - 1)) ? node.text : undefined;
}

function isPlain(cooked: string, raw: string): boolean {
  return cooked === raw && !/[\\\p{Cc}]|^\s|\s$/u.test(raw);
}

function isFolder(parsed: ParsedModule, node: ts.Node): boolean {
  if (isMetaMember(parsed, node, ['dirname'])) return true;
  return parsed.ts.isIdentifier(node) && node.text === '__dirname' && isGlobal(parsed, node);
}

function isMetaMember({ ts }: ParsedModule, node: ts.Node, names: readonly string[]): boolean {
  return ts.isPropertyAccessExpression(node) && ts.isMetaProperty(node.expression) && node.expression.name.text === 'meta' && names.includes(node.name.text);
}

/** What a call takes for the path of a file without handing anybody its text: not the second argument of `writeFile`. */
function pathArguments(parsed: ParsedModule, node: ts.CallExpression): readonly ts.Expression[] {
  const { ts } = parsed;
  const callee = skipWrappers(ts, node.expression);
  const root = leftmost(ts, callee);
  if (!ts.isIdentifier(root)) return [];
  if (isFrom(parsed, root, fileModules)) return node.arguments.slice(0, 1);
  return isFrom(parsed, root, pathModules) && /(?:^|\.)(?:join|resolve|normalize)$/.test(dottedPath(ts, callee) ?? '') ? node.arguments : [];
}

function leftmost(ts: ParsedModule['ts'], node: ts.Node): ts.Node {
  let at = skipWrappers(ts, node);
  while (ts.isPropertyAccessExpression(at)) at = skipWrappers(ts, at.expression);
  return at;
}

/** Whether nothing in the file declares the name, `declare` aside. */
export function isGlobal({ ts, checker }: ParsedModule, node: ts.Identifier): boolean {
  const declarations = checker.getSymbolAtLocation(node)?.declarations ?? [];
  return declarations.every((declaration) => (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Ambient) !== 0);
}

/** Whether the name is imported (or required) from a module whose specifier fits. */
function isFrom(parsed: ParsedModule, node: ts.Identifier, modules: RegExp): boolean {
  const specifier = sourceOf(parsed, node)?.specifier;
  return specifier !== undefined && modules.test(specifier);
}

function importedName(parsed: ParsedModule, node: ts.Identifier): string | undefined {
  return sourceOf(parsed, node)?.name;
}

/** Where a name comes from: `import { join as put } from 'path'`, `const { join } = require('path')`. */
export function sourceOf({ ts, checker }: ParsedModule, node: ts.Identifier): { readonly specifier: string; readonly name?: string } | undefined {
  const declaration = checker.getSymbolAtLocation(node)?.declarations?.[0];
  if (!declaration) return undefined;
  let at: ts.Node | undefined = declaration;
  while (at && !ts.isImportDeclaration(at) && !ts.isImportEqualsDeclaration(at) && !ts.isVariableDeclaration(at)) at = at.parent;
  const name = ts.isImportSpecifier(declaration) || ts.isBindingElement(declaration) ? (declaration.propertyName ?? declaration.name) : undefined;
  const named = name && ts.isIdentifier(name) ? { name: name.text } : {};
  if (at && ts.isImportDeclaration(at) && ts.isStringLiteral(at.moduleSpecifier)) return { specifier: at.moduleSpecifier.text, ...named };
  if (at && ts.isImportEqualsDeclaration(at) && ts.isExternalModuleReference(at.moduleReference) && ts.isStringLiteral(at.moduleReference.expression)) {
    return { specifier: at.moduleReference.expression.text };
  }
  if (!at || !ts.isVariableDeclaration(at) || !at.initializer || !ts.isCallExpression(at.initializer)) return undefined;
  const [argument] = at.initializer.arguments;
  if (!ts.isIdentifier(at.initializer.expression) || at.initializer.expression.text !== 'require' || !argument || !ts.isStringLiteralLike(argument)) return undefined;
  return { specifier: argument.text, ...named };
}
