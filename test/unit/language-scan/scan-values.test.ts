import { describe, expect, it } from 'vitest';
import { lexText } from '../../../src/language/typescript/scan-lex.js';
import { findDynamicImports } from '../../../src/language/typescript/scan-oxc.js';
import { findPropertyImports } from '../../../src/language/typescript/scan-values.js';

const found = (text: string): readonly number[] => [...findPropertyImports(text, lexText(text, { tokens: true }))];
const offsets = (text: string): readonly number[] => Array.from(text.matchAll(/import(?=\()/g), ({ index }) => index);

describe('imports that are surely values', () => {
  it.each([
    `const a = { lazy: () => import('./a') };`,
    `const routes: Route.Record[] = [{ path: '/', 'lazy': async () => import('./a') }, { lazy: () => import('./b') }];`,
    `export default { routes: [{ children: [{ lazy: () => import('./a') }] }], late: () => import('./b') };`,
    `app.routes = [{ lazy: () => import('./a') }];`,
    `createRouter({ history: make<A, B>(), routes: [{ component: () => import('./a') }] });`,
    `register('a', { lazy: () => import('./a') });`,
    `function routes() {\n  return [\n    // { lazy: }\n    { path: "", lazy: () =>\n        import(\n          './a'\n        ) },\n  ];\n}`,
  ])('%s', (text) => {
    expect(found(text)).toEqual(offsets(text));
    expect([...(findDynamicImports(text, '.ts') ?? [])]).toEqual(offsets(text));
  });

  it.each([
    `interface A { lazy: () => import('./a').A }`,
    `type A = { lazy: () => import('./a').A };`,
    `type A = [{ lazy: () => import('./a').A }];`,
    `type A<T = { lazy: () => import('./a').A }> = T;`,
    `let a: { lazy: () => import('./a').A };`,
    `const a = { run(b: { lazy: () => import('./a').A }) {} };`,
    `const a = { b: c as { lazy: () => import('./a').A } };`,
    `const a = { b: c as d extends e ? f : { lazy: () => import('./a').A } };`,
    `f(a as B<C, { lazy: () => import('./a').A }>);`,
    `const a = [b as C<D, { lazy: () => import('./a').A }>];`,
    `f(a as [B, { lazy: () => import('./a').A }]);`,
    `const a: A.B = <{ lazy: () => import('./a').A }>c;`,
    `class A { b: { lazy: () => import('./a').A } = c; }`,
    `function f(a: A, b: { lazy: () => import('./a').A }) { return a; }`,
    `type A = keyof ({ lazy: () => import('./a').A });`,
    `const a = { b: <T,>(c: T, d: { lazy: () => import('./a').A }) => c };`,
  ])('not in %s', (text) => {
    expect(found(text)).toEqual([]);
    expect([...(findDynamicImports(text, '.ts') ?? ['does not parse'])]).toEqual([]);
  });

  it.each([
    ['a condition, which may be one of types', `const a = { b: c ? d : { lazy: () => import('./a') } };`],
    ['a call with types', `create<A>({ lazy: () => import('./a') });`],
    ['a value that may be one of types', `f(a < b, { lazy: () => import('./a') });`],
  ])('asks a parser in %s', (_, text) => {
    expect(found(text)).toEqual([]);
    expect([...(findDynamicImports(text, '.ts') ?? [])]).toEqual(offsets(text));
  });
});
