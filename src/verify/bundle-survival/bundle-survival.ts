import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import { directoryOf, joinPath } from '../../host/path.js';
import type { BundleReading } from '../../model/bundle-reading.js';
import type { TaskRecord } from '../../model/task-record.js';
import type { BundlePair, Check, CheckInput } from '../check.js';
import { pairTasks } from '../pair-tasks.js';
import { judge, skip } from '../result.js';
import { locateFile, sidesOf, type Side } from '../side.js';
import { describeTask, taskData } from '../task-key.js';

const id = 'bundle-survival';
const unit = 'tasks in bundles';

export const check: Check = {
  id,
  summary: 'A bundler keeps every registration of a task that it kept before.',
  run: (input) => {
    const { bundles } = input;
    if (bundles === undefined || 'reason' in bundles) return skipBundles(input, bundles?.reason ?? 'nothing was bundled; --bundle does it with the esbuild of the project');
    const diagnostics: Diagnostic[] = [];
    const open: string[] = [];
    let counted = 0;
    for (const pair of bundles) {
      if (pair.before.problem !== undefined) open.push(`${pair.before.entry} could not be bundled before the change: ${pair.before.problem}`);
      else if (pair.after.problem !== undefined) diagnostics.push(brokenBundle(input, pair));
      else {
        const found = compareBundles(input, pair);
        counted += found.counted;
        diagnostics.push(...found.diagnostics);
      }
    }
    return judge(id, unit, counted, diagnostics, { reason: 'no bundle holds a task', vacuous: true, ...(open.length > 0 ? { unproved: open.join('; ') } : {}) });
  },
};

/** A bundler leaves out a module that is imported only where a package.json says that loading it does nothing. */
function skipBundles(input: CheckInput, reason: string): ReturnType<Check['run']> {
  if (input.tasksBefore().length === 0) return skip(id, unit, 'no registered tasks found', true);
  const { project } = sidesOf(input).after;
  const folders = new Set([project.root]);
  for (const file of project.files.keys()) for (let folder = directoryOf(file); folder.length > project.root.length && !folders.has(folder); folder = directoryOf(folder)) folders.add(folder);
  const says = [...folders].some((folder) => /"sideEffects"\s*:/.test(input.readTextAfter(joinPath(folder, 'package.json')) ?? ''));
  return says ? { ...skip(id, unit, reason), ...(input.bundles === undefined ? { unasked: true } : {}) } : skip(id, unit, 'no package.json says that loading a module does nothing, so that a bundler keeps what is imported', true);
}

function compareBundles(input: CheckInput, { before, after }: BundlePair): { readonly counted: number; readonly diagnostics: readonly Diagnostic[] } {
  const sides = sidesOf(input);
  const { same, changed, lost } = pairTasks(input.tasksBefore(), input.tasksAfter());
  const pairs = [...same, ...changed, ...lost.map((task) => [task, undefined] as const)];
  const kept = pairs.filter(([task]) => holds(sides.before, before, task));
  const gone = kept.filter(([, task]) => task === undefined || !holds(sides.after, after, task));
  return { counted: kept.length, diagnostics: gone.map(([task, other]) => droppedTask(sides.after, before, after, task, other)) };
}

/** Whether what registers the task is in the output: something of its file, and in that the id, where the id is written there. */
function holds(side: Side, bundle: BundleReading, { location, id: name, idSource }: TaskRecord): boolean {
  const file = side.name(location.file);
  if (!bundle.files.includes(file)) return false;
  return idSource !== 'literal' || sectionsOf(bundle.text, file).includes(callBefore(side, location, name) + JSON.stringify(name));
}

/**
 * `add(` for `shopQueue.add('receipt', order)`. The id alone is not the registration: `case 'receipt':` of a worker stays in the bundle when the
 * function that adds the job is used by nobody and was never kept. Empty where the id is no first argument, or where the function may be
 * renamed by the bundler, as anything but a method may.
 */
function callBefore(side: Side, { file, line, column }: TaskRecord['location'], name: string): string {
  const { text, lineStarts } = side.read(file).source;
  const rest = text.slice((lineStarts[line - 1] ?? 0) + column - 1);
  const [, method, id] = /^[\w$.?!\s]*\.\s*([\w$]+)\s*(?:<[^()'"`]*>)?\(\s*(['"`])/.exec(rest) ?? [];
  if (method === undefined || id === undefined) return '';
  return rest.slice(rest.indexOf(id) + 1).startsWith(`${name}${id}`) ? `${method}(` : '';
}

/** What is left of one file: esbuild writes its path in front of it. All of the output when it does not. */
function sectionsOf(text: string, file: string): string {
  const parts = text.split(/^(?:\s*)\/\/ (?=\S+\.[cm]?[jt]sx?$)/m);
  const own = parts.filter((part) => part.startsWith(`${file}\n`));
  return own.length === 0 ? text : own.join('\n');
}

function droppedTask(after: Side, was: BundleReading, is: BundleReading, task: TaskRecord, other: TaskRecord | undefined): Diagnostic {
  const file = other && after.name(other.location.file);
  const why = file === undefined ? 'nothing registers it any more' : is.files.includes(file) ? `${file} is in the bundle, and the registration is not` : `nothing of ${file} is in the bundle`;
  return diagnostic({
    id: 'task-lost-in-bundle',
    message: `${describeTask(task)}, registered by ${task.registeredBy}, is not in the bundle of ${is.entry} any more`,
    at: (other ?? task).location,
    notes: [`esbuild ${is.version} kept it before, in a bundle of ${was.files.length} files`, why],
    help: 'Name the file in `sideEffects` of package.json, or import it for its effect from a file that is named there.',
    data: { ...taskData(task), entry: is.entry },
  });
}

function brokenBundle(input: CheckInput, { before, after }: BundlePair): Diagnostic {
  const { side, file } = { side: sidesOf(input).after, file: sidesOf(input).after.file(after.entry) };
  return diagnostic({
    id: 'bundle-broken',
    message: `${after.entry} could be bundled before and cannot be now: ${after.problem}`,
    at: locateFile(file ?? side.project.root),
    notes: [`esbuild ${before.version} made a bundle of ${before.files.length} files of it`],
    help: 'Look at the import that the message names.',
    data: { entry: after.entry },
  });
}
