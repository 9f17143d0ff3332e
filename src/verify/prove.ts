import { diagnostic } from '../diagnostic/diagnostic.js';
import { ToolError } from '../diagnostic/tool-error.js';
import { relativePath } from '../host/path.js';
import type { CheckResult, Proof, TaskComparison } from '../model/proof.js';
import type { TaskRecord } from '../model/task-record.js';
import type { Project } from '../model/project.js';
import type { Check, CheckInput } from './check.js';
import { pairTasks } from './pair-tasks.js';
import { isNamePinned } from './pinned-name.js';
import { checks } from './registry.generated.js';
import { compareOpinions } from './second-opinion.js';
import { locateFile, sidesOf, type Sides } from './side.js';

/**
 * Runs every check. A check that breaks down has proved nothing, so it counts as failed. `answered` says what a check of types has come to elsewhere, and is
 * asked last: it may have to wait. Where it knows nothing, the check is run here.
 */
export function prove(input: CheckInput, answered?: (check: string) => CheckResult | undefined): Proof {
  const isLater = ({ readsTypes }: Check): boolean => readsTypes === true && answered !== undefined;
  const first = new Map(checks.filter((check) => !isLater(check)).map((check) => [check, runCheck(check, input)]));
  const results = compareOpinions(checks.map((check) => first.get(check) ?? answered?.(check.id) ?? runCheck(check, input)));
  const tasks = compareTasks(input, results);
  return { verdict: judgeResults(results), results, ...(tasks === undefined ? {} : { tasks }) };
}

/** What the checks of types come to, by id. Throws where one of them breaks down. */
export function runTypeChecks(input: CheckInput): ReadonlyMap<string, CheckResult> {
  return new Map(checks.filter(({ readsTypes }) => readsTypes).map((check) => [check.id, check.run(input)]));
}

/** Undefined when a file cannot be read: the check that asked first has failed for it. */
function compareTasks({ tasksBefore, tasksAfter }: CheckInput, results: readonly CheckResult[]): readonly TaskComparison[] | undefined {
  const registration = results.find(({ check }) => check === 'registration-reachable')?.diagnostics ?? [];
  const keyOf = ({ framework, kind, id, queue }: Readonly<Record<string, unknown>>): string => JSON.stringify([framework, kind, id, queue ?? null]);
  const unregistered = new Set(registration.filter(({ severity, data }) => severity === 'error' && data['kind'] !== undefined).map(({ data }) => keyOf(data)));
  const judgeEqual = (task: TaskRecord): TaskComparison['change'] =>
    unregistered.has(keyOf({ ...task })) ? 'unregistered' : task.idSource === 'dynamic' ? 'not proven' : 'same';
  try {
    const { same, changed, lost, added } = pairTasks(tasksBefore(), tasksAfter());
    return [
      ...same.map(([before, after]): TaskComparison => ({ change: judgeEqual(before), before, after })),
      ...changed.map(([before, after]): TaskComparison => ({ change: isNamePinned(before, after) ? 'same' : 'changed', before, after })),
      ...lost.map((before): TaskComparison => ({ change: 'lost', before })),
      ...added.map((after): TaskComparison => ({ change: 'added', after })),
    ];
  } catch {
    return undefined;
  }
}

const codeResults = new WeakMap<Sides, Map<string, CheckResult>>();

/** What was written is proved again from disk. Where it is, to the last byte, what was computed, the checks that look at nothing else have spoken. */
function runCheck(check: Check, input: CheckInput): CheckResult {
  if (check.readsCodeOnly !== true || (input.stateCells?.length ?? 0) > 0) return runAnew(check, input);
  const sides = sidesOf(input);
  const known = codeResults.get(sides) ?? new Map<string, CheckResult>();
  codeResults.set(sides, known);
  const key = JSON.stringify([check.id, input.entries, input.loaders ?? null, input.maxLines ?? null]);
  const result = known.get(key) ?? runAnew(check, input);
  known.set(key, result);
  return result;
}

function runAnew(check: Check, input: CheckInput): CheckResult {
  try {
    return check.run(input);
  } catch (error) {
    if (error instanceof ToolError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    return {
      check: check.id,
      status: 'failed',
      counted: 0,
      unit: 'runs',
      diagnostics: [
        diagnostic({
          id: 'broken-check',
          message: `the check '${check.id}' broke down: ${message}`,
          at: locateFile(input.after.root),
          notes: error instanceof Error && error.stack ? error.stack.split('\n').slice(1, 4).map((line) => line.trim()) : [],
          help: 'Report this with the two versions of the files: the fault is in the check, not in the code under study.',
        }),
      ],
    };
  }
}

function judgeResults(results: readonly CheckResult[]): Proof['verdict'] {
  if (results.some(({ status }) => status === 'failed')) return 'failed';
  // Nothing to prove everywhere is no proof: two equal folders, or a change that touches no source file.
  const proved = results.some(({ status }) => status === 'passed');
  return proved && !results.some(({ status, vacuous, unasked }) => status === 'partly passed' || (status === 'skipped' && vacuous !== true && unasked !== true)) ? 'proved' : 'partly proved';
}

/**
 * Entries when the user names none: every changed file that stands on both sides, and every deleted one that the graph before
 * knew, so that its importers are asked for. Root-relative, sorted.
 */
export function selectEntries(before: Project, after: Project, changed: readonly string[]): readonly string[] {
  const old = new Set([...before.files.keys()].map((file) => relativePath(before.root, file)));
  const now = new Set([...after.files.keys()].map((file) => relativePath(after.root, file)));
  const both = changed.filter((name) => old.has(name) && now.has(name));
  const deleted = changed.filter((name) => old.has(name) && !now.has(name));
  return [...both, ...deleted].sort();
}
