import { relativePath, type FilePath } from '../host/path.js';
import type { Location } from '../diagnostic/diagnostic.js';
import type { ModuleModel } from '../model/module-model.js';
import type { Project } from '../model/project.js';
import { lineColumnAt } from '../text/line-index.js';
import type { CheckInput } from './check.js';

/** One of the two snapshots. Files are named by their path below the root, because the roots may differ. */
export interface Side {
  readonly project: Project;
  readonly read: (file: FilePath) => ModuleModel;
  readonly name: (file: FilePath) => string;
  /** The file of that name, if it exists on this side. */
  readonly file: (name: string) => FilePath | undefined;
  readonly changed: ReadonlySet<string>;
  /** Changed files that exist on this side, sorted as in the input. */
  readonly changedFiles: readonly FilePath[];
}

export interface Sides {
  readonly before: Side;
  readonly after: Side;
}

const known = new WeakMap<CheckInput, Sides>();

/** The same two objects for every check of one proof, so that what is derived from them is derived once. */
export function sidesOf(input: CheckInput): Sides {
  const found = known.get(input);
  if (found) return found;
  const sides = {
    before: createSide(input.before, input.readBefore, input.changed),
    after: createSide(input.after, input.readAfter, input.changed),
  };
  known.set(input, sides);
  return sides;
}

/** `changed`: names of files, as in a check's input. For a check there is `sidesOf`. */
export function createSide(project: Project, read: (file: FilePath) => ModuleModel, changed: readonly string[]): Side {
  const byName = new Map<string, FilePath>();
  for (const file of project.files.keys()) byName.set(relativePath(project.root, file), file);
  return {
    project,
    read,
    name: (file) => relativePath(project.root, file),
    file: (name) => byName.get(name),
    changed: new Set(changed),
    changedFiles: changed.flatMap((name) => byName.get(name) ?? []),
  };
}

export function locate(model: ModuleModel, offset: number, label?: string): Location {
  const { line, column } = lineColumnAt(model.source.lineStarts, offset);
  return { file: model.source.path, line, column, ...(label === undefined ? {} : { label }) };
}

export function locateFile(file: FilePath, label?: string): Location {
  return { file, line: 1, column: 1, ...(label === undefined ? {} : { label }) };
}
