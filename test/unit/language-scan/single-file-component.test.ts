import { describe, expect, it } from 'vitest';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { filePath } from '../../../src/host/path.js';
import { languageFor } from '../../../src/language/registry.js';
import { singleFileComponent } from '../../../src/language/single-file-component/single-file-component.js';
import { defaultFacts } from '../../../src/language/typescript/resolve-tsconfig.js';
import type { ScannedModule } from '../../../src/model/project.js';
import type { SourceFile } from '../../../src/model/source-file.js';
import { buildLineStarts } from '../../../src/text/line-index.js';

function source(text: string, name: string): SourceFile {
  return { path: filePath(`/shop/${name}`), text, bom: false, newline: '\n', lineStarts: buildLineStarts(text) };
}

function scan(text: string, name = 'Cart.vue'): ScannedModule {
  const result = singleFileComponent.scan(source(text, name), defaultFacts);
  if (result.kind !== 'scanned') throw new Error(result.reason);
  return result.module;
}

/** Each record as kind and specifier, checked against the characters that its spans name. */
function brief(text: string, name?: string): string[] {
  return scan(text, name).imports.map((record) => {
    expect(text.slice(record.specifierSpan.start, record.specifierSpan.end)).toBe(record.specifier);
    expect(text.slice(record.span.start, record.span.end)).toContain(record.specifier);
    return `${record.kind} ${record.specifier}`;
  });
}

const cart = `<!-- decant-allow god-file: one screen -->
<script lang="ts">
// options
import { defineComponent } from 'vue';
</script>

<script setup lang="ts" generic="T extends Array<Soup>">
import type { Soup } from './soup';
import Item from './Item.vue'

/* later */
const lazy = () => import('./Lazy.vue');
</script>
<template>
  <!-- import './nowhere'
       <script>import './commented'</script> -->
  <Item v-for="soup in soups" title="it's">don't import './prose'</Item>

</template>
<style>
/* <script>import './style'</script> */
</style>
`;

describe('single-file components', () => {
  it('is the language of .vue, .svelte and .astro', () => {
    for (const name of ['a.vue', 'b.svelte', 'c.astro']) expect(languageFor(name)).toBe(singleFileComponent);
  });

  it('reads both scripts of a Vue component at their offsets, and nothing of comments, template and style', () => {
    expect(brief(cart)).toEqual(['value vue', 'type ./soup', 'value ./Item.vue', 'dynamic ./Lazy.vue']);
  });

  it('counts the lines of the whole file: comments of scripts and template, blank lines, the rest code', () => {
    expect(scan(cart).lines).toEqual({ physical: 22, code: 14, comment: 5, blank: 3 });
    expect(scan(cart).allowances).toEqual([{ id: 'god-file', reason: 'one screen', line: 1 }]);
  });

  it.each([
    ['a source elsewhere', `<script lang="ts" src="./cart.ts" />\n<template/>`, ['side-effect ./cart.ts']],
    ['a source with an end tag', `<script src='./cart.js'></script>`, ['side-effect ./cart.js']],
    ['a source of the web', `<script src="https://example.org/a.js"></script><script>import './a'</script>`, ['side-effect ./a']],
    ['a script in TSX', `<script lang="tsx">const a = <p>it's</p>; import './a'</script>`, ['side-effect ./a']],
    ['tags in capitals and over lines', `<SCRIPT\n  setup\n  lang='ts'\n>import './a'</SCRIPT >`, ['side-effect ./a']],
    ['data', `<script type="application/ld+json">{ "import": "./b" }</script><script>import './a'</script>`, ['side-effect ./a']],
    ['no script', `<template><p>it's</p></template>`, []],
    ['a script that is not closed', `<script>import './a'`, ['side-effect ./a']],
    ['two scripts on one line', `<script>import a from './a'</script><script setup>import b from './b'</script>`, ['value ./a', 'value ./b']],
    ['Windows line endings', `<script>\r\nimport a from './a'\r\n</script>\r\n`, ['value ./a']],
  ])('reads %s', (_, text, expected) => {
    expect(brief(text)).toEqual(expected);
  });

  it('reads the scripts of a Svelte component', () => {
    const text = `<script context="module" lang="ts">\n  export { load } from './load';\n</script>\n<script lang="ts">\n  import Item from './Item.svelte';\n  let a: Soup = $state<Soup>(x);\n</script>\n\n{#if a < 1}<Item on:click={() => import('./unread')} />{/if}\n`;
    expect(brief(text, 'Cart.svelte')).toEqual(['reexport ./load', 'value ./Item.svelte']);
  });

  it('reads the frontmatter and the bundled scripts of an Astro component', () => {
    const text = `---\nimport Item from './Item.astro';\nconst n = a---b;\nif (!n) return;\n---\n<Item />\n<script>import './client';</script>\n<script is:inline>import './inline';</script>\n<script src="./more.ts"></script>\n<script src="/public.js"></script>\n`;
    expect(brief(text, 'Cart.astro')).toEqual(['value ./Item.astro', 'side-effect ./client', 'side-effect ./more.ts']);
    expect(brief(`<p>no ---\n---\n</p>`, 'Cart.astro')).toEqual([]);
  });

  it('tells generated components by a comment at the top', () => {
    expect(scan(`<!-- @generated by the kitchen -->\n<template/>`).generated).toBe(true);
    expect(scan(`<template><!-- @generated --></template>`).generated).toBe(false);
  });

  it('says where a script stops being code', () => {
    expect(singleFileComponent.scan(source(`<template/>\n<script>\nfunction pay( {{{ ]\n</script>`, 'Cart.vue'), defaultFacts)).toEqual({
      kind: 'unparsed',
      reason: expect.stringMatching(/^syntax error at [34]:\d+: /),
    });
  });

  it('gives links and models that nobody can take for the whole file', () => {
    for (const model of [singleFileComponent.links(source(cart, 'Cart.vue'), defaultFacts), singleFileComponent.read(source(cart, 'Cart.vue'), defaultFacts)]) {
      expect(model.problems.map((problem) => problem.message)).toEqual(['only the imports of the scripts of a single-file component are read']);
      expect(model.source.text).toBe(cart);
      expect(model.imports.map((record) => record.specifier)).toEqual(['vue', './soup', './Item.vue', './Lazy.vue']);
    }
    expect(singleFileComponent.outline(source(cart, 'Cart.vue'))).toBeUndefined();
  });

  it('keeps what runs with the module and drops what runs with a component from the links', () => {
    const text = `<script>import A from './A.vue'; register(A);</script>\n<script setup>import B from './B.vue'; use(B);</script>`;
    const links = singleFileComponent.links(source(text, 'Cart.vue'), defaultFacts);
    expect(links.statements.flatMap((statement) => statement.reads.filter((use) => use.when === 'hard').map((use) => use.name))).toEqual(['A']);
  });

  it.each([
    ['Cart.vue', `<script setup>\nimport Dish, { price as cost } from './dish';\nimport type { Soup } from './soup';\n</script>\n<template><Dish :cost="cost" /></template>`],
    ['Cart.svelte', `<script lang="ts">\nimport Dish, { price as cost } from './dish';\nimport type { Soup } from './soup';\n</script>\n<Dish {cost} />`],
    ['Cart.astro', `---\nimport Dish, { price as cost } from './dish';\nimport type { Soup } from './soup';\n---\n<Dish cost={cost} />`],
  ])('counts every imported value of %s as used later, because the template may use it', (name, text) => {
    for (const model of [singleFileComponent.links(source(text, name), defaultFacts), singleFileComponent.read(source(text, name), defaultFacts)]) {
      expect(model.statements.flatMap((statement) => statement.reads.map((use) => `${use.when} ${use.name}`))).toEqual(['soft Dish', 'soft cost']);
    }
  });

  it('is a node that other files and components import', () => {
    const files = {
      '/shop/main.ts': `import Cart from './Cart.vue';\nimport Menu from '@/Menu.vue';`,
      '/shop/Cart.vue': `<script setup>import { pay } from './pay';</script>`,
      '/shop/Menu.vue': `<script setup lang="ts">import Cart from './Cart.vue'; import { pay } from '@/pay';</script>`,
      '/shop/pay.ts': 'export const pay = 1;',
      '/shop/tsconfig.json': '{ "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["./*"] } } }',
    };
    const fileSystem = createMemoryFileSystem(files);
    const names = ['main.ts', 'Cart.vue', 'Menu.vue', 'pay.ts'].map((name) => filePath(`/shop/${name}`));
    for (const [from, specifier, to] of [['main.ts', './Cart.vue', 'Cart.vue'], ['main.ts', '@/Menu.vue', 'Menu.vue'], ['Menu.vue', './Cart.vue', 'Cart.vue'], ['Menu.vue', '@/pay', 'pay.ts'], ['Cart.vue', './pay', 'pay.ts']]) {
      const resolver = languageFor(from!)!.createResolver({ fileSystem, root: filePath('/shop'), projectFiles: new Set(names) });
      expect(resolver.resolve(filePath(`/shop/${from}`), specifier!), `${from} ${specifier}`).toEqual({ kind: 'file', path: filePath(`/shop/${to}`) });
    }
  });
});
