// Runs every fixtures/codemod/patch-references/<case>: input/ holds texts that name `source`, expected/ the ones that are patched, `notes` of case.json what is told.
// `npm run test:update -- test/patch-references.test.ts` writes expected/ and the notes anew; read them before you commit them.
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { patchReferences } from '../src/codemod/patch-references/patch-references.js';
import { filePath, joinPath, relativePath } from '../src/host/path.js';
import { findCases, readFolder, renderFolder, writeFolder } from './support/folder.js';
import { fixturesRoot } from './support/run-program.js';

interface Case {
  readonly description: string;
  readonly source: string;
  readonly modules: readonly string[];
  readonly effectful: readonly string[];
  readonly ownFolder?: string;
  readonly notes: readonly string[];
}

const root = filePath('/kitchen');
const cases = findCases(`${fixturesRoot}/../fixtures/codemod/patch-references`);

describe('patch-references', () => {
  it('has cases', () => expect(cases.length).toBeGreaterThan(0));

  it.each(cases.map((folder) => [folder.slice(folder.lastIndexOf('/') + 1), folder] as const))('%s', (_name, folder) => {
    const definition = JSON.parse(readFileSync(`${folder}/case.json`, 'utf8')) as Case;
    const { source, modules, effectful, ownFolder } = definition;
    const moved = {
      root,
      source: joinPath(root, source),
      modules: modules.map((file) => ({ file: joinPath(root, file), isEffectful: effectful.includes(file) })),
      ...(ownFolder === undefined ? {} : { ownFolder: joinPath(root, ownFolder) }),
    };
    const texts = [...readFolder(`${folder}/input`)].map(([file, bytes]) => ({ path: joinPath(root, file), text: bytes.toString('utf8'), bom: false }));
    const { changes, notes } = patchReferences(moved, texts);
    const patched = new Map(changes.map((change) => [relativePath(root, change.file), Buffer.from(change.kind === 'delete' ? '' : change.text, 'utf8')]));
    const told = notes.map(({ id, at, message }) => `${id} ${relativePath(root, at.file)}:${at.line}: ${message}`);
    if (process.env['UPDATE_FIXTURES'] === '1') {
      writeFolder(`${folder}/expected`, patched);
      writeFileSync(`${folder}/case.json`, `${JSON.stringify({ ...definition, notes: told }, null, 2)}\n`);
    }
    expect(renderFolder(patched), definition.description).toBe(renderFolder(readFolder(`${folder}/expected`)));
    if (process.env['UPDATE_FIXTURES'] !== '1') expect(told).toEqual(definition.notes);
  });
});
