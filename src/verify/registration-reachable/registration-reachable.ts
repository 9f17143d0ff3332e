import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import { printList, printQuantity } from '../../text/wording.js';
import type { FilePath } from '../../host/path.js';
import type { TaskRecord } from '../../model/task-record.js';
import type { Check, CheckInput } from '../check.js';
import { pairTasks, type PairedTasks } from '../pair-tasks.js';
import { judge } from '../result.js';
import { locateFile, sidesOf, type Side, type Sides } from '../side.js';
import { describeTask, taskData, taskKeyOf } from '../task-key.js';
import { findWitness } from '../witness.js';
import { findDropping, isUsed } from './dropped-modules.js';
import { findEntryPoints } from '../entry-points.js';
import { findFolderLoaders, type FolderLoader } from './loaded-folders.js';
import { createReach, type Reach } from './reach.js';

export const check: Check = {
  id: 'registration-reachable',
  summary: 'Every module that registers a task is still evaluated from every entry that evaluated it, kept by bundlers, and listed where it was listed.',
  run: (input) => {
    const [before, after] = [input.tasksBefore(), input.tasksAfter()];
    const sides = sidesOf(input);
    const loaders = { before: findFolderLoaders(sides.before), after: findFolderLoaders(sides.after) };
    const pairs = pairTasks(before, after);
    const { findings, open } = before.length === 0 ? { findings: [], open: [] } : compareReach(input, sides, pairs, loaders);
    const diagnostics = [...findings, ...findUnlisted(input, sides, pairs), ...findDropped(input, sides, pairs), ...findNewlyLoaded(sides, loaders)];
    return judge('registration-reachable', 'tasks', before.length, diagnostics, {
      reason: 'no registered tasks found',
      vacuous: true,
      ...(open.length === 0 ? {} : { unproved: printList(open, 3) }),
    });
  },
};

interface Loaders {
  readonly before: readonly FolderLoader[];
  readonly after: readonly FolderLoader[];
}

/** Records that are one for the framework: with two equal ones it does not matter which of them an entry reaches. */
interface Group {
  readonly before: readonly TaskRecord[];
  readonly after: readonly TaskRecord[];
}

function groupTasks({ same, changed }: PairedTasks): readonly Group[] {
  const groups = new Map<string, { before: TaskRecord[]; after: TaskRecord[] }>();
  for (const [old, now] of [...same, ...changed]) {
    const key = taskKeyOf(old);
    const group = groups.get(key) ?? { before: [], after: [] };
    groups.set(key, { before: [...group.before, old], after: [...group.after, now] });
  }
  return [...groups.values()];
}

function compareReach(input: CheckInput, sides: Sides, pairs: PairedTasks, loaders: Loaders): { readonly findings: Diagnostic[]; readonly open: string[] } {
  const reachBefore = createReach(sides.before, loaders.before, importersOf(sides.before, input.tasksBefore()));
  const reachAfter = createReach(sides.after, loaders.after, importersOf(sides.after, input.tasksAfter()));
  const starts = listStarts(input, sides);
  const findings: Diagnostic[] = [];
  const open: string[] = [];
  for (const { before, after } of groupTasks(pairs)) {
    const [first] = after as readonly [TaskRecord];
    const old = before.map((task) => reachBefore(task.location.file));
    const now = after.map((task) => reachAfter(task.location.file));
    const lost = starts.filter(({ name, oldFile, newFile }) => newFile !== undefined && !isFolderTask(first, name, sides) && isLess(old, oldFile, now, newFile));
    if (lost.length > 0) findings.push(unregistered(sides, before[0]!, first, lost.map(({ name }) => name), now, reachAfter, findWitness(before[0]!, { side: sides.before, tasks: input.tasksBefore() }, { side: sides.after, tasks: input.tasksAfter().filter((task) => !after.includes(task)) })));
    else if (isOrphaned(starts, old, now)) {
      const gone = starts.filter(({ oldFile, newFile }) => newFile === undefined && old.some(({ load }) => load.has(oldFile))).map(({ name }) => name);
      open.push(`${describeTask(first)} was registered by running ${printList(gone, 2)}, which is gone, and no file imports ${sides.after.name(first.location.file)} now`);
    }
  }
  return { findings, open };
}

/** Files that import one that registers: what their imports leave at run time decides most. */
function importersOf(side: Side, tasks: readonly TaskRecord[]): ReadonlySet<FilePath> {
  return new Set(tasks.flatMap((task) => (side.project.graph.edgesTo.get(task.location.file) ?? []).map(({ from }) => from)));
}

interface Start {
  readonly name: string;
  readonly oldFile: FilePath;
  readonly newFile: FilePath | undefined;
}

/** The entries of the comparison, and the places where the program itself begins. */
function listStarts(input: CheckInput, { before, after }: Sides): readonly Start[] {
  const entries = input.entries.flatMap((name) => before.file(name) ?? []);
  const points = findEntryPoints(before, input.readTextBefore).map(({ file }) => file);
  return [...new Set([...entries, ...points])].map((oldFile) => ({ name: before.name(oldFile), oldFile, newFile: after.file(before.name(oldFile)) }));
}

/** A file that the framework finds in its folder is its own entry; what became of it is a question of its id. */
function isFolderTask(task: TaskRecord, name: string, { after }: Sides): boolean {
  return task.registration === 'folder' && after.name(task.location.file) !== name;
}

/** Fewer of the group are evaluated while the entry loads, or later, than could be. */
function isLess(old: readonly Reach[], oldFile: FilePath, now: readonly Reach[], newFile: FilePath): boolean {
  const count = (reaches: readonly Reach[], file: FilePath, withLate: boolean): number => reaches.filter(({ load, late }) => load.has(file) || (withLate && late.has(file))).length;
  return [false, true].some((withLate) => count(now, newFile, withLate) < Math.min(count(old, oldFile, withLate), now.length));
}

function isOrphaned(starts: readonly Start[], old: readonly Reach[], now: readonly Reach[]): boolean {
  const reaches = (reach: readonly Reach[], file: FilePath | undefined): boolean => file !== undefined && reach.some(({ load, late }) => load.has(file) || late.has(file));
  const ran = starts.filter(({ oldFile }) => reaches(old, oldFile));
  return ran.length > 0 && ran.every(({ newFile }) => newFile === undefined) && !starts.some(({ newFile }) => reaches(now, newFile));
}

function unregistered(sides: Sides, task: TaskRecord, other: TaskRecord, entries: readonly string[], now: readonly Reach[], reachAfter: (file: FilePath) => Reach, witness: string | undefined): Diagnostic {
  const { after } = sides;
  const [entry] = entries as readonly [string];
  const file = other.location.file;
  const module = after.name(file);
  const isLate = now.some(({ late }) => late.has(after.file(entry)!));
  const elided = (after.project.graph.edgesTo.get(file) ?? []).find(({ from, record }) => record.kind !== 'dynamic' && !reachAfter(file).load.has(from));
  const reason = isLate
    ? `${module} is evaluated only when an import() of it is called`
    : elided !== undefined
      ? `${after.name(elided.from)} imports '${elided.record.specifier}' for types alone, and the compiler drops such an import`
      : `${module} is not evaluated when ${entry} is imported`;
  return diagnostic({
    id: 'task-not-registered',
    message: `importing ${entry}${entries.length > 1 ? ` or ${printQuantity(entries.length - 1, 'other entry', 'other entries')}` : ''} registered ${describeTask(task)} before the change and does not now`,
    at: other.location,
    related: [task.location],
    notes: [...(witness === undefined ? [] : [witness]), reason, ...(entries.length > 1 ? [`entries: ${printList(entries, 5)}`] : [])],
    help: `Import ${module} from ${entry}, for its effect if for nothing else.`,
    data: { ...taskData(task), entry, entries, ...(witness === undefined ? {} : { witness }) },
  });
}

const ways: Readonly<Record<NonNullable<TaskRecord['registration']>, string>> = {
  call: 'a call when its module runs',
  list: 'a list that it is put in',
  providers: 'the providers or controllers of a module',
  folder: 'the folder that it lies in',
  export: 'an export of the entry',
  decorator: 'its decorator',
};

/** A handler that is no longer in the list which the framework is given exists and is never called. */
function findUnlisted(input: CheckInput, sides: Sides, { same, changed }: PairedTasks): Diagnostic[] {
  return [...same, ...changed].flatMap(([task, other]) => {
    if (task.registration === other.registration) return [];
    const isLost = other.registration === undefined;
    const rest = isLost ? input.tasksAfter().filter((one) => one !== other) : [];
    const witness = isLost ? findWitness(task, { side: sides.before, tasks: input.tasksBefore() }, { side: sides.after, tasks: rest }) : undefined;
    const notes = isLost && task.registration !== undefined ? [`${sides.before.name(task.location.file)}: ${task.registeredBy} was known by ${ways[task.registration]}; nothing that is loaded names it now`] : [];
    return [diagnostic({
      id: 'task-not-listed',
      message: `the framework learned of ${describeTask(task)} by ${task.registration === undefined ? 'nothing' : ways[task.registration]}, and ${isLost ? 'does not learn of it now' : `learns of it by ${ways[other.registration!]} now`}`,
      at: other.location,
      related: [task.location],
      notes: [...(witness === undefined ? [] : [witness]), ...notes],
      help: isLost ? `Put ${other.registeredBy} back where it was listed.` : 'Register it in the old way, or change that in a change of its own.',
      data: { ...taskData(task), before: task.registration ?? null, after: other.registration ?? null, ...(witness === undefined ? {} : { witness }) },
    })];
  });
}

/** The old module was named by package.json as having effects, or was kept because somebody used one of its exports; the new one is neither. */
function findDropped(input: CheckInput, { before, after }: Sides, { same, changed }: PairedTasks): Diagnostic[] {
  const told = new Set<FilePath>();
  return [...same, ...changed].flatMap(([task, other]) => {
    const [oldFile, file] = [task.location.file, other.location.file];
    // What a framework reads from a folder or from a list of exports is no matter of effects.
    if (told.has(file) || other.registration === 'folder' || other.registration === 'export') return [];
    const dropping = findDropping(after, input.readTextAfter, file);
    if (!dropping || !hasImporter(after, file) || isUsed(after, file)) return [];
    const wasDropped = findDropping(before, input.readTextBefore, oldFile) !== undefined && hasImporter(before, oldFile) && !isUsed(before, oldFile);
    if (wasDropped) return [];
    told.add(file);
    const manifest = after.name(dropping.manifest);
    return [diagnostic({
      id: 'task-dropped-by-bundler',
      message: `${after.name(file)} registers ${describeTask(other)} when it is loaded, and ${manifest} says that loading it does nothing`,
      at: other.location,
      related: [locateFile(dropping.manifest)],
      notes: [
        `"sideEffects": ${JSON.stringify(dropping.field)} lets a bundler leave out a module of which no export is used, and none of this one is`,
        `before the change it was registered by ${before.name(oldFile)}, which a bundler kept`,
      ],
      help: `Add ${after.name(file)} to "sideEffects" of ${manifest}.`,
      data: { ...taskData(other), file: after.name(file), sideEffects: dropping.field },
    })];
  });
}

/** An entry of the bundle is kept whatever is said of it. */
function hasImporter({ project }: Side, file: FilePath): boolean {
  return (project.graph.edgesTo.get(file) ?? []).some(({ record }) => record.kind !== 'type');
}

/** A new file in a folder whose files are all loaded is loaded too, and treated as one of its kind. */
function findNewlyLoaded({ before, after }: Sides, loaders: Loaders): Diagnostic[] {
  return loaders.after.flatMap((loader) => {
    const old = loaders.before.find(({ key }) => key === loader.key);
    if (!old) return [];
    return [...loader.loads].filter((file) => before.file(after.name(file)) === undefined).map((file) => diagnostic({
      id: 'loaded-by-folder',
      severity: loader.isBroad ? 'warning' : 'error',
      message: `${after.name(loader.file)} loads ${after.name(file)}, which was not there before`,
      at: locateFile(file),
      related: [locateFile(loader.file)],
      notes: [`${loader.shown} takes every file of the folder for one of its kind`, `it loaded ${printQuantity(old.loads.size, 'file')} before and ${loader.loads.size} now`],
      help: 'Put the file where the pattern does not match.',
      data: { loader: after.name(loader.file), pattern: loader.shown, file: after.name(file) },
    }));
  });
}
