// Runs every fixtures/codemod/split-module/<case>. A case is a folder: case.json, input/, plan.json and expected/ (what the split writes). The plan is
// part of the case, so that a better planner does not change what is expected of the codemod; what the planner makes of the input today has to
// hold the laws too. On a difference actual/ is written beside expected/; accept it after reading with `npm run test:update -- -t <case>`.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../scripts/repository.js';
import { listExports } from './support/exports.js';
import { findCases, listTestFolders, readFolder, renderFolder, writeFolder, type Folder } from './support/folder.js';
import { fixturesRoot, runPrograms } from './support/run-program.js';
import { splitFolder, type SplitCase, type SplitOutcome } from './support/split-fixture.js';
import { findTypeErrors } from './support/type-errors.js';

const accept = process.env['UPDATE_FIXTURES'] === '1';
const splitCases = `${fixturesRoot}/codemod/split-module`;

describe('split-module', () => {
  for (const folder of findCases(splitCases)) {
    const name = folder.slice(splitCases.length + 1);
    const definition = JSON.parse(readFileSync(`${folder}/case.json`, 'utf8')) as SplitCase;

    it(name, () => {
      const input = readFolder(`${folder}/input`);
      const planned = splitFolder(input, definition);
      if (definition.expectRefusal !== undefined) {
        expect(planned.kind, 'the split was not refused').toBe('refused');
        if (planned.kind !== 'refused') return;
        expect([...new Set(planned.diagnostics.map((found) => found.id))]).toEqual(definition.expectRefusal);
        for (const found of planned.diagnostics) expect(found.at.file).toContain(definition.file);
        return;
      }
      if (accept && !existsSync(`${folder}/plan.json`)) keepPlan(folder, requireChange(planned));
      const plan: unknown = JSON.parse(readFileSync(`${folder}/plan.json`, 'utf8'));
      const outcome = requireChange(splitFolder(input, definition, plan));
      writeFolder(`${folder}/actual`, outcome.changed);
      checkLaws(input, definition, outcome);
      checkVariant(input, definition, plan, outcome.changed);
      compareWithExpected(name, folder, outcome.changed);
      const today = requireChange(planned);
      if (renderFolder(today.changed) !== renderFolder(outcome.changed)) checkProof(input, today);
    });
  }
});

it('every case.json is run by some test file', () => {
  const files = [...readdirSync(`${repositoryRoot}/test`).map((name) => `${repositoryRoot}/test/${name}`), ...listTestFolders(`${repositoryRoot}/test`).flatMap((folder) => [...readFolder(folder).keys()].map((file) => `${folder}/${file}`))];
  const tests = files.filter((file) => file.endsWith('.test.ts') && !file.endsWith('/fixtures.test.ts')).map((file) => readFileSync(file, 'utf8'));
  const isNamed = (area: string) => tests.some((text) => new RegExp(`(?:fixtures|\\{fixturesRoot\\})/${area}/?['"\`]`).test(text));
  const isRun = (unit: string) => unit === 'codemod/split-module' || isNamed(unit) || isNamed(unit.split('/')[0]!);
  const units = findCases(fixturesRoot).map((folder) => folder.slice(fixturesRoot.length + 1).split('/').slice(0, 2).join('/'));
  expect([...new Set(units)].filter((unit) => !isRun(unit)), 'a test file names the folder, as fixtures/<area>/<unit>').toEqual([]);
});

type Changed = Extract<SplitOutcome, { kind: 'changed' }>;

function requireChange(outcome: SplitOutcome): Changed {
  if (outcome.kind === 'changed') return outcome;
  throw new Error(`refused: ${outcome.diagnostics.map((found) => `${found.id}: ${found.message} (${found.help})`).join('\n') || 'nothing changed'}`);
}

/** Without fingerprint and evidence, which say nothing about the case. */
function keepPlan(folder: string, { plan }: Changed): void {
  const parts = plan.parts.map((part) => ({ ...part, because: 'part of the case' }));
  writeFileSync(`${folder}/plan.json`, `${JSON.stringify({ ...plan, fingerprint: '', parts }, null, 2)}\n`);
}

function compareWithExpected(name: string, folder: string, actual: Folder): void {
  if (accept) writeFolder(`${folder}/expected`, actual);
  const expected = readFolder(`${folder}/expected`);
  expect(renderFolder(actual), `read ${folder}/actual, then accept it: npm run test:update -- -t '${name}'`).toBe(renderFolder(expected));
  rmSync(`${folder}/actual`, { recursive: true, force: true });
}

function checkLaws(input: Folder, definition: SplitCase, outcome: Changed): void {
  checkProof(input, outcome);

  expect(listExports(outcome.after, definition.file), 'the old path exports the same names').toEqual(listExports(input, definition.file));

  if (definition.run !== undefined) {
    const [before, after] = runPrograms([input, outcome.after], definition.run);
    expect(after, 'the program prints the same').toBe(before);
  }

  const again = splitFolder(outcome.after, definition);
  if (again.kind === 'refused') expect(again.diagnostics.map((found) => found.id), 'a second run finds nothing to split').toEqual(['nothing-to-split']);
  else expect([...again.changed.keys()], 'a second run changes nothing').toEqual([]);
}

function checkProof(input: Folder, outcome: Changed): void {
  expect(outcome.problems, 'every output parses').toEqual([]);

  const failed = outcome.proof.results.filter((result) => result.status === 'failed');
  expect(failed.flatMap((result) => result.diagnostics.map((found) => `${result.check}: ${found.message}`)), 'the proof does not fail').toEqual([]);

  const errorsBefore = findTypeErrors(input);
  expect(findTypeErrors(outcome.after).filter((error) => !errorsBefore.includes(error)), 'the compiler finds no new error').toEqual([]);
}

/** The other line endings, and a byte order mark where there was none, are carried into every new file and change nothing else. */
function checkVariant(input: Folder, definition: SplitCase, plan: unknown, expected: Folder): void {
  const original = input.get(definition.file)!.toString('utf8');
  const isWindows = original.includes('\r\n');
  const hasMark = original.startsWith('\uFEFF');
  const lines = original.replace(/^\uFEFF/, '').split(/\r?\n/).join(isWindows ? '\n' : '\r\n');
  // Nothing may stand before `#!`.
  const mark = hasMark || original.startsWith('#!') ? '' : '\uFEFF';
  const outcome = requireChange(splitFolder(new Map(input).set(definition.file, Buffer.from(mark + lines, 'utf8')), definition, plan));
  expect(renderFolder(normalised(outcome.changed)), 'line endings and byte order mark change nothing else').toBe(renderFolder(normalised(expected)));
  for (const [file, bytes] of outcome.changed) {
    const text = bytes.toString('utf8');
    expect(text.startsWith('\uFEFF'), `${file} has the byte order mark of the old file`).toBe(mark !== '');
    expect(text.replaceAll('\r\n', '').includes('\n'), `${file} has the line endings of the old file`).toBe(isWindows);
  }
}

function normalised(folder: Folder): Folder {
  return new Map([...folder].map(([file, bytes]) => [file, Buffer.from(bytes.toString('utf8').replace(/^\uFEFF/, '').replaceAll('\r\n', '\n'), 'utf8')]));
}
