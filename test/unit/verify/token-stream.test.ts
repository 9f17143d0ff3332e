import { describe, expect, it } from 'vitest';
import { readTokens } from '../../../src/verify/token-stream.js';

const words = (text: string, jsx = false) => readTokens(text, 0, text.length, jsx).tokens.map((token) => token.text);
const comments = (text: string, jsx = false) => readTokens(text, 0, text.length, jsx).comments.map((comment) => comment.text);

describe('token stream', () => {
  it('drops layout and comments between tokens', () => {
    expect(words('const  a /* soup */ =\n  1; // bowl')).toEqual(['const', 'a', '=', '1', ';']);
    expect(comments('const  a /* soup */ =\n  1; // bowl')).toEqual(['/* soup */', '// bowl']);
  });

  it('keeps comment marks and spaces inside strings, templates and regular expressions', () => {
    expect(words('a = "/*  x" + \'//  y\' + `z  // ${ b /* c */ }  /* w */`')).toEqual([
      'a', '=', '"/*  x"', '+', "'//  y'", '+', '`z  // ${', 'b', '}  /* w */`',
    ]);
    expect(words('const r = /[/"]  \\/ `/g.test(s)')).toEqual(['const', 'r', '=', '/[/"]  \\/ `/g', '.', 'test', '(', 's', ')']);
  });

  it('tells division from a regular expression by what stands before', () => {
    expect(words('x = (a) / b / c')).toEqual(['x', '=', '(', 'a', ')', '/', 'b', '/', 'c']);
    expect(words('if (a) /b  c/.test(d)')).toEqual(['if', '(', 'a', ')', '/b  c/', '.', 'test', '(', 'd', ')']);
    expect(words('function f() {} /b  c/.test(d)').slice(6, 7)).toEqual(['/b  c/']);
    expect(words('x = { a: 1 } / 2')).toContain('/');
    expect(words('total.return / 2 / 3')).toEqual(['total', '.', 'return', '/', '2', '/', '3']);
  });

  it('lexes nested templates and object literals in holes', () => {
    expect(words('`a ${ { b: `c ${d}  e` }.b }  f`')).toEqual(['`a ${', '{', 'b', ':', '`c ${', 'd', '}  e`', '}', '.', 'b', '}  f`']);
    expect(words('`${/}/.test(a)}`')).toEqual(['`${', '/}/', '.', 'test', '(', 'a', ')', '}`']);
  });

  it('keeps JSX text character for character and knows no comments in it', () => {
    expect(words('const a = <p  id="x">see  http://shop // not a comment {total  + 1}</p>;', true)).toEqual([
      'const', 'a', '=', '<', 'p', 'id', '=', '"x"', '>', 'see  http://shop // not a comment ', '{', 'total', '+', '1', '}', '</p>', ';',
    ]);
    expect(comments('const a = <p>// text</p>;', true)).toEqual([]);
  });

  it('does not take type parameters for elements in a .tsx file', () => {
    expect(words('type F = <T>(x: T) => T; // done', true)).toEqual(['type', 'F', '=', '<', 'T', '>', '(', 'x', ':', 'T', ')', '=>', 'T', ';']);
    expect(comments('const f = <T,>(x: T) => x; // done', true)).toEqual(['// done']);
    expect(comments('const f = <T extends object>(x: T) => x; // done', true)).toEqual(['// done']);
  });

  it('reads CRLF text like LF text', () => {
    expect(words('const a = `x\r\ny`;\r\n')).toEqual(words('const a = `x\ny`;\n'));
    expect(comments('/**\r\n   * soup\r\n   */')).toEqual(comments('/**\n * soup\n */'));
  });

  it('keeps shift-like brackets of types apart', () => {
    expect(words('let a: Map<string, Set<T>>= b')).toEqual(words('let a: Map<string, Set<T> > = b'));
  });
});
