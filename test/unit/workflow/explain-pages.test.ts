import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../../scripts/repository.js';
import { analyzers } from '../../../src/analyze/registry.generated.js';
import { checks } from '../../../src/verify/registry.generated.js';
import { readPages } from '../../../src/workflow/explain-pages.js';

const folder = `${repositoryRoot}/docs/findings`;
const files = new Map(readdirSync(folder).sort().map((name) => [name, readFileSync(`${folder}/${name}`, 'utf8')]));
const pages = readPages(files);
const documented = pages.flatMap((page) => page.topics.map((topic) => topic.id));

/** Ids of all `diagnostic({ id: ... })` calls, and what could not be followed to a text. */
function findIds(): { readonly ids: ReadonlySet<string>; readonly unknown: readonly string[] } {
  const ids = new Set<string>();
  const unknown: string[] = [];
  const sources = readdirSync(`${repositoryRoot}/src`, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  for (const name of sources) {
    const text = readFileSync(`${repositoryRoot}/src/${name}`, 'utf8');
    if (!text.includes('diagnostic(')) continue;
    const tree = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
    const collect = (value: ts.Expression): void => {
      if (ts.isStringLiteralLike(value)) ids.add(value.text);
      else if (ts.isConditionalExpression(value)) [value.whenTrue, value.whenFalse].forEach(collect);
      else if (ts.isIdentifier(value)) followName(value);
      else if (!/^(?:analyzer|check)\.id$/.test(value.getText())) unknown.push(`${name}: ${value.getText()}`);
    };
    /** A parameter of an enclosing function takes what its calls in the file give; another name what it is set to. */
    const followName = (identifier: ts.Identifier): void => {
      const values: ts.Expression[] = [];
      for (let node: ts.Node | undefined = identifier.parent; node && values.length === 0; node = node.parent) {
        if (!ts.isFunctionLike(node)) continue;
        const index = node.parameters.findIndex((parameter) => parameter.name.getText() === identifier.text);
        const called = ts.isFunctionDeclaration(node) ? node.name?.text : ts.isVariableDeclaration(node.parent) ? node.parent.name.getText() : undefined;
        if (index === -1 || called === undefined) continue;
        forEachNode(tree, (each) => {
          if (ts.isCallExpression(each) && each.expression.getText() === called && each.arguments[index]) values.push(each.arguments[index]);
        });
      }
      if (values.length === 0) {
        forEachNode(tree, (each) => {
          if (ts.isVariableDeclaration(each) && each.name.getText() === identifier.text && each.initializer) values.push(each.initializer);
        });
      }
      if (values.length === 0) unknown.push(`${name}: ${identifier.text}`);
      values.forEach(collect);
    };
    forEachNode(tree, (node) => {
      const argument = ts.isCallExpression(node) && node.expression.getText() === 'diagnostic' ? node.arguments[0] : undefined;
      if (!argument || !ts.isObjectLiteralExpression(argument)) return;
      const property = argument.properties.find((each) => each.name?.getText() === 'id');
      if (property && ts.isPropertyAssignment(property)) collect(property.initializer);
      else if (property && ts.isShorthandPropertyAssignment(property)) followName(property.name);
      else if (!argument.properties.some(ts.isSpreadAssignment)) unknown.push(`${name}: no id in ${argument.getText().slice(0, 60)}`);
    });
  }
  return { ids, unknown };
}

function forEachNode(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => forEachNode(child, visit));
}

const { ids, unknown } = findIds();
const used = new Set([...ids, ...analyzers.map((unit) => unit.id), ...checks.map((unit) => unit.id)]);

describe('docs/findings', () => {
  it('follows every id in the sources to a text', () => {
    expect(unknown).toEqual([]);
    expect(ids.size).toBeGreaterThan(60);
  });

  it('has a page for every id, and no page for an id that nothing reports', () => {
    expect([...used].filter((id) => !documented.includes(id)).sort()).toEqual([]);
    expect(documented.filter((id) => !used.has(id)).sort()).toEqual([]);
  });

  it('explains every id once, on a page named after its first id', () => {
    expect(documented.filter((id, index) => documented.indexOf(id) !== index)).toEqual([]);
    expect([...files.keys()]).toEqual(pages.map((page) => `${page.topics[0]!.id}.md`));
  });

  it.each(pages.map((page) => [page.topics[0]!.id, page] as const))('%s says what it is and what to do, within a screen', (_id, page) => {
    expect(page.markdown).toMatch(/^# .+\n/);
    expect(page.markdown).toContain('\n## What to do\n');
    expect(page.markdown.split('\n').length).toBeLessThan(50);
    for (const { summary } of page.topics) expect(summary).toMatch(/^[A-Z].*\.$/);
  });

  it('refers only to ids that have a page', () => {
    const related = pages.flatMap((page) => [...page.markdown.matchAll(/Related: ([^\n]*)/g)].flatMap((match) => [...match[1]!.matchAll(/`([\w-]+)`/g)].map((name) => name[1]!)));
    expect(related.length).toBeGreaterThan(10);
    expect(related.filter((id) => !documented.includes(id))).toEqual([]);
  });
});

describe('readPages', () => {
  it('refuses a page without front matter, and a line there that names no id', () => {
    expect(() => readPages(new Map([['god-file.md', '# A god file\n']]))).toThrow('no front matter');
    expect(() => readPages(new Map([['god-file.md', '---\njust words\n---\n# A god file\n']]))).toThrow('just words');
  });

  it('reads Windows line endings, and passes by what is no page', () => {
    const [page] = readPages(new Map([['god-file.md', '---\r\ngod-file: Too long.\r\n---\r\n# A god file\r\n\r\nText.\r\n'], ['notes.txt', '']]));
    expect(page).toEqual({ title: 'A god file', topics: [{ id: 'god-file', summary: 'Too long.' }], markdown: '# A god file\n\nText.\n' });
  });
});
