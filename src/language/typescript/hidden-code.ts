import type { ts } from 'ts-morph';
import type { Bindings } from './bindings.js';
import type { ParsedModule } from './compiler.js';
import { byKind } from './kinds.js';
import { globalNames, isBuiltIn } from './pure-calls.js';
import { dottedPath, listNodes, skipWrappers } from './syntax.js';

/** Code of the file that runs without a call in the text: `order.total` with a getter `total`, `` `${order}` `` with a `toString`. */
export interface HiddenCode {
  /** Getters by name, of classes and object literals. */
  readonly getters: ReadonlyMap<string, readonly ts.GetAccessorDeclaration[]>;
  /** A getter whose name only the running program knows. */
  readonly hasUnnamedGetter: boolean;
  /** Some object literal or `Object.defineProperty` makes a getter that a copy (`{ ...order }`, `Object.values(order)`) runs. */
  readonly hasOwnGetter: boolean;
  /** `toString`, `valueOf`, `toJSON`, `[Symbol.toPrimitive]`. */
  readonly hasConversion: boolean;
  readonly hasProxy: boolean;
  /** Built-in objects are given other members: `Map = Other`, `Array.prototype.last = ..`. */
  readonly changesBuiltIns: boolean;
}

const conversions = new Set(['toString', 'valueOf', 'toJSON', 'Symbol.toPrimitive', 'Symbol.toStringTag']);
const definers = /^(Object\.(assign|defineProperty|defineProperties|setPrototypeOf)|Reflect\.(set|defineProperty|setPrototypeOf))$/;
const wholeWorld = new Set(['globalThis', 'window', 'self', 'global']);

/** One pass over the file. */
export function findHiddenCode(parsed: ParsedModule, bindings: Bindings): HiddenCode {
  const { ts } = parsed;
  const getters = new Map<string, ts.GetAccessorDeclaration[]>();
  const found = { hasUnnamedGetter: false, hasOwnGetter: false, hasConversion: false, hasProxy: false, changesBuiltIns: false };

  const visitMember = (node: ts.Node): void => {
    const name = (node as { name?: ts.Node }).name;
    const key = name && keyOf(name);
    if (ts.isGetAccessorDeclaration(node)) {
      if (key === undefined) found.hasUnnamedGetter = true;
      else getters.set(key, [...(getters.get(key) ?? []), node]);
      if (ts.isObjectLiteralExpression(node.parent)) found.hasOwnGetter = true;
    }
    if (key !== undefined && conversions.has(key)) found.hasConversion = true;
  };

  const keyOf = (name: ts.Node): string | undefined => {
    if (ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isPrivateIdentifier(name) || ts.isNumericLiteral(name)) return name.text;
    if (!ts.isComputedPropertyName(name)) return undefined;
    return ts.isStringLiteralLike(name.expression) ? name.expression.text : dottedPath(ts, name.expression)?.replace(/^(?!Symbol\.).*$/, '') || undefined;
  };

  /** `Map`, `Math.round`, `Array.prototype.last`, `globalThis.Map`, and the whole `globalThis`. */
  const isBuiltInPlace = (raw: ts.Node): boolean => {
    let node = skipWrappers(ts, raw);
    const keys: (string | undefined)[] = [];
    for (; ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node); node = skipWrappers(ts, node.expression)) {
      keys.unshift(ts.isPropertyAccessExpression(node) ? node.name.text : ts.isStringLiteralLike(node.argumentExpression) ? node.argumentExpression.text : undefined);
    }
    if (!ts.isIdentifier(node)) return false;
    // Every assignment asks this, so the checker is the last to be asked.
    const isNamed = wholeWorld.has(node.text) ? keys[0] === undefined || isBuiltIn(keys[0]) : isBuiltIn(node.text);
    return isNamed && bindings.nameOf(node) === undefined && !parsed.checker.getSymbolAtLocation(node)?.declarations?.length;
  };

  const visit = (node: ts.Node): void => {
    if (ts.isClassElement(node) || ts.isObjectLiteralElement(node)) visitMember(node);
    else if (ts.isBinaryExpression(node)) {
      const operator = node.operatorToken.kind;
      if (operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment) {
        if (isBuiltInPlace(node.left)) found.changesBuiltIns = true;
        if (ts.isPropertyAccessExpression(node.left) && conversions.has(node.left.name.text)) found.hasConversion = true;
      }
    } else if (ts.isDeleteExpression(node)) found.changesBuiltIns ||= isBuiltInPlace(node.expression);
    else if (ts.isCallExpression(node)) visitCall(node);
    else if (ts.isNewExpression(node) && dottedPath(ts, node.expression) === 'Proxy') found.hasProxy = true;
  };

  const visitCall = (node: ts.CallExpression): void => {
    const path = dottedPath(ts, node.expression);
    if (path === 'Proxy.revocable') found.hasProxy = true;
    if (path !== undefined && /(^|\.)__defineGetter__$/.test(path)) found.hasOwnGetter = found.hasUnnamedGetter = true;
    if (path === undefined || !definers.test(path)) return;
    const [target, ...rest] = node.arguments;
    if (target) found.changesBuiltIns ||= isBuiltInPlace(target);
    if (!/defineProper/.test(path)) return;
    // A descriptor that is not written here may hold a getter too.
    const text = rest.map((argument) => parsed.text.slice(argument.pos, argument.end)).join(' ');
    if (/\bget\b/.test(text) || !/[{]/.test(text)) found.hasOwnGetter = found.hasUnnamedGetter = true;
  };

  const mayHide = byKind((node) => ts.isClassElement(node) || ts.isObjectLiteralElement(node) || ts.isBinaryExpression(node) || ts.isDeleteExpression(node) || ts.isCallExpression(node) || ts.isNewExpression(node));
  for (const statement of parsed.tree.statements) for (const node of listNodes(parsed, statement)) if (mayHide(node)) visit(node);
  return { getters, ...found };
}

/** Whether an unbound name is one that the language or the platform gives, which a program hardly assigns. */
export function isPlatformName(name: string): boolean {
  return globalNames.has(name) || isBuiltIn(name);
}
