import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { filePath } from '../../../src/host/path.js';
import { readModule, readModules } from '../../../src/language/typescript/read.js';
import { buildLineStarts } from '../../../src/text/line-index.js';
import type { SourceFile } from '../../../src/model/source-file.js';

const facts = {
  emitDecoratorMetadata: false, verbatimModuleSyntax: false, isolatedModules: false, isolatedDeclarations: false, allowImportingTsExtensions: false, checkJs: false,
};
const folder = path.join(import.meta.dirname, '../../../fixtures/codemod/split-module');

function source(name: string, text: string): SourceFile {
  return { path: filePath(`/kitchen/${name}`), text, bom: false, newline: '\n', lineStarts: buildLineStarts(text) };
}

function compare(sources: readonly SourceFile[]): void {
  const together = readModules(sources.map((one) => ({ source: one, facts })));
  together.forEach((model, index) => expect(model).toEqual(readModule(sources[index]!, facts)));
}

describe('reading many files at once', () => {
  it('says of each what reading it alone says, for what could give a name a meaning in the others', () => {
    const user = 'export const total = stock + price + Dish.size + kitchen.oven;\nexport type Line = Menu | Dish.Size;\n';
    compare([
      source('user.ts', user),
      source('same.ts', user),
      source('script.ts', 'const stock = 1;\nvar price = 2;\ninterface Menu {}\n'),
      source('global.ts', 'export {};\ndeclare global {\n  const stock: number;\n  interface Menu {}\n}\n'),
      source('augment.ts', "import './user';\ndeclare module './user' {\n  interface Line {}\n}\n"),
      source('umd.d.ts', 'export as namespace kitchen;\nexport const oven: number;\n'),
      source('space.ts', 'export namespace Dish {\n  export const size = 1;\n  export type Size = number;\n}\n'),
      source('script.js', 'globalThis.stock = 1;\nfunction price() {}\n'),
      source('common.js', 'exports.stock = 1;\nmodule.exports.price = 2;\n'),
    ]);
  });

  it('follows no import to a file that is read beside it', () => {
    compare([
      source('oven.ts', "import { heat as own } from './oven';\nimport { cool } from './fridge';\nexport const heat = 1;\nexport const both = own + cool;\n"),
      source('fridge.ts', "export { heat } from './oven';\nexport * from './oven';\nexport const cool = 2;\n"),
      source('hall.tsx', "import * as oven from './oven';\nexport const Hall = () => <oven.Door heat={oven.heat} />;\n"),
    ]);
  });

  it('and so it does for the texts of the fixtures', () => {
    const texts = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /input[\\/].*\.[cm]?[jt]sx?$/.test(name) && statSync(path.join(folder, name)).isFile()).sort().filter((_, index) => index % 16 === 0);
    expect(texts.length).toBeGreaterThan(30);
    compare(texts.map((name) => source(name.replaceAll(/[\\/]/g, '-'), readFileSync(path.join(folder, name), 'utf8').replaceAll('\r', ''))));
  });
});
