import { defaultConfig } from '../../src/config/config.js';
import type { Diagnostic } from '../../src/diagnostic/diagnostic.js';
import { splitModule } from '../../src/codemod/split-module/split-module.js';
import { createMemoryFileSystem } from '../../src/host/memory-file-system.js';
import { hashText } from '../../src/host/hash.js';
import { directoryOf, filePath, joinPath, relativePath } from '../../src/host/path.js';
import { loadProject } from '../../src/load/load-project.js';
import { createModuleReader } from '../../src/load/module-reader.js';
import { relink } from '../../src/load/relink.js';
import { checkPlan } from '../../src/plan/split/check-plan.js';
import { planSplit } from '../../src/plan/split/plan-split.js';
import { splitPlanSchema, type SplitPlan } from '../../src/plan/split/split-plan.js';
import { extractTasks } from '../../src/tasks/extract-tasks.js';
import { prove } from '../../src/verify/prove.js';
import type { ModuleModel } from '../../src/model/module-model.js';
import type { Proof } from '../../src/model/proof.js';
import type { Folder } from './folder.js';

export interface SplitCase {
  readonly description: string;
  /** The god file, relative to input/. */
  readonly file: string;
  readonly options?: { readonly maxLines?: number; readonly facade?: 'keep' | 'shim' };
  /** Diagnostic ids, when the split must be refused. */
  readonly expectRefusal?: readonly string[];
  /** Entry of a program that prints the same before and after. */
  readonly run?: string;
}

export type SplitOutcome =
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: 'changed'; readonly plan: SplitPlan; readonly changed: Folder; readonly after: Folder; readonly proof: Proof; readonly problems: readonly string[] };

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
  const directory = joinPath(directoryOf(file), file.slice(file.lastIndexOf('/') + 1).replace(/\.[cm]?[jt]sx?$/, ''));
  const options = {
    root,
    maxLines: split.options?.maxLines ?? 600,
    facade: split.options?.facade ?? 'keep',
    directory,
    existing: fileSystem.listDirectory(directory).map((entry) => entry.name),
  };
  const planning = givenPlan === undefined ? planSplit(model, options) : adoptPlan(model, givenPlan, options);
  if (planning.kind === 'refused') return planning;
  const result = splitModule({ project, model, plan: planning.plan });
  if (result.kind === 'refused') return result;
  if (result.kind === 'unchanged') return { kind: 'refused', diagnostics: [] };

  const changed = new Map<string, Buffer>();
  const after = new Map(folder);
  for (const change of result.changes.changes) {
    const name = relativePath(root, change.file);
    if (change.kind === 'delete') throw new Error(`a split deletes nothing, yet ${name} would go`);
    const bytes = Buffer.from((change.bom ? '\uFEFF' : '') + change.text, 'utf8');
    changed.set(name, bytes);
    after.set(name, bytes);
  }
  const sorted = new Map([...changed].sort(([a], [b]) => (a < b ? -1 : 1)));
  const next = relink(project, result.changes);
  const readNext = createModuleReader(next);
  const proof = prove({
    before: project,
    after: next,
    changed: [...sorted.keys()],
    entries: [split.file],
    readBefore: read,
    readAfter: readNext,
    tasksBefore: () => extractTasks(project, read, [file]),
    tasksAfter: () => extractTasks(next, readNext, result.changes.changes.map((change) => change.file)),
    typeCheck: { reason: 'the test compiles the folder itself' },
    testCommand: { reason: 'the test runs the program itself' },
  });
  const problems = [...sorted.keys()].flatMap((name) => readNext(joinPath(root, name)).problems.map((problem) => `${name}: ${problem.message}`));
  return { kind: 'changed', plan: planning.plan, changed: sorted, after, proof, problems };
}

function adoptPlan(model: ModuleModel, given: unknown, options: Parameters<typeof checkPlan>[2]): ReturnType<typeof planSplit> {
  const plan = splitPlanSchema.parse({ ...(given as object), fingerprint: hashText(model.source.text) });
  const diagnostics = checkPlan(model, plan, options);
  return diagnostics.length > 0 ? { kind: 'refused', diagnostics } : { kind: 'planned', plan, notes: [] };
}
