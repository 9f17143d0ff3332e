import { describe, expect, it } from 'vitest';
import { lexBytes, lexText } from '../../../src/language/typescript/scan-lex.js';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decode(bytes: Buffer): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** What both ways to the lexer say of the same text. */
function expectSame(bytes: Buffer): void {
  const text = bytes.includes(0) ? undefined : decode(bytes);
  const lexed = lexBytes(bytes, false, true);
  expect([bytes.toString('hex'), lexed !== undefined]).toEqual([bytes.toString('hex'), text !== undefined]);
  if (!lexed || text === undefined) return;
  const { words, lines, lost, statements } = lexText(text);
  expect({ ...lexed, text }).toMatchObject({ words, lines, lost, statements, isAscii: bytes.length === text.length, text });
}

describe('the lexer on bytes', () => {
  it.each([
    ['the least and the largest of each size', '\x01\x7f\x80\u07ff\u0800\ud7ff\ue000\uffff\u{10000}\u{10ffff}'],
    ['a byte order mark, which is white space to it', '\ufeffimport a from "a"'],
    ['line separators', 'let a;\u2028let b;\u2029\nlet c;'],
    ['a pair of surrogates across sixteen bytes', `${'x'.repeat(14)}🍮 import "a"`],
  ])('reads %s', (_, text) => expectSame(Buffer.from(text)));

  it.each([
    ['a zero', '00'], ['a continuation alone', '80'], ['two bytes for one', 'c0af'], ['two bytes for one, the last of them', 'c1bf'], ['three for two', 'e09fbf'],
    ['half of a surrogate pair', 'eda080'], ['the other half', 'edbfbf'], ['four for three', 'f08fbfbf'], ['more than there is', 'f4908080'], ['five bytes', 'f888808080'],
    ['a lead without its end', 'e282'], ['a lead before ASCII', 'c341'], ['no byte of UTF-8', 'ff'],
  ])('knows %s, wherever it stands', (_, hex) => {
    for (let before = 0; before < 20; before++) {
      for (const after of [0, 1, 20]) {
        const bytes = Buffer.concat([Buffer.alloc(before, 'a'), Buffer.from(hex, 'hex'), Buffer.alloc(after, 'b')]);
        expect(lexBytes(bytes, false, true)).toBeUndefined();
        expectSame(bytes);
      }
    }
  });

  it('reads what a decoder reads', () => {
    let state = 7;
    const next = (below: number): number => Math.floor(((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32) * below);
    const pieces = ['61', '0a', '0d', '27', '2f2f', 'c3a9', 'e4b8ad', 'f09f8dae', 'e280a8', 'c2', 'e4b8', '80', 'efbbbf', 'edbfbf', '696d706f727420276127'];
    for (let i = 0; i < 3000; i++) {
      const ordinary = i % 3 === 0 ? pieces.length : 9;
      expectSame(Buffer.from(Array.from({ length: next(30) }, () => pieces[next(ordinary)]!).join(''), 'hex'));
    }
  });

  it('forgets what stood behind a shorter text', () => {
    expectSame(Buffer.from(`let a = '中';\n${'import b from "b";\n'.repeat(20)}`));
    expectSame(Buffer.from(`é${'中'.repeat(30)} impor`));
    expectSame(Buffer.from('é /'));
  });
});
