import { describe, expect, it } from 'vitest';
import { carried, knot, left, openShop } from './init-shop.js';

const run = (rc: string, more: Record<string, string> = {}) => openShop({ ...knot, '.madgerc': rc, ...more }).init({ from: 'madge' });

describe('init --from madge', () => {
  it('takes over expressions that are globs in other words, with comments in the file', () => {
    const report = run('{\n // no tests\n "excludeRegExp": [\n  "\\\\.(spec|test)\\\\.ts$",\n  "/shelf\\\\.ts" ] }');
    expect(report.config['exclude']).toEqual(['**/*.{spec,test}.ts', '*/**/shelf.ts*', '*/**/shelf.ts*/**']);
    expect(carried(report)[0]).toBe('.madgerc:4 excludeRegExp \\.(spec|test)\\.ts$: exclude **/*.{spec,test}.ts');
  });

  it('leaves an anchored expression, which is relative to a folder that nobody wrote down, unless baseDir does', () => {
    expect(left(run('{ "excludeRegExp": "^shelf" }'))[0]).toContain('relative to the folder that madge is started with');
    const report = run('{ "baseDir": "src", "excludeRegExp": "^shelf" }');
    expect(report.config['exclude']).toEqual(['src/shelf*', 'src/shelf*/**']);
    expect(left(report)).toEqual(['.madgerc:1 baseDir: not needed: decant studies the whole root']);
  });

  it('does not exclude a folder with files that the expression keeps', () => {
    const more = { 'src/a.ts/keep.ts': 'export {};\n' };
    expect(run('{ "baseDir": "src", "excludeRegExp": "^[^/]+$" }', more).config['exclude']).toBeUndefined();
  });

  it('includes extensions only where there are others', () => {
    expect(run('{ "fileExtensions": ["ts", "tsx"] }').config['include']).toBeUndefined();
    expect(run('{ "fileExtensions": ["ts", "tsx"] }', { 'old.js': '' }).config['include']).toEqual(['**/*.{ts,tsx}']);
  });

  it('switches knots of type imports off when both detectives skip them', () => {
    const off = { analyzers: { 'import-cycle': { danger: { 'type-only': 'off' } } } };
    expect(run('{ "detectiveOptions": { "ts": { "skipTypeImports": true } } }').config).toEqual(off);
    expect(run('{ "detectiveOptions": { "ts": { "skipTypeImports": true }, "tsx": { "skipTypeImports": true } } }').config).toEqual(off);
    expect(run('{ "detectiveOptions": { "ts": { "skipTypeImports": true }, "tsx": {} } }').config).toEqual({});
  });

  it('lets package.json win, key by key, as madge does', () => {
    const report = run('{ "excludeRegExp": ["till"], "tsConfig": "tsconfig.json" }', { 'package.json': '{ "madge": { "excludeRegExp": ["shelf"] } }' });
    expect(report.config['exclude']).toEqual(['**/*shelf*', '**/*shelf*/**']);
    expect(carried(report)[0]).toContain('package.json:1 excludeRegExp shelf');
    expect(left(report)[0]).toContain('.madgerc:1 tsConfig: not needed');
  });

  it('says that it cannot read the other format of rc files', () => {
    expect(left(run('; madge\nexcludeRegExp[] = shelf\n'))[0]).toContain('.madgerc:1 .madgerc: it is not JSON');
  });
});
