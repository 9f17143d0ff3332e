import { describe, expect, it } from 'vitest';
import { filePath } from '../../../src/host/path.js';
import { matchTargets } from '../../../src/language/typescript/package-targets.js';
import { fileResolver } from './resolver-fixture.js';

/** The reason why a specifier leads nowhere, else the kind of what it leads to. */
function ask(extra: Record<string, string>, specifier: string): string {
  const found = fileResolver(['src/main.ts'], extra).resolver.resolve(filePath('/shop/src/main.ts'), specifier);
  return found.kind === 'unresolved' ? found.reason : found.kind;
}

const member = (manifest: string, files: Record<string, string> = {}) => ({
  'package.json': '{"workspaces":["packages/*"],"dependencies":{"@w/lib":"*"}}',
  'packages/lib/package.json': manifest,
  'packages/lib/src/index.ts': '',
  ...files,
});
const installed = (manifest: string, files: Record<string, string> = {}) => ({
  'package.json': '{"dependencies":{"dep":"1"}}',
  'node_modules/dep/package.json': manifest,
  'node_modules/dep/index.js': '',
  ...files,
});

describe('a subpath that a package does not have', () => {
  it.each([
    ['a member of the workspace whose exports lack it', member('{"name":"@w/lib","exports":{".":"./dist/index.js"}}'), '@w/lib/nope', 'exports of packages/lib/package.json do not give ./nope'],
    ['a member whose exports are one string', member('{"name":"@w/lib","exports":"./dist/index.js"}'), '@w/lib/nope', 'exports of packages/lib/package.json do not give ./nope'],
    ['a member whose pattern leads nowhere', member('{"name":"@w/lib","exports":{"./*":"./dist/*.js"}}'), '@w/lib/nope', 'exports of packages/lib/package.json lead to ./dist/nope.js, and no such file is there'],
    ['a member without exports', member('{"name":"@w/lib"}'), '@w/lib/nope', 'no file at packages/lib/nope, with or without an extension'],
    ['an installed package, though it is listed and the file is there', installed('{"exports":"./index.js"}', { 'node_modules/dep/inner.js': '' }), 'dep/inner', 'exports of node_modules/dep/package.json do not give ./inner'],
    ['a subpath that exports shut with null', installed('{"exports":{"./*":"./*.js","./inner/*":null}}', { 'node_modules/dep/inner/a.js': '' }), 'dep/inner/a', 'exports of node_modules/dep/package.json do not give ./inner/a'],
    ['a package that exports nothing for itself', installed('{"exports":{"./a":"./index.js"}}'), 'dep', 'exports of node_modules/dep/package.json give nothing for the package itself'],
    ['an installed package without exports', installed('{}'), 'dep/inner', 'no file at node_modules/dep/inner, with or without an extension'],
  ])('is unresolved in %s', (_what, files, specifier, reason) => {
    expect(ask(files, specifier)).toBe(reason);
  });

  it.each([
    ['package.json, which tools read whatever exports say', installed('{"exports":"./index.js"}'), 'dep/package.json'],
    ['a package whose types lie in @types', installed('{"exports":"./index.js"}', { 'node_modules/@types/dep/inner.d.ts': '' }), 'dep/inner'],
    ['a file of types alone', installed('{}', { 'node_modules/dep/inner.d.ts': '' }), 'dep/inner'],
    ['a folder with a package.json of its own', installed('{}', { 'node_modules/dep/inner/package.json': '{"types":"./main.d.ts"}' }), 'dep/inner'],
    ['types that typesVersions place elsewhere', installed('{"typesVersions":{"*":{"*":["types/*"]}}}'), 'dep/inner'],
    ['exports for another runtime', installed('{"exports":{"./inner":{"browser":"./browser.js"}}}'), 'dep/inner'],
    ['an addon that is not compiled', installed('{}'), 'dep/build/Release/dep.node'],
    ['a listed package that is not installed', { 'package.json': '{"optionalDependencies":{"dep":"1"}}' }, 'dep/inner'],
    ['a listed package of which an interrupted installation left an empty folder', { 'package.json': '{"optionalDependencies":{"dep":"1"}}', 'node_modules/dep/.keep': '' }, 'dep/inner'],
    ['what a member has yet to build', member('{"name":"@w/lib","exports":{"./made":"./dist/made.js"}}'), '@w/lib/made'],
    ['the same without exports', member('{"name":"@w/lib"}'), '@w/lib/dist/made'],
  ])('is no mistake: %s', (_what, files, specifier) => {
    expect(ask(files, specifier)).toBe('external');
  });

  it('takes declarations past exports where the compiler does', () => {
    const files = installed('{"exports":"./index.js"}', { 'node_modules/dep/types/menu.d.ts': '' });
    expect(ask({ ...files, 'tsconfig.json': '{"compilerOptions":{"moduleResolution":"node"}}' }, 'dep/types/menu')).toBe('external');
    expect(ask({ ...files, 'tsconfig.json': '{"compilerOptions":{"moduleResolution":"bundler"}}' }, 'dep/types/menu')).toBe('exports of node_modules/dep/package.json do not give ./types/menu');
  });
});

describe('why a name leads nowhere', () => {
  it.each([
    ['a runtime module misspelt', {}, 'node:fss', 'node:fss is no module of Node.js; node:fs is one'],
    ['a runtime module unlike any', {}, 'node:oven-door', 'node:oven-door is no module of Node.js'],
    ['a pattern of paths', { 'tsconfig.json': '{"compilerOptions":{"paths":{"@/*":["src/*"]}}}' }, '@/missing', '@/* of tsconfig.json leads to src/missing, and no such file is there'],
    ['a pattern with two targets', { 'tsconfig.json': '{"compilerOptions":{"paths":{"@app/*":["a/*","b/*"]}}}' }, '@app/x', '@app/* of tsconfig.json leads to a/x or b/x, and no such file is there'],
    ['a pattern for every name', { 'tsconfig.json': '{"compilerOptions":{"paths":{"*":["types/*"]}}}' }, 'spoon', 'the package spoon is not installed, no package.json lists it, and * of tsconfig.json leads to types/spoon, where no file is'],
    ['baseUrl', { 'tsconfig.json': '{"compilerOptions":{"baseUrl":"src"}}' }, 'spoon', 'the package spoon is not installed, no package.json lists it, and baseUrl of tsconfig.json leads to src/spoon, where no file is'],
    ['a pattern of imports', { 'package.json': '{"imports":{"#u/*":"./src/u/*.ts"}}' }, '#u/nope', 'imports of package.json maps it to ./src/u/nope.ts, which does not exist'],
    ['no imports', { 'package.json': '{"imports":{"#u/*":"./src/u/*.ts"}}' }, '#v/nope', 'no "imports" of a package.json and no tsconfig path gives #v/nope'],
  ])('is told for %s', (_what, files, specifier, reason) => {
    expect(ask(files as Record<string, string>, specifier)).toBe(reason);
  });

  it('knows modules of Node.js that are younger than the one that runs', () => {
    expect(['node:sqlite', 'node:sea', 'node:test/reporters'].map((name) => ask({}, name))).toEqual(['external', 'external', 'external']);
  });
});

describe('targets of a package', () => {
  it('are found below conditions that are nested deeper than a stack', () => {
    let exports: unknown = './deep.js';
    for (let i = 0; i < 100_000; i++) exports = { default: exports };
    expect(matchTargets(exports, '.')).toEqual(['./deep.js']);
  });

  it('keep the order written, and a dollar sign in the name', () => {
    expect(matchTargets({ './*': [{ types: './*.d.ts', import: './*.js' }, './old/*.js'] }, './$&')).toEqual(['./$&.d.ts', './$&.js', './old/$&.js']);
  });
});
