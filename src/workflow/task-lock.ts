import { findConfigPlace } from '../config/config-place.js';
import { ToolError } from '../diagnostic/tool-error.js';
import { compareTaskLock } from '../gate/compare-task-lock.js';
import { buildTaskLock, parseTaskLock, renderTaskLock, type LockedTask, type TaskLock } from '../gate/task-lock.js';
import { printDay } from '../host/clock.js';
import { joinPath } from '../host/path.js';
import { requireDeclaredModules } from './declared-frameworks.js';
import { findTasks } from './kept-tasks.js';
import { requireInside } from './safe-target.js';
import type { Diagnostic } from '../diagnostic/diagnostic.js';
import type { FilePath } from '../host/path.js';
import type { Project } from '../model/project.js';
import type { TaskRecord } from '../model/task-record.js';
import type { TasksReport } from '../report/schema.js';
import type { Workspace } from './workspace.js';

/**
 * Differences between the tasks of the project and its lock; none where there is no lock. Throws ToolError for a file that is no lock, and
 * for a waiver whose last day is no day. `records`: the tasks of the project, where somebody has them already.
 */
export function checkTaskLock(workspace: Workspace, project: Project, records?: readonly TaskRecord[]): readonly Diagnostic[] {
  const { config, root, machine } = workspace;
  const file = joinPath(root, config.tasks.lock);
  requireInside(workspace.fileSystem, root, file);
  const lock = readLock(workspace, file);
  if (lock === undefined) return [];
  const { waivers, strictness } = config.tasks;
  for (const { id, until } of waivers) requireDay(id, until);
  requireDeclaredModules(workspace, project);
  return compareTaskLock({
    lock,
    records: records ?? findTasks(workspace, project),
    strictness,
    waivers,
    file,
    name: config.tasks.lock,
    today: printDay(machine.now()),
    placeOf: (waiver) => findConfigPlace(waiver) ?? { file, line: 1, column: 1 },
  });
}

function requireDay(id: string, until: string): void {
  const day = /^\d{4}-\d\d-\d\d$/.test(until) ? new Date(`${until}T00:00:00Z`) : undefined;
  // 2026-02-31 is the third of March for Date, and an invalid one throws.
  if (day !== undefined && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(until)) return;
  throw new ToolError('waiver without a day', `tasks.waivers: the waiver for '${id}' holds until ${JSON.stringify(until)}, which is no day`, 'Write the last day as 2026-12-31.');
}

/** Writes the lock of the tasks that are there. A file that says the same already is not touched. */
export function writeTaskLock(workspace: Workspace, records: readonly TaskRecord[]): NonNullable<TasksReport['lock']> {
  const { config, root, fileSystem } = workspace;
  const file = joinPath(root, config.tasks.lock);
  requireInside(fileSystem, root, file);
  const tasks = buildTaskLock(records);
  const before = readLock(workspace, file);
  if (tasks.length === 0) {
    const detail = before === undefined || before.tasks.length === 0 ? `${root} has no task that decant can read` : `${config.tasks.lock} has ${before.tasks.length}, and the code has none`;
    throw new ToolError('no tasks to lock', detail, 'Run `decant tasks` to see what is read; delete the file by hand when nothing is left to lock.');
  }
  const text = renderTaskLock(tasks);
  const written = readText(workspace, file)?.replaceAll('\r\n', '\n') !== text;
  if (written) fileSystem.writeBytes(file, new TextEncoder().encode(text));
  const [old, now] = [linesOf(before?.tasks ?? []), linesOf(tasks)];
  const [added, removed] = [[...now].filter(([line]) => !old.has(line)), [...old].filter(([line]) => !now.has(line))].map((list) => list.map(([, task]) => describeEntry(task))) as [string[], string[]];
  return {
    file: config.tasks.lock,
    tasks: tasks.length,
    written,
    added: added.length,
    removed: removed.length,
    differences: [...removed.map((text) => `- ${text}`), ...added.map((text) => `+ ${text}`)],
  };
}

function linesOf(tasks: readonly LockedTask[]): ReadonlyMap<string, LockedTask> {
  return new Map(tasks.map((task) => [JSON.stringify(task), task]));
}

/** The line of the lock without its braces: an entry of which one value differs goes and comes, and both lines show it. */
function describeEntry({ id, framework, kind, ...rest }: LockedTask): string {
  const values = Object.entries(rest).map(([key, value]) => `${key} ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return [`${framework} ${kind} '${id}'`, ...values].join(', ');
}

function readLock(workspace: Workspace, file: FilePath): TaskLock | undefined {
  const text = readText(workspace, file);
  return text === undefined ? undefined : parseTaskLock(text, file);
}

function readText({ fileSystem }: Workspace, file: FilePath): string | undefined {
  const kind = fileSystem.entryKind(file);
  if (kind === undefined) return undefined;
  const text = kind === 'file' ? fileSystem.readText(file) : undefined;
  if (text === undefined) throw new ToolError('task lock is not a file', file, 'Correct `tasks.lock` in decant.config.json.');
  return text;
}
