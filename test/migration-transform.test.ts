// Runs every fixtures/codemod/migration-transform/<case> with the real jscodeshift: case.json, input/ and expected/ (the files that the transform changes). On a
// difference actual/ is written beside expected/; accept it after reading with `npm run test:update -- test/migration-transform.test.ts -t <case>`.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../src/config/config.js';
import { createMachine } from '../src/host/machine.js';
import { createNodeFileSystem } from '../src/host/node-file-system.js';
import { filePath } from '../src/host/path.js';
import { runCodemod } from '../src/workflow/run-codemod.js';
import { findCases, readFolder, renderFolder, writeFolder, type Folder } from './support/folder.js';
import { readTaken } from './support/taken-names.js';
import { redirectFolder, type RedirectCase } from './support/redirect-fixture.js';
import { fixturesRoot, runPrograms } from './support/run-program.js';
import { hasJscodeshift, jscodeshiftModules, jscodeshiftProgram, loadTransform, parsers, transformFolder, whyNotRun, writeTransform, type Transform, type TransformCase } from './support/transform-fixture.js';
import { findTypeErrors } from './support/type-errors.js';

const accept = process.env['UPDATE_FIXTURES'] === '1';
const cases = `${fixturesRoot}/codemod/migration-transform`;
const redirected = `${fixturesRoot}/codemod/redirect-imports`;

describe(`migration-transform${whyNotRun}`, () => {
  for (const folder of findCases(cases)) {
    const definition = JSON.parse(readFileSync(`${folder}/case.json`, 'utf8')) as TransformCase;

    it.skipIf(!hasJscodeshift)(folder.slice(cases.length + 1), () => {
      const input = readFolder(`${folder}/input`);
      const transform = loadTransform(writeTransform(input, definition.facade).files.get('migrations/moved.cjs')!);
      const { changed, report } = transformFolder(transform, input, 'tsx', definition.options);
      if (accept) writeFolder(`${folder}/expected`, changed);
      if (accept) writeFileSync(`${folder}/case.json`, `${JSON.stringify({ ...definition, report }, null, 2)}\n`);
      writeFolder(`${folder}/actual`, changed);
      if (!accept) expect(report).toEqual(definition.report ?? []);
      expect(renderFolder(changed), `read ${folder}/actual, then accept it`).toBe(renderFolder(readFolder(`${folder}/expected`)));
      checkLaws(transform, input, definition);
      rmSync(`${folder}/actual`, { recursive: true, force: true });
    });
  }
});

/** What holds for every input, whatever its expected side is. */
function checkLaws(transform: Transform, input: Folder, { run, options = {} }: Pick<TransformCase, 'run' | 'options'>): void {
  const { changed, after } = transformFolder(transform, input, 'tsx', options);
  for (const parser of parsers) expect(renderFolder(transformFolder(transform, input, parser, options).changed), `--parser ${parser} gives the same`).toBe(renderFolder(changed));
  expect([...transformFolder(transform, after, 'babel', options).changed.keys()], 'a second run changes nothing').toEqual([]);
  const errorsBefore = findTypeErrors(input);
  expect(findTypeErrors(after).filter((error) => !errorsBefore.includes(error)), 'the compiler finds no new error').toEqual([]);
  if (run !== undefined) {
    const [before, now] = runPrograms([input, after], run);
    expect(now, 'the program prints the same').toBe(before);
  }
  // The other line endings, tabs for the first two spaces, and a byte order mark are kept, and change nothing else.
  const turn = (bytes: Buffer): Buffer => Buffer.from(`${bytes.toString('utf8').startsWith('#!') ? '' : '\uFEFF'}${bytes.toString('utf8').replaceAll(/\r?\n/g, '\r\n')}`, 'utf8');
  const turned = new Map([...input].map(([file, bytes]) => [file, /\.[cm]?[jt]sx?$/.test(file) ? turn(bytes) : bytes]));
  expect(renderFolder(transformFolder(transform, turned, 'tsx', options).changed), 'line endings stay').toBe(renderFolder(new Map([...changed].map(([file, bytes]) => [file, turn(bytes)]))));
}

/** Path aliases are told to the transform by hand. */
function aliasesOf(input: Folder): Record<string, string> {
  const { compilerOptions = {} } = JSON.parse(input.get('tsconfig.json')?.toString('utf8') ?? '{}') as { compilerOptions?: { paths?: Record<string, readonly string[]> } };
  const list = Object.entries(compilerOptions.paths ?? {}).map(([pattern, [target = '']]) => `${pattern}=${target.replace(/^\.\//, '')}`);
  return list.length === 0 ? {} : { alias: list.join(',') };
}

// A program of the project may need a facade that is loaded for its effects; the transform sees one file and keeps every import of such a facade.
describe(`what \`decant migrate\` does here, the transform does elsewhere${whyNotRun}`, () => {
  for (const folder of findCases(redirected)) {
    const definition = JSON.parse(readFileSync(`${folder}/case.json`, 'utf8')) as RedirectCase;
    const [facade] = definition.facades;
    if (facade === undefined || definition.facades.length > 1 || definition.only !== undefined) continue;

    it.skipIf(!hasJscodeshift)(folder.slice(redirected.length + 1), () => {
      const input = readFolder(`${folder}/input`);
      const transform = loadTransform(writeTransform(input, facade).files.get('migrations/moved.cjs')!);
      const options = aliasesOf(input);
      checkLaws(transform, input, { options, ...(definition.run === undefined ? {} : { run: definition.run }) });
      const { after, report } = transformFolder(transform, input, 'tsx', options);
      const [before, migrated, transformed] = [input, redirectFolder(input, definition).after, after].map((side) => readTaken(side, facade));
      // It sees one file at a time and cannot keep importers on the facade because a test somewhere replaces it: it says so instead.
      const isWarned = report.some((line) => /no longer reaches|not seen by|does not see/.test(line));
      for (const [file, names] of transformed!) {
        const kept = names.filter((name) => !migrated!.get(file)!.includes(name));
        // Nothing is moved to another place than by `migrate`; what it moves and the transform does not is reported.
        if (!isWarned) expect(kept.filter((name) => !before!.get(file)!.includes(name)), `${file} takes nothing else`).toEqual([]);
        if (kept.some((name) => before!.get(file)!.includes(name)) && /\.[cm]?[jt]sx?$/.test(file)) expect(report.filter((line) => line.startsWith(`${file}:`)), `${file} says what it keeps`).not.toEqual([]);
      }
    });
  }
});

const library = 'every-form-of-import-in-typescript';
const written = writeTransform(readFolder(`${cases}/${library}/input`), 'packages/core/src/shop.ts');
const program = written.files.get('migrations/moved.cjs')!;

describe(`the files that --codemod writes${whyNotRun}`, () => {
  it.skipIf(!hasJscodeshift)('pass their own test, and run by the command line of jscodeshift and by run-codemod', () => {
    const folder = mkdtempSync(join(tmpdir(), 'decant-codemod-'));
    try {
      symlinkSync(jscodeshiftModules, join(folder, 'node_modules'));
      for (const [file, text] of written.files) {
        mkdirSync(dirname(join(folder, file)), { recursive: true });
        writeFileSync(join(folder, file), text);
      }
      const own = spawnSync(process.execPath, ['--test', 'migrations/moved.test.cjs'], { cwd: folder, encoding: 'utf8' });
      expect(own.stdout).toMatch(/^# pass 6$/m);
      expect(own.status, own.stdout).toBe(0);

      const [input, expected] = ['input', 'expected'].map((side) => readFileSync(`${cases}/${library}/${side}/app/forms.ts`, 'utf8'));
      const [plain, ours] = ['plain', 'ours'].map((name) => join(folder, name));
      for (const target of [plain!, ours!]) {
        mkdirSync(target);
        writeFileSync(join(target, 'forms.ts'), input!);
      }
      const run = spawnSync(process.execPath, [jscodeshiftProgram, '--run-in-band', '--no-babel', '-t', 'migrations/moved.cjs', '--extensions=ts', 'plain'], { cwd: folder, encoding: 'utf8' });
      expect(run.stdout).toMatch(/^1 ok$/m);
      expect(readFileSync(join(plain!, 'forms.ts'), 'utf8')).toBe(expected);

      const workspace = { fileSystem: createNodeFileSystem(), root: filePath(folder), config: defaultConfig, machine: createMachine(), progress: () => undefined, notice: () => undefined };
      const request = { transform: filePath(join(folder, 'migrations/moved.cjs')), paths: [filePath(ours!)] };
      const dry = runCodemod(workspace, request);
      expect(dry).toMatchObject({ changed: 1, unchanged: 0, errors: 0, applied: false, next: 'decant run-codemod migrations/moved.cjs ours --write' });
      expect(readFileSync(join(ours!, 'forms.ts'), 'utf8')).toBe(input);
      expect(dry.lines.map(({ text }) => text)).toContain("ours/forms.ts 9:1 keeps the import of '@shop/core/shop': it is imported for what runs when it is loaded");
      expect(runCodemod(workspace, { ...request, write: true })).toMatchObject({ changed: 1, applied: true, next: null });
      expect(readFileSync(join(ours!, 'forms.ts'), 'utf8')).toBe(expected);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 300_000);

  it('export where each name is declared, for a lint rule', () => {
    const { homes } = loadTransform(program);
    expect(homes['send']).toEqual({ module: '@shop/core/shop/orders', file: 'packages/core/src/shop/orders.ts', name: 'sendOrder', isType: false });
    expect(homes['Line']).toEqual({ module: '@shop/core/shop/cart', file: 'packages/core/src/shop/cart.ts', name: 'Line', isType: true });
    expect(homes['units']).toEqual({ module: '@shop/core/shop/units', file: 'packages/core/src/shop/units.ts', name: '*', isType: false });
    expect(homes['open']).toEqual({ module: undefined, file: 'packages/core/src/shop/till.ts', name: 'open', isType: false });
    expect(homes['currency']).toBeUndefined();
  });

  it('load nothing: the transform has no import', () => {
    const code = program.split('\n').filter((line) => !/^\s*(?:\/\/|\/?\*)/.test(line)).join('\n');
    expect(code).not.toMatch(/^\s*import\s|\brequire\(\s*['"]|^\s*export\s/m);
  });

  it('are refused in place of a file that is not one of them', () => {
    const input = readFolder(`${cases}/${library}/input`);
    const taken = new Map([...input, ['migrations/moved.test.cjs', Buffer.from('// ours')] as const]);
    expect(() => writeTransform(taken, 'packages/core/src/shop.ts')).toThrow(/there is a file already|was not made by decant/);
    const again = new Map([...input, ...[...written.files].map(([file, text]) => [file, Buffer.from(text)] as const)]);
    expect(writeTransform(again, 'packages/core/src/shop.ts').report.written).toEqual([...written.files.keys()]);
    expect(() => writeTransform(input, 'packages/core/src/shop/till.ts')).toThrow(/not a facade|declares every name/);
    expect(() => writeTransform(input, 'packages/core/src/shop.ts', 'migrations/moved.js')).toThrow(/not a name for a transform|does not end in/);
  });

  it('leave a file of another repository alone that has a module of the same path', () => {
    const input = readFolder(`${cases}/paths-and-aliases-inside-one-repository/input`);
    const transform = loadTransform(writeTransform(input, 'src/shop.ts').files.get('migrations/moved.cjs')!);
    expect(transformFolder(transform, input, 'ts').changed.size).toBeGreaterThan(0);
    expect(transformFolder(transform, input, 'ts', { root: undefined, alias: '@/*=src/*' })).toMatchObject({ changed: new Map(), report: [] });
  });

  it('keep names of a module on the old one that also runs something else, until told otherwise', () => {
    const input = new Map([...readFolder(`${cases}/paths-and-aliases-inside-one-repository/input`), ['src/shop/state.ts', Buffer.from("export let counted = 0;\nexport const count = () => { counted += 1; };\nconsole.log('opened');\n")] as const]);
    const transform = loadTransform(writeTransform(input, 'src/shop.ts').files.get('migrations/moved.cjs')!);
    const kept = transformFolder(transform, input, 'ts');
    expect([...kept.after.get('src/app/main.ts')!.toString('utf8').matchAll(/from '([^']*)'/g)].map(([, path]) => path)).toEqual(['../shop', '../shop/state', './more']);
    expect(kept.report).toContain("src/app/main.ts:1:1 keeps total, stamp of '../shop': the old module also runs 'console.log('opened');' in src/shop/state.ts");
    expect([...transformFolder(transform, input, 'ts', { effects: 'ignore' }).after.get('src/app/main.ts')!.toString('utf8').matchAll(/from '([^']*)'/g)].map(([, path]) => path)).toEqual(['../shop/cart', '../shop/index', '../shop/state', './more']);
  });
});
