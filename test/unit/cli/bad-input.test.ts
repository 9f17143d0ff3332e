import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../../src/cli/main.js';
import { hashText } from '../../../src/host/hash.js';

const menu = `export const dishes = ['soup', 'bread'];

export function priceOf(dish: string): number {
  return dish.length * 2;
}

export function describeDish(dish: string): string {
  return dish + ' ' + priceOf(dish);
}
`;

const plan = {
  version: 1,
  kind: 'split',
  source: 'src/menu.ts',
  fingerprint: hashText(menu),
  facade: 'keep',
  maxLines: 600,
  parts: [
    { file: 'src/menu/dishes.ts', declarations: ['dishes'], because: 'data' },
    { file: 'src/menu/price.ts', declarations: ['priceOf', 'describeDish'], because: 'prices' },
  ],
};

let folder = '';
let outside = '';

beforeEach(() => {
  const base = realpathSync(mkdtempSync(path.join(tmpdir(), 'decant-bad-')));
  folder = path.join(base, 'kitchen');
  outside = path.join(base, 'neighbour');
  put('package.json', '{ "name": "kitchen", "type": "module" }\n');
  put('src/menu.ts', menu);
  put('src/guest.ts', "import { priceOf } from './menu.js';\nexport const bill = priceOf('soup');\n");
  mkdirSync(outside);
  writeFileSync(path.join(outside, 'secret.ts'), 'export const secret = 1;\nexport const other = 2;\n');
});

afterEach(() => rmSync(path.dirname(folder), { recursive: true, force: true }));

function put(file: string, content: string | Uint8Array): void {
  const target = path.join(folder, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, content);
}

function putPlan(change: object): void {
  put('plan.json', JSON.stringify({ ...plan, ...change }));
}

function snapshot(at = path.dirname(folder)): string[] {
  return readdirSync(at, { withFileTypes: true, recursive: true })
    .map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return `${file} ${entry.isFile() ? hashText(readFileSync(file, 'latin1')) : 'no file'}`;
    })
    .sort();
}

async function run(argv: readonly string[]): Promise<{ exitCode: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const exitCode = await main([...argv, '--root', folder], {
    out: (text) => (out += text),
    err: (text) => (err += text),
    outIsTerminal: false,
    errIsTerminal: false,
    columns: 100,
    environment: {},
  });
  return { exitCode, out, err };
}

const otherParts = (file: string) => [plan.parts[0], { ...plan.parts[1], file }];

interface BadInput {
  readonly trap: string;
  readonly arrange?: () => void;
  readonly argv: readonly string[];
  readonly error: RegExp;
  readonly help?: RegExp;
}

const cases: readonly BadInput[] = [
  { trap: 'a path that does not exist names the nearest one', argv: ['split', 'src/menue.ts'], error: /no such file or folder\n {2}src\/menue\.ts does not exist/, help: /Did you mean src\/menu\.ts\?/ },
  { trap: 'a wrong folder name is corrected too', argv: ['split', 'srcs/menu.ts'], error: /srcs\/menu\.ts does not exist/, help: /Did you mean src\/menu\.ts\?/ },
  { trap: 'check of a missing path is no pass', argv: ['check', 'sorce'], error: /sorce does not exist/ },
  { trap: 'check of a folder without sources is no pass', arrange: () => put('docs/readme.md', '# x'), argv: ['check', 'docs'], error: /no source files\n {2}docs holds no/ },
  { trap: 'a folder', argv: ['split', 'src'], error: /not a file\n {2}src is a folder/, help: /decant scan src/ },
  { trap: 'a binary', arrange: () => put('src/logo.ts', new Uint8Array([137, 80, 0, 71])), argv: ['split', 'src/logo.ts'], error: /binary file\n {2}src\/logo\.ts contains NUL/ },
  { trap: 'bytes that are not UTF-8 would not survive', arrange: () => put('src/latin.ts', new Uint8Array([0x2f, 0x2f, 0xe9, 0x0a])), argv: ['split', 'src/latin.ts'], error: /not UTF-8/ },
  { trap: 'an empty file', arrange: () => put('src/empty.ts', ' \n'), argv: ['split', 'src/empty.ts'], error: /empty file\n {2}src\/empty\.ts has no code/ },
  { trap: 'a file that is no code', argv: ['split', 'src/notes.md'], arrange: () => put('src/notes.md', '# notes'), error: /not a source file/ },
  { trap: 'a declaration file', argv: ['split', 'src/types.d.ts'], arrange: () => put('src/types.d.ts', 'export type A = 1;'), error: /holds declarations only/ },
  { trap: 'a path outside of the root', argv: ['split', '../neighbour/secret.ts'], error: /does not exist|outside of the project/ },
  { trap: 'a symlink that leads outside', arrange: () => symlinkSync(path.join(outside, 'secret.ts'), path.join(folder, 'src/link.ts')), argv: ['split', 'src/link.ts'], error: /src\/link\.ts leads through a symlink to .*neighbour\/secret\.ts/ },
  { trap: 'a folder for the new files behind a symlink', arrange: () => symlinkSync(outside, path.join(folder, 'src/menu')), argv: ['split', 'src/menu.ts', '--write'], error: /src\/menu leads through a symlink/ },
  { trap: 'a file where the folder of the new files should be', arrange: () => put('src/menu', 'x'), argv: ['split', 'src/menu.ts'], error: /target exists\n {2}src\/menu should become the folder/, help: /--dir/ },
  { trap: 'JSON that is no plan', argv: ['split', 'package.json'], error: /not a plan\n {2}package\.json is JSON/, help: /decant plan <file> -o plan\.json/ },
  { trap: 'a plan that is no JSON tells the place', arrange: () => put('plan.json', '{\n  "version": 1,,\n}'), argv: ['split', 'plan.json'], error: /plan\.json:2:16: found ","/ },
  { trap: 'a plan of another format version', arrange: () => putPlan({ version: 2 }), argv: ['split', 'plan.json'], error: /unknown plan version/ },
  { trap: 'a plan with a missing field tells the path of it', arrange: () => putPlan({ parts: [{ file: 'src/a.ts', declarations: 'dishes', because: '' }] }), argv: ['split', 'plan.json'], error: /plan\.json:1:\d+: parts\.0\.declarations/ },
  { trap: 'a plan for another version of the file', arrange: () => putPlan({ fingerprint: hashText('older') }), argv: ['split', 'plan.json', '--write'], error: /plan is for another version of the file/, help: /decant plan src\/menu\.ts/ },
  { trap: 'a plan for a file that is gone', arrange: () => putPlan({ source: 'src/card.ts' }), argv: ['split', 'plan.json'], error: /src\/card\.ts does not exist/ },
  { trap: 'a plan that climbs out', arrange: () => putPlan({ parts: otherParts('src/../../neighbour/price.ts') }), argv: ['split', 'plan.json', '--write'], error: /"src\/\.\.\/\.\.\/neighbour\/price\.ts" in plan\.json leaves the project/ },
  { trap: 'a plan with an absolute path', arrange: () => putPlan({ parts: otherParts('/tmp/price.ts') }), argv: ['split', 'plan.json', '--write'], error: /"\/tmp\/price\.ts" in plan\.json is absolute/ },
  { trap: 'a plan with a Windows path', arrange: () => putPlan({ parts: otherParts('C:/price.ts') }), argv: ['split', 'plan.json', '--write'], error: /is absolute/ },
  { trap: 'a plan with backslashes', arrange: () => putPlan({ parts: otherParts('src\\price.ts') }), argv: ['split', 'plan.json', '--write'], error: /is not a plain relative path/ },
  { trap: 'a plan through a symlinked folder', arrange: () => { symlinkSync(outside, path.join(folder, 'src/shelf')); putPlan({ parts: otherParts('src/shelf/price.ts') }); }, argv: ['split', 'plan.json', '--write'], error: /src\/shelf\/price\.ts leads through a symlink/ },
  { trap: 'an unknown flag suggests the nearest', argv: ['split', 'src/menu.ts', '--wirte'], error: /unknown option '--wirte'/, help: /Did you mean --write\?/ },
  { trap: 'an unknown command suggests the nearest', argv: ['spilt', 'src/menu.ts'], error: /unknown command 'spilt'/, help: /Did you mean split\?/ },
  { trap: 'a missing argument', argv: ['split'], error: /missing required argument/ },
  { trap: 'a cap of no lines', argv: ['plan', 'src/menu.ts', '--max-lines', '0'], error: /--max-lines.*whole number above 0/ },
  { trap: 'a format that does not exist', argv: ['scan', '--format', 'xml'], error: /'xml'.*json, .*text\./ },
  { trap: 'a plan written over a source file', argv: ['plan', 'src/menu.ts', '-o', 'src/menu.ts'], error: /does not end in \.json/ },
  { trap: 'a configuration that does not exist', argv: ['scan', '--config', '/nowhere/decant.config.json'], error: /configuration not found/ },
  { trap: 'a key of the configuration that is misspelt', arrange: () => put('decant.config.json', '{ "exlude": [] }'), argv: ['scan'], error: /exlude is not a known key/, help: /exclude/ },
  { trap: 'a framework of the house whose module is misspelt would have no tasks', arrange: () => put('decant.config.json', '{ "tasks": { "frameworks": [{ "framework": "kitchen", "call": "cook", "from": "./src/menue", "id": 0 }] } }'), argv: ['tasks'], error: /decant\.config\.json:1:\d+: tasks\.frameworks: 'kitchen' comes from \.\/src\/menue/, help: /the path of the module from the root/ },
  { trap: 'a configuration of brackets alone, on which recursion overflows', arrange: () => put('decant.config.json', '['.repeat(100_000)), argv: ['check'], error: /decant\.config\.json:1:502: values are nested more than 500 deep/ },
  { trap: 'a baseline of brackets alone, on which recursion overflows', arrange: () => put('.decant-baseline.json', `{"version":1,"entries":${'['.repeat(100_000)}`), argv: ['check'], error: /values are nested more than 500 deep/ },
  { trap: 'a baseline in the folder of git, where a file may mean something', arrange: () => put('decant.config.json', '{ "baseline": "x/../.GIT/info/attributes" }'), argv: ['check', '--update-baseline'], error: /baseline belongs to git/ },
  { trap: 'a reason of spaces', arrange: () => put('decant.config.json', '{ "ignore": [{ "files": ["src/**"], "because": "  " }] }'), argv: ['check'], error: /ignore\[0\]\.because: expected a text, received an empty one/ },
  { trap: 'a tree that is neither folder nor ref', argv: ['verify', '--before', 'mian', '--after', '.'], error: /mian is not a folder, and .* is not in a git repository/ },
  { trap: 'help of a command that does not exist', argv: ['help', 'splt'], error: /unknown command 'splt'/ },
  { trap: 'a folder for a plan, which has its own', arrange: () => putPlan({}), argv: ['split', 'plan.json', '--dir', 'src/card'], error: /a plan names its own folder/, help: /Leave --dir out/ },
  { trap: 'a part without its reason is told in words of JSON', arrange: () => putPlan({ parts: [{ file: 'src/a.ts', declarations: ['dishes'] }] }), argv: ['split', 'plan.json'], error: /parts\.0\.because: is missing/ },
  { trap: 'a look at a broken state that is never written', argv: ['split', 'src/menu.ts', '--keep-going'], error: /--keep-going without --write/, help: /Add --write/ },
  { trap: 'undo where nothing was done', argv: ['undo'], error: /nothing to undo/ },
];

describe('bad input', () => {
  it.each(cases)('$trap: exit code 2, a message with help, nothing written', async ({ arrange, argv, error, help }) => {
    arrange?.();
    const before = snapshot();
    const { exitCode, out, err } = await run(argv);
    // A line is broken where the terminal ends: with a long temporary folder in the midst of what is looked for.
    expect(err.replace(/(?<=\n {2}.*)\n {2}/gs, ' ')).toMatch(error);
    expect(err).toMatch(/^error: /);
    expect(err).toMatch(help ?? /\nhelp: [A-Z]/);
    expect(exitCode).toBe(2);
    expect(out).toBe('');
    expect(snapshot()).toEqual(before);
  });

  it.each([
    ['check', '--format', 'sarif', '-o', 'report.json'],
    ['plan', 'src/menu.ts', '--max-lines', '6', '-o', 'report.json'],
  ])('%s: a report whose name in the project is a symlink to a file of somebody else is not written', async (...argv) => {
    writeFileSync(path.join(outside, 'profile'), 'kept');
    symlinkSync(path.join(outside, 'profile'), path.join(folder, 'report.json'));
    const { exitCode, err } = await run(argv.map((word) => (word === 'report.json' ? path.join(folder, word) : word)));
    expect(err).toMatch(/report\.json leads through a symlink to/);
    expect(exitCode).toBe(2);
    expect(readFileSync(path.join(outside, 'profile'), 'utf8')).toBe('kept');
  });

  it('a pipe or a device is not replaced by a file with the report', async () => {
    const pipe = path.join(outside, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const { exitCode, err } = await run(['scan', '-o', pipe]);
    expect(err).toMatch(/output is not a file\n.*pipe is a device or a pipe/);
    expect(exitCode).toBe(2);
    expect(lstatSync(pipe).isFIFO()).toBe(true);
  });

  it('a syntax error is a finding with its code, exit code 1', async () => {
    put('src/menu.ts', menu.replace('dish.length * 2', 'dish.length * * 2'));
    const before = snapshot();
    const { exitCode, out } = await run(['split', 'src/menu.ts', '--write']);
    expect(exitCode).toBe(1);
    expect(out).toMatch(/error\[syntax-error\]: src\/menu\.ts does not parse/);
    expect(out).toMatch(/4 \| {3}return dish\.length \* \* 2;\n +\| +\^/);
    expect(snapshot()).toEqual(before);
  });

  it('a file with one declaration is refused, exit code 1', async () => {
    const before = snapshot();
    put('src/one.ts', 'export const only = 1;\n');
    const { exitCode, out } = await run(['split', 'src/one.ts', '--write']);
    expect(out).toMatch(/refused for 1 reason; nothing was written/);
    expect(exitCode).toBe(1);
    expect(snapshot().filter((line) => !line.includes('one.ts'))).toEqual(before);
  });

  it('a target that exists is left alone', async () => {
    put('src/menu/price.ts', '// mine\n');
    putPlan({});
    const before = snapshot();
    const { exitCode, out, err } = await run(['split', 'plan.json', '--write']);
    expect(out + err).toMatch(/src\/menu\/price\.ts/);
    expect(exitCode).toBeGreaterThan(0);
    expect(snapshot()).toEqual(before);
  });

  it.each([
    ['names a declaration twice', [plan.parts[0], { ...plan.parts[1], declarations: ['priceOf', 'describeDish', 'dishes'] }], /dishes/],
    ['leaves a declaration out', [plan.parts[0], { ...plan.parts[1], declarations: ['priceOf'] }], /describeDish/],
    ['names a declaration that does not exist', [plan.parts[0], { ...plan.parts[1], declarations: ['priceOf', 'describeDish', 'tip'] }], /tip/],
  ])('a plan that %s is refused with the name, exit code 1', async (_, parts, name) => {
    putPlan({ parts });
    const before = snapshot();
    const { exitCode, out } = await run(['split', 'plan.json', '--write']);
    expect(out).toMatch(name);
    expect(exitCode).toBe(1);
    expect(snapshot()).toEqual(before);
  });

  it('a long sentence about what failed is wrapped at the width of the terminal', async () => {
    const { err } = await run(['split', `src/${'long '.repeat(40)}.ts`]);
    expect(Math.max(...err.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('a command to type next names the root where the working folder would lead to another', async () => {
    putPlan({});
    const { out } = await run(['split', 'plan.json', '--max-lines', '90', '--facade', 'shim']);
    expect(out.trimEnd().split('\n').at(-1)).toBe(`next: decant split plan.json --write --max-lines 90 --facade shim --root ${folder}`);
  });

  it('a dry run leaves no trace, not even a folder of its own', async () => {
    putPlan({});
    const before = snapshot();
    const { exitCode, out } = await run(['split', 'plan.json']);
    expect(out).toMatch(/Nothing is written yet/);
    expect(exitCode).toBe(0);
    expect(snapshot()).toEqual(before);
  });
});
