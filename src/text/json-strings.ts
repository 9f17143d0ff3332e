/** One string value of a JSON text. */
export interface JsonString {
  /** Keys and indexes that lead to it. */
  readonly path: readonly (string | number)[];
  readonly value: string;
  /** Of the literal with its quotes. */
  readonly start: number;
  readonly end: number;
  /** Whether it is the key of a property and not a value. */
  readonly isKey: boolean;
}

/**
 * Every string of a JSON text with its place, comments and trailing commas allowed (tsconfig.json). What is no JSON gives what was
 * found up to there: the file belongs to somebody else, who reports its errors.
 */
export function readJsonStrings(text: string): readonly JsonString[] {
  const found: JsonString[] = [];
  const path: (string | number)[] = [];
  const token = /\/\/[^\r\n]*|\/\*[^]*?\*\/|"(?:[^"\\\r\n]|\\.)*"|[{}[\],:]|[^\s{}[\],:"/]+/g;
  const closers: string[] = [];
  let key: string | undefined;
  for (const match of text.matchAll(token)) {
    const [word] = match;
    if (word.startsWith('//') || word.startsWith('/*')) continue;
    const inArray = closers.at(-1) === ']';
    if (word === '{' || word === '[') {
      closers.push(word === '{' ? '}' : ']');
      path.push(word === '{' ? '' : 0);
      key = undefined;
    } else if (word === '}' || word === ']') {
      if (closers.pop() !== word) return found;
      path.pop();
    } else if (word === ',') {
      if (inArray) path[path.length - 1] = (path.at(-1) as number) + 1;
      key = undefined;
    } else if (word.startsWith('"')) {
      const value = unquote(word);
      if (value === undefined) return found;
      const isKey = closers.at(-1) === '}' && key === undefined;
      if (isKey) path[path.length - 1] = key = value;
      found.push({ path: [...path], value, start: match.index, end: match.index + word.length, isKey });
    }
  }
  return found;
}

function unquote(literal: string): string | undefined {
  try {
    return JSON.parse(literal) as string;
  } catch {
    return undefined;
  }
}
