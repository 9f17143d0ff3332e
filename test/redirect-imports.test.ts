// Runs every fixtures/codemod/redirect-imports/<case>: case.json, input/ and expected/ (the files that a migration changes). On a difference actual/ is written beside
// expected/; accept it after reading with `npm run test:update -- test/redirect-imports.test.ts -t <case>`.
import { readFileSync, rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { listExports } from './support/exports.js';
import { findCases, readFolder, renderFolder, writeFolder, type Folder } from './support/folder.js';
import { redirectFolder, type RedirectCase } from './support/redirect-fixture.js';
import { fixturesRoot, runPrograms } from './support/run-program.js';
import { findTypeErrors } from './support/type-errors.js';

const accept = process.env['UPDATE_FIXTURES'] === '1';
const cases = `${fixturesRoot}/codemod/redirect-imports`;

describe('redirect-imports', () => {
  for (const folder of findCases(cases)) {
    const name = folder.slice(cases.length + 1);
    const definition = JSON.parse(readFileSync(`${folder}/case.json`, 'utf8')) as RedirectCase;

    it(name, () => {
      const input = readFolder(`${folder}/input`);
      const outcome = redirectFolder(input, definition);
      if (accept) writeFolder(`${folder}/expected`, outcome.changed);
      writeFolder(`${folder}/actual`, outcome.changed);
      expect(outcome.left).toEqual(definition.left ?? []);
      checkLaws(input, definition, outcome.after);
      const failed = outcome.proof?.results.filter(({ status }) => status === 'failed') ?? [];
      expect(failed.flatMap(({ check, diagnostics }) => diagnostics.map(({ message }) => `${check}: ${message}`)), 'the proof does not fail').toEqual([]);
      expect(renderFolder(outcome.changed), `read ${folder}/actual, then accept it`).toBe(renderFolder(readFolder(`${folder}/expected`)));
      checkLineEndings(input, definition, outcome.changed);
      rmSync(`${folder}/actual`, { recursive: true, force: true });
    });
  }
});

function checkLaws(input: Folder, definition: RedirectCase, after: Folder): void {
  for (const file of definition.facades) if (/\.[cm]?[jt]sx?$/.test(file)) expect(listExports(after, file), 'the facade exports the same names').toEqual(listExports(input, file));
  const errorsBefore = findTypeErrors(input);
  expect(findTypeErrors(after).filter((error) => !errorsBefore.includes(error)), 'the compiler finds no new error').toEqual([]);
  if (definition.run !== undefined) {
    const [before, now] = runPrograms([input, after], definition.run);
    expect(now, 'the program prints the same').toBe(before);
  }
  expect([...redirectFolder(after, definition).changed.keys()], 'a second run changes nothing').toEqual([]);
}

/** The other line endings, and a byte order mark, are kept, and change nothing else. */
function checkLineEndings(input: Folder, definition: RedirectCase, expected: Folder): void {
  const turn = (bytes: Buffer): Buffer => Buffer.from(`${bytes.toString('utf8').startsWith('#!') ? '' : '\uFEFF'}${bytes.toString('utf8').replaceAll(/\r?\n/g, '\r\n')}`, 'utf8');
  const isCode = (file: string): boolean => /\.(?:[cm]?[jt]sx?|vue|svelte)$/.test(file);
  const { changed } = redirectFolder(new Map([...input].map(([file, bytes]) => [file, isCode(file) ? turn(bytes) : bytes])), definition);
  expect(renderFolder(changed)).toBe(renderFolder(new Map([...expected].map(([file, bytes]) => [file, turn(bytes)]))));
}
