import { configSchema } from '../../../src/config/config-schema.js';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { filePath, joinPath, type FilePath } from '../../../src/host/path.js';
import { loadProject } from '../../../src/load/load-project.js';
import { createModuleReader, readDecorators } from '../../../src/load/module-reader.js';
import { createTextReader, listTexts } from '../../../src/load/project-text.js';
import { extractTasks } from '../../../src/tasks/extract-tasks.js';
import { readApis } from '../../../src/workflow/read-apis.js';
import { seeStateCells } from '../../../src/workflow/state-cells-before.js';
import type { ApiPair, CheckInput, CommandPair } from '../../../src/verify/check.js';

export type Files = Readonly<Record<string, string>>;

export interface InputOptions {
  readonly entries?: readonly string[];
  readonly typeCheck?: CommandPair;
  readonly testCommand?: CommandPair;
  /** What stands in decant.config.json. */
  readonly config?: unknown;
}

/** Loads and reads two folders in memory. They have different roots, as two checkouts have. */
export function loadSide(files: Files, root: FilePath, config: unknown = {}) {
  const absolute = Object.fromEntries(Object.entries(files).map(([name, text]) => [joinPath(root, name), text]));
  const project = loadProject({ fileSystem: createMemoryFileSystem(absolute), root, config: configSchema.parse(config) });
  const read = createModuleReader(project);
  const readText = createTextReader(project);
  return { project, read, readText, tasks: () => extractTasks({ project, read, readText }, project.files.keys()) };
}

export function buildInput(before: Files, after: Files, options: InputOptions = {}): CheckInput {
  const old = loadSide(before, filePath('/old/shop'), options.config);
  const now = loadSide(after, filePath('/new/shop'), options.config);
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => before[name] !== after[name]).sort();
  const entries = options.entries ?? ['src/shop.ts'];
  const seen = seeStateCells({ before: old.project, after: now.project, changed, readBefore: old.read, readAfter: now.read });
  let apis: readonly ApiPair[] | undefined;
  return {
    ...seen,
    after: now.project,
    changed,
    texts: changed.filter((name) => before[name] !== undefined && after[name] !== undefined && !/\.[cm]?[jt]sx?$/.test(name)).map((name) => ({ name, before: before[name]!, after: after[name]! })),
    entries,
    apis: () => (apis ??= readApis({ before: seen.before, after: now.project, changed, entries })),
    readAfter: now.read,
    listTextsBefore: () => listTexts(old.project),
    listTextsAfter: () => listTexts(now.project),
    readTextBefore: old.readText,
    readTextAfter: now.readText,
    tasksBefore: old.tasks,
    tasksAfter: now.tasks,
    readDecorators,
    typeCheck: options.typeCheck ?? { reason: 'no type check in this test' },
    testCommand: options.testCommand ?? { reason: 'no test command in this test' },
  };
}
