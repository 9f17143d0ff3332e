import { ToolError } from '../diagnostic/tool-error.js';
import { relativePath, type FilePath } from '../host/path.js';
import { languageFor } from '../language/registry.js';
import type { ModuleModel } from '../model/module-model.js';
import type { Project } from '../model/project.js';

/** Full models of the project's files, memoised. Throws ToolError for a file that is not in the project. */
export function createModuleReader(project: Project): (file: FilePath) => ModuleModel {
  const models = new Map<FilePath, ModuleModel>();
  return (file) => {
    let model = models.get(file);
    if (!model) {
      const source = project.files.get(file);
      const language = languageFor(file);
      if (!source || !language) {
        const reason = project.skipped.find((skipped) => skipped.path === file)?.reason;
        const name = relativePath(project.root, file);
        throw new ToolError('cannot read a file', `${name} ${reason ? `was skipped: ${reason}` : 'is not part of the project'}`, 'Name a source file below the root.');
      }
      models.set(file, (model = language.read(source, project.compilerFacts(file))));
    }
    return model;
  };
}
