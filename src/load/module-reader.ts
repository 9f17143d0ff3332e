import { ToolError } from '../diagnostic/tool-error.js';
import { relativePath, type FilePath } from '../host/path.js';
import type { Language } from '../language/language.js';
import { languageFor } from '../language/registry.js';
import type { EmittedDecorators } from '../model/emitted-decorators.js';
import type { Importer } from '../model/importer.js';
import type { ModuleLinks } from '../model/module-links.js';
import type { ModuleModel } from '../model/module-model.js';
import type { Outline } from '../model/outline.js';
import type { CompilerFacts, Project } from '../model/project.js';
import type { SourceFile } from '../model/source-file.js';

/** Full models of the project's files, memoised. Throws ToolError for a file that is not in the project. */
export function createModuleReader(project: Project): (file: FilePath) => ModuleModel {
  return createReader(project, (language, source) => language.read(source, project.compilerFacts(source.path)));
}

/** The same for what import cycles need to know. */
export function createLinksReader(project: Project): (file: FilePath) => ModuleLinks {
  return createReader(project, (language, source) => language.links(source, project.compilerFacts(source.path)));
}

/** The same for the declarations of a file. */
export function createOutlineReader(project: Project): (file: FilePath) => Outline | undefined {
  return createReader(project, (language, source) => language.outline(source));
}

/** What a file of the project takes from the modules that `isWanted` knows by their specifiers. Throws ToolError for a file that is not in the project. */
export function readImporter(project: Project, file: FilePath, isWanted: (specifier: string) => boolean): Importer {
  const source = project.files.get(file);
  const read = languageFor(file)?.readImporter;
  if (!source || !read) throw new ToolError('cannot read a file', `${relativePath(project.root, file)} is not part of the project`, 'Name a source file below the root.');
  return read(source, isWanted);
}

/** What the compiler emits for the decorators of a file; with `type`, for a type that the file knows. */
export function readDecorators(source: SourceFile, facts: CompilerFacts, type?: string): readonly EmittedDecorators[] {
  return languageFor(source.path)?.readDecorators?.(source, facts, type) ?? [];
}

function createReader<T>(project: Project, read: (language: Language, source: SourceFile) => T): (file: FilePath) => T {
  const known = new Map<FilePath, T>();
  return (file) => {
    if (!known.has(file)) {
      const source = project.files.get(file);
      const language = languageFor(file);
      if (!source || !language) {
        const reason = project.skipped.find((skipped) => skipped.path === file)?.reason;
        const name = relativePath(project.root, file);
        throw new ToolError('cannot read a file', `${name} ${reason ? `was skipped: ${reason}` : 'is not part of the project'}`, 'Name a source file below the root.');
      }
      known.set(file, read(language, source));
    }
    return known.get(file)!;
  };
}
