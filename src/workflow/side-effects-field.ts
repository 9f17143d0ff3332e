import picomatch from 'picomatch';
import { diagnostic, type Diagnostic } from '../diagnostic/diagnostic.js';
import { directoryOf, isInside, joinPath, relativePath, type FilePath } from '../host/path.js';
import { printList } from '../text/wording.js';
import type { FileSystem } from '../host/file-system.js';
import type { ModuleModel } from '../model/module-model.js';
import type { SplitPlan } from '../plan/split/split-plan.js';
import type { Workspace } from './workspace.js';

/**
 * New modules that a bundler may leave out: they do something when they are loaded, and package.json says that no file does.
 * The god file was kept whole as soon as one of its exports was used; a module of which nothing is used is dropped in silence,
 * and with it the workers that it registers.
 */
export function findDroppedModules({ fileSystem, root }: Pick<Workspace, 'root'> & { readonly fileSystem: FileSystem }, model: ModuleModel, plan: SplitPlan): readonly Diagnostic[] {
  const found = findPackage(fileSystem, root, model.source.path);
  const field = found?.content.sideEffects;
  if (!found || (field !== false && !Array.isArray(field))) return [];
  const patterns = (field === false ? [] : field).filter((pattern): pattern is string => typeof pattern === 'string')
    // As bundlers read them: a pattern without a slash matches at any depth.
    .map((pattern) => (pattern.includes('/') ? pattern.replace(/^\.?\//, '') : `**/${pattern}`));
  const isKept = patterns.length > 0 ? picomatch(patterns, { dot: true }) : () => false;
  const dropped = plan.parts.filter((part) => {
    const file = joinPath(root, part.file);
    if (file === model.source.path || isKept(relativePath(found.folder, file))) return false;
    const ids = new Set([...part.declarations, ...(part.statements ?? []).map((label) => label.split(' ', 1)[0]!)]);
    return model.statements.some((statement) => statement.effect === 'ordered' && (statement.declares.some((name) => ids.has(name)) || ids.has(statement.looseId ?? '')));
  });
  if (dropped.length === 0) return [];
  const files = dropped.map((part) => part.file);
  return [diagnostic({
    id: 'side-effects-field',
    severity: 'warning',
    message: `${printList(files)} ${files.length === 1 ? 'does' : 'do'} something when loaded, and ${relativePath(root, found.file)} says that no such file does`,
    at: { file: found.file, line: 1, column: 1 },
    notes: [`"sideEffects": ${JSON.stringify(field)} lets a bundler leave out a module of which no export is used`],
    help: `Add ${files.length === 1 ? 'it' : 'them'} to "sideEffects" of ${relativePath(root, found.file)}.`,
    data: { files, sideEffects: field },
  })];
}

interface Package {
  readonly file: FilePath;
  readonly folder: FilePath;
  readonly content: { readonly sideEffects?: unknown };
}

function findPackage(fileSystem: FileSystem, root: FilePath, from: FilePath): Package | undefined {
  for (let folder = directoryOf(from); isInside(root, folder); folder = directoryOf(folder)) {
    const file = joinPath(folder, 'package.json');
    const bytes = fileSystem.readBytes(file);
    if (bytes) {
      const content = parse(new TextDecoder().decode(bytes));
      return typeof content === 'object' && content !== null ? { file, folder, content } : undefined;
    }
    if (folder === root) break;
  }
  return undefined;
}

/** A broken package.json is for the package manager to report. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
