import type { RequireStyle } from '../../model/module-model.js';
import { isIdentifierName, printClause, quoteSpecifier, type PrintedName, type PrintOptions } from './print.js';

const modern: RequireStyle = { keyword: 'const', destructures: true, isPadded: false };

/** `const { a, b: c } = require('./x');`, or a statement for each name where a file keeps to ECMAScript 5. Nothing for no names. */
export function printRequires(specifier: string, names: readonly PrintedName[], options: PrintOptions): readonly string[] {
  const { keyword, destructures } = options.style.requires ?? modern;
  const call = printRequireCall(specifier, options);
  const end = options.style.semicolons ? ';' : '';
  const whole = names.filter(({ imported }) => imported === '*');
  const members = names.filter(({ imported }) => imported !== '*');
  const lines = whole.map(({ local }) => `${keyword} ${local} = ${call}${end}`);
  if (members.length === 0) return lines;
  if (!destructures) return [...lines, ...members.map(({ imported, local }) => `${keyword} ${local} = ${printMember(call, imported)}${end}`)];
  const items = members.map(({ imported, local, before, after }) => ({
    text: imported === local ? local : `${isIdentifierName(imported) ? imported : quoteSpecifier(imported, options.style)}: ${local}`,
    before: before ?? [],
    after: after ?? [],
  }));
  return [...lines, printClause(`${keyword} `, items, ` = ${call}${end}`, options)];
}

export function printSideEffectRequire(specifier: string, options: PrintOptions): string {
  return `${printRequireCall(specifier, options)}${options.style.semicolons ? ';' : ''}`;
}

/**
 * What a new module exports, as Node finds it without running it. `isFilled`: statements of the module assign members of `exports`, which an
 * object of its own would replace.
 */
export function printModuleExports(names: readonly string[], options: PrintOptions, isFilled: boolean): readonly string[] {
  const { style } = options;
  const end = style.semicolons ? ';' : '';
  if (names.length === 0) return [];
  if (isFilled) return names.map((name) => `exports.${name} = ${name}${end}`);
  const items = names.map((name) => ({ text: (style.requires ?? modern).destructures ? name : `${name}: ${name}`, before: [], after: [] }));
  return [printClause('module.exports = ', items, end, options)];
}

/** `exports.price = require('./god/part').price;`: `target` as the file writes it. */
export function printForward(target: string, specifier: string, exported: string, options: PrintOptions): string {
  return `${target} = ${printMember(printRequireCall(specifier, options), exported)}${options.style.semicolons ? ';' : ''}`;
}

function printRequireCall(specifier: string, { style }: PrintOptions): string {
  const padding = (style.requires ?? modern).isPadded ? ' ' : '';
  return `require(${padding}${quoteSpecifier(specifier, style)}${padding})`;
}

function printMember(base: string, name: string): string {
  return isIdentifierName(name) ? `${base}.${name}` : `${base}[${JSON.stringify(name)}]`;
}
