import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../../src/config/config.js';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { filePath, joinPath } from '../../../src/host/path.js';
import { createModuleReader } from '../../../src/load/module-reader.js';
import { loadProject } from '../../../src/load/load-project.js';
import { proveChange } from '../../../src/workflow/prove-change.js';

const root = filePath('/kitchen');
const shop: Readonly<Record<string, string>> = {
  'package.json': '{ "type": "module", "main": "./page.ts" }\n',
  'shop.ts': "export { total, tax, sold } from './cart';\nexport { open, close } from './till';\n",
  // Each has what the other one is asked for, so that no name is missing where two are exchanged.
  'cart.ts': 'export const total = (): number => 1;\nexport const tax = 2;\nexport const open = (): number => 3;\nexport let sold = 0;\nexport const sell = (): void => {\n  sold += 1;\n};\n',
  'till.ts': 'export const open = (): number => 4;\nexport const close = (): number => 5;\nexport const total = (): number => 6;\nexport const tax = 7;\n',
};

function load(files: Readonly<Record<string, string>>) {
  return loadProject({ fileSystem: createMemoryFileSystem(Object.fromEntries(Object.entries(files).map(([name, text]) => [joinPath(root, name), text]))), root, config: defaultConfig });
}

/** Ids of what the proof says of a page that was rewritten by hand. */
function judge(before: string, after: string, others: Readonly<Record<string, string>> = {}): readonly string[] {
  const [old, now] = [load({ ...shop, ...others, 'page.ts': before }), load({ ...shop, ...others, 'page.ts': after })];
  const { results } = proveChange({ before: old, after: now, changed: ['page.ts'], entries: ['page.ts'], typeCheck: { reason: 'not asked' }, testCommand: { reason: 'not asked' }, read: createModuleReader(old) });
  return [...new Set(results.flatMap(({ diagnostics }) => diagnostics.filter(({ severity }) => severity === 'error').map(({ id }) => id)))].sort();
}

interface Form {
  readonly head: (facades: readonly string[]) => string;
  readonly value: (module: string) => string;
}

const lazy: Form = { head: () => '', value: (module) => `await import('./${module}')` };
const required: Form = { head: () => 'declare function require(path: string): any;\n', value: (module) => `require('./${module}')` };
const namespace: Form = { head: (modules) => modules.map((module) => `import * as ${module} from './${module}';\n`).join(''), value: (module) => module };
const forms: Readonly<Record<string, Form>> = { 'a lazy import': lazy, 'a require': required, 'a namespace': namespace };

/** A page at top level, and one that does the same in a function. */
function pagesOf({ head, value }: Form, modules: readonly string[], body: (value: (module: string) => string) => string, end = 'console.log(total(), unlock(), tax);\n'): readonly [string, string] {
  const text = body(value);
  return [`${head(modules)}${text}${end}`, `${head(modules)}export async function page(): Promise<void> {\n${text}${end}}\n`];
}

const whole = (value: (module: string) => string): string => `const { total, open: unlock, tax } = ${value('shop')};\n`;

describe.each(Object.entries(forms))('a pattern of %s that was divided', (_, form) => {
  const judgeAll = (body: (value: (module: string) => string) => string, old = whole): readonly (readonly string[])[] => {
    const [before, after] = [pagesOf(form, ['shop'], old), pagesOf(form, ['cart', 'till'], body)];
    return before.map((text, index) => judge(text, after[index]!));
  };

  it('is the same by every name, as statements and as declarations of one', () => {
    expect(judgeAll((value) => `const { total, tax } = ${value('cart')};\nconst { open: unlock } = ${value('till')};\n`)).toEqual([[], []]);
    expect(judgeAll((value) => `const { open: unlock } = ${value('till')}, { tax, total } = ${value('cart')};\n`)).toEqual([[], []]);
    expect(judgeAll((value) => `const { total, tax } = (${value('cart')})\nconst { open: unlock } = ${value('till')};\n`)).toEqual([[], []]);
  });

  const wrong: Readonly<Record<string, (value: (module: string) => string) => string>> = {
    'two names are exchanged between the modules': (value) => `const { open: unlock, tax } = ${value('cart')};\nconst { total } = ${value('till')};\n`,
    'one name comes from the other module': (value) => `const { total } = ${value('cart')};\nconst { open: unlock, tax } = ${value('till')};\n`,
    'two local names are exchanged': (value) => `const { total: tax, tax: total } = ${value('cart')};\nconst { open: unlock } = ${value('till')};\n`,
    'another name of the module is taken': (value) => `const { total, tax } = ${value('cart')};\nconst { close: unlock } = ${value('till')};\n`,
    'one name is dropped': (value) => `const { total } = ${value('cart')};\nconst { open: unlock } = ${value('till')};\n`,
    'one name is there twice': (value) => `const { total, tax } = ${value('cart')};\nconst { open: unlock, tax: again } = ${value('till')};\n`,
    'one statement is gone': (value) => `const { total, tax } = ${value('cart')};\n`,
    'one statement is there twice': (value) => `const { total, tax } = ${value('cart')};\nconst { open: unlock } = ${value('till')};\nconst { open: unlock } = ${value('till')};\n`,
    'one keyword is another': (value) => `const { total, tax } = ${value('cart')};\nlet { open: unlock } = ${value('till')};\n`,
    'a default is new': (value) => `const { total, tax = 1 } = ${value('cart')};\nconst { open: unlock } = ${value('till')};\n`,
    'something stands between the two': (value) => `const { total, tax } = ${value('cart')};\nconsole.log(tax);\nconst { open: unlock } = ${value('till')};\n`,
    'the next line goes on with the value': (value) => `const { total, tax } = ${value('cart')}\n[0];\nconst { open: unlock } = ${value('till')};\n`,
  };
  it.each(Object.entries(wrong))('is found where %s', (_trap, body) => {
    for (const ids of judgeAll(body)) expect(ids).not.toEqual([]);
  });

  it('is found where a statement between two patterns is passed by one of them', () => {
    const old = (value: (module: string) => string): string => `const { total, open: unlock } = ${value('shop')};\nconsole.log(total());\nconst { tax } = ${value('shop')};\n`;
    expect(judgeAll((value) => `const { total } = ${value('cart')};\nconst { open: unlock } = ${value('till')};\nconsole.log(total());\nconst { tax } = ${value('cart')};\n`, old)).toEqual([[], []]);
    for (const ids of judgeAll((value) => `const { total } = ${value('cart')};\nconsole.log(total());\nconst { open: unlock } = ${value('till')};\nconst { tax } = ${value('cart')};\n`, old)) expect(ids).not.toEqual([]);
  });
});

describe('a pattern of modules that are loaded when it runs', () => {
  const right = (value: (module: string) => string): string => `const { total, tax } = ${value('cart')};\nconst { open: unlock } = ${value('till')};\n`;
  const loud = { 'cart.ts': `console.log('cart');\n${shop['cart.ts']!}`, 'till.ts': `console.log('till');\n${shop['till.ts']!}` };
  const judgeBoth = (form: Form, body: (value: (module: string) => string) => string, others: Readonly<Record<string, string>>, old = whole, end?: string): readonly (readonly string[])[] => {
    const [before, after] = [pagesOf(form, ['shop'], old, end), pagesOf(form, ['cart', 'till'], body, end)];
    return before.map((text, index) => judge(text, after[index]!, others));
  };

  // At top level a `require` takes its names before the second module runs, which might change what they are.
  it.each([['lazily', lazy, []], ['by require', required, ['effect-out-of-order']]] as const)('is found where they are loaded %s in another order, and both do something then', (_, form, above) => {
    expect(judgeBoth(form, right, loud)).toEqual([above, []]);
    for (const ids of judgeBoth(form, (value) => `const { open: unlock } = ${value('till')};\nconst { total, tax } = ${value('cart')};\n`, loud)) expect(ids).not.toEqual([]);
  });

  it('is found where something that the facade loads is not loaded any more', () => {
    const others = { 'shop.ts': `import './log';\n${shop['shop.ts']!}`, 'log.ts': "console.log('log');\nexport {};\n" };
    for (const ids of judgeBoth(lazy, right, others)) expect(ids).not.toEqual([]);
    const quiet = { ...others, 'log.ts': "export const log = 'log';\n" };
    expect(judgeBoth(lazy, right, quiet)).toEqual([[], []]);
  });

  it('is found where they are a circle that is come to from another end', () => {
    const others = {
      'cart.ts': "import { open } from './till';\nexport class Cart {}\nexport const total = (): number => open();\nexport const tax = 2;\n",
      'till.ts': "import { Cart } from './cart';\nexport class Till extends Cart {}\nexport const open = (): number => 4;\n",
      'shop.ts': "export { open } from './till';\nexport { total, tax } from './cart';\n",
    };
    for (const form of [lazy, required]) for (const ids of judgeBoth(form, right, others)) expect(ids).not.toEqual([]);
  });

  it('is found where a name that is assigned meanwhile is taken after a second load', () => {
    const end = 'console.log(sold, unlock());\n';
    const [old, now] = [(value: (module: string) => string) => `const { open: unlock, sold } = ${value('shop')};\n`, (value: (module: string) => string) => `const { open: unlock } = ${value('till')};\nconst { sold } = ${value('cart')};\n`];
    for (const ids of judgeBoth(lazy, now, {}, old, end)) expect(ids).not.toEqual([]);
    expect(judgeBoth(required, now, {}, old, end)).toEqual([[], []]);
    expect(judgeBoth(namespace, now, {}, old, end)).toEqual([[], []]);
  });

  it('is the same beside another one that takes a name that is assigned, alone as before', () => {
    const mine = (value: (module: string) => string): string => `const { sold } = ${value('cart')};\nconst { close } = ${value('till')};\n`;
    expect(judgeBoth(lazy, (value) => `${right(value)}${mine(value)}`, {}, (value) => `${whole(value)}${mine(value)}`, 'console.log(sold, close(), unlock(), total(), tax);\n')).toEqual([[], []]);
  });

  it('is not asked what a facade does that was left for one module, which the order of programs tells', () => {
    const others = { 'shop.ts': `console.log('shop');\n${shop['shop.ts']!}` };
    const end = 'console.log(total(), close());\n';
    const [, before] = pagesOf(required, ['shop'], (value) => `const { total } = ${value('shop')};\nconst { close } = ${value('shop')};\n`, end);
    const [, after] = pagesOf(required, ['shop'], (value) => `const { total } = ${value('cart')};\nconst { close } = ${value('shop')};\n`, end);
    expect(judge(before, after, others)).toEqual([]);
  });
});
