import { defaultConfig } from '../../src/config/config.js';
import { createMemoryFileSystem } from '../../src/host/memory-file-system.js';
import { hashText } from '../../src/host/hash.js';
import { filePath, joinPath, relativePath } from '../../src/host/path.js';
import { createMachine } from '../../src/host/machine.js';
import { createModuleReader } from '../../src/load/module-reader.js';
import { loadProject } from '../../src/load/load-project.js';
import { splitPlanSchema, type SplitPlan } from '../../src/plan/split/split-plan.js';
import { computePlannedSplit, computeSplit } from '../../src/workflow/compute-split.js';
import { choosePlanOptions } from '../../src/workflow/plan-options.js';
import { proveChange } from '../../src/workflow/prove-change.js';
import type { Diagnostic } from '../../src/diagnostic/diagnostic.js';
import type { Proof } from '../../src/model/proof.js';
import type { Folder } from './folder.js';

export interface SplitCase {
  readonly description: string;
  /** The god file, relative to input/. */
  readonly file: string;
  readonly options?: { readonly maxLines?: number; readonly facade?: 'keep' | 'shim'; readonly stateCell?: boolean };
  /** Diagnostic ids, when the split must be refused. */
  readonly expectRefusal?: readonly string[];
  /** Entry of a program that prints the same before and after. */
  readonly run?: string;
  /** Numbers of docs/hazards.md that the case shows. */
  readonly hazards?: readonly number[];
}

export type SplitOutcome =
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] }
  | {
      readonly kind: 'changed';
      readonly plan: SplitPlan;
      readonly changed: Folder;
      readonly after: Folder;
      readonly proof: Proof;
      /** Syntax errors of the outputs. */
      readonly problems: readonly string[];
    };

const root = filePath('/kitchen');

/**
 * Plans (or takes the given plan), splits and proves, all in memory. The fingerprint of a given plan is filled in here, because the
 * variants of an input differ in their bytes.
 */
export function splitFolder(folder: Folder, split: SplitCase, givenPlan?: unknown): SplitOutcome {
  const fileSystem = createMemoryFileSystem(Object.fromEntries([...folder].map(([file, bytes]) => [joinPath(root, file), new Uint8Array(bytes)])));
  const project = loadProject({ fileSystem, root, config: defaultConfig });
  const read = createModuleReader(project);
  const file = joinPath(root, split.file);
  const model = read(file);
  const workspace = { fileSystem, root, config: defaultConfig, machine: createMachine(), progress: () => undefined, notice: () => undefined };
  const options = choosePlanOptions(workspace, file, split.options ?? {});
  const subject = { project, read, model, options };
  const computed =
    givenPlan === undefined
      ? computeSplit(subject)
      : computePlannedSplit(subject, splitPlanSchema.parse({ ...(givenPlan as object), fingerprint: hashText(model.source.text) }));
  if (computed.kind === 'refused') return computed;

  const changed = new Map<string, Buffer>();
  for (const change of computed.changes.changes) {
    const name = relativePath(root, change.file);
    if (change.kind === 'delete') throw new Error(`a split deletes nothing, yet ${name} would go`);
    changed.set(name, Buffer.from((change.bom ? '\uFEFF' : '') + change.text, 'utf8'));
  }
  const sorted = new Map([...changed].sort(([a], [b]) => (a < b ? -1 : 1)));
  const proof = proveChange({
    before: project,
    after: computed.after,
    changed: [...sorted.keys()],
    entries: [split.file],
    typeCheck: { reason: 'the test compiles the folder itself' },
    testCommand: { reason: 'the test runs the program itself' },
  });
  const readAfter = createModuleReader(computed.after);
  const problems = [...sorted.keys()].flatMap((name) => readAfter(joinPath(root, name)).problems.map((problem) => `${name}: ${problem.message}`));
  return { kind: 'changed', plan: computed.plan, changed: sorted, after: new Map([...folder, ...sorted]), proof, problems };
}
