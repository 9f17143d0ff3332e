import { createModuleReader } from '../load/module-reader.js';
import { createTextReader } from '../load/project-text.js';
import { reportLocation } from '../report/report-diagnostic.js';
import { extractTasks } from '../tasks/extract-tasks.js';
import { loadInspected } from './inspect.js';
import { isSelected } from './selection.js';
import type { TasksReport } from '../report/schema.js';
import type { InspectOptions } from './inspect.js';
import type { Workspace } from './workspace.js';

/** Registered tasks of the files at or below the given paths. Throws ToolError for a path that does not exist. */
export function tasks(workspace: Workspace, { paths }: InspectOptions): TasksReport {
  const { root } = workspace;
  const project = loadInspected(workspace, { paths });
  workspace.progress('Extracting tasks');
  const files = [...project.files.keys()].filter((file) => isSelected(paths, file));
  const records = extractTasks({ project, read: createModuleReader(project), readText: createTextReader(project) }, files);
  return {
    version: 1,
    command: 'tasks',
    tasks: records.map((task) => ({ ...task, decorators: [...task.decorators], location: reportLocation(root, task.location) })),
  };
}
