// Reads import and export statements that take something from another module into numbers; src/language/lexed.ts tells what they mean.
import { isSpaceCode, skipTrivia, stringEnd, wordEnd } from './characters';
import { entry, push, resize, setEntry, sizeOf, statements, words } from './state';
import { at, find, isWord, length, startsWith } from './text';

/** As `edgeKinds` in src/model/import-record.ts. */
namespace edgeKind {
  export const value: i32 = 0;
  export const type: i32 = 1;
  export const reexport: i32 = 2;
  export const sideEffect: i32 = 3;
  export const require: i32 = 5;
}

/** As `importForms` there. */
namespace form {
  export const importFrom: i32 = 0;
  export const exportFrom: i32 = 1;
  export const exportStar: i32 = 2;
  export const importEquals: i32 = 3;
}

/** As `statementField` in src/language/lexed.ts. */
namespace field {
  export const kind: i32 = 0;
  export const form: i32 = 1;
  export const start: i32 = 2;
  export const end: i32 = 3;
  export const specifierStart: i32 = 4;
  export const specifierEnd: i32 = 5;
  export const names: i32 = 6;
  export const count: i32 = 7;
}

/** As `unwritten` there. */
namespace unwritten {
  export const defaultName: i32 = -1;
  export const star: i32 = -2;
}

const backslash: i32 = 92;

/** Whether the statements can be told by their numbers alone: neither a specifier nor a name has an escape, and none takes another look at the text. */
export let areComplete: bool = true;
/** Offset after the last of them. */
export let statementsEnd: i32 = 0;

let position: i32 = 0;
let isType: bool = false;
let nameCount: i32 = 0;
let typeNameCount: i32 = 0;
/** Where the numbers of the statement begin in the list. */
let record: i32 = 0;

/** Reads the statements of the words that were noted. What is left among the words is `require` and `import(`. */
export function readStatements(): void {
  forgetStatements();
  const size = sizeOf(words);
  let left = 0;
  for (let i = 0; i < size; i += 3) {
    const start = entry(words, i);
    const last = entry(words, i + 1);
    const lastWord = entry(words, i + 2);
    if (isStatementWord(start)) {
      // `export * as import from './a'`: a word inside a statement is a name.
      if (start < statementsEnd) continue;
      const isExported = lastWord >= 0 && last === lastWord + 5 && startsWith('export', lastWord);
      readStatement(start, isExported ? lastWord : -1);
    } else {
      setEntry(words, left++, start);
      setEntry(words, left++, last);
      setEntry(words, left++, lastWord);
    }
  }
  resize(words, left);
}

export function forgetStatements(): void {
  resize(statements, 0);
  areComplete = true;
  statementsEnd = 0;
}

function isStatementWord(start: i32): bool {
  const first = at(start);
  return first === 101 || (first === 105 && at(skipTrivia(start + 6)) !== 40);
}

/** The statement whose `import` or `export` is at `start`; nothing is added for one that takes nothing from another module. `exportStart`: the `export` before the `import`, or -1. */
export function readStatement(start: i32, exportStart: i32): void {
  record = sizeOf(statements);
  for (let i = 0; i < field.count; i++) push(statements, 0);
  position = skipTrivia(start + 6);
  isType = false;
  nameCount = 0;
  typeNameCount = 0;
  const isRead = startsWith('export', start) ? readExport(start) : startsWith('import', start) && readImport(start, exportStart);
  if (!isRead) resize(statements, record);
}

function readImport(start: i32, exportStart: i32): bool {
  if (isQuote(at(position))) return readSpecifier(form.importFrom, start);
  skipPhase();
  const end = nameEndAt(position);
  if (end > position) {
    const local = position;
    goTo(end);
    // `import from './a'`: the name is not written yet.
    if (isWord(local, end - local, 'from') && isQuote(at(position))) return readSpecifier(form.importFrom, start);
    if (at(position) === 61) return readImportEquals(local, end, exportStart === -1 ? start : exportStart);
    addName(unwritten.defaultName, unwritten.defaultName, local, end, isType);
    if (at(position) === 44) goTo(position + 1);
  }
  const next = at(position);
  if (next === 42) {
    goTo(position + 1);
    if (!takeWord('as')) return false;
    const local = position;
    const localEnd = nameEndAt(local);
    addName(unwritten.star, unwritten.star, local, localEnd, isType);
    goTo(localEnd);
  } else if (next === 123 && !readNameList()) return false;
  return takeWord('from') && readSpecifier(form.importFrom, start);
}

function readExport(start: i32): bool {
  if (at(position) === 116) isType = takeWord('type');
  const first = at(position);
  if (first !== 42) return first === 123 && readNameList() && takeWord('from') && readSpecifier(form.exportFrom, start);
  goTo(position + 1);
  const isNamed = takeWord('as');
  if (isNamed) {
    readExportedName(false);
    addName(unwritten.star, unwritten.star, nameStart, nameEnd, isType);
  } else addName(unwritten.star, unwritten.star, unwritten.star, unwritten.star, isType);
  return takeWord('from') && readSpecifier(isNamed ? form.exportFrom : form.exportStar, start);
}

/** `import x = ` and whatever follows: whoever reads calls goes on behind the `=`. */
function readImportEquals(local: i32, localEnd: i32, start: i32): bool {
  addName(unwritten.star, unwritten.star, local, localEnd, isType);
  areComplete = false;
  finish(isType ? edgeKind.type : edgeKind.require, form.importEquals, start, position + 1, 0, 0);
  return true;
}

function readSpecifier(kindOfForm: i32, start: i32): bool {
  const quote = at(position);
  if (!isQuote(quote)) return false;
  const end = stringEnd(position);
  if (end === position + 1 || at(end - 1) !== quote) return false;
  if (find(backslash, position, end) < end) areComplete = false;
  const allTypes = nameCount > 0 && typeNameCount === nameCount;
  const evaluated = nameCount === 0 || allTypes ? edgeKind.sideEffect : kindOfForm === form.importFrom ? edgeKind.value : edgeKind.reexport;
  // What is erased without `verbatimModuleSyntax` only has the kind that it has with it in the higher bits.
  const kind = isType ? edgeKind.type : allTypes ? edgeKind.type | (edgeKind.sideEffect << 4) : evaluated;
  finish(kind, kindOfForm, start, withSemicolon(attributesEnd(end)), position + 1, end - 1);
  return true;
}

function finish(kind: i32, written: i32, start: i32, end: i32, specifierStart: i32, specifierEnd: i32): void {
  setEntry(statements, record + field.kind, kind);
  setEntry(statements, record + field.form, written);
  setEntry(statements, record + field.start, start);
  setEntry(statements, record + field.end, end);
  setEntry(statements, record + field.specifierStart, specifierStart);
  setEntry(statements, record + field.specifierEnd, specifierEnd);
  setEntry(statements, record + field.names, nameCount);
  statementsEnd = max(statementsEnd, end);
}

/** Two numbers, or four where the local name is another one: a list of names takes no more numbers than it has characters. */
function addName(imported: i32, importedEnd: i32, local: i32, localEnd: i32, ofType: bool): void {
  const isRenamed = local !== imported;
  push(statements, imported);
  push(statements, (importedEnd - imported) << 2 | (isRenamed ? 2 : 0) | (ofType ? 1 : 0));
  if (isRenamed) {
    push(statements, local);
    push(statements, localEnd - local);
  }
  nameCount++;
  if (ofType) typeNameCount++;
}

/**
 * Steps over `type`, `defer` and `source` where they are no name: `import type from './a'` and `import type, { a } from './a'` import a
 * default called `type`; `import type A`, `import type from from './a'` do not.
 */
function skipPhase(): void {
  const end = wordEnd(position);
  const size = end - position;
  const isDefer = isWord(position, size, 'defer');
  const isTypeWord = isWord(position, size, 'type');
  if (!isTypeWord && !isDefer && !isWord(position, size, 'source')) return;
  const after = skipTrivia(end);
  const next = at(after);
  if (next === 44 || next === 61 || at(end) === backslash || after >= length) return;
  if (startsWith('from', after) && wordEnd(after) === after + 4 && isQuote(at(skipTrivia(after + 4)))) return;
  if (isDefer && next !== 42) return;
  isType = isTypeWord;
  position = after;
}

let nameStart: i32 = 0;
let nameEnd: i32 = 0;

/** `{ a, b as c, type D, 'soup of the day' as soup }`. False when the braces hold anything else. */
function readNameList(): bool {
  goTo(position + 1);
  while (true) {
    const code = at(position);
    if (code === 125) {
      goTo(position + 1);
      return true;
    }
    if (code === 44) goTo(position + 1);
    else if (!readListedName()) return false;
  }
}

function readListedName(): bool {
  readExportedName(true);
  if (nameEnd === nameStart) return false;
  let imported = nameStart;
  let importedEnd = nameEnd;
  if (isListEnd()) {
    addName(imported, importedEnd, imported, importedEnd, isType);
    return true;
  }
  let ofType = isType;
  let local = imported;
  let localEnd = importedEnd;
  let isRenamed = readAs();
  // `type a`, `type a as b`, but `type as b` renames `type`, and `type as` marks `as`.
  if (isWord(imported, importedEnd - imported, 'type')) {
    if (!isRenamed || isListEnd()) {
      ofType = true;
      imported = local = nameStart;
      importedEnd = localEnd = nameEnd;
      isRenamed = !isListEnd() && readAs();
    } else {
      readExportedName(true);
      if (isWord(nameStart, nameEnd - nameStart, 'as') && !isListEnd()) {
        ofType = true;
        imported = nameStart;
        importedEnd = nameEnd;
        readExportedName(true);
      }
      local = nameStart;
      localEnd = nameEnd;
      isRenamed = false;
    }
  }
  if (isRenamed) {
    readExportedName(true);
    local = nameStart;
    localEnd = nameEnd;
  }
  if (localEnd === local || !isListEnd()) return false;
  addName(imported, importedEnd, local, localEnd, ofType);
  return true;
}

/** Reads a name and tells whether it is `as`. */
function readAs(): bool {
  readExportedName(true);
  return isWord(nameStart, nameEnd - nameStart, 'as');
}

function isListEnd(): bool {
  const code = at(position);
  return code === 44 || code === 125;
}

/** A word or a string, as written between the quotes; empty when neither comes. What is no word in a list, as `a.b`, is still what somebody wants of the module. */
function readExportedName(isListed: bool): void {
  const isString = isQuote(at(position));
  const end = isString ? stringEnd(position) : isListed ? listedEnd(position) : nameEndAt(position);
  if (isString && find(backslash, position, end) < end) areComplete = false;
  nameStart = isString ? position + 1 : position;
  nameEnd = isString ? max(end - 1, nameStart) : end;
  goTo(end);
}

/** Offset of the first unit from `start` that ends a name of a list. */
function listedEnd(start: i32): i32 {
  let end = start;
  while (end < length) {
    if (isUnicodeEscape(end)) end = escapeEnd(end);
    else if (isNameBreak(at(end))) break;
    else end++;
  }
  return end;
}

/** Offset after the name that begins at `start`: letters may be written as escapes. */
function nameEndAt(start: i32): i32 {
  let end = wordEnd(start);
  while (isUnicodeEscape(end)) end = wordEnd(escapeEnd(end));
  return end;
}

function isUnicodeEscape(start: i32): bool {
  return at(start) === backslash && at(start + 1) === 117;
}

/** Offset after `\u{62}`, or after the `\u` of `\u0062`, whose digits are read like letters. */
function escapeEnd(start: i32): i32 {
  areComplete = false;
  return at(start + 2) === 123 ? min(find(125, start) + 1, length) : start + 2;
}

function isNameBreak(code: i32): bool {
  return isSpaceCode(code) || code === 44 || code === 123 || code === 125 || code === 47 || code === backslash || isQuote(code);
}

function takeWord(word: string): bool {
  if (!startsWith(word, position) || wordEnd(position) !== position + word.length) return false;
  goTo(position + word.length);
  return true;
}

function goTo(next: i32): void {
  position = skipTrivia(next);
}

function isQuote(code: i32): bool {
  return code === 34 || code === 39;
}

/** Offset after `with { type: 'json' }`, or `end`. */
function attributesEnd(end: i32): i32 {
  const word = skipTrivia(end);
  const after = startsWith('with', word) ? word + 4 : startsWith('assert', word) ? word + 6 : -1;
  if (after === -1) return end;
  let next = skipTrivia(after);
  if (at(next) !== 123) return end;
  for (; next < length; next = skipTrivia(next)) {
    if (isQuote(at(next))) next = stringEnd(next);
    else if (at(next++) === 125) return next;
  }
  return end;
}

/** The offset after a semicolon that follows on the same line, else `end`. */
function withSemicolon(end: i32): i32 {
  let next = end;
  while (at(next) === 32 || at(next) === 9) next++;
  return at(next) === 59 ? next + 1 : end;
}
