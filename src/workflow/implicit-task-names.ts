import { diagnostic, type Diagnostic } from '../diagnostic/diagnostic.js';
import { compareText } from '../diagnostic/sort.js';
import type { FilePath } from '../host/path.js';
import { relativePath } from '../host/path.js';
import { createModuleReader } from '../load/module-reader.js';
import { createTextReader } from '../load/project-text.js';
import { isNamePinnable, listNameEdits } from '../codemod/pin-task-names/pin-task-names.js';
import { extractTasks } from '../tasks/extract-tasks.js';
import { quoteWord } from '../text/shell-word.js';
import { printList } from '../text/wording.js';
import type { TextEdit } from '../edit/text-edit.js';
import type { ModuleModel, Pin, Statement } from '../model/module-model.js';
import type { Project } from '../model/project.js';
import type { IdSource, TaskRecord } from '../model/task-record.js';
import type { SplitPlan } from '../plan/split/split-plan.js';

const named: Partial<Record<IdSource, string>> = {
  'export-name': 'the name of an export', 'function-name': 'the name of a function', 'class-name': 'the name of a class', 'method-name': 'the name of a method', 'file-path': 'the path of the file',
};

const known = new WeakMap<ModuleModel, readonly TaskRecord[]>();

function tasksOf(project: Project, read: (file: FilePath) => ModuleModel, file: FilePath): readonly TaskRecord[] {
  const model = read(file);
  const remembered = known.get(model);
  if (remembered) return remembered;
  const found = extractTasks({ project, read, readText: createTextReader(project) }, [file]).filter(({ location }) => location.file === file);
  known.set(model, found);
  return found;
}

/** What writes the id of a task out; undefined where it has no place in the code. */
export function findNameEdits(model: ModuleModel, task: TaskRecord): readonly TextEdit[] | undefined {
  return listNameEdits(model, task);
}

/** Tasks of one file whose ids are nowhere written: they come from a path or from a name in the code. */
export function findImplicitTasks(project: Project, read: (file: FilePath) => ModuleModel, file: FilePath): readonly TaskRecord[] {
  return tasksOf(project, read, file).filter(({ idSource }) => named[idSource] !== undefined);
}

/**
 * A statement that registers a task under an id made of the path of its file (`'use workflow'`, a file of a task folder, a processor given as a path)
 * registers another task anywhere else, also behind a facade. It stays.
 */
export function pinPathTasks(project: Project, read: (file: FilePath) => ModuleModel, model: ModuleModel): ModuleModel {
  const pinned = new Map<number, TaskRecord>();
  for (const task of findImplicitTasks(project, read, model.source.path)) {
    const at = task.idSource === 'file-path' ? statementOf(model, task) : undefined;
    if (at && at.role !== 'wiring' && !pinned.has(at.index)) pinned.set(at.index, task);
  }
  if (pinned.size === 0) return model;
  const statements = model.statements.map((statement): Statement => {
    const task = pinned.get(statement.index);
    if (!task) return statement;
    const pin: Pin = { kind: 'file-path', span: statement.span, because: `registers ${task.kind} '${task.id}' of ${task.framework}, an id that is made of the path of this file` };
    return { ...statement, pins: [...statement.pins, pin] };
  });
  return { ...model, statements };
}

function statementOf(model: ModuleModel, { location }: TaskRecord): Statement | undefined {
  const offset = (model.source.lineStarts[location.line - 1] ?? 0) + location.column - 1;
  return model.statements.find(({ fullSpan }) => fullSpan.start <= offset && offset < fullSpan.end);
}

/** One note a framework and a source of ids: what stays the same as long as the names do, and what is kept in place for its path. */
export function noteImplicitTasks(project: Project, read: (file: FilePath) => ModuleModel, model: ModuleModel, plan: SplitPlan): readonly Diagnostic[] {
  const tasks = findImplicitTasks(project, read, model.source.path);
  const homes = new Map(plan.parts.flatMap(({ file, declarations }) => declarations.map((name) => [name, file] as const)));
  const groups = new Map<string, TaskRecord[]>();
  for (const task of tasks) groups.set(`${task.framework} ${task.idSource}`, [...(groups.get(`${task.framework} ${task.idSource}`) ?? []), task]);
  const notes = [...groups].sort(([a], [b]) => compareText(a, b)).map(([, group]) => noteGroup(model, plan, homes, group));
  return [...notes, ...noteVersion(tasksOf(project, read, model.source.path), plan)];
}

function noteGroup(model: ModuleModel, plan: SplitPlan, homes: ReadonlyMap<string, string>, group: readonly TaskRecord[]): Diagnostic {
  const [first] = group as readonly [TaskRecord, ...TaskRecord[]];
  const source = named[first.idSource]!;
  const ids = printList(group.map(({ id }) => `'${id}'`), 5);
  const isPath = first.idSource === 'file-path';
  const pinnable = group.filter(isNamePinnable);
  return diagnostic({
    id: 'implicit-task-name',
    severity: 'info',
    message: `${first.framework} takes ${group.length === 1 ? 'an id' : `${group.length} ids`} of ${plan.source} from ${source}: ${ids}`,
    at: first.location,
    notes: group.map((task) => {
      const names = statementOf(model, task)?.declares ?? [];
      const home = names.map((name) => homes.get(name)).find((file) => file !== undefined && file !== plan.source);
      return `${task.kind} '${task.id}' by ${task.registeredBy} (line ${task.location.line}) ${isPath ? `stays: in another file it would be another ${task.kind}` : home === undefined ? 'stays' : `moves to ${home} and keeps its name`}`;
    }),
    help: isPath
      ? 'Keep it in this file, or give the framework the name in a change of its own.'
      : pinnable.length > 0
        ? `Write the ids out with \`decant split ${quoteWord(plan.source)} --pin-names\`, as a change of its own.`
        : 'Rename none of these when you go on by hand: the framework would know them under other ids.',
    data: { framework: first.framework, idSource: first.idSource, ids: group.map(({ id }) => id) },
  });
}

/** DBOS recovers a workflow only under the version that began it, which is a hash of what `toString()` gives for every workflow function. */
function noteVersion(tasks: readonly TaskRecord[], plan: SplitPlan): readonly Diagnostic[] {
  const workflows = tasks.filter(({ framework, kind }) => framework === 'dbos' && kind === 'workflow');
  const [first] = workflows;
  if (!first) return [];
  return [
    diagnostic({
      id: 'application-version',
      severity: 'info',
      message: `DBOS makes the version of the application from the compiled text of its workflows, ${workflows.length} of them in ${plan.source}`,
      at: first.location,
      notes: ['compiled to CommonJS, a call of a name that is imported now is written `(0, module_1.name)()`; workflows that are under way are not recovered by another version'],
      help: 'Set DBOS__APPVERSION before you deploy, or let running workflows end first.',
      data: { workflows: workflows.map(({ id }) => id) },
    }),
  ];
}

/**
 * Ids that came from a path or a name before the split and are not there after it. Whatever the planner thinks of a framework: the ids are read
 * from the printed files and compared.
 */
export function findRenamedTasks(project: Project, read: (file: FilePath) => ModuleModel, source: FilePath, after: Project, created: readonly FilePath[]): readonly Diagnostic[] {
  const before = findImplicitTasks(project, read, source);
  if (before.length === 0) return [];
  const readAfter = createModuleReader(after);
  const left = extractTasks({ project: after, read: readAfter, readText: createTextReader(after) }, [source, ...created]);
  return before.flatMap((task): Diagnostic[] => {
    const at = left.findIndex((other) => other.framework === task.framework && other.kind === task.kind && other.id === task.id);
    if (at !== -1) return [];
    const renamed = left.find((other) => other.framework === task.framework && other.kind === task.kind && other.registeredBy === task.registeredBy);
    return [
      diagnostic({
        id: 'implicit-task-name',
        severity: 'error',
        message: `${task.kind} '${task.id}' of ${task.framework}, registered by ${task.registeredBy}, ${renamed ? `would be '${renamed.id}' in ${relativePath(after.root, renamed.location.file)}` : 'would not be found under its id'}`,
        at: task.location,
        notes: [`its id comes from ${named[task.idSource]!}`],
        help: `Leave ${task.registeredBy} in ${relativePath(project.root, source)}, or give it its id in a change of its own.`,
        data: { framework: task.framework, id: task.id, ...(renamed ? { renamed: renamed.id } : {}) },
      }),
    ];
  });
}
