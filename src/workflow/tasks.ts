import { ToolError } from '../diagnostic/tool-error.js';
import { reportLocation } from '../report/report-diagnostic.js';
import { requireDeclaredModules } from './declared-frameworks.js';
import { loadInspected } from './inspect.js';
import { findTasks } from './kept-tasks.js';
import { isSelected } from './selection.js';
import { writeTaskLock } from './task-lock.js';
import type { FilePath } from '../host/path.js';
import type { TaskRecord } from '../model/task-record.js';
import type { ReportTask, TasksReport } from '../report/schema.js';
import type { InspectOptions } from './inspect.js';
import type { Workspace } from './workspace.js';

export interface TasksOptions extends InspectOptions {
  /** Writes the lock. */
  readonly lock?: boolean;
}

/** Registered tasks of the files at or below the given paths. Throws ToolError for a path that does not exist, and for a lock of a part. */
export function tasks(workspace: Workspace, { paths, lock = false }: TasksOptions): TasksReport {
  const { root } = workspace;
  if (lock && paths.length > 0) throw new ToolError('a lock of a part', 'the lock holds every task of the project, or it could not tell when one is missing', 'Leave the paths out.');
  const project = loadInspected(workspace, { paths });
  requireDeclaredModules(workspace, project);
  const records = findTasks(workspace, project);
  return {
    version: 1,
    command: 'tasks',
    tasks: records.filter((task) => isSelected(paths, task.location.file)).map((task) => reportTask(root, task)),
    lock: lock ? writeTaskLock(workspace, records) : null,
  };
}

/** The public form of a task: its place relative to the root. */
export function reportTask(root: FilePath, task: TaskRecord): ReportTask {
  return { ...task, decorators: [...task.decorators], location: reportLocation(root, task.location) };
}
