import { describe, expect, it } from 'vitest';
import { filePath } from '../../../src/host/path.js';
import { readModule } from '../../../src/language/typescript/read.js';
import { findOrderNeeds } from '../../../src/plan/split/hidden-order.js';
import { buildLineStarts } from '../../../src/text/line-index.js';

const facts = {
  emitDecoratorMetadata: false, verbatimModuleSyntax: false, isolatedModules: false, isolatedDeclarations: false, allowImportingTsExtensions: false, checkJs: false,
};

function orders(text: string, hidden?: ReadonlyMap<string, readonly string[]>): string[] {
  const model = readModule({ path: filePath('/kitchen/shop.ts'), text, bom: false, newline: '\n', lineStarts: buildLineStarts(text) }, facts);
  const label = (index: number) => model.statements[index]!.declares[0] ?? model.statements[index]!.looseId;
  return findOrderNeeds(model, hidden).map(({ from, to }) => `${label(from.index)} after ${label(to.index)}`);
}

describe('findOrderNeeds', () => {
  const hidden = new Map([['makeOven', ['Appliance', 'describe']]]);

  it('lets a value made by a module of the knot wait for the class that the module takes back', () => {
    expect(orders("import { makeOven } from './m.js';\nexport class Appliance {}\nconst oven = makeOven();\nexport function describe() {}", hidden)).toEqual(['oven after Appliance']);
  });

  it('looks through a function of the file that calls the import', () => {
    expect(orders("import { makeOven } from './m.js';\nexport class Appliance {}\nfunction build() { return makeOven(); }\nconst oven = build();", hidden)).toEqual(['oven after Appliance']);
  });

  it('asks what a function that the module takes back reads, because the function itself is always there', () => {
    const text = "import { makeOven } from './m.js';\nconst heat = 3;\nexport function describe() { return heat; }\nconst oven = makeOven();";
    expect(orders(text, hidden)).toEqual(['oven after heat']);
  });

  it('needs nothing for an import that is only used later', () => {
    expect(orders("import { makeOven } from './m.js';\nexport class Appliance {}\nexport const build = () => makeOven();", hidden)).toEqual([]);
  });

  it('keeps a constant below the statement that catches the error of reading it', () => {
    expect(orders("try { use(size); } catch { use(0); }\nexport const size = 1;")).toEqual(['size after @1']);
  });

  it('takes a callback that names a later constant for one that runs later', () => {
    expect(orders("app.get('/', () => size);\nexport const size = 1;")).toEqual([]);
  });
});
