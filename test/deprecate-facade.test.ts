// Runs every fixtures/codemod/deprecate-facade/<case>: input/ is brought to each stage, and expected/<stage>/ holds the files that it changes. `refused` of
// the case names stages that are refused, with the ids. `npm run test:update -- test/deprecate-facade.test.ts -t <case>` writes expected/; read it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ts } from 'ts-morph';
import { afterAll, describe, expect, it } from 'vitest';
import { createMachine } from '../src/host/machine.js';
import { createMemoryFileSystem } from '../src/host/memory-file-system.js';
import { filePath, joinPath } from '../src/host/path.js';
import { deprecate } from '../src/workflow/deprecate.js';
import { openWorkspace } from '../src/workflow/workspace.js';
import { findCases, readFolder, renderFolder, writeFolder, type Folder } from './support/folder.js';
import { fixturesRoot, runPrograms } from './support/run-program.js';
import { findTypeErrors } from './support/type-errors.js';
import type { DeprecateReport } from '../src/report/schema.js';

interface DeprecateCase {
  readonly description: string;
  readonly file: string;
  readonly run?: string;
  /** Marks that TypeScript acts on, where it does not act on each: it knows nothing of those above `exports.name =`. */
  readonly struck?: number;
  readonly refused?: Readonly<Partial<Record<Stage, readonly string[]>>>;
}

const stages = ['silent', 'jsdoc', 'runtime', 'error'] as const;
type Stage = (typeof stages)[number];

const root = filePath('/shop');
const accept = process.env['UPDATE_FIXTURES'] === '1';
const made: string[] = [];

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

interface Outcome {
  readonly report: DeprecateReport;
  readonly after: Folder;
}

const outcomes = new WeakMap<Folder, Map<string, Outcome>>();

/** Nothing else has a say in what comes of a step, so each is computed once: it is the way of one test and the start of others. */
function apply(folder: Folder, file: string, stage: Stage): Outcome {
  const known = outcomes.get(folder) ?? new Map<string, Outcome>();
  outcomes.set(folder, known);
  const key = `${stage} ${file}`;
  const outcome = known.get(key) ?? compute(folder, file, stage);
  known.set(key, outcome);
  return outcome;
}

function compute(folder: Folder, file: string, stage: Stage): Outcome {
  const fileSystem = createMemoryFileSystem(Object.fromEntries([...folder].map(([name, bytes]) => [joinPath(root, name), new Uint8Array(bytes)])));
  const machine = { ...createMachine(), now: () => new Date('2026-11-22T12:00:00Z'), acquireLock: () => ({ kind: 'acquired' as const, release: () => undefined }) };
  const workspace = openWorkspace({ fileSystem, root, machine });
  const report = deprecate(workspace, { input: joinPath(root, file), stage, write: true, force: stage === 'error', typecheck: false });
  return { report, after: new Map([...folder].map(([name]) => [name, Buffer.from(fileSystem.readBytes(joinPath(root, name)) ?? [])])) };
}

function differences(before: Folder, after: Folder): Folder {
  return new Map([...after].filter(([name, bytes]) => !bytes.equals(before.get(name) ?? Buffer.alloc(0))));
}

function failures({ proof }: DeprecateReport): readonly string[] {
  return proof?.results.flatMap(({ check, status, diagnostics }) => (status === 'failed' ? diagnostics.map(({ message }) => `${check}: ${message}`) : [])) ?? [];
}

describe('fixtures/codemod/deprecate-facade', () => {
  const cases = findCases(`${fixturesRoot}/codemod/deprecate-facade`);
  it('has cases', () => expect(cases.length).toBeGreaterThan(5));

  for (const folder of cases) {
    const definition = JSON.parse(readFileSync(`${folder}/case.json`, 'utf8')) as DeprecateCase;
    const input = readFolder(`${folder}/input`);
    const reached = stages.filter((stage) => definition.refused?.[stage] === undefined);
    describe(folder.slice(folder.lastIndexOf('/') + 1), () => {
      it.each(reached)('%s', (stage) => {
        const { report, after } = apply(input, definition.file, stage);
        expect(report.refused.map(({ message }) => message)).toEqual([]);
        expect(failures(report), 'the proof does not fail').toEqual([]);
        const changed = differences(input, after);
        if (accept) writeFolder(`${folder}/expected/${stage}`, changed);
        expect(renderFolder(changed)).toBe(renderFolder(readFolder(`${folder}/expected/${stage}`)));

        expect(apply(after, definition.file, stage).report.changes, 'twice changes nothing').toEqual([]);
        const known = findTypeErrors(input);
        expect(findTypeErrors(after).filter((error) => !known.includes(error)), 'the compiler finds no new error').toEqual([]);
        if (definition.run !== undefined && stage !== 'error') {
          const [was, is] = runPrograms([input, after], definition.run);
          expect(is, 'the program prints the same').toBe(was);
        }
        if (definition.run !== undefined && stage === 'error') expect(() => runPrograms([after], definition.run!)).toThrow(/is no longer in use: import each name from its own module\.[^]*npx decant migrate/);
      });

      it.skipIf(reached.length < 2)('leads from each stage to each other one as the direct way does', () => {
        const direct = new Map(reached.map((stage) => [stage, apply(input, definition.file, stage).after]));
        for (const first of reached) {
          for (const second of reached) {
            const { report, after } = apply(direct.get(first)!, definition.file, second);
            expect(failures(report), `${first} to ${second}`).toEqual([]);
            // What package.json lists stays listed, and a star that was written out stays written out: neither means anything else.
            const expected = new Map([...direct.get(second)!].map(([name, bytes]) => [name, name === definition.file && second === 'silent' && first !== 'silent' ? writtenOut(first, input, definition.file) : bytes]));
            expect(renderFolder(new Map([...after].filter(([name]) => name !== 'package.json'))), `${first} to ${second}`).toBe(renderFolder(new Map([...expected].filter(([name]) => name !== 'package.json'))));
          }
        }
      });

      for (const [stage, ids] of Object.entries(definition.refused ?? {})) {
        it(`${stage} is refused`, () => {
          const { report, after } = apply(input, definition.file, stage as Stage);
          expect([...new Set(report.refused.map(({ id }) => id))]).toEqual(ids);
          expect(differences(input, after).size).toBe(0);
        });
      }

      it.skipIf(!reached.includes('jsdoc'))('keeps line endings and a byte order mark', () => {
        const text = input.get(definition.file)!.toString('utf8');
        const variant = new Map(input).set(definition.file, Buffer.from(`\uFEFF${text.replaceAll('\n', '\r\n')}`));
        for (const stage of reached) {
          const plain = apply(input, definition.file, stage).after.get(definition.file)!.toString('utf8');
          expect(apply(variant, definition.file, stage).after.get(definition.file)!.toString('utf8')).toBe(`\uFEFF${plain.replaceAll('\n', '\r\n')}`);
        }
      });

      it.skipIf(!reached.includes('jsdoc'))('lets an editor strike the marked names where they are imported', () => {
        const after = apply(input, definition.file, 'jsdoc').after;
        const facade = after.get(definition.file)!.toString('utf8');
        const marked = [...facade.matchAll(/@deprecated/g)].length;
        expect(marked).toBeGreaterThan(0);
        expect(findStruck(after, definition.file).length).toBe(definition.struck ?? marked);
      });
    });
  }
});

/** What `silent` makes of a stage: the input, or, where it has stars, the list of their names. */
function writtenOut(stage: Stage, input: Folder, file: string): Buffer {
  const text = input.get(file)!.toString('utf8');
  const silent = apply(input, file, 'silent').after.get(file)!;
  return /^export \* from '\.\//m.test(text) ? apply(apply(input, file, stage).after, file, 'silent').after.get(file)! : silent;
}

/** Names of the facade that the language service reports as deprecated (TS6385) in a file that imports each of them. */
function findStruck(folder: Folder, facade: string): readonly string[] {
  const files = new Map([...folder].map(([name, bytes]) => [`/shop/${name}`, bytes.toString('utf8')]));
  const isScript = /\.js$/.test(facade);
  const names = [...new Set([...files.get(`/shop/${facade}`)!.matchAll(/@deprecated[^*]*\*\/\s*(?:type\s+)?(?:(?:module\.)?exports\.)?(?:[\w$]+ as )?([\w$]+)/g)].map(([, name]) => name!))];
  const user = isScript ? '/shop/user.js' : '/shop/user.ts';
  const stem = facade.replace(/\.tsx?$/, '');
  files.set(user, isScript && /exports/.test(files.get(`/shop/${facade}`)!)
    ? `const { ${names.join(', ')} } = require('./${stem}');\n${names.map((name) => `${name}();\n`).join('')}`
    : names.map((name, index) => `import { ${name} as name${index} } from './${stem}';\n`).join(''));
  const host: ts.LanguageServiceHost = {
    getCompilationSettings: () => ({ strict: true, allowJs: true, checkJs: true, noLib: true, module: ts.ModuleKind.Preserve, moduleResolution: ts.ModuleResolutionKind.Bundler, jsx: ts.JsxEmit.Preserve }),
    getScriptFileNames: () => [...files.keys()].filter((name) => /\.[jt]sx?$/.test(name)),
    getScriptVersion: () => '1',
    getScriptSnapshot: (name) => (files.has(name) ? ts.ScriptSnapshot.fromString(files.get(name)!) : undefined),
    getCurrentDirectory: () => '/shop',
    getDefaultLibFileName: () => '/lib.d.ts',
    fileExists: (name) => files.has(name),
    readFile: (name) => files.get(name),
    directoryExists: (name) => [...files.keys()].some((file) => file.startsWith(`${name}/`)),
    getDirectories: () => [],
  };
  const service = ts.createLanguageService(host);
  const found = service.getSuggestionDiagnostics(user).filter(({ code }) => code === 6385 || code === 6387);
  return [...new Set(found.map(({ start, length }) => files.get(user)!.slice(start, start! + length!)))];
}

describe('a shim at the stage runtime, under Node', () => {
  const warns = /\[DECANT_DEPRECATED\] DeprecationWarning: .*is deprecated: import each name from its own module/g;

  function run(folder: Folder, ...flags: readonly string[]) {
    const target = mkdtempSync(join(tmpdir(), 'decant-shim-'));
    made.push(target);
    for (const [name, bytes] of folder) {
      mkdirSync(dirname(join(target, name)), { recursive: true });
      writeFileSync(join(target, name), bytes);
    }
    return spawnSync(process.execPath, [...flags, 'main.js'], { cwd: target, encoding: 'utf8' });
  }

  function shopOf(format: 'module' | 'commonjs'): Folder {
    const isModule = format === 'module';
    const texts: Record<string, string> = isModule
      ? {
        'till.js': "export { total, count, raise } from './till/sums.js';\n",
        'till/sums.js': 'export let count = 0;\nexport const raise = () => ++count;\nexport const total = () => 7;\n',
        'one.js': "export { total as one } from './till.js';\n",
        'two.js': "export { total as two } from './till.js';\n",
        'main.js': "import { one } from './one.js';\nimport { two } from './two.js';\nimport * as till from './till.js';\nimport * as sums from './till/sums.js';\ntill.raise();\nconsole.log(one === two, Object.keys(till).every((name) => till[name] === sums[name]), Object.keys(till).join(), till.count);\n",
      }
      : {
        'till.js': "'use strict';\n\nexports.total = require('./till/sums').total;\nexports.raise = require('./till/sums').raise;\n",
        'till/sums.js': "'use strict';\nexports.raise = () => 1;\nexports.total = () => 7;\n",
        'one.js': "exports.one = require('./till').total;\n",
        'two.js': "exports.two = require('./till').total;\n",
        'main.js': "const { one } = require('./one');\nconst { two } = require('./two');\nconst till = require('./till');\nconst sums = require('./till/sums');\nconsole.log(one === two, Object.keys(till).every((name) => till[name] === sums[name]), Object.keys(till).join());\n",
      };
    return new Map(Object.entries({ 'package.json': `{ "name": "till", "type": "${format}", "sideEffects": false }\n`, ...texts }).map(([name, text]) => [name, Buffer.from(text)]));
  }

  it.each(['module', 'commonjs'] as const)('%s: warns once for many importers, changes no export, and is silenced by --no-deprecation', (format) => {
    const folder = shopOf(format);
    const before = run(folder);
    const { report, after } = apply(folder, 'till.js', 'runtime');
    expect([...report.refused.map(({ message }) => message), ...failures(report)]).toEqual([]);
    const loud = run(after);
    expect(loud.stdout).toBe(before.stdout);
    expect(loud.stdout).toMatch(/^true true /);
    expect(loud.stderr.match(warns)).toHaveLength(1);
    expect(loud.stderr).toContain('till.js of till is deprecated');
    expect(loud.stderr).toContain('npx decant migrate till.js --write');
    const quiet = run(after, '--no-deprecation');
    expect(quiet.stdout).toBe(before.stdout);
    expect(quiet.stderr).toBe('');
    expect(run(after, '--throw-deprecation').status).not.toBe(0);
    expect(after.get('package.json')!.toString()).toBe(`{ "name": "till", "type": "${format}", "sideEffects": ["./till.js"] }\n`);
  });

  it('warns once of a package that is loaded by import and by require', () => {
    const { after } = apply(shopOf('module'), 'till.js', 'runtime');
    const block = /^\{\n[^]*\n\}$/m.exec(after.get('till.js')!.toString())![0];
    const both = run(new Map([...after, ['cjs/package.json', Buffer.from('{ "type": "commonjs" }')], ['cjs/till.js', Buffer.from(`'use strict';\n${block}\n`)], ['main.js', Buffer.from("import './till.js';\nimport './cjs/till.js';\n")]]));
    expect(both.stderr.match(warns)).toHaveLength(1);
  });

  it('warns through the console where there is no process', () => {
    const { after } = apply(shopOf('module'), 'till.js', 'runtime');
    const block = /^\{\n[^]*\n\}$/m.exec(after.get('till.js')!.toString())![0];
    const script = `const said = []; globalThis.process = undefined; globalThis.console = { warn: (text) => said.push(text) };\n${block}\nimport('node:fs').then(({ writeSync }) => writeSync(1, JSON.stringify(said)));`;
    const ran = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    const said = JSON.parse(ran.stdout) as string[];
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^till\.js of till is deprecated[^]*import \{ count, raise, total \} from '\.\/till\/sums\.js';/);
  });
});

it('every stage that a case reaches has its expected files', () => {
  for (const folder of findCases(`${fixturesRoot}/codemod/deprecate-facade`)) {
    const { refused = {} } = JSON.parse(readFileSync(`${folder}/case.json`, 'utf8')) as DeprecateCase;
    for (const stage of Object.keys(refused)) expect(existsSync(`${folder}/expected/${stage}`), `${folder} ${stage}`).toBe(false);
  }
});
