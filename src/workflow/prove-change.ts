import { createLaterReader, createModuleReader, readDecorators, type ModuleReader } from '../load/module-reader.js';
import { createTextReader, listTexts } from '../load/project-text.js';
import { extractTasks } from '../tasks/extract-tasks.js';
import { acceptWrittenNames } from './accept-names.js';
import { readApis } from './read-apis.js';
import { seeStateCells } from './state-cells-before.js';
import { prove } from '../verify/prove.js';
import { joinPath } from '../host/path.js';
import type { Project } from '../model/project.js';
import type { CheckResult, Proof } from '../model/proof.js';
import type { CheckInput } from '../verify/check.js';

export interface ProveInput extends Pick<CheckInput, 'before' | 'after' | 'changed' | 'entries' | 'loaders' | 'typeCheck' | 'testCommand' | 'texts' | 'maxLines' | 'runs' | 'bundles' | 'reports'> {
  /** Reader of `before` that has read files already. */
  readonly read?: ModuleReader;
  /** Reader of `after` that has read files already. */
  readonly readAfter?: ModuleReader;
  /** Entries whose types are compared, where not all need it. */
  readonly typed?: readonly string[];
  /** Leaves the types out, for who proves a thousand small programs: the library of the language has to be bound for each. */
  readonly withoutTypes?: boolean;
  /** What a check of types has come to in a thread of its own; undefined for one that is to be run here. */
  readonly answered?: (check: string) => CheckResult | undefined;
}

/** Runs every check on two snapshots. Files are read, and tasks extracted, when the first check asks for them. */
export function proveChange(input: ProveInput): Proof {
  const { before: plainBefore, after, changed, entries, typeCheck, testCommand, maxLines, texts = [] } = input;
  const readPlain = input.read ?? createModuleReader(plainBefore);
  const readAfter = input.readAfter ?? createLaterReader(plainBefore, readPlain, after);
  expectFiles(plainBefore, readPlain, changed);
  expectFiles(after, readAfter, changed);
  const { before, readBefore, stateCells } = seeStateCells({ before: plainBefore, after, changed, readBefore: readPlain, readAfter });
  const [readTextBefore, readTextAfter] = [createTextReader(before), createTextReader(after)];
  const proof = prove({
    before,
    after,
    changed,
    entries,
    stateCells,
    readBefore,
    readAfter,
    readTextBefore,
    readTextAfter,
    listTextsBefore: once(() => listTexts(before)),
    listTextsAfter: once(() => listTexts(after)),
    tasksBefore: once(() => extractTasks({ project: before, read: readBefore, readText: readTextBefore }, before.files.keys())),
    tasksAfter: once(() => extractTasks({ project: after, read: readAfter, readText: readTextAfter }, after.files.keys())),
    ...(input.withoutTypes === true ? {} : { apis: once(() => readApis({ before: isTyped(entries) ? plainBefore : before, after, changed, entries: input.typed ?? entries })) }),
    readDecorators,
    typeCheck,
    testCommand,
    texts,
    ...(input.loaders === undefined ? {} : { loaders: input.loaders }),
    ...(input.runs === undefined ? {} : { runs: input.runs }),
    ...(input.bundles === undefined ? {} : { bundles: input.bundles }),
    ...(input.reports === undefined ? {} : { reports: input.reports }),
    ...(maxLines === undefined ? {} : { maxLines }),
    // The thread has seen no state objects.
  }, stateCells.length === 0 ? input.answered : undefined);
  return acceptWrittenNames(proof, { before, after, changed, readBefore });
}

/** The changed files are read in full on both sides, whichever check asks first. */
export function expectFiles(project: Project, read: ModuleReader, names: readonly string[]): void {
  read.expect?.(names.map((name) => joinPath(project.root, name)));
}

/**
 * Types of TypeScript are compared with the tree as it was, state objects or not. In a script a variable without a type has that of what is assigned to it
 * later, which no property has: there like is compared with like, as by the other checks.
 */
function isTyped(entries: readonly string[]): boolean {
  return entries.every((name) => /\.[cm]?tsx?$/.test(name));
}

function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => (known ??= { value: compute() }).value;
}
