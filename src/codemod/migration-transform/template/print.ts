import type { Group } from './decide.js';
import { lineStart } from './tree.js';
import type { Taken, Use } from './uses.js';

/** How the statement in whose place others are printed is written. */
export interface Style {
  readonly quote: string;
  readonly newline: string;
  readonly indent: string;
  readonly unit: string;
  readonly isSpaced: boolean;
  readonly isWrapped: boolean;
  readonly hasTrailingComma: boolean;
  readonly width: number;
}

export function readStyle(text: string, { start, end, inside }: Use, imports: readonly Use[]): Style {
  const written = text.slice(start, end);
  const indent = /^[ \t]*/.exec(text.slice(lineStart(text, start), start))![0];
  const clauses = [written, ...imports.map((one) => text.slice(one.start, one.end))].filter((one) => /^[^'"]*\{\s*[^\s}]/.test(one));
  const wrapped = clauses.filter((one) => /\{\s*[\r\n]/.test(one));
  const lengths = imports.map((one) => text.slice(one.start, one.end)).filter((one) => !/[\r\n]/.test(one)).map(({ length }) => length);
  return {
    quote: text[inside.end] ?? "'",
    newline: /\r\n|\n|\r/.exec(text)?.[0] ?? '\n',
    indent,
    unit: /[\r\n]([ \t]+)[^\s*]/.exec(wrapped[0] ?? '')?.[1]?.slice(wrapped[0] === written ? indent.length : 0) || (/^\t/m.test(text) ? '\t' : '  '),
    isSpaced: !/\{\S/.test(clauses.find((one) => !wrapped.includes(one)) ?? '{ '),
    isWrapped: /\{\s*[\r\n]/.test(written),
    hasTrailingComma: wrapped.length === 0 || wrapped.some((one) => /,\s*(?:\/\/[^\r\n]*\s*|\/\*[^]*?\*\/\s*)*\}/.test(one)),
    width: Math.max(80, written.length, ...lengths),
  };
}

/** The statements that take the names of one group. */
export function printGroup(use: Use, { specifier, names, isType }: Group, style: Style): string[] {
  const path = `${style.quote}${specifier}${style.quote}`;
  const tail = /^\s*;?$/.test(use.tail) ? use.tail.trim() : use.tail.includes(';') ? ';' : '';
  switch (use.form) {
    case 'export-from': {
      const listed = names.filter(({ imported }) => imported !== '*');
      return [...names.filter((name) => name.imported === '*').map(({ local, isType: marked }) => `export ${isType || marked ? 'type ' : ''}* as ${quoted(local, style)} from ${path}${tail}`),
        ...(listed.length === 0 ? [] : [printClause(`export ${isType ? 'type ' : ''}`, listed, isType, ` from ${path}${tail}`, style)])];
    }
    case 'import-equals':
      return names.map(({ local }) => `import ${isType ? 'type ' : ''}${local} = require(${path})${tail}`);
    case 'require-statement': {
      const end = use.tail.includes(';') ? ';' : '';
      const listed = names.filter(({ imported }) => imported !== '*');
      return [...names.filter((name) => name.imported === '*').map(({ local }) => `${use.keyword} ${local} = require(${path})${end}`),
        ...(listed.length === 0 ? [] : [printClause(`${use.keyword} `, listed, false, ` = require(${path})${end}`, style, ': ')])];
    }
    case 'comment-import': {
      const [first, ...others] = [...names].sort((a, b) => Number(b.imported === 'default') - Number(a.imported === 'default'));
      const isDefault = first?.imported === 'default';
      const listed = (isDefault ? others : names).map((name) => printName(name, true, style)).join(', ');
      return [`/** @import ${[...(isDefault ? [first.local] : []), ...(listed === '' ? [] : [`{ ${listed} }`])].join(', ')} from ${path} */`];
    }
    default:
      return printImports(names, isType, path + tail, style);
  }
}

/** `import type D, { a }` is no import: a default and a list of types are two. */
function printImports(names: readonly Taken[], isType: boolean, path: string, style: Style): string[] {
  const keyword = `import ${isType ? 'type ' : ''}`;
  const wholes = names.filter(({ imported }) => imported === '*');
  const first = names.find(({ imported, isType: marked }) => imported === 'default' && marked === isType);
  const listed = names.filter((name) => name !== first && name.imported !== '*');
  const lines = wholes.map(({ local, isType: marked }) => `import ${isType || marked ? 'type ' : ''}* as ${local} from ${path}`);
  if (first !== undefined && (listed.length === 0 || isType)) lines.push(`${keyword}${first.local} from ${path}`);
  if (listed.length === 0) return lines;
  return [...lines, printClause(`${keyword}${first !== undefined && !isType ? `${first.local}, ` : ''}`, listed, isType, ` from ${path}`, style)];
}

function printClause(start: string, names: readonly Taken[], isType: boolean, end: string, style: Style, as = ' as '): string {
  const pad = style.isSpaced ? ' ' : '';
  const hasLineComment = names.some(({ before, after }) => [...before, ...after].some((comment) => comment.startsWith('//')));
  const items = names.map((name) => [...name.before, printName(name, isType, style, as), ...name.after].join(' '));
  const line = `${start}{${pad}${items.join(', ')}${pad}}${end}`;
  if (!hasLineComment && (names.length === 1 || style.indent.length + line.length <= style.width) && !/[\r\n]/.test(line)) return line;
  const inner = `${style.newline}${style.indent}${style.unit}`;
  const lines = names.map((name, index) => {
    const comma = index < names.length - 1 || style.hasTrailingComma ? ',' : '';
    const own = `${printName(name, isType, style, as)}${comma}`;
    return `${name.before.map((comment) => inner + comment).join('')}${inner}${[own, ...name.after].join(' ')}`;
  });
  return `${start}{${lines.join('')}${style.newline}${style.indent}}${end}`;
}

export function printName({ imported, local, isType }: Taken, isMarked: boolean, style: Pick<Style, 'quote'>, as = ' as '): string {
  const marker = isType && !isMarked ? 'type ' : '';
  return marker + (imported === local ? quoted(local, style) : `${quoted(imported, style)}${as}${quoted(local, style)}`);
}

/** Names of exports may be strings. */
function quoted(name: string, { quote }: Pick<Style, 'quote'>): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : `${quote}${name}${quote}`;
}
