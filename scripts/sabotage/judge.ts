import { defaultConfig } from '../../src/config/config.js';
import { createMemoryFileSystem } from '../../src/host/memory-file-system.js';
import { filePath, joinPath } from '../../src/host/path.js';
import { loadProject } from '../../src/load/load-project.js';
import { relink } from '../../src/load/relink.js';
import type { FileChange } from '../../src/edit/change-set.js';
import type { Project } from '../../src/model/project.js';
import type { Proof } from '../../src/model/proof.js';
import { runBatch } from '../../test/property/run-batch.js';
import { proveFolders } from '../../test/property/split-runner.js';
import { listExports } from '../../test/support/exports.js';
import type { Folder } from '../../test/support/folder.js';
import { runPrograms } from '../../test/support/run-program.js';
import { findTypeErrors } from '../../test/support/type-errors.js';
import type { CorrectSplit } from './subject.js';

/** A proof of one split again and again, with another result each time. */
export interface Prover {
  readonly split: CorrectSplit;
  readonly prove: (after: Folder) => Proof;
}

const root = filePath('/kitchen');

/** The project before, and what becomes of it with another result of the split. */
export function openSplit(split: CorrectSplit): { readonly before: Project; readonly relinked: (after: Folder) => Project } {
  const fileSystem = createMemoryFileSystem(Object.fromEntries([...split.before].map(([file, bytes]) => [joinPath(root, file), new Uint8Array(bytes)])));
  const before = loadProject({ fileSystem, root, config: defaultConfig });
  return { before, relinked: (after) => project(before, split, after) };
}

export function createProver(split: CorrectSplit): Prover {
  const { before, relinked } = openSplit(split);
  return { split, prove: (after) => proveFolders(before, relinked(after), split.changed, [split.god], { types: true }) };
}

function project(before: Project, { changed }: CorrectSplit, after: Folder): Project {
  const changes = changed.map((name): FileChange => {
    const text = after.get(name)!.toString('utf8');
    const file = joinPath(root, name);
    const kind = before.files.has(file) ? 'modify' : 'create';
    return { kind, file, text: text.replace(/^\uFEFF/, ''), bom: text.startsWith('\uFEFF'), because: 'the result of a split' };
  });
  return relink(before, { changes, applicability: 'unsafe' });
}

export function failedChecks(proof: Proof): string[] {
  return proof.results.filter(({ status }) => status === 'failed').map(({ check }) => check);
}

/** What is the same as in the correct result. A mutant that differs in none of the three is equivalent. */
export interface Evidence {
  readonly runs: 'same' | 'differs' | 'not run';
  readonly types: 'same' | 'differs';
  readonly exports: 'same' | 'differs';
  readonly shown: string;
}

/** Evidence for many mutants of one split: one process where the programs export their trace. */
export function compareMutants(split: CorrectSplit, mutants: readonly Folder[]): readonly Evidence[] {
  const right = { errors: findTypeErrors(split.after), exports: listExports(split.after, split.god) };
  const runs = runAll(split, [split.after, ...mutants]);
  return mutants.map((folder, index): Evidence => {
    const errors = findTypeErrors(folder);
    const types = errors.join('\n') === right.errors.join('\n') ? 'same' : 'differs';
    const exports = listExports(folder, split.god).join('\n') === right.exports.join('\n') ? 'same' : 'differs';
    const ran = runs === undefined ? 'not run' : runs[index + 1] === runs[0] ? 'same' : 'differs';
    const fresh = errors.filter((error) => !right.errors.includes(error));
    return { runs: ran, types, exports, shown: [...(ran === 'differs' ? [runs![index + 1]!.slice(0, 160)] : []), ...fresh.slice(0, 2)].join(' | ') };
  });
}

function runAll(split: CorrectSplit, folders: readonly Folder[]): readonly string[] | undefined {
  if (split.run === undefined) return undefined;
  const { entry, tells } = split.run;
  if (tells === 'trace') return runBatch(folders.map((folder) => ({ folder, main: entry })));
  return folders.map((folder) => {
    try {
      return runPrograms([folder], entry)[0]!;
    } catch (error) {
      return `broken: ${(error instanceof Error ? error.message : String(error)).replaceAll(/\S*decant-fixture-\S*/g, '').slice(0, 400)}`;
    }
  });
}
