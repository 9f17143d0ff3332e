import type { CodeStyle } from '../../model/module-model.js';
import type { Newline } from '../../text/newline.js';

export interface PrintedName {
  /** Name in the module: `default`, an export name, or `*` for the namespace. */
  readonly imported: string;
  /** Name on this side; equal to `imported` when nothing is renamed. */
  readonly local: string;
  readonly typeOnly: boolean;
  /** Text of a JSDoc comment to print before the name. */
  readonly comment?: string;
  /** Comments above or before the name, and behind it on its line. */
  readonly before?: readonly string[];
  readonly after?: readonly string[];
}

export interface PrintOptions {
  readonly style: CodeStyle;
  readonly newline: Newline;
  /** False in JavaScript, where a type has no import. */
  readonly types: boolean;
}

/**
 * Import statements for names of one module, without a trailing newline. `tail` is what follows the closing quote in the
 * statement that the import comes from (import attributes and the semicolon).
 * Several statements come out where the language has no single form: `import type A, { B }` is an error (TS1363).
 */
export function printImports(specifier: string, names: readonly PrintedName[], options: PrintOptions, tail?: string): readonly string[] {
  const { style } = options;
  const from = ` from ${quoteSpecifier(specifier, style)}${tail ?? (style.semicolons ? ';' : '')}`;
  const typeStatements: string[] = [];
  const statements: string[] = [];
  const values = names.filter((name) => !name.typeOnly);
  const types = names.filter((name) => name.typeOnly);
  const canInline = style.typeMarker === 'inline' && values.some((name) => isNamed(name) || name.imported === 'default');
  const inlineTypes = canInline ? types.filter(isNamed) : [];

  for (const name of types.filter((type) => !inlineTypes.includes(type) && !isNamed(type))) {
    typeStatements.push(`import type ${name.imported === '*' ? `* as ${name.local}` : name.local}${from}`);
  }
  const namedTypes = types.filter((type) => !inlineTypes.includes(type) && isNamed(type));
  if (namedTypes.length > 0) typeStatements.push(printClause('import type ', namedTypes.map((name) => printItem(name, false)), from, options));

  const first = values.find((name) => name.imported === 'default');
  const namespaces = values.filter((name) => name.imported === '*');
  const named = [...values.filter((name) => isNamed(name)), ...values.filter((name) => name.imported === 'default' && name !== first), ...inlineTypes];
  if (named.length > 0) {
    statements.push(printClause(`import ${first ? `${first.local}, ` : ''}`, named.map((name) => printItem(name, name.typeOnly)), from, options));
  } else if (first && namespaces.length > 0) statements.push(`import ${first.local}, * as ${namespaces.shift()!.local}${from}`);
  else if (first) statements.push(`import ${first.local}${from}`);
  for (const name of namespaces) statements.push(`import * as ${name.local}${from}`);
  return style.typesFirst ? [...typeStatements, ...statements] : [...statements, ...typeStatements];
}

/** `export { a, b as c } from './x';` and its `export type` twin. Namespace re-exports come as statements of their own. */
export function printReexports(specifier: string, names: readonly PrintedName[], options: PrintOptions): readonly string[] {
  const { style } = options;
  const from = ` from ${quoteSpecifier(specifier, style)}${style.semicolons ? ';' : ''}`;
  const statements: string[] = [];
  for (const name of names.filter((item) => item.imported === '*')) {
    statements.push(`export ${name.typeOnly ? 'type ' : ''}* as ${printExportName(name.local, style)}${from}`);
  }
  const named = names.filter((name) => name.imported !== '*');
  const values = named.filter((name) => !name.typeOnly);
  const types = named.filter((name) => name.typeOnly);
  const inline = style.typeMarker === 'inline' && values.length > 0;
  const first = inline ? [...values, ...types] : values;
  if (first.length > 0) statements.push(printClause('export ', first.map((name) => printItem(name, inline && name.typeOnly, style)), from, options));
  if (!inline && types.length > 0) statements.push(printClause('export type ', types.map((name) => printItem(name, false, style)), from, options));
  return statements;
}

/** `export { a as b };` for names declared in the file itself. */
export function printExportList(names: readonly PrintedName[], options: PrintOptions): readonly string[] {
  const { style } = options;
  const end = style.semicolons ? ';' : '';
  const statements: string[] = [];
  for (const [keyword, list] of [['export ', names.filter((name) => !name.typeOnly)], ['export type ', names.filter((name) => name.typeOnly)]] as const) {
    if (list.length > 0) statements.push(printClause(keyword, list.map((name) => printItem(name, false, style)), end, options));
  }
  return statements;
}

export function printSideEffectImport(specifier: string, style: CodeStyle): string {
  return `import ${quoteSpecifier(specifier, style)}${style.semicolons ? ';' : ''}`;
}

function isNamed(name: PrintedName): boolean {
  return name.imported !== '*' && name.imported !== 'default';
}

export interface PrintedItem {
  readonly text: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

function printItem(name: PrintedName, markType: boolean, style?: CodeStyle): PrintedItem {
  const imported = style ? printExportName(name.imported, style) : printImportName(name.imported);
  const local = style ? printExportName(name.local, style) : name.local;
  const text = `${markType ? 'type ' : ''}${imported === local ? local : `${imported} as ${local}`}`;
  return { text: name.comment ? `${name.comment} ${text}` : text, before: name.before ?? [], after: name.after ?? [] };
}

/** Export names may be arbitrary strings: `export { a as 'two words' }` (ECMA-262 ModuleExportName). */
function printExportName(name: string, style: CodeStyle): string {
  return isIdentifierName(name) ? name : quoteSpecifier(name, style);
}

function printImportName(name: string): string {
  return isIdentifierName(name) ? name : JSON.stringify(name);
}

export function isIdentifierName(name: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u.test(name);
}

export function quoteSpecifier(specifier: string, style: CodeStyle): string {
  return style.quote + specifier.replaceAll('\\', '\\\\').replaceAll(style.quote, `\\${style.quote}`) + style.quote;
}

/** `start{ a, b }end` on one line, or an item a line where that is too long or a comment asks for it. */
export function printClause(start: string, items: readonly PrintedItem[], end: string, options: PrintOptions): string {
  const { style, newline } = options;
  const pad = style.bracketSpacing ? ' ' : '';
  const line = `${start}{${pad}${items.map(({ text, before, after }) => [...before, text, ...after].join(' ')).join(', ')}${pad}}${end}`;
  const comments = items.flatMap(({ before, after }) => [...before, ...after]);
  const mustWrap = comments.some((comment) => comment.startsWith('//') || /[\r\n]/.test(comment));
  const hasMark = items.some(({ text }) => text.startsWith('/*'));
  // A single name stays on one line however long it is, as Prettier has it.
  if (!mustWrap && (items.length === 1 || (line.length <= style.printWidth && !hasMark))) return line;
  const body = items.flatMap((item, index) => printLines(item, index < items.length - 1 || style.trailingComma ? ',' : '')).map((text) => style.indent + text);
  return `${start}{${newline}${body.join(newline)}${newline}}${end}`;
}

/** One name on its line, a line comment or a long one above it on lines of its own. */
function printLines({ text, before, after }: PrintedItem, comma: string): string[] {
  const above = before.filter((comment) => comment.startsWith('//') || /[\r\n]/.test(comment));
  const beside = before.filter((comment) => !above.includes(comment));
  return [...above, [...beside, text + comma, ...after].join(' ')];
}
