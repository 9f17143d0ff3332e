import { hashText } from '../host/hash.js';
import type { Config } from '../config/config.js';
import type { FileChange } from '../edit/change-set.js';
import type { FilePath } from '../host/path.js';
import type { Project } from '../model/project.js';
import type { CheckResult } from '../model/proof.js';
import type { Workspace } from './workspace.js';

/**
 * The types of a large file are read and compared beside everything else: those of the file as it is while the split is planned, those of the modules while the
 * other checks run. The thread reads the disk itself and answers with plain data.
 */
export interface TypeThread {
  /**
   * Begins to compare the types of `after`: the change set over the files as they were, or without one what stands on the disk. What comes back waits for what a
   * check says; it is undefined for one that the thread cannot tell.
   */
  readonly compare: (before: Project, after: Project, changed: readonly string[], changes?: readonly FileChange[]) => (check: string) => CheckResult | undefined;
  readonly end: () => void;
}

export type TypeQuestion =
  | { readonly kind: 'read'; readonly root: FilePath; readonly config: Config; readonly source: FilePath }
  | { readonly kind: 'compare'; readonly changed: readonly string[]; readonly changes: readonly FileChange[] | undefined };

export interface TypeAnswer {
  /** The texts that were compared, see `describeFiles`. */
  readonly before: string;
  readonly after: string;
  /** What the checks of types came to, by id. */
  readonly results: ReadonlyMap<string, CheckResult>;
}

const limits = {
  /** Bytes. A smaller file is proved in about the time in which a thread loads its own compiler and project. */
  leastSize: 1 << 20,
  /** Far above what a thread needs once the rest of the proof is done; one that ran out of memory never answers. */
  patienceMs: 60_000,
};

/** Undefined where a thread would not help, or none can be started. */
export function startTypeThread({ fileSystem, root, config, machine }: Workspace, source: FilePath, { leastSize, patienceMs } = limits): TypeThread | undefined {
  // What a script declares is compared with its state objects, which are found out later.
  if (!/\.[cm]?tsx?$/.test(source) || (fileSystem.size(source) ?? 0) < leastSize) return undefined;
  const program = machine.threads?.find('compare-types');
  const thread = program === undefined ? undefined : machine.threads!.start(program);
  if (thread === undefined) return undefined;
  let due = 0;
  let isLost = false;
  const ask = (question: TypeQuestion): void => {
    try {
      thread.ask(question);
      due++;
    } catch {
      isLost = true;
    }
  };
  /** The answer to what was asked last. Those before it are of no use any more. */
  const takeLast = (): unknown => {
    let answer: unknown;
    for (; due > 0 && !isLost; due--) {
      answer = thread.takeAnswer(patienceMs);
      isLost = answer === undefined;
    }
    return answer;
  };
  ask({ kind: 'read', root, config, source });
  return {
    compare(before, after, changed, changes) {
      ask({ kind: 'compare', changed, changes });
      let results: TypeAnswer['results'] | undefined;
      const take = (): TypeAnswer['results'] => {
        const answer = takeLast() as TypeAnswer | undefined;
        // A file may have been saved in between.
        const isSame = answer !== undefined && answer.before === describeFiles(before) && answer.after === describeFiles(after);
        return isSame ? answer.results : new Map();
      };
      return (check) => (results ??= take()).get(check);
    },
    end: thread.end,
  };
}

const described = new WeakMap<Project, string>();

/** Equal for two projects whose files have the same names and texts. */
export function describeFiles(project: Project): string {
  let found = described.get(project);
  if (found === undefined) {
    found = hashText([...project.files].map(([path, { text, bom }]) => `${path}\0${bom}\0${text.length}\0${text}`).join(''));
    described.set(project, found);
  }
  return found;
}
