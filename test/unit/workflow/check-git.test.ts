import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { divideBySize } from '../../../src/host/git-changes.js';
import { readFileHistory } from '../../../src/host/git-history.js';
import { extractCommit } from '../../../src/host/git.js';
import { filePath } from '../../../src/host/path.js';
import { lines, makeFolder, makeRepository, removeRepositories } from './check-repository.js';
import type { Repository } from './check-repository.js';

afterEach(() => {
  vi.unstubAllEnvs();
  removeRepositories();
});

const standings = (repository: Repository): string[] =>
  repository.check({ since: 'HEAD' }).diagnostics.map((found) => `${found.standing} ${found.id} ${found.at.file}`);

describe('a repository whose settings name programs for git to run', () => {
  const setTraps = (): { repository: Repository; sprung: () => string[] } => {
    const repository = makeRepository({ 'src/stock.ts': lines(650), 'src/cart.ts': lines(3), '.decant-baseline.json': '{"version": 1, "entries": [{"id": "god-file", "file": "src/gone.ts", "ceiling": 700}]}' });
    const folder = makeFolder();
    const trap = (name: string): string => {
      const script = path.join(folder, `${name}.sh`);
      writeFileSync(script, `#!/bin/sh\ntouch '${path.join(folder, name)}'\ncat 2>/dev/null\nexit 0\n`);
      chmodSync(script, 0o755);
      return script;
    };
    repository.git('config', 'core.fsmonitor', trap('fsmonitor'));
    repository.git('config', 'filter.my.kitchen.clean', trap('clean'));
    repository.git('config', 'filter.my.kitchen.required', 'true');
    repository.git('config', 'filter.oven.process', trap('process'));
    repository.git('config', 'filter.my.kitchen.smudge', trap('smudge'));
    repository.git('config', 'diff.external', trap('external'));
    repository.git('config', 'diff.kitchen.textconv', trap('textconv'));
    repository.git('config', 'core.pager', trap('pager'));
    const hooks = path.join(folder, 'hooks');
    mkdirSync(hooks);
    writeFileSync(path.join(hooks, 'post-index-change'), `#!/bin/sh\ntouch '${path.join(folder, 'hook')}'\n`);
    chmodSync(path.join(hooks, 'post-index-change'), 0o755);
    repository.git('config', 'core.hooksPath', hooks);
    repository.write({ '.gitattributes': 'stock.ts filter=my.kitchen diff=kitchen\ncart.ts filter=oven\nmenu.ts filter=my.kitchen\n' });
    repository.write({ 'src/stock.ts': lines(651), 'src/menu.ts': lines(3), 'src/cart.ts': lines(4) });
    const traps = ['fsmonitor', 'clean', 'process', 'smudge', 'external', 'textconv', 'pager', 'hook'];
    return { repository, sprung: () => traps.filter((name) => existsSync(path.join(folder, name))) };
  };

  it('springs none of them, with --since, --churn, a baseline and a ref that is extracted', () => {
    const { repository, sprung } = setTraps();
    const report = repository.check({ since: 'HEAD', churn: true, depth: 'full' });
    expect(report.diagnostics.map((found) => `${found.standing} ${found.at.file}`)).toEqual(['worse src/stock.ts']);
    const target = makeFolder();
    expect(extractCommit(filePath(repository.folder), 'HEAD', filePath(target), filePath(path.join(makeFolder(), 'index')))).toBeUndefined();
    expect(existsSync(path.join(target, 'src/stock.ts'))).toBe(true);
    expect(sprung()).toEqual([]);
  });

  it('would spring them otherwise', () => {
    const { repository, sprung } = setTraps();
    try {
      repository.git('add', '--intent-to-add', 'src/menu.ts');
      repository.git('diff', 'HEAD');
    } catch {
      // The traps do not speak the protocols of git.
    }
    expect(sprung()).toEqual(expect.arrayContaining(['fsmonitor', 'clean', 'hook']));
  });

  it('does not compare when a filter cannot be turned off', () => {
    const repository = makeRepository({ 'src/stock.ts': lines(650) });
    repository.git('config', 'filter.a=b.clean', 'cat');
    expect(() => repository.check({ since: 'HEAD' })).toThrow(/git cannot compare/);
  });
});

describe('git that says more than was asked', () => {
  it('is not read aside: GIT_TRACE of a build server changes nothing', () => {
    const repository = makeRepository({ 'src/stock.ts': lines(650) });
    repository.write({ 'src/stock.ts': lines(651) });
    vi.stubEnv('GIT_TRACE', '1');
    vi.stubEnv('GIT_TRACE_SETUP', '1');
    vi.stubEnv('GIT_EXTERNAL_DIFF', 'false');
    expect(standings(repository)).toEqual(['worse god-file src/stock.ts']);
  });
});

describe('git that refuses, because the checkout belongs to another user', () => {
  const refused = (): Repository => {
    const repository = makeRepository({ 'src/stock.ts': lines(650), '.decant-baseline.json': '{"version": 1, "entries": [{"id": "god-file", "file": "src/gone.ts", "ceiling": 700}]}' });
    vi.stubEnv('GIT_TEST_ASSUME_DIFFERENT_OWNER', '1');
    return repository;
  };

  it('is quoted by --since, with the way out', () => {
    const repository = refused();
    expect(() => repository.check({ since: 'HEAD' })).toThrow(
      expect.objectContaining({ title: 'git refuses to work here', detail: expect.stringMatching(/^detected dubious ownership/), help: expect.stringContaining(`safe.directory ${repository.folder}`) }),
    );
  });

  it('is the reason why renames in the baseline are not followed, and why commits are not counted', () => {
    const repository = refused();
    repository.check();
    expect(repository.notices).toEqual([expect.stringMatching(/^1 file of .* through renames: detected dubious ownership.*safe\.directory/)]);
    expect(readFileHistory(filePath(repository.folder), 12)).toMatch(/dubious ownership.*safe\.directory/);
  });
});

describe('files that git was not told about', () => {
  // Other systems refuse such a name.
  it.skipIf(process.platform !== 'linux')('are new, also beside a file name that is no UTF-8', () => {
    const repository = makeRepository({ 'src/menu.ts': lines(3) });
    writeFileSync(Buffer.concat([Buffer.from(`${repository.folder}/bad`), Buffer.from([0xff]), Buffer.from('.txt')]), 'x');
    repository.write({ 'src/stock.ts': lines(650) });
    expect(standings(repository)).toEqual(['new god-file src/stock.ts']);
  });

  it('are new when .git/info/exclude or the settings of the user hide them from git, but not from the project', () => {
    const repository = makeRepository({ 'src/menu.ts': lines(3) });
    repository.write({ '.git/info/exclude': 'stock.ts\n', 'src/stock.ts': lines(650), '.git/mine': 'store.ts\n', 'src/store.ts': lines(660, 'other') });
    repository.git('config', 'core.excludesFile', path.join(repository.folder, '.git/mine'));
    expect(standings(repository)).toEqual(['new god-file src/stock.ts', 'new god-file src/store.ts']);
  });

  it('are old when they are in the commit and only the index has lost them', () => {
    const repository = makeRepository({ 'src/stock.ts': lines(650) });
    repository.git('rm', '-q', '--cached', 'src/stock.ts');
    expect(standings(repository)).toEqual([]);
  });
});

describe('old contents', () => {
  it('are asked for in batches by size, without files that are no sources', () => {
    const batches = divideBySize(['a blob 60', 'b blob 50', 'c missing', 'd blob 20', `e blob ${2 ** 30}`, 'f blob 300', 'g blob 1', ''], 100);
    expect(batches).toEqual([['a'], ['b', 'd'], ['f'], ['g']]);
  });
});

describe('a knot whose danger rises over the same imports', () => {
  it('is worse at full depth: a change that reads the import while the module loads', () => {
    const cart = (body: string) => `import { till } from './till.js';\nexport const cart = 1;\n${body}\n`;
    const till = "import { cart } from './cart.js';\nexport const till = () => cart;\n";
    const repository = makeRepository({ 'src/cart.ts': cart('export const pay = () => till();'), 'src/till.ts': till, 'src/main.ts': "import './cart.js';\n" });
    repository.write({ 'src/till.ts': "import { cart } from './cart.js';\nexport const till = () => cart;\nexport const total = cart + 1;\n" });
    const { diagnostics } = repository.check({ since: 'HEAD', depth: 'full' });
    expect(diagnostics.map((found) => [found.id, found.standing, found.notes[0]])).toEqual([['import-cycle', 'worse', 'this change made it crash: it was deferred']]);
  });
});

describe('a limit that counts other lines than the baseline', () => {
  it('makes the entry stale and the file new, and an update that accepts it keeps the unit', () => {
    const repository = makeRepository({ 'src/stock.ts': lines(650) });
    repository.check({ updateBaseline: true });
    repository.write({ 'decant.config.json': '{"analyzers": {"god-file": {"count": "physical"}}}' });
    const report = repository.check();
    expect(report.diagnostics.map((found) => found.standing)).toEqual(['new']);
    expect(report.baseline!.stale.map((each) => each.reason)).toEqual(['src/stock.ts was counted in code lines, and all lines are counted now']);
    repository.check({ updateBaseline: true, accept: true });
    expect(repository.read('.decant-baseline.json')).toContain('{"id":"god-file","file":"src/stock.ts","ceiling":650,"count":"physical"}');
    expect(repository.check()).toMatchObject({ diagnostics: [], baseline: { stale: [] }, summary: { known: 1 } });
  });
});
