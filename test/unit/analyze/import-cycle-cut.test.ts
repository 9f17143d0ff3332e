import { describe, expect, it } from 'vitest';
import { analyzer } from '../../../src/analyze/import-cycle/import-cycle.js';
import type { Diagnostic } from '../../../src/diagnostic/diagnostic.js';
import { study } from './study.js';

function only(...parameters: Parameters<typeof study>): Diagnostic {
  const findings = analyzer.run(study(...parameters));
  expect(findings).toHaveLength(1);
  return findings[0]!;
}

interface Cut {
  readonly from: string;
  readonly to: string;
  readonly how: string;
  readonly detail: string;
}

function remedies(...parameters: Parameters<typeof study>): string[] {
  return (only(...parameters).data.cut as Cut[]).map(({ from, to, how, detail }) => `${from} -> ${to} ${how}: ${detail}`);
}

describe('import-cycle: how to do without an import', () => {
  it('marks what is used for types only', () => {
    expect(remedies({
      'dish.ts': `import { Kitchen } from './kitchen.js';\nexport class Dish { cookedIn?: Kitchen; }\n`,
      'kitchen.ts': `import { Dish } from './dish.js';\nexport class Kitchen { today = new Dish(); }\n`,
    })).toEqual(['dish.ts -> kitchen.ts mark-type: mark it as `import type`: it is used for types only']);
  });

  it('removes what nothing uses, where the compiler would keep it', () => {
    expect(remedies({
      'dish.js': `import { stove } from './kitchen.js';\nexport const dish = 1;\n`,
      'kitchen.js': `import { dish } from './dish.js';\nexport const stove = () => dish;\n`,
    })).toEqual(['dish.js -> kitchen.js remove: remove it: nothing uses what it imports']);
  });

  it.each([
    ['Cart.vue', `<script setup>\nimport Dish from './Dish.vue';\n</script>\n<template><Dish /></template>\n`, `<script setup>\nimport Cart from './Cart.vue';\n</script>\n<template><Cart /></template>\n`],
    ['Cart.svelte', `<script lang="ts">\nimport Dish from './Dish.svelte';\n</script>\n<Dish />\n`, `<script>\nimport Cart from './Cart.svelte';\n</script>\n<Cart />\n`],
    ['Cart.astro', `---\nimport Dish from './Dish.astro';\n---\n<Dish />\n`, `---\nimport Cart from './Cart.astro';\n---\n<Cart />\n`],
  ])('does not remove the circle of %s by an import that only a template uses', (name, cart, dish) => {
    const other = name.replace('Cart', 'Dish');
    expect(remedies({ [name]: cart, [other]: dish })).toEqual([
      `${other} -> ${name} inject: pass Cart in or load it when the component is shown: its template may use it`,
    ]);
  });

  it('finds an import of a template as dear as one that a function uses', () => {
    expect(remedies({
      'Cart.vue': `<script setup lang="ts">\nimport { dish, salad } from './menu.js';\n</script>\n<template>{{ dish }} {{ salad }}</template>\n`,
      'menu.ts': `import Cart from './Cart.vue';\nexport const dish = () => Cart, salad = 1;\n`,
    })).toEqual(['menu.ts -> Cart.vue inject: pass Cart in or import it where it is used: it is used inside functions only']);
  });

  it('calls a default export by the name that the importing file gives it', () => {
    expect(remedies({
      'dish.ts': `import fee from './till.js';\nexport const dish = () => fee(3);\nexport const [soup, salad, bread, tea] = [1, 2, 3, 4];\n`,
      'till.ts': `import { dish, soup, salad, bread, tea } from './dish.js';\nexport default (sum: number) => sum * 2;\nexport const till = () => [dish(), soup, salad, bread, tea];\n`,
    })).toEqual(['dish.ts -> till.ts move-declaration: move fee to a file below both']);
  });

  it('moves a small declaration and names what it drags along', () => {
    expect(remedies({
      'dish.ts': `import { tax } from './till.js';\nexport const dish = () => tax(3);\nexport const [soup, salad, bread, tea] = [1, 2, 3, 4];\n`,
      'till.ts': `import { dish, soup, salad, bread, tea } from './dish.js';\nconst rate = 0.2;\nexport const tax = (sum: number) => sum * rate;\nexport const till = () => [dish(), soup, salad, bread, tea];\n`,
    })).toEqual(['dish.ts -> till.ts move-declaration: move tax together with rate to a file below both']);
  });

  it('passes in what is used inside functions and cannot be moved, because it needs the knot itself', () => {
    expect(remedies({
      'order.ts': `import { pay } from './till.js';\nexport const place = () => pay();\nexport const [a, b, c] = [1, 2, 3];\n`,
      'till.ts': `import { a, b, c } from './order.js';\nexport const pay = () => [a, b, c];\n`,
    })).toEqual(['order.ts -> till.ts inject: pass pay in or import it where it is used: it is used inside functions only']);
  });

  it('does not call an import of a module by itself a knot to inject into', () => {
    expect(remedies({ 'a.ts': `import { a } from './a.js';\nexport const a = 1;\nexport const use = () => a;\n` })).toEqual(['a.ts -> a.ts remove: remove it: a module needs no import of itself']);
  });

  it('prefers two names used inside functions to two names used while the module loads', () => {
    const finding = only({
      'menu.ts': `import { dish, price } from './kitchen.js';\nexport const menu = [dish, price];\nexport const card = 1;\n`,
      'kitchen.ts': `import { menu, card } from './menu.js';\nexport const dish = () => menu, price = () => card;\n`,
    });
    expect(finding.data.cut).toMatchObject([{ from: 'kitchen.ts' }]);
  });

  it('does not cut an import for side effects while there is another way', () => {
    const finding = only({
      'setup.ts': `import './menu.js';\n`,
      'menu.ts': `import { a, b, c } from './soup.js';\nexport const menu = () => [a, b, c];\n`,
      'soup.ts': `import './setup.js';\nexport const [a, b, c] = [1, 2, 3];\n`,
    });
    expect(finding.data.cut).toMatchObject([{ from: 'menu.ts', to: 'soup.ts' }]);
  });
});

describe('import-cycle: names through barrels', () => {
  const leaf = { 'menu/soup.ts': `export const soup = () => 1;\nexport default class Bowl {}\n` };

  it.each([
    ['nested barrels', { 'index.ts': `export * from './menu/index.js';\nexport * from './cook.js';\n`, 'menu/index.ts': `export * from './soup.js';\n` }, `import { soup } from './index.js';\nexport const cook = () => soup();\n`, `import soup from './menu/soup.js'`],
    ['a renamed re-export', { 'index.ts': `export { soup as starter } from './menu/soup.js';\nexport * from './cook.js';\n` }, `import { starter } from './index.js';\nexport const cook = () => starter();\n`, `import soup from './menu/soup.js'`],
    ['a default re-exported by name', { 'index.ts': `export { default as Bowl } from './menu/soup.js';\nexport * from './cook.js';\n` }, `import { Bowl } from './index.js';\nexport const cook = () => new Bowl();\n`, `import Bowl from './menu/soup.js'`],
    ['export * as a namespace', { 'index.ts': `export * as soups from './menu/soup.js';\nexport * from './cook.js';\n` }, `import { soups } from './index.js';\nexport const cook = () => soups.soup();\n`, `import everything from './menu/soup.js'`],
    ['an import that is exported again', { 'index.ts': `import { soup } from './menu/soup.js';\nexport { soup };\nexport * from './cook.js';\n` }, `import { soup } from './index';\nexport const cook = () => soup();\n`, `import soup from './menu/soup'`],
    ['a barrel outside the knot on the way', { 'index.ts': `export * from './menu/all.js';\nexport * from './cook.js';\n`, 'menu/all.ts': `export * from './soup.js';\nexport * from './bread.js';\n`, 'menu/bread.ts': `export const bread = 2;\n` }, `import { soup, bread } from './index.js';\nexport const cook = () => [soup, bread];\n`, `import bread from './menu/bread.js' and soup from './menu/soup.js'`],
  ])('%s', (_trap, barrels: Record<string, string>, cook, detail) => {
    const finding = only({ ...leaf, ...barrels, 'cook.ts': cook });
    expect(finding.data.barrelArtefact).toBe(true);
    expect(finding.data.cut).toMatchObject([{ from: 'cook.ts', to: 'index.ts', how: 'import-definition', detail }]);
  });

  it('does not send two modules to each other: what vanishes through the barrel alone stays a knot', () => {
    const finding = only({
      'index.ts': `export * from './soup.js';\nexport * from './salad.js';\n`,
      'soup.ts': `import { salad } from './index.js';\nexport const soup = () => salad();\n`,
      'salad.ts': `import { soup } from './index.js';\nexport const salad = () => soup();\n`,
    });
    expect(finding.data.barrelArtefact).toBe(false);
    const cut = finding.data.cut as Cut[];
    expect(cut.filter((hop) => hop.how === 'import-definition').length).toBeLessThan(2);
    expect(cut.length).toBe(2);
  });
});
