import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ts } from 'ts-morph';
import { describe, expect, it } from 'vitest';
import { lexText } from '../../../src/language/typescript/scan-lex.js';
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

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /^src\/v[34]\/[^/]+(?:\/[^/]+)?\.ts$|^lib\/.*\.js$/.test(name))
    .map((name) => join(folder, name));
}

/** Lines that hold something outside white space and the lexer's comments. */
function ownCodeLines(text: string): number[] {
  let masked = '';
  let position = 0;
  for (const comment of lexText(text).comments) {
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
