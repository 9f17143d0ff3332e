/** Keys and array indexes from the top of a JSON document. */
export type JsonPath = readonly (string | number)[];

export type JsonReading =
  | {
      readonly kind: 'value';
      readonly value: unknown;
      /** Offset of the key (for a member of an object) or of the value; of the nearest enclosing value when the path is absent. */
      readonly offsetOf: (path: JsonPath) => number;
    }
  | { readonly kind: 'error'; readonly message: string; readonly offset: number };

class JsonProblem extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

/** A file of a thousand brackets is no configuration: reading it to its end would end in a stack that is full. */
const deepest = 500;

/**
 * RFC 8259 with the place of every key and every error. `JSON.parse` cannot serve: for `{"a": x}` its message names no
 * position at all, and it silently keeps the last of two equal keys.
 */
export function readJson(text: string): JsonReading {
  const offsets = new Map<string, number>();
  try {
    const value = parseDocument(text, (path, offset) => offsets.set(JSON.stringify(path), offset));
    return {
      kind: 'value',
      value,
      offsetOf: (path) => {
        for (let length = path.length; length > 0; length--) {
          const offset = offsets.get(JSON.stringify(path.slice(0, length)));
          if (offset !== undefined) return offset;
        }
        return text.length - text.trimStart().length;
      },
    };
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    return { kind: 'error', message: error.message, offset: error.offset };
  }
}

function parseDocument(text: string, record: (path: JsonPath, offset: number) => void): unknown {
  let position = 0;
  const result = value([]);
  skipSpace();
  if (position < text.length) throw unexpected('the end of the file');
  return result;

  function value(path: JsonPath): unknown {
    skipSpace();
    const next = text[position];
    if (path.length > deepest) throw new JsonProblem(`values are nested more than ${deepest} deep`, position);
    if (next === '{') return objectMembers(path);
    if (next === '[') return arrayItems(path);
    if (next === '"') return string();
    const literal = /(?:true|false|null)\b|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
    literal.lastIndex = position;
    const match = literal.exec(text);
    if (!match) throw unexpected('a value');
    position = literal.lastIndex;
    return JSON.parse(match[0]);
  }

  function objectMembers(path: JsonPath): unknown {
    const members = new Map<string, unknown>();
    position++;
    skipSpace();
    while (text[position] !== '}') {
      if (members.size > 0) {
        expectCharacter(',', `',' or '}'`);
        skipSpace();
      }
      const at = position;
      if (text[position] !== '"') throw unexpected('a key in double quotes');
      const key = string();
      if (members.has(key)) throw new JsonProblem(`the key "${key}" stands twice in one object`, at);
      record([...path, key], at);
      skipSpace();
      expectCharacter(':', `':'`);
      members.set(key, value([...path, key]));
      skipSpace();
    }
    position++;
    return Object.fromEntries(members);
  }

  function arrayItems(path: JsonPath): unknown {
    const items: unknown[] = [];
    position++;
    skipSpace();
    while (text[position] !== ']') {
      if (items.length > 0) {
        expectCharacter(',', `',' or ']'`);
        skipSpace();
      }
      const itemPath = [...path, items.length];
      record(itemPath, position);
      items.push(value(itemPath));
      skipSpace();
    }
    position++;
    return items;
  }

  function string(): string {
    const start = position;
    const body = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
    body.lastIndex = start;
    const match = body.exec(text);
    if (!match) throw new JsonProblem('a string is not closed or holds a character that JSON does not allow', start);
    position = body.lastIndex;
    return JSON.parse(match[0]) as string;
  }

  function expectCharacter(character: string, expected: string): void {
    if (text[position] !== character) throw unexpected(expected);
    position++;
  }

  function skipSpace(): void {
    while (position < text.length && ' \t\n\r'.includes(text[position]!)) position++;
  }

  function unexpected(expected: string): JsonProblem {
    const found = text[position];
    if (found === undefined) return new JsonProblem(`the file ends where ${expected} should stand`, position);
    if (found === '/') return new JsonProblem('JSON has no comments', position);
    return new JsonProblem(`found ${JSON.stringify(found)} where ${expected} should stand`, position);
  }
}
