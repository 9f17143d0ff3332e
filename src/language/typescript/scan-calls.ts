import type { ImportedName, ImportRecord } from '../../model/import-record.js';
import { isLineEndCode, isSpaceCode, isWordCode, skipTrivia, wordEnd } from './scan-characters.js';
import { readLiteralCall, type LiteralCall } from './scan-literal.js';

/** Where a word of interest stands: its offset, the last character of the token before it, and the start of that token when it is a word. */
export interface WordPlace {
  readonly start: number;
  readonly last: number;
  readonly lastWord: number;
}

/** `import('x')` at the word `import`; undefined when it is another use of the word or the specifier is computed. */
export function readImportCall(text: string, start: number, isType: boolean): ImportRecord | undefined {
  const call = readLiteralCall(text, start + 'import'.length);
  if (!call) return undefined;
  const record = callRecord(isType ? 'type' : 'dynamic', isType ? 'import-type' : 'import-call', call, start);
  return isType ? { ...record, names: memberNames(text, call.end, undefined, true) } : record;
}

/**
 * `require('x')`. Names are those of `const x = require('x')`, `const { a, b: c } = require('x')` and `const x = require('x').a`; none
 * when the result goes anywhere else.
 */
export function readRequireCall(text: string, { start, last }: WordPlace): ImportRecord | undefined {
  const call = readLiteralCall(text, start + 'require'.length);
  if (!call) return undefined;
  const record = callRecord('require', 'require-call', call, start);
  return last !== -1 && text.charCodeAt(last) === 61 ? { ...record, names: requiredNames(text, last, call.end) } : record;
}

function callRecord(kind: ImportRecord['kind'], form: ImportRecord['form'], call: LiteralCall, start: number): ImportRecord {
  const { specifier, specifierSpan, end } = call;
  return { kind, form, specifier, specifierSpan, span: { start, end }, names: [] };
}

/** The pattern between `const` and the `=` at `equals`. Longer ones than a screen are not looked for. */
function requiredNames(text: string, equals: number, callEnd: number): readonly ImportedName[] {
  const declaration = /(?:^|[^\w$.])(?:const|let|var)\s+([\w$]+|\{[^{}=()'"`/]*\})\s*$/.exec(text.slice(Math.max(0, equals - 1000), equals));
  const pattern = declaration?.[1];
  if (pattern === undefined) return [];
  if (!pattern.startsWith('{')) return memberNames(text, callEnd, pattern, false);
  if (!isEndOfInitialiser(text, callEnd)) return [];
  const names: ImportedName[] = [];
  for (const item of pattern.slice(1, -1).split(',')) {
    const entry = /^\s*(?:(\.\.\.)\s*)?([\w$]+)(?:\s*:\s*([\w$]+))?\s*$/.exec(item);
    if (entry) names.push({ imported: entry[1] ? '*' : entry[2]!, local: entry[3] ?? entry[2]!, typeOnly: false });
    else if (item.trim() !== '') return [];
  }
  return names;
}

/** The name that a dot takes out of a module: `.a` right after the call, and nothing done with it unless `isType`; without a dot the module. */
function memberNames(text: string, callEnd: number, local: string | undefined, isType: boolean): readonly ImportedName[] {
  const dot = skipTrivia(text, callEnd);
  if (text.charCodeAt(dot) === 46) {
    const start = skipTrivia(text, dot + 1);
    const end = wordEnd(text, start);
    const imported = text.slice(start, end);
    return end > start && (isType || isEndOfInitialiser(text, end)) ? [{ imported, local: local ?? imported, typeOnly: isType }] : [];
  }
  return local !== undefined && isEndOfInitialiser(text, callEnd) ? [{ imported: '*', local, typeOnly: false }] : [];
}

function isEndOfInitialiser(text: string, end: number): boolean {
  const after = skipTrivia(text, end);
  const next = text[after];
  return next === undefined || next === ';' || next === ',' || (/[\w$@}'"]/.test(next) && /[\n\r]/.test(text.slice(end, after)));
}

const wordsBeforeValue = new Set(['await', 'return', 'yield', 'void', 'throw', 'case', 'else', 'do', 'delete', 'default']);
const wordsBeforeType = new Set(['is', 'as', 'satisfies', 'keyof', 'readonly', 'implements', 'infer']);

/**
 * What the `import('x')` at a word of a TypeScript file is, from the tokens around it; undefined where only a parser tells:
 * `lazy: () => import('menu')` is a value in an object and a type in an interface.
 */
export function findImportCallKind(text: string, { start, last, lastWord }: WordPlace): 'value' | 'type' | undefined {
  const call = readLiteralCall(text, start + 'import'.length);
  if (call && /^\s*\.\s*(?:then|catch|finally)\s*\(/.test(text.slice(call.end, call.end + 80))) return 'value';
  if (last === -1) return 'value';
  if (lastWord >= 0) {
    if (text.charCodeAt(lastWord - 1) === 46) return undefined;
    const word = text.slice(lastWord, last + 1);
    if (wordsBeforeValue.has(word)) return 'value';
    if (wordsBeforeType.has(word)) return 'type';
    // On a line of its own behind a name it begins a statement: whatever may stand between a type and another one is among those words.
    if (!wordsBeforeGroup.has(word) && /[\n\r]/.test(text.slice(last, start))) return 'value';
    // `const kind = typeof import('x')` and `typeof import('x') === 'object'` are no types.
    if (text.charCodeAt(lastBefore(text, lastWord)) === 61) return isTypeAlias(text, lastBefore(text, lastWord)) ? 'type' : undefined;
    return word === 'typeof' && call && !/[=!]/.test(text.charAt(skipTrivia(text, call.end))) ? 'type' : undefined;
  }
  switch (text.charCodeAt(last)) {
    case 59: // ;
      return 'value';
    case 123: // {, because a type literal begins with a key; not ${, because a type may be a template
      return text.charCodeAt(last - 1) === 36 ? undefined : 'value';
    case 124: // ||
    case 38: // &&
    case 63: // ??
      return text.charCodeAt(last - 1) === text.charCodeAt(last) ? 'value' : undefined;
    case 44: // Promise.all([import('x'), import('y')])
      return isElementOfArgument(text, last) ? 'value' : undefined;
    case 58: // menu?: import('x').Menu, let menu: import('x').Menu
      return text.charCodeAt(last - 1) === 63 || isTypedName(text, last) ? 'type' : undefined;
    case 60: // Promise<import('x').Menu>
      return call && isUtilityType(text, last) && /^\s*\.\s*[A-Z]/.test(text.slice(call.end, call.end + 80)) ? 'type' : undefined;
    case 91: // Promise.all([import('x')])
      return opensArgument(text, last) ? 'value' : undefined;
    case 40: // load(import('x')), but not (import('x').Menu)[]
      return isCallParenthesis(text, last) ? 'value' : undefined;
    case 61: // const menu = import('x'), type Menu = import('x')
      return kindAfterEquals(text, last);
    case 62: // async () => import('x'), which is no type of a function, and lazy(() => import('x')), which declares no parameter
      return isValueArrow(text, last) ? 'value' : undefined;
    default:
      return undefined;
  }
}

const valueArrow = /(?:^|[^\w$.])(?:async[ \t]*|([\w$]+)\s*\(\s*)\(\s*\)\s*=>$/;

/** Only where the arrow takes nothing, as nearly all of these do, and no comment may have been read as code. */
function isValueArrow(text: string, last: number): boolean {
  const start = Math.max(0, last - 80);
  const head = valueArrow.exec(text.slice(start, last + 1));
  if (!head || (head[1] !== undefined && wordsBeforeGroup.has(head[1]))) return false;
  return !/\/[/*]|\*\//.test(text.slice(text.lastIndexOf('\n', start + head.index) + 1, last));
}

/** Between one of these and a parenthesis stands no call. */
export const wordsBeforeGroup: ReadonlySet<string> = new Set(
  ('as asserts case default do else export extends for implements in infer instanceof is keyof new of readonly satisfies throw typeof unique void with ' +
    'yield').split(' '),
);

/** A word directly before a parenthesis calls it, or declares parameters, which begin with a name: never a type. */
function isCallParenthesis(text: string, open: number): boolean {
  const word = wordBefore(text, open);
  return word !== '' && !wordsBeforeGroup.has(word);
}

/** An array directly behind the parenthesis of a call: parameters that are declared may begin so too, but with names. */
function opensArgument(text: string, bracket: number): boolean {
  return text.charCodeAt(bracket - 1) === 40 && isCallParenthesis(text, bracket - 1);
}

const importBefore = /(?:^|[^\w$.])import\(\s*(?:'[^'\n]*'|"[^"\n]*")\s*\)$/;

/** Behind a comma that stands behind other imports, the first of which begins the array. */
function isElementOfArgument(text: string, comma: number): boolean {
  const from = Math.max(0, comma - 300);
  const before = importBefore.exec(text.slice(from, comma));
  if (!before) return false;
  const last = lastBefore(text, from + before.index + before[0].indexOf('import'));
  // What the line before ends with may be a comment.
  if (text.slice(text.lastIndexOf('\n', last) + 1, last).includes('//')) return false;
  const end = text.charCodeAt(last);
  return end === 91 ? opensArgument(text, last) : end === 44 && isElementOfArgument(text, last);
}

const typedName = /(?:^|[^\w$.])(?:let|var|const|private|protected|public|readonly|static|declare)[ \t]+[\w$]+!?$/;

/** `let menu:` and `private menu:`, which no object and no condition has; on a line where no comment may have been read as code. */
function isTypedName(text: string, colon: number): boolean {
  const line = text.slice(Math.max(text.lastIndexOf('\n', colon) + 1, colon - 200), colon);
  return typedName.test(line) && !/\/[/*]|\*\//.test(line);
}

const utilityTypes = new Set(
  ('Array Awaited ConstructorParameters Exclude Extract InstanceType Map NonNullable Omit Parameters Partial Pick Promise Readonly ReadonlyArray Record Required ReturnType ' +
    'Set').split(' '),
);

function isUtilityType(text: string, angle: number): boolean {
  return isWordCode(text.charCodeAt(angle - 1)) && utilityTypes.has(wordBefore(text, angle));
}

/** Offset of the last character before `position` that is no white space, or -1. */
export function lastBefore(text: string, position: number): number {
  let last = position - 1;
  while (last >= 0 && isSpaceCode(text.charCodeAt(last))) last--;
  return last;
}

function isTypeAlias(text: string, equals: number): boolean {
  return kindAfterEquals(text, equals) === 'type';
}

function kindAfterEquals(text: string, equals: number): 'value' | 'type' | undefined {
  // A `type` at the end of a line may be the name of something, and an assignment what follows.
  const head = /(?:^|[^\w$.])(const|let|var|type(?=[ \t]+\S))\s+[\w$]+\s*$/.exec(text.slice(Math.max(0, equals - 100), equals));
  return head ? (head[1] === 'type' ? 'type' : 'value') : undefined;
}

/** The word before `position`, on the same line; empty when something else stands there. What the line before ends with may be a comment. */
function wordBefore(text: string, position: number): string {
  let end = position;
  while (end > 0 && isSpaceCode(text.charCodeAt(end - 1)) && !isLineEndCode(text.charCodeAt(end - 1))) end--;
  let start = end;
  while (start > 0 && isWordCode(text.charCodeAt(start - 1))) start--;
  return text.slice(start, end);
}
