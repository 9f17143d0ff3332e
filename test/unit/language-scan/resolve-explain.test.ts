import { describe, expect, it } from 'vitest';
import { filePath } from '../../../src/host/path.js';
import { fileResolver } from './resolver-fixture.js';

describe('explain', () => {
  const explain = (files: readonly string[], extra: Record<string, string>, specifier: string) =>
    fileResolver(files, extra).resolver.explain!(filePath('/shop/src/main.ts'), specifier);

  it('lists the paths of a relative specifier in the order of the attempts', () => {
    const { resolution, steps } = explain(['src/main.ts', 'src/cart/index.ts'], {}, './cart');
    expect(resolution).toEqual({ kind: 'file', path: '/shop/src/cart/index.ts' });
    expect(steps).toEqual(['path: found src/cart/index.ts <- decides']);
    const missing = explain(['src/main.ts'], {}, './cart.js');
    expect(missing.resolution.kind).toBe('unresolved');
    expect(missing.steps).toEqual(['path: no file at src/cart{.ts,.tsx,.d.ts}, src/cart.js{,.ts,.tsx,…}, src/cart.js/index{.ts,.tsx,.mts,…} <- decides']);
  });

  it('says what exports of a workspace package give', () => {
    const { resolution, steps } = explain(['src/main.ts', 'packages/core/src/index.ts'], {
      'package.json': '{"workspaces":["packages/*"]}',
      'packages/core/package.json': '{"name":"@shop/core","exports":{".":"./dist/index.js"}}',
      'tsconfig.json': '{"compilerOptions":{"paths":{"@/*":["./src/*"]}}}',
    }, '@shop/core/x');
    expect(resolution).toEqual({ kind: 'unresolved', reason: 'exports of packages/core/package.json do not give ./x' });
    expect(steps.slice(0, 2)).toEqual([
      'paths of tsconfig.json: no pattern matches',
      'package @shop/core in packages/core, ./x; exports give nothing: no source in the project',
    ]);
  });

  it('gives the answer that resolve gives, and leaves no trace behind', () => {
    const { resolver } = fileResolver(['src/main.ts', 'src/a.ts']);
    const main = filePath('/shop/src/main.ts');
    for (const specifier of ['./a', './b', 'spoon', 'fs', '#x', '@/x']) {
      const first = resolver.explain!(main, specifier);
      expect(first.resolution).toEqual(resolver.resolve(main, specifier));
      expect(resolver.explain!(main, specifier)).toEqual(first);
    }
  });

  it('names baseUrl where it leads, and a file of nearly that name', () => {
    const { steps } = explain(['src/main.ts', 'src/config.ts'], { 'tsconfig.json': '{"compilerOptions":{"baseUrl":"src"}}' }, 'confgi');
    expect(steps[0]).toMatch(/^baseUrl of tsconfig.json: no file at src\/confgi\{,.ts,.tsx,…\}, src\/confgi\/index\{/);
    expect(steps.filter((step) => step.includes('baseUrl'))).toHaveLength(1);
    expect(steps.at(-1)).toBe('near that: src/config.ts has a similar name');
    expect(steps.at(-2)).toMatch(/ <- decides$/);
  });

  it('names the pattern of paths that leads nowhere, and a file that is outside the project', () => {
    const tsconfig = { 'tsconfig.json': '{"compilerOptions":{"paths":{"@/*":["src/*"]}}}' };
    expect(explain(['src/main.ts'], tsconfig, '@/gone').steps[0]).toMatch(/^paths of tsconfig.json, @\/\*: no file at src\/gone\{/);
    expect(explain(['src/main.ts'], { ...tsconfig, 'src/menu.json': '' }, '@/menu.json').steps.at(-1)).toBe('paths of tsconfig.json, @/*: found src/menu.json, which is no file of the project <- decides');
  });
});
