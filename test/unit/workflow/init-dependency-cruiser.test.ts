import { describe, expect, it } from 'vitest';
import { check, isGateOpen } from '../../../src/workflow/check.js';
import { openWorkspace } from '../../../src/workflow/workspace.js';
import { carried, knot, left, openShop, root, type Shop } from './init-shop.js';

const open = (cruiser: object, files: Record<string, string> = knot) => openShop({ ...files, '.dependency-cruiser.json': JSON.stringify(cruiser) });
const run = (cruiser: object, files?: Record<string, string>) => open(cruiser, files).init({ from: 'dependency-cruiser' });
const circular = (to: object = {}, more: object = {}) => ({ name: 'no-circular', severity: 'error', from: {}, to: { circular: true, ...to }, ...more });
const analyzers = (report: ReturnType<typeof run>) => report.config['analyzers'] as Record<string, Record<string, unknown>> | undefined;

describe('rules about cycles', () => {
  it.each([
    ['types are not seen unless asked for', circular(), {}, 'off'],
    ['types are seen', circular(), { tsPreCompilationDeps: true }, 'error'],
    ['types are seen apart', circular(), { tsPreCompilationDeps: 'specify' }, 'error'],
    ['types excuse the whole cycle', circular({ viaOnly: { dependencyTypesNot: ['type-only'] } }), { tsPreCompilationDeps: true }, 'off'],
    ['types excuse an import', circular({ dependencyTypesNot: ['type-only', 'type-import'] }), { tsPreCompilationDeps: true }, 'off'],
  ])('%s', (_, rule, options, types) => {
    expect(analyzers(run({ forbidden: [rule], options }))).toEqual({ 'import-cycle': { danger: { crash: 'error', fragile: 'error', deferred: 'error', 'type-only': types } } });
  });

  it('has the severities of dependency-cruiser, with its default', () => {
    const severityOf = (severity: string | undefined) => analyzers(run({ forbidden: [{ ...circular(), severity }] }))?.['import-cycle']?.['danger'];
    expect(severityOf(undefined)).toMatchObject({ crash: 'warning' });
    expect(severityOf('info')).toMatchObject({ crash: 'info' });
    expect(severityOf('ignore')).toMatchObject({ crash: 'off' });
  });

  it.each(['^node_modules/.*', 'node_modules', '(^|/)node_modules(/|$)', ['^node_modules']])('takes over a rule about all files but packages, which are never studied: %s', (pathNot) => {
    const report = run({ forbidden: [circular({}, { from: { pathNot } })] });
    expect(analyzers(report)?.['import-cycle']?.['danger']).toMatchObject({ crash: 'error' });
    expect(left(report)).toEqual([]);
  });

  it.each([
    ['some files', circular({}, { from: { path: '^src' } })],
    ['files that are neither packages nor old', circular({}, { from: { pathNot: '^(src/old|node_modules)' } })],
    ['no file, as its expression matches every one', circular({}, { from: { pathNot: 'node_modules|' } })],
    ['files outside of what looks like packages', circular({}, { from: { pathNot: ['^node_modules', '^node_modules_of_ours'] } })],
    ['a way', circular({ via: { path: 'shelf' } })],
    ['ways by path', circular({ viaOnly: { pathNot: 'shelf' } })],
    ['folders', circular({}, { scope: 'folder' })],
  ])('leaves a rule about %s', (_, rule) => {
    const report = run({ forbidden: [rule] });
    expect(report.config).toEqual({});
    expect(left(report)[0]).toMatch(/^\.dependency-cruiser\.json:1 no-circular: /);
  });
});

describe('rules about paths', () => {
  const files = { 'src/till/sale.ts': '', 'src/stock/shelf.ts': '', 'src/stockings/red.ts': '', 'src/features/cart/a.ts': '', 'src/features/pay/b.ts': '' };
  const rule = (from: string | string[], to: string | string[], more: object = {}) => ({ name: 'apart', severity: 'error', from: { path: from }, to: { path: to, ...more } });

  it('forbid between layers what they forbid, and allow the rest', () => {
    const report = run({ forbidden: [{ ...rule('^src/stock/', '^src/till'), comment: 'counted without a till' }, { ...rule('^src/till', '^src/till'), severity: 'warn' }] }, files);
    expect(analyzers(report)?.['layer-violation']).toEqual({
      severity: 'error',
      layers: [
        { name: 'stock', files: ['src/stock/**'], mayNotImport: ['till'], because: 'counted without a till' },
        { name: 'till', files: ['src/till*', 'src/till*/**'], mayNotImport: [], siblings: false, because: 'apart' },
      ],
    });
    expect(carried(report).map((line) => line.split(': ')[1])).toEqual(['layer "stock" may not import "till", error', 'layer "till", siblings false, error (all layers have one severity)']);
    expect(report.open).toBe(0);
  });

  it('keep sub-folders apart, where the expressions end each name', () => {
    const own = '^src/features/([^/]+)/.+';
    const units = run({ forbidden: [rule(own, own, { pathNot: '^src/features/$1/.+' })] }, files);
    expect(analyzers(units)?.['layer-violation']?.['layers']).toEqual([{ name: 'features', files: ['src/features/*/**'], mayNotImport: [], siblings: 'apart', because: 'apart' }]);
    // `cart` could import `cart-old`.
    expect(left(run({ forbidden: [rule(own, own, { pathNot: '^src/features/$1' })] }, files))[0]).toContain('pathNot');
  });

  it.each([
    ['areas that share files', rule('^src/stock', '^src/stockings'), 'may share files, and a file belongs to one layer'],
    ['every file', { ...rule('', '^src/till'), from: {} }, 'from means every file'],
    ['an exception', rule('^src/till', '^src/stock/', { pathNot: 'shelf' }), 'an exception by pathNot'],
    ['an expression that is no glob', rule('^src/till', '^src/(?!stock)'), 'no globs say the same'],
    ['files that are not there', rule('^src/till', '^src/cellar/'), 'no file matches src/cellar/** today'],
    ['kinds of dependencies', rule('^src/till', '^src/stock/', { dependencyTypes: ['npm'] }), 'no rule by dependencyTypes'],
  ])('leave %s', (_, forbidden, reason) => {
    const report = run({ forbidden: [forbidden] }, files);
    expect(report.config).toEqual({});
    expect(left(report)[0]).toContain(reason);
  });

  it('leave allowed and required rules, presets and what is computed', () => {
    const text = `const severity = process.env.CI ? 'error' : 'warn';
module.exports = {
  extends: 'dependency-cruiser/configs/recommended',
  forbidden: [{ name: 'strict', severity, from: {}, to: { circular: true } }, ...more],
  allowed: [{ from: {}, to: { path: '^src' } }],
  required: [{ name: 'base', module: {}, to: {} }],
};`;
    const report = openShop({ ...knot, '.dependency-cruiser.cjs': text }).init({ from: 'dependency-cruiser' });
    expect(report.config).toEqual({});
    expect(left(report).map((line) => line.split(':').slice(1, 2)[0]!)).toEqual(['1 process.env.CI ? \'error\' ', '4 more', '3 extends', '4 strict', '5 allowed rule 1', '6 required base']);
  });
});

describe('options', () => {
  it('become include and exclude where globs say the same', () => {
    const report = run({ options: { includeOnly: '^src/', exclude: { path: ['shelf\\.ts$', '(?=x)'] }, doNotFollow: { path: 'node_modules' } } });
    expect(report.config).toEqual({ include: ['src/**'] });
    expect(left(report)).toEqual([
      '.dependency-cruiser.json:1 options.exclude shelf\\.ts$|(?=x): no globs say the same; add globs to `exclude`',
      '.dependency-cruiser.json:1 options.doNotFollow: not needed: packages are never studied',
    ]);
    expect(run({ options: { exclude: 'shelf\\.ts$' } }).config).toEqual({ exclude: ['**/*shelf.ts'] });
  });
});

describe('known violations', () => {
  const ring = {
    'src/a.ts': `import { b } from './b.js';\nexport const a = () => b;\n`,
    'src/b.ts': `import { c } from './c.js';\nimport { a } from './a.js';\nexport const b = () => [a, c];\n`,
    'src/c.ts': `import { a } from './a.js';\nexport const c = () => a;\n`,
  };
  const hop = (name: string) => ({ name, dependencyTypes: ['local', 'import'] });
  const known = (...cycles: unknown[][]) =>
    JSON.stringify([
      ...cycles.map(([from, ...cycle]) => ({ type: 'cycle', from, to: 'x', rule: { severity: 'error', name: 'no-circular' }, cycle })),
      { type: 'module', from: 'src/orphan.ts', to: 'src/orphan.ts', rule: { severity: 'warn', name: 'no-orphans' } },
    ]);
  const openKnown = (violations: string, files: Record<string, string>) => open({ forbidden: [circular()] }, { ...files, '.dependency-cruiser-known-violations.json': violations });
  const gateAfter = ({ workspace: { fileSystem, machine } }: Shop) => check(openWorkspace({ fileSystem, root, machine }), { paths: [] });

  it('hold the imports of each cycle, those too that its one listed path does not take', () => {
    const shop = openKnown(known(['src/a.ts', hop('src/b.ts'), hop('src/c.ts'), hop('src/a.ts')]), ring);
    const report = shop.init();
    expect(report.held).toMatchObject({ components: 1, entries: 4 });
    expect(shop.read('.decant-baseline.json')).toContain('"from":"src/b.ts","to":"src/a.ts"');
    expect(isGateOpen(gateAfter(shop))).toBe(true);
    expect(left(report)).toEqual(['.dependency-cruiser-known-violations.json:1 1 violation: they are no cycles; the baseline holds imports against the layers as they are today']);
  });

  it('hold an import between two known cycles that share a file, but not one between two that do not', () => {
    const pair = (a: string, b: string) => ({ [`src/${a}.ts`]: `import './${b}.js';\n`, [`src/${b}.ts`]: `import './${a}.js';\n` });
    const both = [['src/a.ts', hop('src/b.ts'), hop('src/a.ts')], ['src/c.ts', hop('src/d.ts'), hop('src/c.ts')]];
    const joined = { ...pair('a', 'b'), ...pair('c', 'd'), 'src/b.ts': `import './a.js';\nimport './c.js';\n`, 'src/d.ts': `import './c.js';\nimport './a.js';\n` };
    expect(openKnown(known(...both), joined).init()).toMatchObject({ held: { entries: 4 }, open: 1 });
    const shared = [...both, ['src/b.ts', hop('src/c.ts'), hop('src/b.ts')]];
    expect(openKnown(known(...shared), joined).init()).toMatchObject({ held: { entries: 6 }, open: 0 });
  });

  it('hold no import that no known cycle goes through: it is new', () => {
    const partly = openKnown(known(['src/a.ts', 'src/b.ts', 'src/a.ts']), ring);
    expect(partly.init()).toMatchObject({ held: { entries: 2, components: 0 }, open: 1 });
    expect(isGateOpen(gateAfter(partly))).toBe(false);
    const none = openKnown(known(), { ...ring });
    expect(none.init()).toMatchObject({ held: { entries: 0 }, open: 1 });
  });

  it('count the imports that are gone', () => {
    const report = openKnown(known(['src/a.ts', hop('src/b.ts'), hop('src/a.ts')], ['src/a.ts', hop('src/old.ts'), hop('src/a.ts')]), ring).init();
    expect(left(report).at(-1)).toContain('2 imports of known cycles: not in the tree any more');
  });

  it('mean nothing without a rule about cycles', () => {
    const shop = open({ forbidden: [] }, { ...ring, '.dependency-cruiser-known-violations.json': known() });
    expect(shop.init()).toMatchObject({ held: { components: 1 }, open: 0 });
  });

  it('are reported when they cannot be read', () => {
    expect(left(openKnown('[{', ring).init())[0]).toContain('.dependency-cruiser-known-violations.json:1');
  });
});
