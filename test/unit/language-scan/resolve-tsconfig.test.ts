import fc from 'fast-check';
import { createFilesMatcher } from 'get-tsconfig';
import { describe, expect, it } from 'vitest';
import { filePath } from '../../../src/host/path.js';
import { includesPlainly } from '../../../src/language/typescript/resolve-tsconfig.js';
import { fileResolver } from './resolver-fixture.js';

describe('configuration that is broken', () => {
  const broken = (files: Record<string, string>) => {
    const { resolver } = fileResolver(['src/main.ts'], files);
    resolver.compilerFacts(filePath('/shop/src/main.ts'));
    return resolver.brokenConfigs().map(({ path, reason }) => `${path.replace('/shop/', '')}: ${reason}`);
  };

  it.each([
    ['an extends that leads nowhere', { 'tsconfig.json': '{"extends":"@kitchen/tsconfig"}' }, /^tsconfig.json: it extends @kitchen\/tsconfig, which does not exist$/],
    ['a syntax error', { 'tsconfig.json': '{"compilerOptions": oops' }, /^tsconfig.json: it is not valid JSON: /],
    ['a syntax error in the base', { 'tsconfig.json': '{"extends":"./base.json"}', 'base.json': '{"a" 1}' }, /^tsconfig.json: base.json is not valid JSON: /],
    ['bases in a circle', { 'tsconfig.json': '{"extends":"./base"}', 'base.json': '{"extends":"./tsconfig.json"}' }, /^tsconfig.json: base.json extends .\/tsconfig.json, which extends it$/],
    ['a reference that leads nowhere', { 'tsconfig.json': '{"references":[{"path":"./web"}]}' }, /^tsconfig.json: it references .\/web, which does not exist$/],
  ])('names %s', (_, files, expected) => {
    expect(broken(files as Record<string, string>)).toEqual([expect.stringMatching(expected)]);
  });

  it('takes a comment-like string, an empty file and two bases as they are', () => {
    expect(broken({ 'tsconfig.json': '{"extends":["./a","./b.json"],"compilerOptions":{"outDir":"http://x/*"}}', 'a.json': '', 'b.json': '{}' })).toEqual([]);
  });
});

describe('tsconfig inheritance', () => {
  it('counts paths from the file that holds them, or from a baseUrl wherever that is set', () => {
    const files = ['web/main.ts', 'shared/cart.ts', 'web/app/cart.ts'];
    const base = { 'config/base.json': '{"compilerOptions":{"paths":{"@/*":["../shared/*"]}}}' };
    expect(fileResolver(files, { ...base, 'web/tsconfig.json': '{"extends":"../config/base"}' }).resolve('web/main.ts', '@/cart')).toBe('shared/cart.ts');
    const based = fileResolver(files, { 'config/base.json': '{"compilerOptions":{"paths":{"@/*":["app/*"]}}}', 'web/tsconfig.json': '{"extends":"../config/base","compilerOptions":{"baseUrl":"."}}' });
    expect(based.resolve('web/main.ts', '@/cart')).toBe('web/app/cart.ts');
  });

  it('understands ${configDir} as the folder of the outermost file', () => {
    const { resolve } = fileResolver(['web/main.ts', 'web/src/cart.ts'], {
      'config/base.json': '{"compilerOptions":{"paths":{"@/*":["${configDir}/src/*"]}}}',
      'web/tsconfig.json': '{"extends":"../config/base.json"}',
    });
    expect(resolve('web/main.ts', '@/cart')).toBe('web/src/cart.ts');
  });

  it('does not give one package the paths of another that extends the same base: they lie beside each, or under the baseUrl of each', () => {
    const files = ['web/main.ts', 'web/src/cart.ts', 'till/main.ts', 'till/src/cart.ts', 'shared/cart.ts'];
    const both = (base: string, more = '') => {
      const { resolve } = fileResolver(files, {
        'config/base.json': base,
        ...Object.fromEntries(['web', 'till'].map((name) => [`${name}/tsconfig.json`, `{"extends":"../config/base.json"${more}}`])),
      });
      return ['web', 'till'].map((name) => resolve(`${name}/main.ts`, '@/cart'));
    };
    expect(both('{"compilerOptions":{"paths":{"@/*":["${configDir}/src/*"]}}}')).toEqual(['web/src/cart.ts', 'till/src/cart.ts']);
    expect(both('{"compilerOptions":{"paths":{"@/*":["src/*"]}}}', ',"compilerOptions":{"baseUrl":"."}')).toEqual(['web/src/cart.ts', 'till/src/cart.ts']);
    expect(both('{"compilerOptions":{"paths":{"@/*":["../shared/*"]}}}')).toEqual(['shared/cart.ts', 'shared/cart.ts']);
  });

  it.each([
    ['by a pattern', '"include":["../shared/*"]'],
    ['by name', '"files":["../shared/cart.ts"]'],
    ['by a pattern of its base', '"extends":"../config/base.json"'],
    ['by a pattern that turns round on its way', '"include":["src/../../shared"]'],
  ])('follows a reference to a folder beside, of which it includes files %s', (_, more) => {
    const { resolver } = fileResolver(['shared/cart.ts', 'shared/deep/till.ts', 'web/main.ts', 'other/cart.ts'], {
      'tsconfig.json': '{"references":[{"path":"./web"}],"compilerOptions":{"jsx":"react"}}',
      'config/base.json': '{"include":["../shared/**/*"]}',
      'web/tsconfig.json': `{${more},"compilerOptions":{"jsx":"preserve"}}`,
    });
    expect(resolver.compilerFacts(filePath('/shop/shared/cart.ts')).jsx).toBe('preserve');
    expect(resolver.compilerFacts(filePath('/shop/other/cart.ts')).jsx).toBe('react');
  });

  it.each([
    ['src/cart.ts', '["./src/**/*.ts"]', true],
    ['src/deep/cart.ts', '["src"]', true],
    ['tools/assets.d.ts', '["src/**/*", "../tools/assets.d.ts"]', true],
    ['tools/other.ts', '["src/**/*", "../tools/assets.d.ts"]', false],
    ['src/cart.ts', '["src/c*.ts"]', true],
    ['src/till.ts', '["src/c?rt.ts"]', false],
    ['srcs/cart.ts', '["src"]', false],
    ['srcs/cart.ts', '["src*/*.ts"]', true],
    ['shared/cart.ts', '["src/*/../../../shared"]', true],
    ['main.ts', '["*"]', true],
    ['src/cart.ts', '["*"]', false],
    ['main.ts', '[]', false],
  ])('takes %s for one that is included by %s: %s', (name, include, isIncluded) => {
    const home = name.startsWith('tools/') || name.startsWith('shared/') ? '' : 'web/';
    const { resolver } = fileResolver([`${home}${name}`], {
      'tsconfig.json': '{"references":[{"path":"./web/tsconfig.app.json"}]}',
      'web/tsconfig.app.json': `{"include":${include},"compilerOptions":{"jsx":"preserve"}}`,
    });
    expect(resolver.compilerFacts(filePath(`/shop/${home}${name}`)).jsx).toBe(isIncluded ? 'preserve' : undefined);
  });

  it('asks a reference that names one file of a folder about each of its files', () => {
    const { resolver } = fileResolver(['tools/assets.d.ts', 'tools/other.ts'], {
      'tsconfig.json': '{"references":[{"path":"./web"}]}',
      'web/tsconfig.json': '{"include":["src/**/*","../tools/assets.d.ts"],"compilerOptions":{"jsx":"preserve"}}',
    });
    expect(['other.ts', 'assets.d.ts', 'other.ts'].map((name) => resolver.compilerFacts(filePath(`/shop/tools/${name}`)).jsx)).toEqual([undefined, 'preserve', undefined]);
  });

  it('lets a later base win, the file itself over both, and finds a base in a package that is a workspace member only', () => {
    const { resolver } = fileResolver(['web/main.ts', 'packages/config/x.ts'], {
      'package.json': '{"workspaces":["packages/*"]}',
      'packages/config/package.json': '{"name":"@shop/config"}',
      'packages/config/strict.json': '{"compilerOptions":{"jsx":"preserve","checkJs":true,"verbatimModuleSyntax":true}}',
      'web/a.json': '{"compilerOptions":{"jsx":"react"}}',
      'web/tsconfig.json': '{"extends":["./a.json","@shop/config/strict"],"compilerOptions":{"checkJs":false}}',
    });
    expect(resolver.compilerFacts(filePath('/shop/web/main.ts'))).toMatchObject({ jsx: 'preserve', checkJs: false, verbatimModuleSyntax: true });
    expect(resolver.brokenConfigs()).toEqual([]);
  });

  it('follows references of references', () => {
    const { resolver } = fileResolver(['src/main.ts'], {
      'tsconfig.json': '{"files":[],"references":[{"path":"./tsconfig.all.json"}]}',
      'tsconfig.all.json': '{"files":[],"references":[{"path":"./tsconfig.app.json"}]}',
      'tsconfig.app.json': '{"include":["src"],"compilerOptions":{"verbatimModuleSyntax":true}}',
    });
    expect(resolver.compilerFacts(filePath('/shop/src/main.ts')).verbatimModuleSyntax).toBe(true);
  });
});

it('knows without a library of patterns what that library says of lists with hardly any', () => {
  const home = filePath('/shop/web');
  const names = fc.constantFrom('src', './src', 'dist', '../tools/assets.d.ts', '../tools', 'src/cart.ts', 'src/old', 'src/*.ts', 'src/**/*', '../**/*.spec.ts', '**/node_modules', 'src/.hidden', 'vite.config.ts');
  const list = fc.option(fc.array(names, { minLength: 1, maxLength: 3 }), { nil: undefined });
  const paths = fc.constantFrom(
    'src/cart.ts', 'src/cart.spec.ts', 'src/old/menu.tsx', 'src/.hidden/a.ts', 'src/node_modules/a/b.ts', '../tools/assets.d.ts', '../tools/a.ts', 'dist/a.ts', 'vite.config.ts', 'lib/a.mts', 'src/a.js', 'src/a.d.cts',
  );
  let told = 0;
  fc.assert(
    fc.property(list, list, list, fc.option(fc.constantFrom('dist', 'src'), { nil: undefined }), paths, (files, include, exclude, outDir, name) => {
      const file = filePath(name, home);
      const lists = { ...(files && { files }), ...(include && { include }), ...(exclude && { exclude }) };
      const plain = includesPlainly({ lists, outputs: [outDir], home }, file);
      if (plain === undefined) return;
      told++;
      const matches = createFilesMatcher({ path: `${home}/tsconfig.json`, config: { ...lists, compilerOptions: { ...(outDir === undefined ? {} : { outDir }) } } }, true);
      expect([lists, name, plain]).toEqual([lists, name, matches(file) !== undefined]);
    }),
    { numRuns: 5000 },
  );
  expect(told).toBeGreaterThan(500);
});
