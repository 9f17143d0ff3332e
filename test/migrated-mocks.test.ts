// Runs the tests of every fixtures/codemod/redirect-imports/<case> that has some for Vitest: as they are, as a migration leaves them, and that once more with real
// functions that throw. A mock that no longer reaches who it was made for fails the last; so does, to show that it would, a migration of everything but the tests.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findCases, readFolder, type Folder } from './support/folder.js';
import { redirectFolder, type RedirectCase } from './support/redirect-fixture.js';
import { repositoryRoot } from '../scripts/repository.js';
import { fixturesRoot } from './support/run-program.js';

interface Run {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { readonly name: string; readonly status: string; readonly message: string; readonly assertionResults: readonly { readonly status: string }[] }[];
}

const cases = `${fixturesRoot}/codemod/redirect-imports`;
const tested = findCases(cases).map((folder) => ({ folder, name: folder.slice(cases.length + 1), definition: JSON.parse(readFileSync(`${folder}/case.json`, 'utf8')) as RedirectCase & { tests?: string } }))
  .filter(({ definition }) => definition.tests === 'vitest');
const root = mkdtempSync(`${repositoryRoot}/.tmp-mocks-`);

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('mocks of a migrated facade', () => {
  it('catch the same calls as before', () => {
    const moved: string[] = [];
    for (const { folder, name, definition } of tested) {
      const input = readFolder(`${folder}/input`);
      const { after, changed } = redirectFolder(input, definition);
      write(`${name}/before`, input);
      write(`${name}/after`, after);
      write(`${name}/deaf`, deafen(after));
      if (![...changed.keys()].some((file) => file.startsWith('test/'))) continue;
      moved.push(name);
      write(`${name}/left-behind`, deafen(new Map([...after, ...[...input].filter(([file]) => file.startsWith('test/'))])));
    }
    expect(moved.length).toBeGreaterThan(4);
    const { testResults } = runVitest();
    const of = (name: string, side: string) => testResults.filter((file) => file.name.startsWith(`${root}/${name}/${side}/`));
    for (const { name } of tested) {
      for (const side of ['before', 'after', 'deaf']) {
        const files = of(name, side);
        expect(files.flatMap(({ status, message, assertionResults }) => (status === 'passed' ? assertionResults.map((one) => one.status) : [message])), `${name}, ${side}`).toEqual(of(name, 'before').flatMap(({ assertionResults }) => assertionResults.map(() => 'passed')));
        expect(files.length, name).toBeGreaterThan(0);
      }
    }
    for (const name of moved) expect(of(name, 'left-behind').some(({ status }) => status === 'failed'), `${name}: old mocks beside new imports would be noticed`).toBe(true);
  }, 240_000);
});

/** Whoever calls a real function that its test replaces hears of it. */
function deafen(folder: Folder): Folder {
  return new Map([...folder].map(([file, bytes]) => [file, Buffer.from(bytes.toString('utf8').replace(/\/\* (real \w+) \*\//g, "throw new Error('$1 ran');"), 'utf8')]));
}

function write(name: string, folder: Folder): void {
  for (const [file, bytes] of folder) {
    const path = `${root}/${name}/${file}`;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
}

function runVitest(): Run {
  const setups = tested.filter(({ folder }) => readFolder(`${folder}/input`).has('vitest.config.ts'));
  const sides = setups.flatMap(({ name }) => ['before', 'after', 'deaf'].map((side) => ({ root: `${root}/${name}/${side}`, test: { name: `${name}/${side}`, setupFiles: ['./test/setup.ts'], include: ['test/*.test.ts'] } })));
  const rest = { root, test: { name: 'rest', include: ['**/test/*.test.ts'], exclude: setups.map(({ name }) => `${name}/**`) } };
  writeFileSync(`${root}/vitest.config.mjs`, `export default ${JSON.stringify({ test: { pool: 'threads', projects: [rest, ...sides] } })};\n`);
  const output = `${root}/result.json`;
  try {
    execFileSync(process.execPath, [`${repositoryRoot}/node_modules/vitest/vitest.mjs`, 'run', '--root', root, '--config', `${root}/vitest.config.mjs`, '--reporter=json', `--outputFile=${output}`], { stdio: 'pipe' });
  } catch {
    // Failing tests are expected; what is missing from the result is noticed.
  }
  return JSON.parse(readFileSync(output, 'utf8')) as Run;
}
