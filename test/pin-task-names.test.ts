// Runs every fixtures/codemod/pin-task-names/<case>: input/, expected/ (what --pin-names writes) and in case.json what it leaves alone, as text.
// `npm run test:update -- -t <case>` writes both anew; read them before you commit them.
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createMachine } from '../src/host/machine.js';
import { createMemoryFileSystem } from '../src/host/memory-file-system.js';
import { filePath, joinPath } from '../src/host/path.js';
import { pinNames } from '../src/workflow/pin-names.js';
import { tasks } from '../src/workflow/tasks.js';
import { openWorkspace } from '../src/workflow/workspace.js';
import { findCases, readFolder, renderFolder, writeFolder } from './support/folder.js';
import { fixturesRoot } from './support/run-program.js';

interface PinCase {
  readonly description: string;
  readonly file: string;
  readonly left: readonly string[];
}

const root = filePath('/shop');
const accept = process.env['UPDATE_FIXTURES'] === '1';

function open(texts: ReadonlyMap<string, Buffer>) {
  const fileSystem = createMemoryFileSystem(Object.fromEntries([...texts].map(([name, bytes]) => [joinPath(root, name), bytes.toString('utf8')])));
  return openWorkspace({ fileSystem, root, machine: createMachine() });
}

function idsOf(workspace: ReturnType<typeof open>): readonly string[] {
  return tasks(workspace, { paths: [] }).tasks.map(({ framework, kind, id }) => `${framework} ${kind} ${id}`).sort();
}

describe('fixtures/codemod/pin-task-names', () => {
  const cases = findCases(`${fixturesRoot}/codemod/pin-task-names`);
  it('has cases', () => expect(cases.length).toBeGreaterThan(0));

  it.each(cases.map((folder) => [folder.slice(folder.lastIndexOf('/') + 1), folder] as const))('%s', (_name, folder) => {
    const definition = JSON.parse(readFileSync(`${folder}/case.json`, 'utf8')) as PinCase;
    const input = readFolder(`${folder}/input`);
    const workspace = open(input);
    const before = idsOf(workspace);
    const file = joinPath(root, definition.file);
    const report = pinNames(workspace, { input: file, write: true, typecheck: false });
    const left = [...report.notes, ...report.refused].map(({ severity, message, notes }) => `${severity}: ${message} (${notes.join('; ')})`);
    const written = new Map([...input].map(([name]) => [name, Buffer.from(workspace.fileSystem.readBytes(joinPath(root, name)) ?? [])]));

    expect(idsOf(workspace), 'the ids are the same').toEqual(before);
    if (report.applied) {
      expect(report.proof?.results.filter(({ status }) => status === 'failed').map(({ check }) => check)).toEqual([]);
      expect(report.proof?.results.find(({ check }) => check === 'task-set')?.status).toMatch(/^(?:partly )?passed$/);
    }
    if (accept) {
      writeFolder(`${folder}/expected`, written);
      writeFileSync(`${folder}/case.json`, `${JSON.stringify({ ...definition, left }, null, 2)}\n`);
      return;
    }
    expect(left).toEqual(definition.left);
    expect(renderFolder(written)).toBe(renderFolder(readFolder(`${folder}/expected`)));
  });
});
