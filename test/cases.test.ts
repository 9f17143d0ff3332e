// Runs the cases of analyzers and task frameworks whose case.json lists findings as text. `config` of the case is the project's decant.config.json.
// `npm run test:update -- -t <case>` writes the list anew; read it before you commit it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analyzers } from '../src/analyze/registry.generated.js';
import { configSchema } from '../src/config/config-schema.js';
import { createMachine } from '../src/host/machine.js';
import { createMemoryFileSystem } from '../src/host/memory-file-system.js';
import { filePath, joinPath, relativePath, type FilePath } from '../src/host/path.js';
import { loadProject } from '../src/load/load-project.js';
import { createLinksReader, createModuleReader, createOutlineReader } from '../src/load/module-reader.js';
import { createTextReader } from '../src/load/project-text.js';
import { extractTasks } from '../src/tasks/extract-tasks.js';
import { createOutside } from '../src/workflow/outside.js';
import { findCases, readFolder } from './support/folder.js';
import { fixturesRoot } from './support/run-program.js';

interface Case {
  readonly description: string;
  readonly config?: unknown;
  readonly expect: readonly string[];
}

const root = filePath('/shop');

// fixtures/analyze/import-cycle has a runner of its own, which asks Node whether the danger is real.
const areas: Readonly<Record<string, (folder: string, definition: Case) => readonly string[]>> = {
  'fixtures/analyze/god-file': (folder, definition) => listFindings('god-file', folder, definition),
  'fixtures/analyze/layer-violation': (folder, definition) => listFindings('layer-violation', folder, definition),
  'fixtures/analyze/overdue-shim': (folder, definition) => listFindings('overdue-shim', folder, definition),
  'fixtures/analyze/unread-file': (folder, definition) => listFindings('unread-file', folder, definition),
  'fixtures/analyze/unresolved-import': (folder, definition) => listFindings('unresolved-import', folder, definition),
  ...Object.fromEntries(readdirSync(`${fixturesRoot}/../fixtures/tasks`).map((framework) => [`fixtures/tasks/${framework}`, listTasks])),
};

for (const [area, list] of Object.entries(areas)) {
  describe(area, () => {
    const cases = findCases(`${fixturesRoot}/../${area}`);
    it('has cases', () => expect(cases.length).toBeGreaterThan(0));
    for (const folder of cases) {
      it(folder.slice(folder.lastIndexOf('/') + 1), () => {
        const definition = JSON.parse(readFileSync(`${folder}/case.json`, 'utf8')) as Case;
        const found = list(folder, definition);
        if (process.env['UPDATE_FIXTURES'] === '1') writeFileSync(`${folder}/case.json`, `${JSON.stringify({ ...definition, expect: found }, null, 2)}\n`);
        else expect(found, definition.description).toEqual(definition.expect);
      });
    }
  });
}

function open(folder: string, definition: Case) {
  const texts = [...readFolder(`${folder}/input`)].map(([name, bytes]): [string, string] => [joinPath(root, name), bytes.toString('utf8')]);
  const config = configSchema.parse(definition.config ?? {});
  const fileSystem = createMemoryFileSystem(Object.fromEntries(texts));
  const project = loadProject({ fileSystem, root, config });
  return {
    project, config, depth: 'full' as const,
    read: createModuleReader(project), links: createLinksReader(project), outline: createOutlineReader(project),
    memo: { recall: () => undefined, remember: () => undefined },
    outside: createOutside({ fileSystem, root, machine: { ...createMachine(), now: () => new Date('2026-11-22T12:00:00Z') } }),
  };
}

function place({ file, line }: { file: FilePath; line: number }): string {
  return `${relativePath(root, file)}:${line}`;
}

function listFindings(id: string, folder: string, definition: Case): string[] {
  const analyzer = analyzers.find((candidate) => candidate.id === id)!;
  return analyzer.run(open(folder, definition)).map(({ severity, message, at }) => `${severity} ${place(at)}: ${message}`).sort();
}

function listTasks(folder: string, definition: Case): string[] {
  const { project, read } = open(folder, definition);
  return extractTasks({ project, read, readText: createTextReader(project) }, project.files.keys())
    .map(({ location, ...task }) => `${place(location)} ${JSON.stringify(task)}`)
    .sort();
}
