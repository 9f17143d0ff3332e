import { beforeEach, describe, expect, it, vi } from 'vitest';
import { filePath } from '../../../src/host/path.js';
import { readLinks } from '../../../src/language/typescript/links/links.js';
import * as full from '../../../src/language/typescript/read.js';
import type { LinkStatement, ModuleLinks } from '../../../src/model/module-links.js';
import type { CompilerFacts } from '../../../src/model/project.js';
import type { SourceFile } from '../../../src/model/source-file.js';
import { buildLineStarts } from '../../../src/text/line-index.js';

vi.mock('../../../src/language/typescript/read.js', { spy: true });
beforeEach(() => void vi.mocked(full.readModule).mockClear());

const facts: CompilerFacts = {
  emitDecoratorMetadata: false, verbatimModuleSyntax: false, isolatedModules: false, isolatedDeclarations: false, allowImportingTsExtensions: false, checkJs: false,
};

function sourceOf(text: string, name: string): SourceFile {
  return { path: filePath(`/kitchen/${name}`), text, bom: false, newline: '\n', lineStarts: buildLineStarts(text) };
}

/** Asserts that no part of the answer came from the full reader. */
function links(text: string, name = 'shop.ts', extra: Partial<CompilerFacts> = {}): ModuleLinks {
  const result = readLinks(sourceOf(text, name), { ...facts, ...extra });
  expect(full.readModule).not.toHaveBeenCalled();
  return result;
}

const statementOf = (module: ModuleLinks, name: string): LinkStatement => module.statements.find(({ declares }) => declares.includes(name))!;
const brief = (statement: LinkStatement, list: 'reads' | 'writes' = 'reads'): string[] => statement[list].map(({ name, when }) => `${name}:${when}`);

describe('when a reference is evaluated', () => {
  const module = links(`
import { Base, tag, rate, type Spice } from './pantry';
const tax = 0.2;
@tag(() => rate)
class Oven extends Base<Spice> implements Spice {
  static heat = tax;
  glow = rate;
  static { tag(tax); }
  [tag.name]() { return rate; }
  bake(@tag dish: Spice = rate) { return dish; }
}
const now = (() => tax)();
const bound = (function () { return tax; }).call(undefined);
const later = () => tax;
const all = [1].map((n) => n * rate);
const made = new Base(() => rate);
const asserted = [1].map((<any>(() => rate)));
type Menu = typeof tax;
enum Size { Big = tax }
declare namespace Till { const slot: typeof tax; }
`);
  it.each([
    ['Oven', ['tag:hard', 'rate:hard', 'Base:hard', 'Spice:type', 'Spice:type', 'tax:hard', 'rate:soft', 'tag:hard', 'tax:hard', 'tag:hard', 'rate:soft', 'tag:hard', 'Spice:type', 'rate:soft']],
    ['now', ['tax:hard']],
    ['bound', ['tax:hard']],
    ['later', ['tax:soft']],
    ['all', ['rate:hard']],
    ['made', ['Base:hard', 'rate:hard']],
    ['asserted', ['rate:soft']],
    ['Menu', ['tax:type']],
    ['Size', ['tax:hard']],
    ['Till', ['tax:type']],
  ])('%s', (name, expected) => {
    expect(brief(statementOf(module, name))).toEqual(expected);
  });
});

describe('a name below the top level hides the one above', () => {
  const reads = (code: string): string[] => brief(links(`import { soup, Spice } from './pantry';\n${code}`).statements[1]!);
  it.each([
    ['a parameter, in its own default too', 'function serve(soup, other = soup) { soup; }', []],
    ['but not the result of the function', 'function serve(soup): Spice { return soup; }', ['Spice:type']],
    ['a destructured parameter, its key aside', 'function serve({ soup: bowl, spoon: { soup } }) { bowl; }', []],
    ['a `var` declared further down, in a block', 'function serve() { soup; if (1) { var soup; } }', []],
    ['a `let` in a block, only inside it', 'function serve() { { let soup; soup; } return soup; }', ['soup:soft']],
    ['a function in a block of a module is local to it', 'function serve() { { function soup() {} } soup(); }', ['soup:soft']],
    ['a loop variable, in the expression that it runs over too', 'for (const soup of [soup]) { soup; }', []],
    ['a caught error', 'try {} catch (soup) { soup; }', []],
    ['a case of a switch, all cases but not the subject', 'switch (soup) { case soup: { } default: let soup; }', ['soup:hard']],
    ['the name of a function expression and of a class expression', 'const serve = [function soup() { soup; }, class soup { static x = soup; }];', []],
    ['a type parameter hides the type but not the value', 'function serve<soup>(a: soup) { return soup; }', ['soup:soft']],
    ['a parameter hides the value but not the type', 'function serve(Spice: Spice) { return Spice; }', ['Spice:type']],
    ['`infer` hides in the true branch only', 'type Taste<T> = T extends (infer Spice)[] ? Spice : Spice;', ['Spice:type']],
    ['the key of a mapped type', 'type Rack = { [Spice in keyof Rack]: Spice };', []],
    ['an enum member', 'enum Order { soup = 1, double = soup * 2 }', []],
    ['a string-named enum member', "enum Order { 'soup' = 1, double = soup * 2 }", []],
    ['an export of a namespace', 'namespace Menu { export const soup = 1; soup; }', []],
    ['the inner names of a dotted namespace', 'namespace Menu.soup.Bowl { soup; }', []],
    ['a class in a block', 'if (1) { class Spice {} let jar: Spice = new Spice(); }', []],
    ['a static block holds its own `var`', 'class Pot { static { var soup = 1; soup; } static size = soup; }', ['soup:hard']],
  ])('%s', (_trap, code, expected) => {
    expect(reads(code)).toEqual(expected);
  });

  it('sees the exports of one declaration of a namespace in the next, and its private names not', () => {
    const module = links('const soup = 1, salt = 2;\nnamespace Menu { export const soup = 1; const salt = 2; }\nnamespace Menu { soup; salt; }\n');
    expect(brief(module.statements[2]!)).toEqual(['salt:hard']);
  });

  it('looks for a function in the body of another one not from its parameters, where the compiler looks too', () => {
    const module = links('function cook() {}\nfunction serve(dish = cook()) { function cook() {} return dish; }\n');
    expect(brief(statementOf(module, 'serve'))).toEqual(['cook:soft']);
  });
});

describe('what is no reference', () => {
  it.each([
    ['labels', 'soup: for (;;) { break soup; }'],
    ['property names', 'const bowl = { soup: 1, other() { return this.soup; } }; bowl.soup;'],
    ['members of types', 'interface Bowl { soup: number; soup(): void }'],
    ['labels of a tuple and names in a predicate', 'type Check = (soup: unknown) => soup is [soup: string];'],
    ['the names behind an import type', "let bowl: import('./bowl').soup.Bowl;"],
    ['`import.meta` and `new.target`', 'function Bowl() { return [import.meta.soup, new.target]; }'],
  ])('%s', (_trap, code) => {
    expect(links(`import { soup } from './pantry';\n${code}`).statements.flatMap(({ reads }) => reads.filter(({ name }) => name === 'soup'))).toEqual([]);
  });
});

describe('writes', () => {
  it.each([
    ['count = 1', [], ['count:hard']],
    ['count += 1', ['count:hard'], ['count:hard']],
    ['(count as number)++', ['count:hard'], ['count:hard']],
    ['count! ||= 1', ['count:hard'], ['count:hard']],
    ['({ count, a: [count], ...count } = box)', ['box:hard'], ['count:hard', 'count:hard', 'count:hard']],
    ['[count = box] = []', ['box:hard'], ['count:hard']],
    ['({ count = box } = {} as any)', ['box:hard'], ['count:hard']],
    ['[...(count as any)] = []', [], ['count:hard']],
    ['for ([count] of []);', [], ['count:hard']],
    ['box.count = 1', ['box:hard'], []],
    ['({ count })', ['count:hard'], []],
  ])('%s', (code, reads, writes) => {
    const statement = links(`let count = 0, box: any;\n${code}`).statements[1]!;
    expect([brief(statement), brief(statement, 'writes')]).toEqual([reads, writes]);
  });
});

describe('spans', () => {
  it('counts an emoji as two, as a JavaScript string does', () => {
    const text = "// 😀 dish of the day\nimport { soup } from './🍲';\nconst label = '😀😀' + soup;\n";
    const module = links(text);
    const { span } = module.statements[1]!.reads[0]!;
    expect(text.slice(span.start, span.end)).toBe('soup');
    expect(text.slice(module.imports[0]!.specifierSpan.start, module.imports[0]!.specifierSpan.end)).toBe('./🍲');
  });

  it('starts a decorated class at its decorator, on whichever side of `export` that stands', () => {
    const text = '@dish export class Soup {}\nexport @dish class Stew {}\nfunction dish(x: any) { return x; }\n';
    expect(links(text).statements.map(({ span }) => text.slice(span.start, span.end))).toEqual(text.trim().split('\n'));
  });

  it('gives a semicolon that opens a line to that line, and one that touches a declaration to it', () => {
    const text = "'use strict'\nlet a = 1\n;[1].forEach(serve)\ninterface Tea {};\nfunction serve() {}\n";
    expect(links(text).statements.map(({ span }) => text.slice(span.start, span.end)))
      .toEqual(['let a = 1', ';[1].forEach(serve)', 'interface Tea {};', 'function serve() {}']);
  });
});

describe('the shape of the tree', () => {
  it.each([
    ['a sum', `const soup = 1;\nconst pot = ${Array.from({ length: 1200 }, () => 'soup').join(' + ')};`, 1200],
    ['a chain of calls', `const soup: any = 1;\nconst pot = soup${'.add(soup)'.repeat(1200)};`, 1201],
    ['a chain of `else if`', `const soup = 1;\n${Array.from({ length: 1200 }, () => 'if (soup) {}').join(' else ')}`, 1200],
  ])('%s of a thousand parts is no problem for the stack', (_shape, text, count) => {
    expect(links(text).statements[1]!.reads).toHaveLength(count);
  });

  it.each([
    ['brackets', `export const pot = ${'['.repeat(6000)}${']'.repeat(6000)};`],
    ['a sum', `const soup = 1;\nexport const pot = ${'soup + '.repeat(40_000)}soup;`],
  ])('says of %s nested by the thousand that they are too deep, and does not fail', (_shape, text) => {
    expect(links(text)).toMatchObject({ statements: [], problems: [{ message: 'nested too deeply to be parsed' }] });
  });

  it('leaves a text with a syntax error to the full reader', () => {
    const source = sourceOf('const soup = ;\nexport const bowl = 1;\n', 'shop.ts');
    expect(readLinks(source, facts).problems).toHaveLength(1);
    expect(full.readModule).toHaveBeenCalledOnce();
  });
});
