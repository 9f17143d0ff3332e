import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sayAgain } from '../../../src/cli/again.js';
import { main } from '../../../src/cli/main.js';
import type { Console } from '../../../src/cli/console.js';

const day = 86_400_000;
/** Times of files are real, and what is younger than two seconds is not believed: the runs are made tomorrow. */
const tomorrow = Math.ceil(Date.now() / day) * day + day / 2;

let folder = '';
const shop = (file: string): string => join(folder, 'shop', file);
const put = (file: string, text: string): void => {
  mkdirSync(dirname(shop(file)), { recursive: true });
  writeFileSync(shop(file), text);
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: tomorrow });
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'decant-again-')));
  put('package.json', '{"name":"shop","dependencies":{"till":"1"}}');
  put('tsconfig.json', '{"compilerOptions":{"paths":{"@/*":["./src/*"]}}}');
  put('base.json', '{}');
  put('.gitignore', 'out\n');
  put('src/cart.ts', `import { price } from './price';\nimport '@/gone';\nexport const cart = price;\n`);
  put('src/price.ts', `import { cart } from './cart';\nimport 'till/open';\nexport const price = cart;\n`);
  put('out/old.ts', `import './nowhere';\n`);
  put('node_modules/till/package.json', '{"name":"till","exports":{"./open":"./open.js"}}');
  put('node_modules/till/open.js', '');
  put('spare.ts', `export {};\n`);
  symlinkSync('spare.ts', shop('linked.txt'));
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

interface Said {
  readonly isAgain: boolean;
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

/** What bin/decant.js does. */
async function decant(words: readonly string[] = [], terminal: Partial<Console> = {}, command = 'check'): Promise<Said> {
  const said = { out: '', err: '' };
  const console: Console = {
    out: (text) => void (said.out += text), err: (text) => void (said.err += text), outIsTerminal: false, errIsTerminal: false, columns: undefined, environment: {}, ...terminal,
  };
  const argv = [command, '--root', shop('.'), '--cache-dir', join(folder, 'cache'), ...words];
  const attempt = sayAgain(argv, console);
  const exitCode = await (attempt.said ?? main(argv, console, attempt.seen));
  // As if it had been written two seconds and more after the sources.
  for (const name of existsSync(join(folder, 'cache')) ? readdirSync(join(folder, 'cache')) : []) utimesSync(join(folder, 'cache', name), tomorrow / 1000, tomorrow / 1000);
  return { isAgain: attempt.said !== undefined, exitCode, ...said };
}

const fresh = async (words: readonly string[] = []): Promise<Said> => decant(['--no-cache', ...words]);

describe('a run over what has not changed', () => {
  it.each([['--depth', 'scan'], ['--depth', 'full'], ['--format', 'json'], ['--format', 'sarif'], ['--strict'], ['src/cart.ts'], ['--all']])('says again what was said, with %s %s', async (...words) => {
    const first = await decant(words);
    expect(first.isAgain).toBe(false);
    expect(first.out).not.toBe('');
    expect(await decant(words)).toEqual({ ...first, isAgain: true });
    expect(await fresh(words)).toEqual(first);
  });

  const sameTimes = (file: string, text: string): void => {
    const { atime, mtime } = statSync(shop(file));
    put(file, text);
    utimesSync(shop(file), atime, mtime);
  };
  it.each<[string, () => void]>([
    ['a source', () => put('src/cart.ts', 'export const cart = 1;\n')],
    ['a source, to one of the same length and with its time set back', () => sameTimes('src/price.ts', readFileSync(shop('src/price.ts'), 'utf8').replace(`'./cart'`, `'./carx'`))],
    ['the files of a folder', () => put('src/gone.ts', 'export {};\n')],
    ['the folders', () => put('lib/new.ts', `import './lost';\n`)],
    ['a name', () => renameSync(shop('src/price.ts'), shop('src/prices.ts'))],
    ['a file, to none', () => unlinkSync(shop('src/price.ts'))],
    ['.gitignore', () => put('.gitignore', '')],
    ['tsconfig.json', () => put('tsconfig.json', '{}')],
    ['a package', () => put('node_modules/till/package.json', '{"name":"till","exports":{}}')],
    ['the packages', () => rmSync(shop('node_modules/till'), { recursive: true })],
    ['decant.config.json, which was not there', () => put('decant.config.json', '{"extends":"./base.json","analyzers":{"unresolved-import":{"severity":"error"}}}')],
    ['the baseline, which was not there', () => put('.decant-baseline.json', '{"version":1,"entries":[')],
    ['what a link in the root leads to', () => {
      unlinkSync(shop('spare.ts'));
      mkdirSync(shop('spare.ts'));
    }],
  ])('looks again after a change of %s', async (_name, change) => {
    await decant();
    expect((await decant()).isAgain).toBe(true);
    change();
    const looked = await decant();
    expect(looked.isAgain).toBe(false);
    expect(looked).toEqual(await fresh());
    // A run that could not be made has no answer.
    expect(await decant()).toEqual({ ...looked, isAgain: looked.exitCode !== 2 });
  });

  it('looks again after a change of a configuration that another one extends', async () => {
    put('decant.config.json', '{"extends":"./base.json"}');
    await decant();
    expect((await decant()).isAgain).toBe(true);
    put('base.json', '{"analyzers":{"unresolved-import":{"severity":"error"}}}');
    const looked = await decant();
    expect(looked).toMatchObject({ isAgain: false, exitCode: 1 });
    expect(looked).toEqual(await fresh());
  });

  it('gives no answer to another question, and none of yesterday', async () => {
    await decant();
    expect((await decant([], { environment: { FORCE_COLOR: '1' } })).out).toContain('\u001b[');
    expect((await decant([], { outIsTerminal: true, columns: 70 })).isAgain).toBe(false);
    expect((await decant(['--strict'])).exitCode).toBe(1);
    expect((await fresh()).isAgain).toBe(false);
    vi.setSystemTime(tomorrow + day);
    expect((await decant()).isAgain).toBe(false);
    expect((await decant()).isAgain).toBe(true);
  });

  it('says nothing again after a run that wrote', async () => {
    const page = join(folder, 'page.json');
    for (let run = 0; run < 2; run++) {
      expect(await decant(['--format', 'json', '-o', page])).toMatchObject({ isAgain: false, out: '' });
      expect(existsSync(page)).toBe(true);
      unlinkSync(page);
      expect((await decant(['--update-baseline'])).isAgain).toBe(false);
      expect(existsSync(shop('.decant-baseline.json'))).toBe(true);
      unlinkSync(shop('.decant-baseline.json'));
    }
  });

  it('says nothing again that was said aside: were standard output full, it would be said twice', async () => {
    await decant(['--update-baseline']);
    put('src/new.ts', `import './lost';\nimport { price } from './price';\nexport const fresh = price;\n`);
    put('src/price.ts', `import { cart } from './cart';\nimport './new';\nexport const price = cart;\n`);
    for (let run = 0; run < 2; run++) {
      const looked = await decant(['--update-baseline']);
      expect(looked.isAgain).toBe(false);
      expect(looked.err).toContain('--accept');
    }
  });

  it('looks up again what a specifier means: a package is looked for in a way that leaves no record', async () => {
    const why = async (): Promise<Said> => decant(['--why', 'src/price.ts', 'till/open'], {}, 'graph');
    const first = await why();
    expect(first.out).toContain('open.js');
    expect(await why()).toEqual(first);
  });

  it('believes nothing that is younger than its times tell', async () => {
    put('decant.config.json', '{}');
    vi.setSystemTime(Date.now() - day * 2);
    await decant();
    expect((await decant()).isAgain).toBe(false);
  });

  it('throws away what is not as it was written', async () => {
    const first = await decant();
    const cache = join(folder, 'cache');
    for (const name of readdirSync(cache).filter((each) => /\.(?:project|answer-\d)$/.test(each))) {
      const bytes = readFileSync(join(cache, name));
      const step = Math.ceil(bytes.length / 40);
      for (let at = 0; at < bytes.length; at += step) {
        const spoilt = Buffer.from(bytes);
        spoilt[at] = spoilt[at]! ^ 0x11;
        for (const text of [spoilt, bytes.subarray(0, at)]) {
          writeFileSync(join(cache, name), text);
          expect(await decant()).toMatchObject({ out: first.out, err: first.err, exitCode: first.exitCode });
        }
      }
      await decant();
      expect((await decant()).isAgain).toBe(true);
    }
  }, 60_000);

  it('asks git again', async () => {
    const git = (...words: string[]): unknown => execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...words], { cwd: shop('.'), stdio: 'pipe' });
    git('init', '-q');
    git('add', 'package.json', 'src');
    git('commit', '-qm', 'one');
    for (let run = 0; run < 2; run++) expect((await decant(['--since', 'HEAD'])).isAgain).toBe(false);
  });
});
