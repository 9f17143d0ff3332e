import { compareText } from '../diagnostic/sort.js';
import { ToolError } from '../diagnostic/tool-error.js';
import { joinPath, relativePath, type FilePath } from '../host/path.js';
import type { Language } from '../language/language.js';
import { languageFor } from '../language/registry.js';
import type { EmittedDecorators } from '../model/emitted-decorators.js';
import type { Importer } from '../model/importer.js';
import type { ModuleLinks } from '../model/module-links.js';
import type { ModuleModel } from '../model/module-model.js';
import type { Outline } from '../model/outline.js';
import type { CompilerFacts, Project } from '../model/project.js';
import type { SourceFile } from '../model/source-file.js';

export interface ModuleReader {
  (file: FilePath): ModuleModel;
  /** Told which files will be asked for: the first of them that is read is read together with others. Says nothing about what is read. */
  readonly expect?: (files: Iterable<FilePath>) => void;
}

/** Files that are read at once: their trees are in memory together. */
const batchSize = 64;

/** Full models of the project's files, memoised. Throws ToolError for a file that is not in the project. */
export function createModuleReader(project: Project): ModuleReader {
  const expected = new Set<FilePath>();
  const ahead = new Map<FilePath, ModuleModel>();
  const readOne = createReader(project, (language, source) => {
    const known = ahead.get(source.path);
    expected.delete(source.path);
    ahead.delete(source.path);
    return known ?? language.read(source, project.compilerFacts(source.path));
  });
  const readBatch = (first: FilePath): void => {
    const language = languageFor(first);
    const batch: SourceFile[] = [];
    for (const file of [first, ...expected]) {
      if (batch.length === batchSize) break;
      if (file === first ? batch.length > 0 : languageFor(file) !== language) continue;
      batch.push(project.files.get(file)!);
    }
    const models = language?.readMany?.(batch.map((source) => ({ source, facts: project.compilerFacts(source.path) }))) ?? [];
    for (const model of models) {
      expected.delete(model.source.path);
      ahead.set(model.source.path, model);
    }
  };
  const read = (file: FilePath): ModuleModel => {
    if (expected.has(file) && expected.size > 1) readBatch(file);
    return readOne(file);
  };
  const expect = (files: Iterable<FilePath>): void => {
    for (const file of files) if (project.files.has(file) && !readOne.isKnown(file) && !ahead.has(file)) expected.add(file);
  };
  return Object.assign(read, { expect });
}

/**
 * Full models of the files of a later version of a project. A file that is the same in both, byte for byte, under the same name and the same compiler
 * options, has the model that `readBefore` gives, with its place in the later tree: a proof of two folders reads most files on both sides. One that differs only in
 * what it imports is not read in full again either.
 */
export function createLaterReader(before: Project, readBefore: ModuleReader, after: Project): ModuleReader {
  const read = createModuleReader(after);
  const later = new Map<FilePath, ModuleModel>();
  /** Files that will be asked for and differ. */
  const expected = new Set<FilePath>();
  const twinOf = (file: FilePath): FilePath => (before.root === after.root ? file : joinPath(before.root, relativePath(after.root, file)));
  const isSameFacts = (file: FilePath): boolean => {
    const [now, old] = [after.compilerFacts(file), before.compilerFacts(twinOf(file))];
    return now === old || describeFacts(before, twinOf(file)) === describeFacts(after, file);
  };
  const isMoved = (file: FilePath): boolean => {
    const [now, old] = [after.files.get(file), before.files.get(twinOf(file))];
    if (now === undefined || old === undefined) return false;
    return old === now || (old.text === now.text && old.bom === now.bom && isSameFacts(file));
  };
  const revise = (file: FilePath): ModuleModel | undefined => {
    const [now, language] = [after.files.get(file), languageFor(file)];
    // In another folder every path is another one, and so is what is told of it.
    return now !== undefined && before.root === after.root && before.files.has(file) && language?.revise !== undefined && isSameFacts(file) ? language.revise(readBefore(file), now) : undefined;
  };
  /** All that are expected at once: those that have to be read in full are read together. */
  const reviseAll = (files: ReadonlySet<FilePath>): void => {
    const others: FilePath[] = [];
    for (const file of files) {
      const model = revise(file);
      if (model) later.set(file, model);
      else others.push(file);
    }
    read.expect?.(others);
  };
  const asked = new Set<FilePath>();
  const readLater = (file: FilePath): ModuleModel => {
    const known = later.get(file);
    if (known) return known;
    if (!isMoved(file)) {
      if (!asked.has(file)) {
        const files = new Set([file, ...expected]);
        expected.clear();
        for (const one of files) asked.add(one);
        reviseAll(files);
      }
      return later.get(file) ?? read(file);
    }
    const now = after.files.get(file)!;
    if (before.files.get(twinOf(file)) === now) return readBefore(file);
    const model = moveModel(readBefore(twinOf(file)), now);
    later.set(file, model);
    return model;
  };
  const expect = (files: Iterable<FilePath>): void => {
    for (const file of files) if (!asked.has(file) && !isMoved(file)) expected.add(file);
  };
  return Object.assign(readLater, { expect });
}

/** Statements of their own: what a check knows of a statement may hang on the files around it, which differ. */
function moveModel(model: ModuleModel, source: SourceFile): ModuleModel {
  return { ...model, source, statements: model.statements.map((statement) => ({ ...statement })) };
}

function describeFacts(project: Project, file: FilePath): string {
  const { tsconfig, ...facts } = project.compilerFacts(file);
  return JSON.stringify([tsconfig === undefined ? null : relativePath(project.root, tsconfig), ...Object.entries(facts).sort(([a], [b]) => compareText(a, b))]);
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

/** Full model of another text of a file of the project. */
export function readText(project: Project, source: SourceFile): ModuleModel {
  return languageFor(source.path)!.read(source, project.compilerFacts(source.path));
}

/** What the compiler emits for the decorators of a file; with `type`, for a type that the file knows. */
export function readDecorators(source: SourceFile, facts: CompilerFacts, type?: string): readonly EmittedDecorators[] {
  return languageFor(source.path)?.readDecorators?.(source, facts, type) ?? [];
}

function createReader<T>(project: Project, read: (language: Language, source: SourceFile) => T): { (file: FilePath): T; readonly isKnown: (file: FilePath) => boolean } {
  const known = new Map<FilePath, T>();
  const readOne = (file: FilePath): T => {
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
  return Object.assign(readOne, { isKnown: (file: FilePath) => known.has(file) });
}
