import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { ts } from 'ts-morph';
import { describe, expect, it } from 'vitest';
import { measureLines } from '../../../src/language/typescript/count-lines.js';
import { lexText, spansOf } from '../../../src/language/typescript/scan-lex.js';
import { buildLineStarts, lineColumnAt } from '../../../src/text/line-index.js';

describe('line counts of lexText', () => {
  it.each([
    ['an empty file', '', { physical: 0, code: 0, comment: 0, blank: 0 }],
    ['a final newline, which starts no line', 'a\n', { physical: 1, code: 1, comment: 0, blank: 0 }],
    ['no final newline', 'a\nb', { physical: 2, code: 2, comment: 0, blank: 0 }],
    ['CRLF', 'a\r\n\r\nb\r\n', { physical: 3, code: 2, comment: 0, blank: 1 }],
    ['code and comment on one line', 'a(); // b\n/* c */ d();\n', { physical: 2, code: 2, comment: 0, blank: 0 }],
    ['a block comment with a blank line', '/*\n\n*/\n', { physical: 3, code: 0, comment: 2, blank: 1 }],
    ['code after the end of a block comment', '/*\n*/ a();\n', { physical: 2, code: 1, comment: 1, blank: 0 }],
    ['a blank line in a template', 'const t = `a\n\n// b`;\n', { physical: 3, code: 2, comment: 0, blank: 1 }],
    ['comment marks in strings', `const u = 'http://x'; const v = "/*";\nconst w = 1; // */\n`, { physical: 2, code: 2, comment: 0, blank: 0 }],
    ['a comment inside a template hole', 'const t = `${a /* }` */}\n// text`;\n// c\n', { physical: 3, code: 2, comment: 1, blank: 0 }],
    ['nested templates', 'const t = `${`${"`"}\n// inner`}\n// outer`;\n', { physical: 3, code: 3, comment: 0, blank: 0 }],
    ['a regular expression that holds comment marks', 'const r = /[/*]/;\nconst s = x.replace(/\\/\\//g, "");\n', { physical: 2, code: 2, comment: 0, blank: 0 }],
    ['a quote inside a regular expression', `if (ready) /'/.test(s);\n// c\n`, { physical: 2, code: 1, comment: 1, blank: 0 }],
    ['a division, not a regular expression', `const q = (a) / b; // '\nconst r = i++ / 2; // /\n// c\n`, { physical: 3, code: 2, comment: 1, blank: 0 }],
    ['a non-null assertion before a division', `const q = total! / 2; const s = "/";\n// c\n`, { physical: 2, code: 1, comment: 1, blank: 0 }],
    ['an escaped quote and a continued line', `const s = 'it\\'s \\\n// still text';\n// c\n`, { physical: 3, code: 2, comment: 1, blank: 0 }],
    ['an unterminated quote, which ends with its line', `<p>don't\n// c\n`, { physical: 2, code: 1, comment: 1, blank: 0 }],
    ['a hashbang', '#!/usr/bin/env node\na();\n', { physical: 2, code: 1, comment: 1, blank: 0 }],
    ['no-break spaces and a byte order mark', '\u00a0\u3000\ufeff\na\n', { physical: 2, code: 1, comment: 0, blank: 1 }],
  ])('counts %s', (_, text, expected) => {
    expect(lexText(text).lines).toEqual(expected);
  });

  it('agrees with the TypeScript scanner on the code lines of the sources of two packages', () => {
    const load = createRequire(import.meta.url);
    const folders = [dirname(load.resolve('zod/package.json')), dirname(load.resolve('commander'))];
    const files = folders.flatMap((folder) => sourcesBelow(folder));
    expect(files.length).toBeGreaterThan(40);
    for (const file of files) {
      const text = readFileSync(file, 'utf8');
      const expected = compilerCodeLines(file, text);
      expect(ownCodeLines(text), file).toEqual(expected);
      expect(lexText(text).lines.code, file).toBe(expected.length);
    }
  });
});

/** An expression in parts; where two of them meet, white space, newlines and comments may stand. */
const expressions = fc.letrec<{ any: string[]; plain: string[]; nested: string[]; element: string[] }>((tie) => ({
  any: fc.oneof({ depthSize: 'small', withCrossShrink: true }, tie('plain'), tie('nested'), tie('element')),
  plain: fc
    .constantFrom('soup', '1.', '.5e3', `'it\\'s // "'`, `"/* '\\\n//"`, '/[/"\'`]\\/*{/g', '`\n// ${"}"} \n\n`', '`/*`', 'soup!', 'i++', '{}', '[]', 'this')
    .map((text) => [text === '{}' ? '({})' : text]),
  nested: fc.oneof(
    fc.tuple(tie('any'), fc.constantFrom('/', '<', '*', '+', '&&', '??'), tie('any')).map(([a, operator, b]) => ['(', ...a, operator, ...b, ')']),
    tie('any').map((a) => ['pay(', ...a, ',', ...a, ')']),
    tie('any').map((a) => ['`soup ${', ...a, '}\n  // no comment`']),
    tie('any').map((a) => ['((', 'x', ')', '=>', '{', 'if (', ...a, ')', '/x"/.test(y)', ';', 'return', '(', ...a, ')', '})']),
    tie('any').map((a) => ['[', ...a, ',', '...', ...a, ']']),
  ),
  element: fc.oneof(
    tie('any').map((a) => [`<Soup title="it's" `, 'hot', ` rows={`, ...a, '}', '/>']),
    fc.tuple(tie('any'), tie('element')).map(([a, b]) => [`<b>it's // no comment\n\n{`, ...a, '}', ...b, ` /* no comment */</b>`]),
    tie('any').map((a) => ['<>{', ...a, '}</>']),
  ),
}));

const gaps = fc.array(fc.constantFrom('', ' ', '\n', '\r\n', '\t\n\n', ' // it\'s `\n', '/* "\n\n * { */', '/**/'), { minLength: 1, maxLength: 40 });

/** After a part that ends in JSX text or in an attribute's place, the generator adds nothing: it would be text there, or part of the name. */
function isCodeAfter(part: string): boolean {
  return !/^<\/|\/>$|<\/b>$|^\}<\/|^<Soup/.test(part);
}

describe('lexText on generated programs', () => {
  it('finds the comments and counts the lines that the compiler does', () => {
    fc.assert(
      fc.property(fc.array(expressions.any, { minLength: 1, maxLength: 4 }), gaps, (list, between) => {
        const parts = list.flatMap((expression) => ['soup =', ...expression, ';']);
        const text = parts.map((part, index) => part + (isCodeAfter(part) ? between[index % between.length]! : '')).join('');
        const tree = ts.createSourceFile('shop.tsx', text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX) as ts.SourceFile & { parseDiagnostics: unknown[] };
        fc.pre(tree.parseDiagnostics.length === 0);
        const lexed = lexText(text, { jsx: true });
        const comments = compilerComments(tree);
        expect(lexed.lost).toBe(false);
        expect(spansOf(lexed.comments)).toEqual(comments);
        expect(lexed.lines).toEqual(measureLines(text, buildLineStarts(text), comments));
      }),
      { numRuns: 150 },
    );
  });
});

/** Comments between tokens, as the compiler's scanner sees them there. */
function compilerComments(tree: ts.SourceFile): { start: number; end: number }[] {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false);
  const comments: { start: number; end: number }[] = [];
  const visit = (node: ts.Node): void => {
    const children = node.getChildren(tree);
    for (const child of children) visit(child);
    if (children.length > 0 || node.kind === ts.SyntaxKind.JsxText) return;
    scanner.setText(tree.text, node.pos, node.getStart(tree) - node.pos);
    for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
      if (kind === ts.SyntaxKind.SingleLineCommentTrivia || kind === ts.SyntaxKind.MultiLineCommentTrivia) {
        comments.push({ start: scanner.getTokenStart(), end: scanner.getTokenEnd() });
      }
    }
  };
  visit(tree);
  return comments;
}

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /^src\/v[34]\/[^/]+(?:\/[^/]+)?\.ts$|^lib\/.*\.js$/.test(name))
    .map((name) => join(folder, name));
}

/** Lines that hold something outside white space and the lexer's comments. */
function ownCodeLines(text: string): number[] {
  let masked = '';
  let position = 0;
  for (const comment of spansOf(lexText(text).comments)) {
    masked += text.slice(position, comment.start) + text.slice(comment.start, comment.end).replace(/\S/g, ' ');
    position = comment.end;
  }
  return linesOf(text, [[0, text.length]], masked + text.slice(position));
}

/** Lines that hold a character of a token, by the compiler's own tree. */
function compilerCodeLines(file: string, text: string): number[] {
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const tokens: [number, number][] = [];
  const visit = (node: ts.Node): void => {
    if (node.kind >= ts.SyntaxKind.FirstJSDocNode && node.kind <= ts.SyntaxKind.LastJSDocNode) return;
    const children = node.getChildren(tree);
    if (children.length === 0) tokens.push([node.getStart(tree), node.end]);
    for (const child of children) visit(child);
  };
  visit(tree);
  return linesOf(text, tokens, text);
}

function linesOf(text: string, spans: readonly (readonly [number, number])[], visible: string): number[] {
  const starts = buildLineStarts(text);
  const lines = new Set<number>();
  for (const [start, end] of spans) {
    if (start === end) continue;
    const last = lineColumnAt(starts, end - 1).line;
    for (let line = lineColumnAt(starts, start).line; line <= last; line++) {
      if (/\S/.test(visible.slice(Math.max(start, starts[line - 1]!), Math.min(end, starts[line] ?? text.length)))) lines.add(line);
    }
  }
  return [...lines].sort((a, b) => a - b);
}
