import { defaultConfig } from '../../src/config/config.js';
import { createMemoryFileSystem } from '../../src/host/memory-file-system.js';
import { createMachine } from '../../src/host/machine.js';
import { filePath, joinPath, relativePath } from '../../src/host/path.js';
import { loadProject } from '../../src/load/load-project.js';
import { createModuleReader } from '../../src/load/module-reader.js';
import { chooseImporters, computeMigration, proveMigration, readFacades } from '../../src/workflow/compute-migrate.js';
import { lineColumnAt } from '../../src/text/line-index.js';
import type { Proof } from '../../src/model/proof.js';
import type { Folder } from './folder.js';

export interface RedirectCase {
  readonly description: string;
  /** Relative to input/. */
  readonly facades: readonly string[];
  readonly only?: readonly string[];
  /** What stays, as `file:line names: reason`. */
  readonly left?: readonly string[];
  /** Entry of a program that prints the same before and after. */
  readonly run?: string;
}

export interface RedirectOutcome {
  readonly changed: Folder;
  readonly after: Folder;
  readonly left: readonly string[];
  readonly proof: Proof | undefined;
}

const root = filePath('/kitchen');

/** Redirects the importers of the facades and proves it, all in memory. */
export function redirectFolder(folder: Folder, { facades, only = [] }: RedirectCase): RedirectOutcome {
  const fileSystem = createMemoryFileSystem(Object.fromEntries([...folder].map(([file, bytes]) => [joinPath(root, file), new Uint8Array(bytes)])));
  const workspace = { fileSystem, root, config: defaultConfig, machine: createMachine(), progress: () => undefined, notice: () => undefined };
  const project = loadProject({ fileSystem, root, config: defaultConfig });
  const subject = readFacades(workspace, project, createModuleReader(project), facades.map((file) => joinPath(root, file)));
  const computed = computeMigration(workspace, subject, chooseImporters(only));
  const changed = new Map(computed.changes.changes.map((change) => {
    if (change.kind !== 'modify') throw new Error(`a migration only modifies, yet ${change.file} is to ${change.kind}`);
    return [relativePath(root, change.file), Buffer.from((change.bom ? '\uFEFF' : '') + change.text, 'utf8')] as const;
  }));
  const left = computed.redirected.left.map(({ file, offset, names, because }) => `${relativePath(root, file)}:${lineColumnAt(project.files.get(file)!.lineStarts, offset).line} ${names.join(', ')}: ${because}`);
  const outside = { typeCheck: { reason: 'the test compiles the folder itself' }, testCommand: { reason: 'the test runs the program itself' } };
  const proof = changed.size === 0 ? undefined : proveMigration(workspace, subject, computed, { after: computed.after, ...outside });
  return { changed, after: new Map([...folder, ...changed]), left, proof };
}
