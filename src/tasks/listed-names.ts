import { compareText } from '../diagnostic/sort.js';
import type { FilePath } from '../host/path.js';
import type { ModuleModel } from '../model/module-model.js';
import type { Project } from '../model/project.js';
import { evaluateIn, findImportOf } from './evaluate.js';
import { keyOfName, type ListItem } from './call-origin.js';
import type { TaskExtractorInput } from './task-extractor.js';

/** What the lists of a whole project name. */
export interface ListedNames {
  /** `file#name` of each, and of each constant that holds what is listed. */
  readonly names: ReadonlySet<string>;
}

/**
 * A finder of what is registered by a list (`serve({ functions: [...] })`) anywhere in a project. The lists of a project are read once, in the files
 * that import one of the packages and in those whose text has the call: a client that comes from another file (`hatchet.worker()`) needs no import of the package.
 */
export function createListFinder(packages: readonly string[], call: RegExp | undefined, readLists: (input: TaskExtractorInput) => readonly ListItem[]): (input: TaskExtractorInput) => ListedNames {
  const known = new WeakMap<Project, ListedNames>();
  return (input) => {
    const remembered = known.get(input.project);
    if (remembered) return remembered;
    const items = findFiles(input.project, packages, call).flatMap((file) => readLists(inputOf(input, input.read(file))));
    const names = new Set(items.flatMap((item) => (item.kind === 'declared' ? [keyOfName(item)] : item.kind === 'inline' && item.holder ? [keyOfName(item.holder)] : [])));
    const found: ListedNames = { names };
    known.set(input.project, found);
    return found;
  };
}

/** The same search, seen from another file. */
export function inputOf(input: TaskExtractorInput, model: ModuleModel): TaskExtractorInput {
  return model === input.model ? input : { ...input, model, evaluate: (value) => evaluateIn(input, model, value), importOf: (local) => findImportOf(model, local) };
}

function findFiles(project: Project, packages: readonly string[], call: RegExp | undefined): readonly FilePath[] {
  return [...project.scanned]
    .filter(([file, { imports }]) => imports.some(({ specifier, kind }) => kind !== 'type' && packages.includes(specifier)) || call?.test(project.files.get(file)?.text ?? ''))
    .map(([file]) => file)
    .sort(compareText);
}
