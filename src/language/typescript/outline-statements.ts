import type { OutlineDeclaration } from '../../model/outline.js';
import { isArrow, isAssign, mayBegin, mayEnd, typeArgumentsEnd, type TokenList } from './outline-tokens.js';
import { tokenKind } from './scan-lex.js';

/** One top-level statement by the indices of its tokens, `end` not included. */
export interface TokenStatement {
  readonly first: number;
  readonly end: number;
  /** `wiring` connects modules, `loose` declares nothing. */
  readonly kind: OutlineDeclaration['kind'] | 'loose' | 'wiring';
  readonly names: readonly string[];
  /** Names of this module that the statement exports: its own, or those of a list. */
  readonly exports: readonly string[];
}

/** Cuts the tokens of a module into its top-level statements, without the directives at the top. */
export function splitStatements(list: TokenList): readonly TokenStatement[] {
  const statements: TokenStatement[] = [];
  let index = directivesEnd(list);
  while (index < list.count) {
    const statement = readStatement(list, index);
    const end = withGluedSemicolon(list, Math.max(statement.end, index + 1));
    // `;` between two statements on one line belongs to neither.
    const isSeparator = end === index + 1 && list.mark(index) === 59 && !list.startsLine(end);
    if (!isSeparator) statements.push({ ...statement, end });
    index = end;
  }
  return statements;
}

function directivesEnd(list: TokenList): number {
  let index = 0;
  while (list.kind(index) === tokenKind.literal && /["']/.test(list.text.charAt(list.start(index)))) {
    if (list.mark(index + 1) === 59) index += 2;
    else if (index + 1 === list.count || (list.startsLine(index + 1) && mayBegin(list, index + 1))) index++;
    else break;
  }
  return index;
}

/** `interface Tea {};` is a declaration and an empty statement to the grammar, one thing to whoever wrote it. */
function withGluedSemicolon(list: TokenList, end: number): number {
  return list.mark(end) === 59 && list.mark(end - 1) === 125 && list.start(end) === list.end(end - 1) ? end + 1 : end;
}

function readStatement(list: TokenList, first: number): TokenStatement {
  // A semicolon that guards its line, `;[1, 2].forEach(log)`, goes with that line.
  let index = list.mark(first) === 59 && !list.startsLine(first + 1) ? first + 1 : first;
  while (list.mark(index) === 64) index = decoratorEnd(list, index);
  const isExport = list.word(index) === 'export';
  if (isExport) index++;
  while (list.mark(index) === 64) index = decoratorEnd(list, index);
  const isDefault = isExport && list.word(index) === 'default';
  if (isDefault) index++;
  while (isModifier(list, index)) index++;
  const statement = readDeclaration(list, first, index, isDefault);
  if (statement) return isExport ? { ...statement, exports: statement.names } : statement;
  if (isDefault || (isExport && list.mark(index) === 61)) return readExported(list, first, isDefault ? index : index + 1);
  const isImport = list.word(first) === 'import' && list.mark(first + 1) !== 40 && list.mark(first + 1) !== 46;
  if (isExport || isImport) return readWiring(list, first, index, isExport);
  const end = looseEnd(list, index);
  const names = hoistedNames(list, index, end);
  return { first, end, kind: names.length > 0 ? 'variable' : 'loose', names, exports: commonJsExports(list, index, end) };
}

/** `declare`, `abstract`, `async` and the `const` of an enum, in front of a declaration. */
function isModifier(list: TokenList, index: number): boolean {
  const next = list.word(index + 1);
  if (next === '' || list.startsLine(index + 1)) return false;
  switch (list.word(index)) {
    case 'declare':
      return true;
    case 'abstract':
      return next === 'class';
    case 'async':
      return next === 'function';
    case 'const':
      return next === 'enum';
    default:
      return false;
  }
}

function decoratorEnd(list: TokenList, at: number): number {
  let index = at + 1;
  if (list.mark(index) === 40) return list.closeOf(index) + 1;
  index++;
  for (;;) {
    if (list.mark(index) === 46) index += 2;
    else if (list.mark(index) === 40) index = list.closeOf(index) + 1;
    else if (list.mark(index) === 60 && typeArgumentsEnd(list, index) !== -1) index = typeArgumentsEnd(list, index);
    else return index;
  }
}

const bodied = new Map<string, OutlineDeclaration['kind']>([
  ['class', 'class'], ['interface', 'interface'], ['enum', 'enum'], ['namespace', 'namespace'], ['module', 'namespace'],
]);

function readDeclaration(list: TokenList, first: number, index: number, isDefault: boolean): TokenStatement | undefined {
  const word = list.word(index);
  const next = list.word(index + 1);
  const isNamed = next !== '' && !list.startsLine(index + 1);
  const declares = (kind: TokenStatement['kind'], names: readonly string[], end: number): TokenStatement => ({
    first, end, kind, names, exports: [],
  });
  if (word === 'function') {
    const named = list.mark(index + 1) === 42 ? index + 2 : index + 1;
    return declares('function', [list.word(named) || 'default'], functionEnd(list, named));
  }
  if (word === 'class') {
    const isNameless = next === '' || next === 'extends' || next === 'implements';
    return declares('class', [isNameless ? 'default' : next], bodyEnd(list, index + 1));
  }
  if ((word === 'const' || word === 'let' || word === 'var' || (isNamed && word === 'using')) && !isDefault) {
    if (next === '' && list.mark(index + 1) !== 123 && list.mark(index + 1) !== 91) return undefined;
    return readVariables(list, first, index + 1, word === 'const');
  }
  if (word === 'await' && next === 'using') return readVariables(list, first, index + 2, false);
  const isAlias = word === 'type' && isNamed && (isAssign(list, index + 2) || list.mark(index + 2) === 60);
  if (isAlias) return declares('type', [next], expressionEnd(list, index + 2));
  const isAmbient = word === 'module' ? list.kind(index + 1) === tokenKind.literal && !list.startsLine(index + 1) :
    word === 'global' && list.mark(index + 1) === 123 && list.word(index - 1) === 'declare';
  if (isAmbient) return declares('loose', [], bodyEnd(list, index + 1));
  const kind = bodied.get(word);
  if (kind && (isNamed || (word === 'enum' && next !== ''))) return declares(kind, [next], bodyEnd(list, index + 1));
  if (word === 'import' && next !== '') {
    const name = next === 'type' && list.word(index + 2) !== '' && list.word(index + 2) !== 'from' ? index + 2 : index + 1;
    const isNamespace = isAssign(list, name + 1) && !(list.word(name + 2) === 'require' && list.mark(name + 3) === 40);
    return isNamespace ? declares('variable', [list.word(name)], expressionEnd(list, name)) : undefined;
  }
  return undefined;
}

/** The braces that follow a head: `class A<T> extends mixin({})<B> {}`. A head without them ends as an expression does. */
function bodyEnd(list: TokenList, from: number): number {
  for (let index = from; index < list.count; index++) {
    const mark = list.mark(index);
    if (mark === 123) return list.closeOf(index) + 1;
    if (mark === 59) return index + 1;
    if (mark === 40 || mark === 91) index = list.closeOf(index);
    else if (mark === 60) index = Math.max(index, typeArgumentsEnd(list, index) - 1);
    if (list.startsLine(index + 1) && mayEnd(list, index) && mayBegin(list, index + 1) && list.mark(index + 1) !== 123) return index + 1;
  }
  return list.count;
}

/** Parameters, return type and body. `{` after the end of a type is the body, and a type literal everywhere else: `(): { a: 1 } {}`. */
function functionEnd(list: TokenList, from: number): number {
  let index = from;
  while (index < list.count && list.mark(index) !== 40) index = list.mark(index) === 60 ? Math.max(index + 1, typeArgumentsEnd(list, index)) : index + 1;
  index = list.closeOf(index) + 1;
  let isTypeOver = true;
  for (; index < list.count; index++) {
    const mark = list.mark(index);
    if (mark === 59) return index + 1;
    if (mark === 123 && isTypeOver) return list.closeOf(index) + 1;
    if (isTypeOver && list.startsLine(index) && mayBegin(list, index)) return index;
    const typeEnd = mark === 60 ? typeArgumentsEnd(list, index) : -1;
    if (typeEnd !== -1) index = typeEnd - 1;
    else if (mark === 40 || mark === 91 || mark === 123) index = list.closeOf(index);
    isTypeOver = typeEnd !== -1 || mayEnd(list, index);
  }
  return list.count;
}

/**
 * Index after the semicolon, or where a new line begins something else. With `stops`, `from` lies behind a name, which may be all there
 * is, and a comma between two declarators ends it as well.
 */
function expressionEnd(list: TokenList, from: number, stops?: (index: number) => boolean): number {
  let isOver = stops !== undefined;
  for (let index = from; index < list.count; index++) {
    const mark = list.mark(index);
    if (mark === 59) return isGuard(list, index) ? index : index + 1;
    if (isOver && list.startsLine(index) && mayBegin(list, index)) return index;
    if (index > from && list.startsLine(index) && isUnmistakable(list, index) && !isAssign(list, index - 1)) return index;
    if (mark === 44 && stops?.(index)) return index;
    const typeEnd = mark === 60 ? typeArgumentsEnd(list, index) : -1;
    if (typeEnd !== -1) index = typeEnd - 1;
    else if (mark === 40 || mark === 91 || mark === 123) index = list.closeOf(index);
    isOver = typeEnd !== -1 || mayEnd(list, index);
  }
  return list.count;
}

/** `;` first on its line with something behind it. */
function isGuard(list: TokenList, index: number): boolean {
  return list.startsLine(index) && index + 1 < list.count && !list.startsLine(index + 1);
}

/** `a >` at the end of a line compares, `Array<Soup>` does not; either way `export` begins a statement. */
function isUnmistakable(list: TokenList, index: number): boolean {
  const word = list.word(index);
  return list.mark(index - 1) === 62 && !isArrow(list, index - 1) && /^(?:export|const|let|var|import|declare|interface|enum)$/.test(word);
}

function readVariables(list: TokenList, first: number, from: number, isConst: boolean): TokenStatement {
  const names: string[] = [];
  const end = declaratorsEnd(list, from, isConst, names);
  return { first, end, kind: 'variable', names, exports: [] };
}

/** Reads the names of `a = 1, { b, c: [d] } = e` and returns the index after the statement. */
function declaratorsEnd(list: TokenList, from: number, isConst: boolean, names: string[]): number {
  let index = from;
  for (;;) {
    index = addBinding(list, index, names);
    index = expressionEnd(list, index, (comma) => isDeclarator(list, comma + 1, isConst));
    if (list.mark(index) !== 44) return index;
    index++;
  }
}

/** Tells the comma of `let a = 1, b = 2` from the one of `new Map<string, number>()`, should that have passed for a comparison. */
function isDeclarator(list: TokenList, index: number, isConst: boolean): boolean {
  let after = list.closeOf(index) + 1;
  if (list.text.startsWith('!:', list.start(after))) after++;
  if (list.word(index) === '' && list.mark(index) !== 123 && list.mark(index) !== 91) return false;
  const mark = list.mark(after);
  return isAssign(list, after) || mark === 58 || (!isConst && (after === list.count || mark === 44 || mark === 59 || list.startsLine(after)));
}

/** Adds the names of a binding pattern and returns the index after it. */
function addBinding(list: TokenList, index: number, names: string[]): number {
  const mark = list.mark(index);
  if (mark !== 123 && mark !== 91) {
    const name = list.word(index);
    if (name !== '' && !names.includes(name)) names.push(name);
    return index + 1;
  }
  const close = list.closeOf(index);
  let at = index + 1;
  while (at < close) {
    while (list.mark(at) === 46) at++;
    // `{ key: target = fallback }`: the key is no binding.
    const key = list.closeOf(at);
    if (mark === 123 && list.mark(key + 1) === 58) at = key + 2;
    if (list.mark(at) !== 44) at = addBinding(list, at, names);
    while (at < close && list.mark(at) !== 44) {
      const typeEnd = list.mark(at) === 60 ? typeArgumentsEnd(list, at) : -1;
      at = typeEnd !== -1 ? typeEnd : list.closeOf(at) + 1;
    }
    at++;
  }
  return close + 1;
}

const controlWords = new Set(['if', 'for', 'while', 'switch', 'try', 'do', 'with']);

function looseEnd(list: TokenList, from: number): number {
  const isBlock = list.mark(from) === 123;
  const isLabel = list.word(from) !== '' && list.mark(from + 1) === 58;
  if (isLabel) return looseEnd(list, from + 2);
  if (!isBlock && !controlWords.has(list.word(from))) return expressionEnd(list, from);
  for (let index = from; index < list.count; index++) {
    const mark = list.mark(index);
    if (mark === 59) return index + 1;
    if (mark === 40 || mark === 91) index = list.closeOf(index);
    if (mark !== 123) continue;
    const close = list.closeOf(index);
    const next = list.word(close + 1);
    if (next !== 'else' && next !== 'catch' && next !== 'finally' && !(next === 'while' && list.word(from) === 'do')) return close + 1;
    index = close;
  }
  return list.count;
}

/** `if (x) { var y }` declares y at top level; what functions and classes declare stays in them. */
function hoistedNames(list: TokenList, from: number, end: number): readonly string[] {
  const names: string[] = [];
  if (list.mark(from) !== 123 && !controlWords.has(list.word(from))) return names;
  let open = -1;
  for (let index = from; index < end; index++) {
    const mark = list.mark(index);
    if (mark === 40) open = index;
    const isFunction = mark === 123 && (isArrow(list, index - 1) || (list.mark(index - 1) === 41 && !isControl(list, index - 1, open)));
    if (isFunction || (list.word(index) === 'class' && list.mark(index - 1) !== 46)) index = bodyEnd(list, index) - 1;
    else if (list.word(index) === 'var' && list.mark(index - 1) !== 46 && list.mark(index + 1) !== 58) addHoisted(list, index + 1, names);
  }
  return names;
}

function addHoisted(list: TokenList, from: number, names: string[]): void {
  let index = from;
  for (;;) {
    index = addBinding(list, index, names);
    while (index < list.count && !isDeclaratorEnd(list, index)) index = list.closeOf(index) + 1;
    if (list.mark(index) !== 44) return;
    index++;
  }
}

function isDeclaratorEnd(list: TokenList, index: number): boolean {
  return /[,;)}]/.test(String.fromCharCode(list.mark(index))) || (list.startsLine(index) && mayEnd(list, index - 1));
}

/** Whether the parenthesis closed at `close` belongs to a control statement. `open` is the one opened last, which is often its partner. */
function isControl(list: TokenList, close: number, open: number): boolean {
  let index = open;
  while (index > 0 && !(list.mark(index) === 40 && list.closeOf(index) === close)) index--;
  const word = list.word(index - 1);
  return (controlWords.has(word) || word === 'catch' || word === 'await') && list.mark(index - 2) !== 46;
}

function readExported(list: TokenList, first: number, index: number): TokenStatement {
  const end = expressionEnd(list, index);
  const isName = list.word(index) !== '' && (end === index + 1 || (end === index + 2 && list.mark(index + 1) === 59));
  return { first, end, kind: 'loose', names: [], exports: isName ? [list.word(index)] : [] };
}

/** Imports, `export *`, and `export { a, b as c }`, which exports a and b unless it takes them from elsewhere. */
function readWiring(list: TokenList, first: number, index: number, isExport: boolean): TokenStatement {
  const end = expressionEnd(list, index);
  const kind = isExport && list.word(index) === 'as' ? 'loose' : 'wiring';
  const open = list.word(index) === 'type' ? index + 1 : index;
  if (!isExport || list.mark(open) !== 123) return { first, end, kind, names: [], exports: [] };
  const close = list.closeOf(open);
  if (list.word(close + 1) === 'from' && list.kind(close + 2) === tokenKind.literal) return { first, end, kind, names: [], exports: [] };
  const exports: string[] = [];
  for (let at = open + 1; at < close; at++) {
    const isMarked = list.word(at) === 'type' && list.mark(at + 1) === 0 && list.word(at + 1) !== 'as';
    exports.push(list.word(isMarked ? at + 1 : at));
    while (at < close && list.mark(at) !== 44) at++;
  }
  return { first, end, kind, names: [], exports };
}

/** `exports.a = b`, `module.exports = b`, `module.exports = { b, c: d }`. */
function commonJsExports(list: TokenList, from: number, end: number): readonly string[] {
  const isModule = list.word(from) === 'module' && list.mark(from + 1) === 46 && list.word(from + 2) === 'exports';
  if (!isModule && !(list.word(from) === 'exports' && list.mark(from + 1) === 46)) return [];
  let value = end - (list.mark(end - 1) === 59 ? 2 : 1);
  if (isAssign(list, value - 1)) return [list.word(value)].filter((name) => name !== '');
  value = from;
  while (value < end && !(isAssign(list, value) && list.mark(value + 1) === 123)) value++;
  if (value >= end) return [];
  const close = list.closeOf(value + 1);
  const names: string[] = [];
  for (let at = value + 2; at < close; at++) {
    const name = list.mark(at + 1) === 58 ? at + 2 : at;
    const after = list.mark(name + 1);
    if (list.word(name) !== '' && (after === 44 || name + 1 === close)) names.push(list.word(name));
    while (at < close && list.mark(at) !== 44) at = list.closeOf(at) + 1;
  }
  return names;
}
