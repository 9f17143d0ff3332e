import { splitModule } from '../codemod/split-module/split-module.js';
import { ToolError } from '../diagnostic/tool-error.js';
import { hashText } from '../host/hash.js';
import { relativePath } from '../host/path.js';
import { relink } from '../load/relink.js';
import { checkPlan } from '../plan/split/check-plan.js';
import { planSplit } from '../plan/split/plan-split.js';
import type { Diagnostic } from '../diagnostic/diagnostic.js';
import type { ChangeSet } from '../edit/change-set.js';
import type { FilePath } from '../host/path.js';
import type { ModuleModel } from '../model/module-model.js';
import type { Project } from '../model/project.js';
import type { SplitOptions } from '../plan/split/split-options.js';
import type { SplitPlan } from '../plan/split/split-plan.js';

export type ComputedSplit =
  | { readonly kind: 'split'; readonly plan: SplitPlan; readonly changes: ChangeSet; readonly after: Project; readonly notes: readonly Diagnostic[] }
  | { readonly kind: 'refused'; readonly plan: SplitPlan | undefined; readonly diagnostics: readonly Diagnostic[] };

export interface SplitSubject {
  readonly project: Project;
  readonly read: (file: FilePath) => ModuleModel;
  readonly model: ModuleModel;
  readonly options: SplitOptions;
}

/** How often a plan is made again with a smaller cap because a printed file came out longer than planned. */
const replanLimit = 3;

/** Plans and prints the split. The planner estimates the lines that imports will take; what counts is what was printed. */
export function computeSplit(subject: SplitSubject): ComputedSplit {
  const { maxLines } = subject.options;
  let cap = maxLines;
  for (let round = 0; ; round++) {
    const planning = planSplit(subject.model, { ...subject.options, maxLines: cap });
    if (planning.kind === 'refused') return { kind: 'refused', plan: undefined, diagnostics: planning.diagnostics };
    const computed = applyPlan(subject, { ...planning.plan, maxLines }, planning.notes);
    const excess = computed.kind === 'split' && round < replanLimit ? measureExcess(subject, computed) : 0;
    if (excess === 0) return computed;
    cap = Math.max(1, Math.min(cap - excess, Math.floor(cap * 0.9)));
  }
}

/** Prints the split of a plan that a person may have edited: every constraint is checked again. Throws ToolError for a plan of another text. */
export function computePlannedSplit(subject: SplitSubject, plan: SplitPlan): ComputedSplit {
  const { source } = subject.model;
  if (plan.fingerprint !== hashText(source.text)) {
    throw new ToolError(
      'plan is for another version of the file',
      `${plan.source} was changed since the plan was made: its fingerprint is ${hashText(source.text).slice(0, 19)}…, the plan has ${plan.fingerprint.slice(0, 19)}…`,
      `Make the plan again with \`decant plan ${plan.source} -o <plan.json>\`.`,
    );
  }
  const diagnostics = checkPlan(subject.model, plan, subject.options);
  if (diagnostics.some((found) => found.severity === 'error')) return { kind: 'refused', plan, diagnostics };
  return applyPlan(subject, plan, diagnostics);
}

function applyPlan({ project, model, read }: SplitSubject, plan: SplitPlan, notes: readonly Diagnostic[]): ComputedSplit {
  const result = splitModule({ project, model, plan, read });
  if (result.kind === 'refused') return { kind: 'refused', plan, diagnostics: result.diagnostics };
  if (result.kind === 'unchanged') {
    throw new ToolError('nothing to split', `the plan leaves every declaration in ${plan.source}`, 'Move declarations to other files in the plan.');
  }
  return { kind: 'split', plan, changes: result.changes, after: relink(project, result.changes), notes: [...notes, ...result.notes] };
}

/** Lines by which the longest new file that could be divided further is over the cap; 0 when none is. */
function measureExcess({ project, options }: SplitSubject, computed: Extract<ComputedSplit, { kind: 'split' }>): number {
  let excess = 0;
  for (const change of computed.changes.changes) {
    if (change.kind !== 'create') continue;
    const file = relativePath(project.root, change.file);
    const part = computed.plan.parts.find((candidate) => candidate.file === file);
    const pieces = (part?.declarations.length ?? 0) + (part?.statements?.length ?? 0);
    const lines = computed.after.scanned.get(change.file)?.lines.physical ?? 0;
    if (pieces > 1) excess = Math.max(excess, lines - options.maxLines);
  }
  return excess;
}
