import { findConfigPlace } from '../config/config-place.js';
import { ToolError } from '../diagnostic/tool-error.js';
import { relativePath } from '../host/path.js';
import { findDeclaredModule } from '../tasks/declared-tasks.js';
import type { Project } from '../model/project.js';
import type { Workspace } from './workspace.js';

/**
 * Throws ToolError for a framework of `tasks.frameworks` whose module is no file of the project: it would have no tasks, in a list as in a lock. The tree
 * before a change may be without it, so a proof does not ask.
 */
export function requireDeclaredModules({ config, root }: Workspace, project: Project): void {
  for (const declaration of config.tasks.frameworks) {
    const { framework, from } = declaration;
    if (!from.startsWith('.') || findDeclaredModule(project, from) !== undefined) continue;
    const place = findConfigPlace(declaration, 'from');
    const where = place === undefined ? 'tasks.frameworks' : `${relativePath(root, place.file)}:${place.line}:${place.column}: tasks.frameworks`;
    throw new ToolError('configuration is not valid', `${where}: '${framework}' comes from ${from}, which is no source file of the project`, 'Write the path of the module from the root, as "./src/registry", or the name of a package.');
  }
}
