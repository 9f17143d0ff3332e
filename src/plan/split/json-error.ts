export interface JsonError {
  /** Offset where the text stops being JSON. */
  readonly offset: number;
  /** What should stand there. */
  readonly expected: string;
}

/**
 * Where a text breaks RFC 8259, or undefined. `JSON.parse` says so only in words that differ between Node versions, and leaves
 * the position out for short inputs.
 */
export function findJsonError(text: string): JsonError | undefined {
  let at = 0;
  const blank = (): void => {
    while (at < text.length && ' \t\n\r'.includes(text[at]!)) at++;
  };
  const fail = (expected: string): JsonError => ({ offset: at, expected });
  const token = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) at += match[0].length;
    return match !== null;
  };
  const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;
  const scalar = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.])/y;
  // One entry an open bracket, so that deep nesting cannot overflow the call stack.
  const open: ('{' | '[')[] = [];
  for (;;) {
    blank();
    const opening = text[at];
    if (opening === '{' || opening === '[') {
      at++;
      blank();
      if (text[at] === (opening === '{' ? '}' : ']')) at++;
      else {
        open.push(opening);
        if (opening === '{') {
          const key = readKey();
          if (key) return key;
        }
        continue;
      }
    } else if (opening === '"') {
      if (!token(string)) return fail('a closed string with valid escapes');
    } else if (!token(scalar)) return fail('a value');
    for (;;) {
      blank();
      const innermost = open.at(-1);
      if (innermost === undefined) return at < text.length ? fail('the end of the file') : undefined;
      const next = text[at];
      if (next === (innermost === '{' ? '}' : ']')) {
        at++;
        open.pop();
      } else if (next === ',') {
        at++;
        if (innermost === '{') {
          blank();
          const key = readKey();
          if (key) return key;
        }
        break;
      } else return fail(innermost === '{' ? 'a comma or }' : 'a comma or ]');
    }
  }

  function readKey(): JsonError | undefined {
    if (!token(string)) return fail('a property name in double quotes');
    blank();
    if (text[at] !== ':') return fail('a colon');
    at++;
    return undefined;
  }
}
