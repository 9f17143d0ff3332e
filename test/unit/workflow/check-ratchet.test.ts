import { afterEach, describe, expect, it } from 'vitest';
import { isGateOpen } from '../../../src/workflow/check.js';
import { baselineName, lines, makeRepository, module, removeRepositories, standings } from './check-repository.js';

afterEach(removeRepositories);

const shop = {
  'src/stock.ts': lines(650),
  'src/cart.ts': module('./till.js'),
  'src/till.ts': module('./cart.js'),
};

const baseline = (...entries: string[]) => `{\n  "version": 1,\n  "entries": [\n${entries.map((entry) => `    ${entry},\n`).join('')}    "end"\n  ]\n}\n`;
const ceiling = (file: string, count: number) => `{"id":"god-file","file":"${file}","ceiling":${count}}`;
const edge = (from: string, to: string) => `{"id":"import-cycle","from":"${from}","to":"${to}"}`;
const cartAndTill = [edge('src/cart.ts', 'src/till.ts'), edge('src/till.ts', 'src/cart.ts')];
const strictCycles = { 'decant.config.json': JSON.stringify({ analyzers: { 'import-cycle': { severity: 'error' } } }) };

describe('without a baseline', () => {
  it('everything is new, and --tighten writes none', () => {
    const repository = makeRepository(shop, false);
    const report = repository.check({ tighten: true });
    expect(report.baseline).toBeNull();
    expect(report.diagnostics.map((found) => found.standing)).toEqual(['new', 'new']);
    expect(isGateOpen(report)).toBe(false);
    expect(() => repository.read(baselineName)).toThrow();
  });

  it('--update-baseline writes the first one, and from then on all of it is known', () => {
    const repository = makeRepository({ ...shop, ...strictCycles }, false);
    const first = repository.check({ updateBaseline: true });
    expect(repository.read(baselineName)).toBe(baseline(ceiling('src/stock.ts', 650), ...cartAndTill));
    expect(first.baseline).toMatchObject({ file: baselineName, entries: 0, written: true });
    expect(first.baseline!.changes.map((change) => change.kind)).toEqual(['added', 'added', 'added']);
    expect(isGateOpen(first)).toBe(true);
    const second = repository.check();
    expect(second).toMatchObject({ diagnostics: [], summary: { known: 2, godFiles: 1, components: 1 }, baseline: { entries: 3, stale: [], written: false, changes: [] } });
    expect(standings(repository.check({ all: true }))).toEqual(['known god-file src/stock.ts', 'known import-cycle']);
    expect(isGateOpen(repository.check({ all: true }))).toBe(true);
  });
});

describe('a knot that only types close, where such knots are errors', () => {
  const typed = (specifier: string, more = '') => `import type { T as U } from '${specifier}';\n${more}export type T = U | 1;\nexport const value = 1;\n`;
  const strict = { 'decant.config.json': JSON.stringify({ analyzers: { 'import-cycle': { danger: { 'type-only': 'error' } } } }) };
  const circle = { ...strict, 'src/a.ts': typed('./b.js'), 'src/b.ts': typed('./a.js'), 'src/c.ts': 'export type T = 1;\n' };
  const typeEdge = (from: string, to: string) => edge(from, to).replace('}', ',"imports":"type"}');

  it('is in the first baseline, or the gate would fail on its first day', () => {
    const repository = makeRepository(circle, false);
    expect(isGateOpen(repository.check({ updateBaseline: true }))).toBe(true);
    expect(repository.read(baselineName)).toBe(baseline(typeEdge('src/a.ts', 'src/b.ts'), typeEdge('src/b.ts', 'src/a.ts')));
    expect(isGateOpen(repository.check())).toBe(true);
    repository.write({ 'src/c.ts': typed('./a.js'), 'src/b.ts': typed('./a.js', "import type { T as C } from './c.js';\nexport type D = C;\n") });
    const report = repository.check();
    expect(standings(report)).toEqual(['worse import-cycle']);
    expect(report.diagnostics[0]!.data).toMatchObject({ growth: { added: [{ from: 'src/b.ts', to: 'src/c.ts' }, { from: 'src/c.ts', to: 'src/a.ts' }] } });
  });

  it('is not known when the same two files come to evaluate each other', () => {
    const repository = makeRepository(circle, false);
    repository.check({ updateBaseline: true });
    repository.write({ 'src/a.ts': module('./b.js'), 'src/b.ts': module('./a.js') });
    expect(standings(repository.check())).toEqual(['new import-cycle']);
  });

  it('is known when the evaluated imports of a known knot became type imports', () => {
    const repository = makeRepository({ ...circle, 'src/a.ts': module('./b.js'), 'src/b.ts': module('./a.js') }, false);
    repository.check({ updateBaseline: true });
    repository.write(circle);
    expect(isGateOpen(repository.check())).toBe(true);
    expect(repository.check().baseline!.stale).toHaveLength(2);
  });

  it('is not forgotten while an evaluated knot in its midst is reported in its place', () => {
    const repository = makeRepository(circle, false);
    repository.check({ updateBaseline: true });
    const before = repository.read(baselineName);
    const evaluated = `${typed('./b.js')}import { value as other } from './d.js';\nexport const seen = () => other;\n`;
    repository.write({ 'src/a.ts': evaluated, 'src/d.ts': "import { value } from './a.js';\nexport { value };\n" });
    expect(standings(repository.check({ tighten: true }))).toEqual(['new import-cycle']);
    expect(repository.read(baselineName)).toBe(before);
  });
});

describe('with a baseline', () => {
  it('growth fails, an update does not take it in and says so, --accept does', () => {
    const repository = makeRepository(shop, false);
    repository.check({ updateBaseline: true });
    const before = repository.read(baselineName);
    repository.write({ 'src/stock.ts': lines(651) });
    const report = repository.check({ updateBaseline: true });
    expect(standings(report)).toEqual(['worse god-file src/stock.ts']);
    expect(report.diagnostics[0]!.notes[0]).toBe('src/stock.ts grew from 650 to 651 since the baseline');
    expect(isGateOpen(report)).toBe(false);
    expect(repository.read(baselineName)).toBe(before);
    expect(repository.notices).toEqual([`1 finding that is new or grown was not taken into ${baselineName}; \`--accept\` does that.`]);

    const accepted = repository.check({ updateBaseline: true, accept: true });
    expect(isGateOpen(accepted)).toBe(true);
    expect(accepted.baseline!.changes).toEqual([
      { kind: 'raised', was: { id: 'god-file', file: 'src/stock.ts', ceiling: 650 }, now: { id: 'god-file', file: 'src/stock.ts', ceiling: 651 } },
    ]);
  });

  it('shrinkage passes, is listed with the command that books it, and --tighten books it while growth elsewhere still fails', () => {
    const repository = makeRepository({ ...shop, 'src/menu.ts': lines(700) }, false);
    repository.check({ updateBaseline: true });
    repository.write({ 'src/stock.ts': lines(620), 'src/till.ts': module() });
    const report = repository.check();
    expect(isGateOpen(report)).toBe(true);
    expect(report.next).toBe('decant check --tighten');
    expect(report.baseline!.stale.map(({ reason, becomes }) => [reason, becomes])).toEqual([
      ['src/stock.ts is down to 620 from 650', { id: 'god-file', file: 'src/stock.ts', ceiling: 620 }],
      ['src/cart.ts -> src/till.ts is in no import-cycle finding any more', null],
      ['src/till.ts imports src/cart.ts no more', null],
    ]);
    repository.write({ 'src/menu.ts': lines(701) });
    const tightened = repository.check({ tighten: true });
    expect(isGateOpen(tightened)).toBe(false);
    expect(tightened.baseline).toMatchObject({ stale: [], written: true });
    expect(tightened.baseline!.changes.map((change) => change.kind)).toEqual(['lowered', 'removed', 'removed']);
    expect(repository.read(baselineName)).toBe(baseline(ceiling('src/menu.ts', 700), ceiling('src/stock.ts', 620)));
    expect(repository.check({ tighten: true }).baseline!.written).toBe(false);
  });

  it('a file that a Windows checkout gave other newlines is not rewritten', () => {
    const repository = makeRepository(shop, false);
    repository.check({ updateBaseline: true });
    repository.write({ [baselineName]: repository.read(baselineName).replaceAll('\n', '\r\n') });
    expect(repository.check({ tighten: true }).baseline).toMatchObject({ written: false, changes: [], stale: [] });
  });

  it('an analyzer that is off, a class of knots that is off and a file that cannot be read make no entry stale', () => {
    const repository = makeRepository({ ...shop, 'src/oven.ts': lines(700) }, false);
    repository.check({ updateBaseline: true });
    const before = repository.read(baselineName);
    repository.write({
      'decant.config.json': JSON.stringify({
        analyzers: {
          'god-file': { overrides: [{ files: ['src/stock.ts'], severity: 'off' }] },
          'import-cycle': { danger: { crash: 'off', fragile: 'off', deferred: 'off' } },
        },
      }),
      'src/oven.ts': new Uint8Array([71, 0, 1]),
    });
    const report = repository.check({ tighten: true });
    expect(standings(repository.check({ all: true }))).toEqual([]);
    expect(report.baseline).toMatchObject({ written: false, changes: [] });
    expect(repository.read(baselineName)).toBe(before);
  });

  it('an entry of an analyzer that this version does not have is left alone', () => {
    const foreign = baseline(ceiling('src/stock.ts', 650), '{"id":"wide-file","file":"src/stock.ts","ceiling":3}');
    const repository = makeRepository({ 'src/stock.ts': lines(650), [baselineName]: foreign }, false);
    expect(repository.check({ tighten: true }).baseline).toMatchObject({ entries: 2, written: false, stale: [] });
  });

  it('an entry of a shape that its analyzer never writes is stale, and goes', () => {
    const repository = makeRepository({ ...shop, [baselineName]: baseline(edge('src/cart.ts', 'src/till.ts').replace('import-cycle', 'god-file'), ceiling('src/cart.ts', 1).replace('god-file', 'import-cycle')) }, false);
    expect(repository.check().baseline!.stale).toHaveLength(2);
    repository.check({ tighten: true });
    expect(repository.read(baselineName)).toBe(baseline());
  });

  it('a file that a sparse checkout leaves out is not gone: its entries are neither stale nor removed', () => {
    const repository = makeRepository({ ...shop, 'src/old.ts': lines(700) });
    repository.check({ updateBaseline: true });
    repository.commit('baseline');
    const before = repository.read(baselineName);
    repository.git('sparse-checkout', 'set', '--no-cone', '/*', '!/src/stock.ts', '!/src/till.ts');
    repository.remove('src/old.ts');
    const { stale } = repository.check().baseline!;
    expect(stale.map(({ reason }) => reason)).toEqual(['src/old.ts is gone']);
    repository.check({ tighten: true });
    expect(repository.read(baselineName)).toBe(before.replace(`    ${ceiling('src/old.ts', 700)},\n`, ''));
    expect(before).toContain('src/till.ts');
  });

  it('a file in a submodule that was not fetched is not gone', () => {
    const engine = makeRepository({ 'engine.ts': lines(700) });
    const repository = makeRepository({ ...shop });
    repository.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', engine.folder, 'vendor/engine');
    repository.check({ updateBaseline: true });
    repository.commit('baseline');
    const before = repository.read(baselineName);
    expect(before).toContain('vendor/engine/engine.ts');
    repository.git('submodule', '--quiet', 'deinit', '--force', 'vendor/engine');
    expect(repository.check({ tighten: true }).baseline!.changes).toEqual([]);
    expect(repository.read(baselineName)).toBe(before);
  });

  it('a run kept to some paths judges, tightens and accepts only there', () => {
    const repository = makeRepository({ 'src/stock.ts': lines(650), 'lib/menu.ts': lines(700) }, false);
    repository.check({ updateBaseline: true });
    repository.write({ 'src/stock.ts': lines(610), 'lib/menu.ts': lines(610), 'lib/oven.ts': lines(800), 'src/till.ts': lines(900) });
    const report = repository.check({ paths: ['src'] });
    expect(report.baseline!.stale.map((stale) => stale.entry)).toEqual([{ id: 'god-file', file: 'src/stock.ts', ceiling: 650 }]);
    expect(standings(report)).toEqual(['new god-file src/till.ts']);
    repository.check({ paths: ['src'], updateBaseline: true, accept: true });
    expect(repository.read(baselineName)).toBe(baseline(ceiling('lib/menu.ts', 700), ceiling('src/stock.ts', 610), ceiling('src/till.ts', 900)));
  });

  it('has the name that the configuration gives it, and never lies outside of the root', () => {
    const repository = makeRepository({ ...shop, 'decant.config.json': '{"baseline": "quality/known.json"}' }, false);
    expect(repository.check({ updateBaseline: true }).baseline).toMatchObject({ file: 'quality/known.json', written: true });
    expect(repository.read('quality/known.json')).toContain('src/stock.ts');
    repository.write({ 'decant.config.json': '{"baseline": "../known.json"}' });
    expect(() => repository.check({ updateBaseline: true })).toThrow(/not below the root/);
  });

  it('--accept needs --update-baseline', () => {
    expect(() => makeRepository(shop, false).check({ accept: true })).toThrow('--accept alone does nothing');
  });
});

describe('renames', () => {
  const known = { ...shop, ...strictCycles };

  const open = () => {
    const repository = makeRepository(known);
    repository.check({ updateBaseline: true });
    repository.commit('baseline');
    return repository;
  };

  const renamed = baseline(ceiling('src/store.ts', 650), edge('lib/desk.ts', 'src/basket.ts'), edge('src/basket.ts', 'lib/desk.ts'));

  /** Moves all three files; the imports of two of them change with it. */
  const move = (repository: ReturnType<typeof open>) => {
    repository.write({ 'src/store.ts': repository.read('src/stock.ts'), 'lib/desk.ts': module('../src/basket.js'), 'src/basket.ts': module('../lib/desk.js') });
    repository.remove('src/stock.ts', 'src/cart.ts', 'src/till.ts');
  };

  it.each<[string, (repository: ReturnType<typeof open>) => void]>([
    ['committed', (repository) => repository.commit('move')],
    ['staged', (repository) => void repository.git('add', '-A')],
    ['that git was not told about', () => undefined],
  ])('%s keep what is known and rewrite the entries on update', (_name, tell) => {
    const repository = open();
    move(repository);
    const index = repository.git('ls-files', '--stage');
    tell(repository);
    const report = repository.check();
    expect(standings(report)).toEqual([]);
    expect(report.summary.known).toBe(2);
    expect(report.baseline!.stale.map((stale) => stale.reason)).toEqual([
      'src/stock.ts is src/store.ts now',
      'src/cart.ts is src/basket.ts now and src/till.ts is lib/desk.ts now',
      'src/till.ts is lib/desk.ts now and src/cart.ts is src/basket.ts now',
    ]);
    const updated = repository.check({ tighten: true });
    expect(updated.baseline!.changes.map((change) => change.kind)).toEqual(['renamed', 'renamed', 'renamed']);
    expect(repository.read(baselineName)).toBe(renamed);
    if (_name.startsWith('that')) expect(repository.git('ls-files', '--stage')).toBe(index);
  });

  it('are followed from below the top of the repository', () => {
    const repository = makeRepository({ 'packages/api/src/stock.ts': lines(650), 'packages/web/page.ts': lines(3) });
    repository.check({ root: 'packages/api', updateBaseline: true });
    repository.commit('baseline');
    repository.git('mv', 'packages/api/src/stock.ts', 'packages/api/src/store.ts');
    const report = repository.check({ root: 'packages/api' });
    expect(report.baseline!.stale.map((stale) => stale.reason)).toEqual(['src/stock.ts is src/store.ts now']);
    expect(isGateOpen(report)).toBe(true);
  });

  it('are followed for more edited files than git compares by itself, whatever the repository says', () => {
    const names = Array.from({ length: 40 }, (_, index) => `file${index}.ts`);
    const repository = makeRepository(Object.fromEntries(names.map((name, index) => [`src/${name}`, lines(610, `dish${index}x`)])));
    repository.git('config', 'diff.renameLimit', '2');
    repository.check({ updateBaseline: true });
    repository.commit('baseline');
    repository.remove(...names.map((name) => `src/${name}`));
    repository.write(Object.fromEntries(names.map((name, index) => [`lib/${name}`, `// moved\n${lines(610, `dish${index}x`)}`])));
    expect(standings(repository.check())).toEqual([]);
  });

  it('without git leave a stale entry and a new finding', () => {
    const repository = makeRepository({ 'src/stock.ts': lines(650) }, false);
    repository.check({ updateBaseline: true });
    repository.write({ 'src/store.ts': repository.read('src/stock.ts') });
    repository.remove('src/stock.ts');
    const report = repository.check();
    expect(standings(report)).toEqual(['new god-file src/store.ts']);
    expect(report.baseline!.stale.map((stale) => stale.reason)).toEqual(['src/stock.ts is gone']);
  });

  it('do not hide that the file grew on the way', () => {
    const repository = open();
    repository.git('mv', 'src/stock.ts', 'src/store.ts');
    repository.write({ 'src/store.ts': lines(655) });
    expect(repository.check().diagnostics.map((found) => found.notes[0])).toEqual(['src/store.ts grew from 650 to 655 since the baseline']);
  });
});

describe('a merge of two branches', () => {
  const files = ['bread', 'cheese', 'drinks', 'eggs', 'fish', 'greens', 'herbs'];
  const sizes = (changes: Readonly<Record<string, number>>) => Object.fromEntries(Object.entries(changes).map(([name, count]) => [`src/${name}.ts`, lines(count, name)]));

  const open = (attributes?: string) => {
    const repository = makeRepository({ ...sizes(Object.fromEntries(files.map((name) => [name, 700]))), ...(attributes === undefined ? {} : { '.gitattributes': attributes }) });
    repository.check({ updateBaseline: true });
    repository.commit('baseline');
    return repository;
  };

  const branch = (repository: ReturnType<typeof open>, name: string, changes: Readonly<Record<string, number>>) => {
    repository.git('checkout', '-q', '-b', name, 'main');
    repository.write(sizes(changes));
    repository.check({ updateBaseline: true, accept: true });
    repository.commit(name);
  };

  it('that remove, lower and add different entries gives a valid file that fits the merged tree', () => {
    const repository = open();
    branch(repository, 'ours', { bread: 10, drinks: 650, anise: 900 });
    branch(repository, 'theirs', { herbs: 10, fish: 640, zest: 800 });
    repository.git('merge', '-q', '--no-edit', 'ours');
    const report = repository.check();
    expect(isGateOpen(report)).toBe(true);
    expect(report.baseline).toMatchObject({ entries: 7, stale: [] });
  });

  it('that lower one ceiling conflicts in that line only, and the conflict is told with its place', () => {
    const repository = open();
    branch(repository, 'ours', { drinks: 650 });
    branch(repository, 'theirs', { drinks: 640 });
    expect(() => repository.git('merge', '-q', '--no-edit', '-X', 'no-renames', 'ours')).toThrow();
    repository.write({ 'src/drinks.ts': lines(640, 'drinks') });
    const text = repository.read(baselineName);
    expect(text.split('\n').filter((line) => /drinks/.test(line)).length).toBe(2);
    const conflict = text.slice(text.indexOf('<<<<<<<'), text.indexOf('>>>>>>>'));
    expect(conflict.split('\n').filter((line) => line.includes('"id"')).length).toBe(2);
    expect(() => repository.check()).toThrow(/baseline has a merge conflict: .*\.decant-baseline\.json:6:1/);
  });

  it('is never a conflict with `merge=union`, of entries side by side and of one ceiling, and --tighten mends what that leaves', () => {
    const repository = open(`${baselineName} merge=union\n`);
    branch(repository, 'ours', { cheese: 10, drinks: 650, eel: 900 });
    branch(repository, 'theirs', { eggs: 10, endive: 800 });
    repository.git('merge', '-q', '--no-edit', 'ours');
    const merged = repository.check({ tighten: true });
    expect(isGateOpen(merged)).toBe(true);
    expect(repository.read(baselineName)).toBe(
      baseline(ceiling('src/bread.ts', 700), ceiling('src/drinks.ts', 650), ceiling('src/eel.ts', 900), ceiling('src/endive.ts', 800), ...['fish', 'greens', 'herbs'].map((name) => ceiling(`src/${name}.ts`, 700))),
    );
  });
});

it('--strict makes errors of what was not read', () => {
  const repository = makeRepository({ 'src/menu.ts': `import { oven } from './gone.js';\nexport const menu = oven;\n` }, false);
  expect(isGateOpen(repository.check())).toBe(true);
  const strict = repository.check({ strict: true });
  expect(standings(strict)).toEqual(['new unresolved-import src/menu.ts']);
  expect(isGateOpen(strict)).toBe(false);
});
