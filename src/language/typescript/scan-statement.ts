import { edgeKinds, importForms, type ImportedName, type ImportRecord } from '../../model/import-record.js';
import { erasedKind, nameAt, nameMark, statementField, statementNumbers, verbatimKind, type Lexed } from '../lexed.js';
import { skipTrivia } from './scan-characters.js';
import { decodeString, readLiteralCall } from './scan-literal.js';

export interface ScanOptions {
  /** With it, `import { type A } from 'x'` still evaluates 'x' (TypeScript handbook, verbatimModuleSyntax); without it the statement is erased. */
  readonly verbatimModuleSyntax?: boolean;
}

export interface ReadStatements {
  readonly records: readonly ImportRecord[];
  /** Offsets of the `=` of each `import x = require('x')`: the `require` behind it is no call of its own. */
  readonly equals: readonly number[];
}

/**
 * The records of `import ... from 'x'`, `import 'x'`, `import x = require('x')` and `export ... from 'x'`. The lexer has read them; what has an escape or a call in it
 * is read on here. `span` begins at the word, or at the `export` before `import x =`.
 */
export function readStatements(text: string, { statements }: Pick<Lexed, 'statements'>, options: ScanOptions): ReadStatements {
  const records: ImportRecord[] = [];
  const equals: number[] = [];
  for (let at = 0; at < statements.length; ) {
    const field = (index: number): number => statements[at + index]!;
    const form = importForms[field(statementField.form)]!;
    const names: ImportedName[] = [];
    const next = readNames(text, statements, at, names);
    const kind = field(statementField.kind);
    if (form === 'import-equals') {
      equals.push(field(statementField.end) - 1);
      const record = readImportEquals(text, field(statementField.start), field(statementField.end), { kind: edgeKinds[kind]!, form, names });
      if (record) records.push(record);
    } else {
      const specifierSpan = { start: field(statementField.specifierStart), end: field(statementField.specifierEnd) };
      const verbatim = verbatimKind(kind);
      records.push({
        kind: edgeKinds[verbatim !== undefined && options.verbatimModuleSyntax ? verbatim : erasedKind(kind)]!,
        form,
        specifier: decodeString(text.slice(specifierSpan.start, specifierSpan.end)),
        specifierSpan,
        span: { start: field(statementField.start), end: field(statementField.end) },
        names,
      });
    }
    at = next;
  }
  return { records, equals };
}

/** Returns where the next statement begins. */
function readNames(text: string, numbers: Int32Array, statement: number, names: ImportedName[]): number {
  let at = statement + statementNumbers;
  for (let left = numbers[statement + statementField.names]!; left > 0; left--) {
    const marks = numbers[at + 1]!;
    const imported = nameAt(text, numbers[at]!, marks >> nameMark.sizeShift);
    at += 2;
    let local = imported;
    if ((marks & nameMark.renamed) !== 0) {
      local = nameAt(text, numbers[at]!, numbers[at + 1]!);
      at += 2;
    }
    names.push({ imported, local, typeOnly: (marks & nameMark.type) !== 0 });
  }
  return at;
}

/** `equalsEnd`: after the `=`. */
function readImportEquals(text: string, start: number, equalsEnd: number, parts: Pick<ImportRecord, 'kind' | 'form' | 'names'>): ImportRecord | undefined {
  const word = skipTrivia(text, equalsEnd);
  if (!text.startsWith('require', word)) return undefined;
  const call = readLiteralCall(text, word + 'require'.length);
  if (!call) return undefined;
  const { specifier, specifierSpan, end } = call;
  const semicolon = /[ \t]*;/y;
  semicolon.lastIndex = end;
  return { ...parts, specifier, specifierSpan, span: { start, end: semicolon.test(text) ? semicolon.lastIndex : end } };
}
