import { loadProject } from '../load/load-project.js';
import { createModuleReader } from '../load/module-reader.js';
import { reportLocation } from '../report/report-diagnostic.js';
import { extractTasks } from '../tasks/extract-tasks.js';
import { isSelected, requireFiles, requirePaths } from './selection.js';
import type { TasksReport } from '../report/schema.js';
import type { InspectOptions } from './inspect.js';
import type { Workspace } from './workspace.js';

/** Registered tasks of the files at or below the given paths. Throws ToolError for a path that does not exist. */
export function tasks(workspace: Workspace, { paths }: InspectOptions): TasksReport {
  const { fileSystem, root, config } = workspace;
  requirePaths(workspace, paths);
  workspace.progress('Reading files');
  const project = loadProject({ fileSystem, root, config });
  requireFiles(project, paths);
  workspace.progress('Extracting tasks');
  const files = [...project.files.keys()].filter((file) => isSelected(paths, file));
  const records = extractTasks(project, createModuleReader(project), files);
  return {
    version: 1,
    command: 'tasks',
    tasks: records.map((task) => ({ ...task, decorators: [...task.decorators], location: reportLocation(root, task.location) })),
  };
}
