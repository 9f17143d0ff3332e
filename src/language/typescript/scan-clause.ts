import type { ImportedName, ImportRecord } from '../../model/import-record.js';
import type { Span } from '../../text/span.js';
import { skipTrivia, stringEnd, wordEnd } from './scan-characters.js';
import { decodeString, readLiteralCall } from './scan-literal.js';

export interface ScanOptions {
  /** With it, `import { type A } from 'x'` still evaluates 'x' (TypeScript handbook, verbatimModuleSyntax); without it the statement is erased. */
  readonly verbatimModuleSyntax?: boolean;
}

/** Where the clause reader stands; `names` grows as it goes. */
interface Clause {
  readonly text: string;
  position: number;
  typeOnly: boolean;
  readonly names: ImportedName[];
}

/** Any import statement, `import x = require('x')` among them. `span` begins at the word `import`, or at the `export` before `import x =`. */
export function readImportClause(text: string, start: number, options: ScanOptions, exportStart: number): ImportRecord | undefined {
  const clause: Clause = { text, position: skipTrivia(text, start + 6), typeOnly: false, names: [] };
  if (isQuote(text, clause.position)) return readSpecifier(clause, start, 'import', options);
  skipPhase(clause);
  const local = readName(clause);
  if (local !== '') {
    if (text.charCodeAt(clause.position) === 61) return readImportEquals(clause, local, exportStart === -1 ? start : exportStart);
    clause.names.push({ imported: 'default', local, typeOnly: clause.typeOnly });
    if (text.charCodeAt(clause.position) === 44) step(clause);
  }
  const next = text.charCodeAt(clause.position);
  if (next === 42) {
    step(clause);
    if (!takeWord(clause, 'as')) return undefined;
    clause.names.push({ imported: '*', local: readName(clause), typeOnly: clause.typeOnly });
  } else if (next === 123 && !readNameList(clause)) return undefined;
  return takeWord(clause, 'from') ? readSpecifier(clause, start, 'import', options) : undefined;
}

/** Any export of another module. */
export function readExportClause(text: string, start: number, options: ScanOptions): ImportRecord | undefined {
  const clause: Clause = { text, position: skipTrivia(text, start + 6), typeOnly: false, names: [] };
  if (text.charCodeAt(clause.position) === 116) clause.typeOnly = takeWord(clause, 'type');
  const first = text.charCodeAt(clause.position);
  let form: ImportRecord['form'] = 'export-from';
  if (first === 42) {
    step(clause);
    const namespace = takeWord(clause, 'as') ? readExportedName(clause) : undefined;
    if (namespace === undefined) form = 'export-star';
    clause.names.push({ imported: '*', local: namespace ?? '*', typeOnly: clause.typeOnly });
  } else if (first !== 123 || !readNameList(clause)) return undefined;
  return takeWord(clause, 'from') ? readSpecifier(clause, start, form, options) : undefined;
}

function readSpecifier(clause: Clause, start: number, form: ImportRecord['form'], options: ScanOptions): ImportRecord | undefined {
  const { text, position, names, typeOnly } = clause;
  if (!isQuote(text, position)) return undefined;
  const end = stringEnd(text, position);
  if (end === position + 1 || text.charCodeAt(end - 1) !== text.charCodeAt(position)) return undefined;
  const specifierSpan = { start: position + 1, end: end - 1 };
  const specifier = decodeString(text.slice(position + 1, end - 1));
  const span = { start, end: withSemicolon(text, attributesEnd(text, end)) };
  return staticRecord({ form, specifier, specifierSpan, span, names, typeOnly }, options);
}

type StaticParts = Omit<ImportRecord, 'kind'> & { readonly typeOnly: boolean };

/** Adds what the statement does when its module is evaluated. */
export function staticRecord({ typeOnly, ...record }: StaticParts, options: ScanOptions): ImportRecord {
  const { names, form } = record;
  const allInlineTypes = names.length > 0 && names.every((name) => name.typeOnly);
  const erased = typeOnly || (allInlineTypes && !options.verbatimModuleSyntax);
  const evaluatedOnly = names.length === 0 || allInlineTypes;
  const kind = erased ? 'type' : evaluatedOnly ? 'side-effect' : form === 'import' ? 'value' : 'reexport';
  const { specifier, specifierSpan, span } = record;
  return { kind, form, specifier, specifierSpan, span, names };
}

function readImportEquals(clause: Clause, local: string, start: number): ImportRecord | undefined {
  const { text, typeOnly } = clause;
  const word = skipTrivia(text, clause.position + 1);
  if (!text.startsWith('require', word)) return undefined;
  const call = readLiteralCall(text, word + 7);
  if (!call) return undefined;
  const span: Span = { start, end: withSemicolon(text, call.end) };
  const { specifier, specifierSpan } = call;
  return { kind: typeOnly ? 'type' : 'require', form: 'import-equals', specifier, specifierSpan, span, names: [{ imported: '*', local, typeOnly }] };
}

/**
 * Steps over `type`, `defer` and `source` where they are no name: `import type from './a'` and `import type, { a } from './a'` import a
 * default called `type`; `import type A`, `import type from from './a'` do not.
 */
function skipPhase(clause: Clause): void {
  const { text } = clause;
  const end = wordEnd(text, clause.position);
  const word = text.slice(clause.position, end);
  if (word !== 'type' && word !== 'defer' && word !== 'source') return;
  const after = skipTrivia(text, end);
  const next = text.charAt(after);
  if (next === ',' || next === '=' || next === '') return;
  if (text.startsWith('from', after) && wordEnd(text, after) === after + 4 && isQuote(text, skipTrivia(text, after + 4))) return;
  if (word === 'defer' && next !== '*') return;
  clause.typeOnly = word === 'type';
  clause.position = after;
}

/** `{ a, b as c, type D, 'soup of the day' as soup }`. False when the braces hold anything else. */
function readNameList(clause: Clause): boolean {
  const { text } = clause;
  step(clause);
  for (;;) {
    const code = text.charCodeAt(clause.position);
    if (code === 125) {
      step(clause);
      return true;
    }
    if (code === 44) {
      step(clause);
      continue;
    }
    let imported = readExportedName(clause);
    if (imported === '') return false;
    let typeOnly = clause.typeOnly;
    let local = imported;
    if (isListEnd(clause)) {
      clause.names.push({ imported, local, typeOnly });
      continue;
    }
    let second = readExportedName(clause);
    // `type a`, `type a as b`, but `type as b` renames `type`, and `type as` marks `as`.
    if (imported === 'type' && (second !== 'as' || isListEnd(clause))) {
      typeOnly = true;
      imported = local = second;
      second = isListEnd(clause) ? '' : readExportedName(clause);
    } else if (imported === 'type' && second === 'as') {
      local = readExportedName(clause);
      if (local === 'as' && !isListEnd(clause)) {
        typeOnly = true;
        imported = 'as';
        local = readExportedName(clause);
      }
      second = '';
    }
    if (second === 'as') local = readExportedName(clause);
    if (local === '' || !isListEnd(clause)) return false;
    clause.names.push({ imported, local, typeOnly });
  }
}

function isListEnd({ text, position }: Clause): boolean {
  const code = text.charCodeAt(position);
  return code === 44 || code === 125;
}

/** A word or a string, as written between the quotes; empty when neither comes. */
function readExportedName(clause: Clause): string {
  const { text, position } = clause;
  if (!isQuote(text, position)) return readName(clause);
  const end = stringEnd(text, position);
  clause.position = skipTrivia(text, end);
  return text.slice(position + 1, end - 1);
}

function readName(clause: Clause): string {
  const { text, position } = clause;
  const end = wordEnd(text, position);
  clause.position = skipTrivia(text, end);
  return text.slice(position, end);
}

function takeWord(clause: Clause, word: string): boolean {
  const { text, position } = clause;
  if (!text.startsWith(word, position) || wordEnd(text, position) !== position + word.length) return false;
  clause.position = skipTrivia(text, position + word.length);
  return true;
}

function step(clause: Clause): void {
  clause.position = skipTrivia(clause.text, clause.position + 1);
}

function isQuote(text: string, position: number): boolean {
  const code = text.charCodeAt(position);
  return code === 34 || code === 39;
}

/** Offset after `with { type: 'json' }`, or `end`. */
function attributesEnd(text: string, end: number): number {
  const word = skipTrivia(text, end);
  const first = text.charCodeAt(word);
  if (first !== 119 && first !== 97) return end;
  const after = text.startsWith('with', word) ? word + 4 : text.startsWith('assert', word) ? word + 6 : -1;
  if (after === -1) return end;
  let position = skipTrivia(text, after);
  if (text.charCodeAt(position) !== 123) return end;
  for (; position < text.length; position = skipTrivia(text, position)) {
    if (isQuote(text, position)) position = stringEnd(text, position);
    else if (text.charCodeAt(position++) === 125) return position;
  }
  return end;
}

/** The offset after a semicolon that follows on the same line, else `end`. */
function withSemicolon(text: string, end: number): number {
  let position = end;
  while (text.charCodeAt(position) === 32 || text.charCodeAt(position) === 9) position++;
  return text.charCodeAt(position) === 59 ? position + 1 : end;
}
