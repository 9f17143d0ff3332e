import { relativePath, type FilePath } from '../host/path.js';
import type { Location } from '../diagnostic/diagnostic.js';
import type { ModuleModel } from '../model/module-model.js';
import type { Project } from '../model/project.js';
import type { Resolution } from '../model/resolution.js';
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

/** What the two sides are made of. */
export type SidesInput = Pick<CheckInput, 'before' | 'after' | 'changed' | 'readBefore' | 'readAfter'>;

const known = new WeakMap<SidesInput, Sides>();
const byAfter = new WeakMap<Project, { readonly input: SidesInput; readonly sides: Sides }[]>();

/**
 * The same two objects for every check of one proof, and for every proof of the same two projects with the same readers, so that what is derived from them is
 * derived once.
 */
export function sidesOf(input: SidesInput): Sides {
  const found = known.get(input);
  if (found) return found;
  const others = byAfter.get(input.after) ?? [];
  byAfter.set(input.after, others);
  const equal = others.find((other) => isSameInput(other.input, input));
  const sides = equal?.sides ?? {
    before: createSide(input.before, input.readBefore, input.changed),
    after: createSide(input.after, input.readAfter, input.changed),
  };
  if (!equal) others.push({ input: { before: input.before, after: input.after, changed: input.changed, readBefore: input.readBefore, readAfter: input.readAfter }, sides });
  known.set(input, sides);
  return sides;
}

function isSameInput(one: SidesInput, other: SidesInput): boolean {
  return one.before === other.before && one.readBefore === other.readBefore && one.readAfter === other.readAfter &&
    one.changed.length === other.changed.length && one.changed.every((name, index) => name === other.changed[index]);
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

/** A module of the project, or something from outside: a package that imports itself by its name may mean its own build, which nobody reads. */
export function resolveOwn({ project }: Side, from: FilePath, specifier: string): Resolution {
  const resolution = project.resolve(from, specifier);
  return resolution.kind === 'file' && !project.files.has(resolution.path) ? { kind: 'external', packageName: relativePath(project.root, resolution.path), sideEffectFree: false } : resolution;
}

export function locate(model: ModuleModel, offset: number, label?: string): Location {
  const { line, column } = lineColumnAt(model.source.lineStarts, offset);
  return { file: model.source.path, line, column, ...(label === undefined ? {} : { label }) };
}

export function locateFile(file: FilePath, label?: string): Location {
  return { file, line: 1, column: 1, ...(label === undefined ? {} : { label }) };
}
