import { wordsBeforeGroup } from './scan-calls.js';
import { tokenKind, type LexedText } from './scan-lex.js';

interface Level {
  /** Place of its opening bracket among the tokens. */
  readonly open: number;
  /** Whether what it holds are surely values: the elements of an array, the properties of an object, the arguments of a call. */
  readonly isValue: boolean;
  /** Whether a `<` stands in it, from which on a comma may part types. */
  isMarked: boolean;
}

/**
 * Offsets of those `import` that surely belong to a call, for `lazy: () => import('./menu')`: a value in an object and a type in an interface. A brace that follows
 * `return`, `const routes =`, `createRouter(` and the like begins an object, and so does one in an array or in a property of such a one. No answer is one that only a
 * parser has: routes are written so by the hundred, and a parser takes longer to load than all other files of a project take to be looked at.
 */
export function findPropertyImports(text: string, { tokens }: Pick<LexedText, 'tokens'>): ReadonlySet<number> {
  const found = new Set<number>();
  const levels: Level[] = [];
  const count = tokens.length / 3;
  const startOf = (token: number): number => tokens[token * 3 + 1] ?? text.length;
  /** Of a word its first character alone says that it is one. */
  const is = (token: number, code: string): boolean => token >= 0 && text.startsWith(code, startOf(token)) && tokens[token * 3 + 2] === startOf(token) + code.length;
  const isName = (token: number): boolean => token >= 0 && tokens[token * 3] === tokenKind.word;
  const isKey = (token: number): boolean => isName(token) || (token >= 0 && tokens[token * 3] === tokenKind.literal && /["']/.test(text.charAt(startOf(token))));
  const wordAt = (token: number): string => text.slice(startOf(token), tokens[token * 3 + 2]);

  /** Whether the token is the `:` of a property of an object at the level, and no type of anything. */
  const isProperty = (colon: number, level: Level | undefined): boolean =>
    level !== undefined && level.isValue && is(level.open, '{') && is(colon, ':') && isKey(colon - 1) && (colon - 2 === level.open || is(colon - 2, ','));

  /** `const routes =`, with a type or without one, and `app.routes =`. A type parameter may have a default and a type is declared by `=` as well. */
  const isAssignment = (equals: number): boolean => {
    if (isName(equals - 1) && is(equals - 2, '.') && isName(equals - 3)) return true;
    let token = equals - 1;
    while (isName(token) || is(token, '[') || is(token, ']') || is(token, '.')) token--;
    const name = is(token, ':') ? token - 1 : equals - 1;
    return isName(name) && /^(?:const|let|var)$/.test(wordAt(name - 1)) && isName(name - 1) && !is(name - 2, '.');
  };

  const holdsValues = (open: number, level: Level | undefined): boolean => {
    const before = open - 1;
    if (is(open, '(')) return isName(before) && !wordsBeforeGroup.has(wordAt(before));
    if (isName(before)) return (is(before, 'return') || is(before, 'default')) && !is(before - 1, '.');
    if (is(before, '=')) return isAssignment(before);
    if (is(before, ':')) return isProperty(before, level);
    if (level === undefined || !level.isValue || is(level.open, '{')) return false;
    return before === level.open || (is(before, ',') && !level.isMarked);
  };

  for (let token = 0; token < count; token++) {
    const level = levels.at(-1);
    if (is(token, '(') || is(token, '[') || is(token, '{')) levels.push({ open: token, isValue: holdsValues(token, level), isMarked: false });
    else if (is(token, ')') || is(token, ']') || is(token, '}')) levels.pop();
    else if (level && text.charCodeAt(startOf(token)) === 60) level.isMarked = true;
    else if (is(token, 'import') && is(token - 1, '>') && is(token - 2, '=') && is(token - 3, ')') && is(token - 4, '(')) {
      if (isProperty(is(token - 5, 'async') ? token - 6 : token - 5, level)) found.add(startOf(token));
    }
  }
  return found;
}
