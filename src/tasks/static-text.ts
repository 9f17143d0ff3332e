import { compareText } from '../diagnostic/sort.js';
import type { StaticValue } from '../model/static-value.js';

/** One text for one meaning: JSON with sorted keys. Names that could not be followed stand in angle brackets, functions as `fn`. */
export function printStatic(value: StaticValue): string {
  switch (value.kind) {
    case 'literal':
      return value.value === undefined ? 'undefined' : JSON.stringify(value.value);
    case 'array':
      return `[${value.items.map(printStatic).join(',')}]`;
    case 'object':
      return printObject(value.entries, value.spreads);
    case 'reference':
      return `<${value.path.join('.')}>`;
    case 'function':
      return 'fn';
    case 'new':
      return `new ${value.callee.at(-1) ?? ''}(${value.args.map(printStatic).join(',')})`;
    case 'spread':
      return `...${printStatic(value.value)}`;
    case 'binary':
    case 'call':
    case 'dynamic':
      return `<${value.text}>`;
  }
}

/** The order of unknown spreads decides which one wins, so they are kept in order. */
function printObject(entries: readonly { readonly key: string; readonly value: StaticValue }[], spreads: readonly StaticValue[]): string {
  const known = entries
    .filter(({ value }) => value.kind !== 'literal' || value.value !== undefined)
    .map(({ key, value }) => ({ key, text: `${JSON.stringify(key)}:${printStatic(value)}` }))
    .sort((a, b) => compareText(a.key, b.key))
    .map(({ text }) => text);
  return `{${[...spreads.map((spread) => `...${printStatic(spread)}`), ...known].join(',')}}`;
}

/** The plain text of a string, the source text of anything that is computed. */
export function plainText(value: StaticValue): string {
  if (value.kind === 'literal') return String(value.value);
  if (value.kind === 'reference') return value.path.join('.');
  return value.kind === 'dynamic' || value.kind === 'call' || value.kind === 'binary' ? value.text : printStatic(value);
}

export function propertyOf(value: StaticValue | undefined, key: string): StaticValue | undefined {
  return value?.kind === 'object' ? value.entries.find((entry) => entry.key === key)?.value : undefined;
}

export function withoutKeys(value: StaticValue | undefined, keys: readonly string[]): StaticValue | undefined {
  if (value?.kind !== 'object') return value;
  return { ...value, entries: value.entries.filter(({ key }) => !keys.includes(key)) };
}

export function isEmptyObject(value: StaticValue): boolean {
  return value.kind === 'object' && value.entries.length === 0 && value.spreads.length === 0;
}

/** Numbers stay numbers, anything else becomes its text; undefined for what is not there. */
export function numberOrText(value: StaticValue | undefined): number | string | undefined {
  if (value === undefined || (value.kind === 'literal' && (value.value === undefined || value.value === null))) return undefined;
  return value.kind === 'literal' && typeof value.value === 'number' ? value.value : plainText(value);
}
