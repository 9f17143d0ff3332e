import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { knotKey } from '../../../src/diagnostic/finding-key.js';
import { isGateOpen } from '../../../src/workflow/check.js';
import { lines, makeFolder, makeRepository, module, openRepository, removeRepositories, standings } from './check-repository.js';

afterEach(removeRepositories);

const shop = {
  'src/stock.ts': lines(650),
  'src/cart.ts': module('./till.js'),
  'src/till.ts': module('./cart.js'),
  'src/oven.ts': module('./menu.js'),
  'src/menu.ts': module('./oven.js'),
};

const cartKnot = knotKey(['src/cart.ts', 'src/till.ts']);
const menuKnot = knotKey(['src/menu.ts', 'src/oven.ts']);

describe('--since', () => {
  it('knows what was there, and counts it', () => {
    const repository = makeRepository(shop);
    const report = repository.check({ since: 'HEAD' });
    expect(standings(report)).toEqual([]);
    expect(report.summary.known).toBe(3);
    expect(report.since).toEqual({ ref: 'HEAD', commit: repository.git('rev-parse', 'HEAD').trim(), changed: 0, better: 0 });
    expect(isGateOpen(report)).toBe(true);
  });

  it.each<[string, (repository: ReturnType<typeof makeRepository>) => void]>([
    ['committed', (repository) => repository.commit()],
    ['staged', (repository) => void repository.git('add', '-A')],
    ['of the working tree', () => undefined],
  ])('tells what a change %s added and what that joined, and the growth of a file', (_name, tell) => {
    const repository = makeRepository(shop);
    repository.git('tag', 'start');
    repository.write({ 'src/stock.ts': lines(672), 'src/cart.ts': module('./till.js', './oven.js'), 'src/menu.ts': module('./oven.js', './till.js'), 'src/new.ts': lines(700) });
    tell(repository);
    const report = repository.check({ since: 'start' });
    expect(standings(report)).toEqual(['new god-file src/new.ts', 'worse god-file src/stock.ts', 'worse import-cycle']);
    expect(report.since).toMatchObject({ changed: 4, better: 0 });
    const notes = report.diagnostics.map((found) => found.notes[0]);
    expect(notes).toContain('src/stock.ts grew from 650 to 672 with this change');
    expect(notes).toContain(`this change added src/cart.ts:2 -> src/oven.ts and src/menu.ts:2 -> src/till.ts and joined ${cartKnot} (2 files) and ${menuKnot} (2 files)`);
  });

  it('compares with where the branch left, not with what others did to the ref meanwhile', () => {
    const repository = makeRepository(shop);
    repository.git('checkout', '-q', '-b', 'recipe');
    repository.write({ 'src/label.ts': lines(3) });
    repository.commit();
    repository.git('checkout', '-q', 'main');
    repository.write({ 'src/stock.ts': lines(10) });
    repository.commit();
    repository.git('checkout', '-q', 'recipe');
    expect(standings(repository.check({ since: 'main' }))).toEqual([]);
  });

  it('counts what got better: a knot that lost an import, a file below its limit, an import that leads somewhere again', () => {
    const strict = { 'decant.config.json': '{"analyzers": {"unresolved-import": {"severity": "error"}}}' };
    const repository = makeRepository({ ...shop, ...strict, 'src/label.ts': "import './gone.js';\n" });
    repository.write({ 'src/cart.ts': module(), 'src/stock.ts': lines(600), 'src/label.ts': 'export {};\n' });
    const report = repository.check({ since: 'HEAD' });
    expect(report).toMatchObject({ diagnostics: [], since: { changed: 3, better: 3 }, summary: { known: 1 } });
  });

  it('knows a renamed file, a knot of renamed files, and an unresolved import in one, and sees growth through the rename', () => {
    const strict = { 'decant.config.json': '{"analyzers": {"unresolved-import": {"severity": "error"}}}' };
    const repository = makeRepository({ ...shop, ...strict, 'src/label.ts': `import './gone.js';\n${lines(9)}` });
    repository.git('mv', 'src/label.ts', 'src/tag.ts');
    repository.git('mv', 'src/cart.ts', 'src/basket.ts');
    repository.write({ 'src/till.ts': module('./basket.js') });
    expect(standings(repository.check({ since: 'HEAD' }))).toEqual([]);
    repository.git('mv', 'src/stock.ts', 'src/store.ts');
    repository.write({ 'src/store.ts': lines(651) });
    expect(repository.check({ since: 'HEAD' }).diagnostics.map((found) => found.notes[0])).toEqual(['src/store.ts grew from 650 to 651 with this change']);
  });

  it('knows no finding of a file that was not part of the project: excluded, ignored, a symlink, binary', () => {
    const repository = makeRepository({
      'src/till.ts': lines(3),
      'old/menu.ts': lines(700),
      'src/film.ts': new Uint8Array([71, 64, 0, 16]),
      'decant.config.json': '{"exclude": ["old/**"]}',
    });
    symlinkSync('../old/menu.ts', path.join(repository.folder, 'src/link.ts'));
    repository.commit();
    repository.remove('src/link.ts', 'old/menu.ts');
    repository.write({ 'src/menu.ts': lines(700), 'src/film.ts': lines(701), 'src/link.ts': lines(702) });
    expect(standings(repository.check({ since: 'HEAD' }))).toEqual(['new god-file src/film.ts', 'new god-file src/link.ts', 'new god-file src/menu.ts']);
    expect(repository.check({ since: 'HEAD' }).since!.changed).toBe(3);
  });

  it('knows a deleted file of which others still import the name, and does not stumble over names with spaces and umlauts', () => {
    const repository = makeRepository({ 'src/brötchen und käse.ts': lines(650), 'src/menu.ts': "import './brötchen und käse.js';\nimport './list\\n.js';\n" });
    repository.remove('src/brötchen und käse.ts');
    const report = repository.check({ since: 'HEAD', strict: true });
    expect(standings(report)).toEqual(['new unresolved-import src/menu.ts']);
    expect(report.diagnostics[0]!.message).toContain('brötchen');
  });

  it('takes back a change of tsconfig.json, which decides what imports mean', () => {
    const paths = (target: string) => JSON.stringify({ compilerOptions: { paths: { '@shop/*': [target] } } });
    const repository = makeRepository({ 'tsconfig.json': paths('./lib/*'), 'src/cart.ts': module('@shop/till'), 'src/till.ts': module('./cart.js'), 'lib/till.ts': module() });
    repository.write({ 'tsconfig.json': paths('./src/*') });
    const report = repository.check({ since: 'HEAD' });
    expect(standings(report)).toEqual(['new import-cycle']);
    expect(report.since!.changed).toBe(0);
  });

  it('works in a root below the top, and in one that is reached through a symlink', () => {
    const repository = makeRepository({ 'packages/api/src/stock.ts': lines(650), 'packages/web/page.ts': lines(650), '.gitignore': '' });
    repository.write({ 'packages/api/src/stock.ts': lines(651), 'packages/web/page.ts': lines(800), 'packages/api/src/menu.ts': lines(640) });
    const expected = ['new god-file src/menu.ts', 'worse god-file src/stock.ts'];
    expect(standings(repository.check({ root: 'packages/api', since: 'HEAD' }))).toEqual(expected);
    const link = path.join(makeFolder(), 'api');
    symlinkSync(path.join(repository.folder, 'packages/api'), link);
    expect(standings(repository.check({ root: link, since: 'HEAD' }))).toEqual(expected);
  });

  it('does not look into submodules and repositories that lie inside', () => {
    const repository = makeRepository({ 'src/stock.ts': lines(650) });
    repository.write({ 'vendor/oven/src/oven.ts': lines(3) });
    const inner = openRepository(path.join(repository.folder, 'vendor/oven'));
    inner.commit();
    expect(standings(repository.check({ since: 'HEAD' }))).toEqual([]);
    repository.git('add', 'vendor/oven');
    repository.git('commit', '-q', '-m', 'submodule');
    inner.write({ 'src/oven.ts': lines(4) });
    inner.commit();
    expect(repository.check({ since: 'HEAD~1' }).since).toMatchObject({ changed: 0, better: 0 });
  });

  it('leaves the index as it is, with files that git was not told about', () => {
    const repository = makeRepository(shop);
    repository.write({ 'src/store.ts': repository.read('src/stock.ts') });
    repository.remove('src/stock.ts');
    const before = repository.git('status', '--porcelain');
    expect(standings(repository.check({ since: 'HEAD' }))).toEqual([]);
    expect(repository.git('status', '--porcelain')).toBe(before);
  });

  it('says the same when the project of today comes from the cache', () => {
    const repository = makeRepository(shop);
    const cache = makeFolder();
    repository.write({ 'src/stock.ts': lines(672), 'src/cart.ts': module('./till.js', './oven.js'), 'src/menu.ts': module('./oven.js', './till.js') });
    const fresh = repository.check({ since: 'HEAD', depth: 'full' });
    expect(repository.check({ since: 'HEAD', depth: 'full', cache })).toEqual(fresh);
    expect(repository.check({ since: 'HEAD', depth: 'full', cache })).toEqual(fresh);
    repository.git('checkout', '-q', '.');
    expect(standings(repository.check({ since: 'HEAD', depth: 'full', cache }))).toEqual([]);
  });

  it('reads as many changed files as there are', () => {
    const names = Array.from({ length: 700 }, (_, index) => `src/shelf-${index}.ts`);
    const repository = makeRepository(Object.fromEntries(names.map((name, index) => [name, lines(index === 699 ? 650 : 2, `shelf${index}x`)])));
    repository.write(Object.fromEntries(names.map((name, index) => [name, lines(index === 699 ? 651 : 3, `shelf${index}x`)])));
    const report = repository.check({ since: 'HEAD' });
    expect(standings(report)).toEqual(['worse god-file src/shelf-699.ts']);
    expect(report.since!.changed).toBe(700);
  });
});

describe('--since with a baseline', () => {
  it('knows what either knows', () => {
    const repository = makeRepository({ 'src/stock.ts': lines(650), 'src/menu.ts': lines(10) });
    repository.write({ 'src/menu.ts': lines(660) });
    repository.check({ updateBaseline: true });
    repository.write({ 'src/stock.ts': lines(650), 'src/menu.ts': lines(660), 'src/oven.ts': lines(610) });
    const report = repository.check({ since: 'HEAD' });
    expect(standings(report)).toEqual(['new god-file src/oven.ts']);
    expect(report.summary.known).toBe(2);
  });
});

describe('--since that cannot be', () => {
  const message = (work: () => unknown): string => {
    try {
      work();
    } catch (error) {
      const { title, detail, help } = error as { title?: string; detail?: string; help?: string };
      return `${title} | ${detail} | ${help}`;
    }
    throw new Error('nothing was thrown');
  };

  it('names the nearest ref for one that does not exist', () => {
    const repository = makeRepository(shop);
    repository.git('branch', 'recipes');
    expect(message(() => repository.check({ since: 'recipe' }))).toMatch(/no such git ref \| recipe is no commit.* \| Did you mean recipes\?/);
  });

  it('takes a ref that looks like an option for a ref', () => {
    const repository = makeRepository(shop);
    expect(message(() => repository.check({ since: '--output=/tmp/stolen' }))).toMatch(/^no such git ref \| --output=/);
  });

  it('says what to fetch when the history of the clone is cut off', () => {
    const origin = makeRepository(shop);
    origin.git('checkout', '-q', '-b', 'recipe');
    origin.write({ 'src/label.ts': lines(3) });
    origin.commit();
    origin.git('checkout', '-q', 'main');
    origin.write({ 'src/label.ts': lines(5) });
    origin.commit();
    const folder = path.join(makeFolder(), 'clone');
    execFileSync('git', ['clone', '-q', '--depth=1', '--no-single-branch', `file://${origin.folder}`, folder], { stdio: 'ignore' });
    const clone = openRepository(folder, false);
    expect(message(() => clone.check({ since: 'origin/recipe' }))).toMatch(/^history is cut off \| .* parted \| Fetch the history: `git fetch --unshallow`/);
    expect(message(() => clone.check({ since: 'v1' }))).toMatch(/^no such git ref \| .*cut off \| Fetch the history/);
  });

  it('says how to fetch what a clone without file contents lacks, and fetches nothing by itself', () => {
    const origin = makeRepository(shop);
    origin.git('config', 'uploadpack.allowFilter', 'true');
    origin.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
    origin.git('mv', 'src/stock.ts', 'src/store.ts');
    origin.write({ 'src/store.ts': lines(700) });
    origin.commit();
    const folder = makeFolder();
    origin.git('clone', '-q', '--filter=blob:none', `file://${origin.folder}`, folder);
    const clone = openRepository(folder, false);
    expect(() => clone.check({ since: 'HEAD~1' })).toThrow(expect.objectContaining({ title: 'git cannot compare', help: expect.stringContaining('clone without --filter') as string }) as Error);
    clone.git('diff', 'HEAD~1');
    expect(standings(clone.check({ since: 'HEAD~1' }))).toEqual(['worse god-file src/store.ts']);
  });

  it('says so outside of git, and for histories without a common commit', () => {
    expect(message(() => makeRepository(shop, false).check({ since: 'main' }))).toMatch(/^no git working tree/);
    const repository = makeRepository(shop);
    repository.git('checkout', '-q', '--orphan', 'island');
    repository.commit('island');
    expect(message(() => repository.check({ since: 'main' }))).toMatch(/^no common history/);
  });
});
