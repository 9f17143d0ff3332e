import type { ImportedName, ImportRecord } from '../../model/import-record.js';
import type { Span } from '../../text/span.js';
import { skipTrivia, stringEnd } from './scan-lex.js';

export interface ScanOptions {
  /** With it, `import { type A } from 'x'` still evaluates 'x' (TypeScript handbook, verbatimModuleSyntax); without it the statement is erased. */
  readonly verbatimModuleSyntax?: boolean;
}

interface Clause {
  readonly typeOnly: boolean;
  readonly isStar: boolean;
  readonly names: readonly ImportedName[];
}

/**
 * The record of `import ... from 'x'` or `export ... from 'x'`. `span` begins at the keyword, `specifierSpan` lies between the
 * quotes. Undefined for `import x = require()`, whose record comes from the word `require`.
 */
export function readStaticRecord(
  text: string,
  span: Span,
  specifierSpan: Span,
  specifier: string,
  options: ScanOptions,
): ImportRecord | undefined {
  const words = tokenise(text, span.start, specifierSpan.start - 1);
  if (words.includes('=')) return undefined;
  const isExport = words[0] === 'export';
  const clause = isExport ? readExportClause(words.slice(1)) : readImportClause(words.slice(1));
  const allInlineTypes = clause.names.length > 0 && clause.names.every((name) => name.typeOnly);
  const erased = clause.typeOnly || (allInlineTypes && !options.verbatimModuleSyntax);
  const evaluatedOnly = clause.names.length === 0 || allInlineTypes;
  return {
    kind: erased ? 'type' : evaluatedOnly ? 'side-effect' : isExport ? 'reexport' : 'value',
    form: !isExport ? 'import' : clause.isStar ? 'export-star' : 'export-from',
    specifier,
    specifierSpan,
    span: { start: span.start, end: withSemicolon(text, span.end) },
    names: clause.names,
  };
}

/** The offset after a semicolon that follows on the same line, else `end`. */
export function withSemicolon(text: string, end: number): number {
  if (text[end - 1] === ';') return end;
  const rest = /[ \t]*;/y;
  rest.lastIndex = end;
  return rest.test(text) ? rest.lastIndex : end;
}

function readImportClause(words: readonly string[]): Clause {
  let rest = words.at(-1) === 'from' ? words.slice(0, -1) : words;
  const [first, second] = rest;
  // `import type from 'x'` and `import type, { a } from 'x'` import a default named `type`; `import type A` does not.
  const typeOnly = first === 'type' && second !== undefined && second !== ',';
  if (typeOnly) rest = rest.slice(1);
  else if ((first === 'defer' && second === '*') || (first === 'source' && second !== undefined && second !== ',')) rest = rest.slice(1);
  const names: ImportedName[] = [];
  const head = rest[0];
  if (head !== undefined && head !== '{' && head !== '*') names.push({ imported: 'default', local: head, typeOnly });
  const star = rest.indexOf('*');
  if (star !== -1 && !rest.includes('{')) names.push({ imported: '*', local: rest[star + 2]!, typeOnly });
  names.push(...readNameList(rest, typeOnly));
  return { typeOnly, isStar: false, names };
}

function readExportClause(words: readonly string[]): Clause {
  const typeOnly = words[0] === 'type';
  const rest = typeOnly ? words.slice(1) : words;
  if (rest[0] !== '*') return { typeOnly, isStar: false, names: readNameList(rest, typeOnly) };
  const namespace = rest[1] === 'as' ? rest[2]! : undefined;
  return { typeOnly, isStar: namespace === undefined, names: [{ imported: '*', local: namespace ?? '*', typeOnly }] };
}

function readNameList(words: readonly string[], typeOnly: boolean): ImportedName[] {
  const open = words.indexOf('{');
  if (open === -1) return [];
  const names: ImportedName[] = [];
  let entry: string[] = [];
  for (const word of words.slice(open + 1)) {
    if (word !== ',' && word !== '}') {
      entry.push(word);
      continue;
    }
    if (entry.length > 0) names.push(readName(entry, typeOnly));
    entry = [];
    if (word === '}') break;
  }
  return names;
}

/** `a`, `a as b`, `type a`, `type a as b`; and the names that look like keywords: `type`, `type as b`, `type as`. */
function readName(words: readonly string[], typeOnly: boolean): ImportedName {
  const marked = words[0] === 'type' && (words.length === 2 || words.length === 4);
  const [imported, , local] = marked ? words.slice(1) : words;
  return { imported: imported!, local: local ?? imported!, typeOnly: typeOnly || marked };
}

function tokenise(text: string, start: number, end: number): string[] {
  const words: string[] = [];
  const word = /[^\s{},*'"=()/]+/y;
  for (let position = skipTrivia(text, start); position < end; position = skipTrivia(text, position)) {
    const character = text[position]!;
    if (character === '"' || character === "'") {
      const close = stringEnd(text, position);
      words.push(text.slice(position + 1, close - 1));
      position = close;
      continue;
    }
    word.lastIndex = position;
    const match = word.exec(text);
    words.push(match ? match[0] : character);
    position += match ? match[0].length : 1;
  }
  return words;
}
