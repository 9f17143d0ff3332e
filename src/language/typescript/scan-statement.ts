import { edgeKinds, importForms, type ImportedName, type ImportRecord } from '../../model/import-record.js';
import { erasedKind, nameAt, nameMark, statementField, statementNumbers, verbatimKind, type Lexed } from '../lexed.js';
import { skipTrivia } from './scan-characters.js';
import { decodeString, readLiteralCall, type LiteralCall } from './scan-literal.js';

export interface ScanOptions {
  /** With it, `import { type A } from 'x'` still evaluates 'x' (TypeScript handbook, verbatimModuleSyntax); without it the statement is erased. */
  readonly verbatimModuleSyntax?: boolean;
}

export interface ReadStatements {
  readonly records: readonly ImportRecord[];
  /** Offsets of the `=` of each `import x = require('x')`: the `require` behind it is no call of its own. */
  readonly equals: ReadonlySet<number>;
}

/**
 * The records of `import ... from 'x'`, `import 'x'`, `import x = require('x')` and `export ... from 'x'`. The lexer has read them; what has an escape or a call in it
 * is read on here. `span` begins at the word, or at the `export` before `import x =`.
 */
export function readStatements(text: string, { statements: { numbers, start, end } }: Pick<Lexed, 'statements'>, options: ScanOptions): ReadStatements {
  const records: ImportRecord[] = [];
  const equals = new Set<number>();
  for (let at = start; at < end; ) {
    const field = (index: number): number => numbers[at + index]!;
    const form = importForms[field(statementField.form)]!;
    const names: ImportedName[] = [];
    const next = readNames(text, numbers, at, names);
    const kind = field(statementField.kind);
    if (form === 'import-equals') {
      equals.add(field(statementField.end) - 1);
      const call = readEqualsCall(text, field(statementField.end));
      if (call) {
        const { specifier, specifierSpan, end: callEnd } = call;
        records.push({ kind: edgeKinds[kind]!, form, specifier, specifierSpan, span: { start: field(statementField.start), end: withSemicolon(text, callEnd) }, names });
      }
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
    const imported = decodeString(nameAt(text, numbers[at]!, marks >> nameMark.sizeShift));
    at += 2;
    let local = imported;
    if ((marks & nameMark.renamed) !== 0) {
      local = decodeString(nameAt(text, numbers[at]!, numbers[at + 1]!));
      at += 2;
    }
    names.push({ imported, local, typeOnly: (marks & nameMark.type) !== 0 });
  }
  return at;
}

/** `require('x')` after the `=` that ends at `equalsEnd`. */
function readEqualsCall(text: string, equalsEnd: number): LiteralCall | undefined {
  const word = skipTrivia(text, equalsEnd);
  return text.startsWith('require', word) ? readLiteralCall(text, word + 'require'.length) : undefined;
}

/** The offset after a semicolon that follows on the same line, else `end`. */
function withSemicolon(text: string, end: number): number {
  const semicolon = /[ \t]*;/y;
  semicolon.lastIndex = end;
  return semicolon.test(text) ? semicolon.lastIndex : end;
}
