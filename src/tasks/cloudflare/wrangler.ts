import { compareText } from '../../diagnostic/sort.js';
import { directoryOf, isInside, joinPath, type FilePath } from '../../host/path.js';
import type { Project } from '../../model/project.js';
import type { TaskFileSearch } from '../task-extractor.js';
import { findSource } from '../nearest-package.js';
import { parseJsonc, type Json } from './jsonc.js';
import { parseToml } from './toml.js';

/** One configuration of a worker. */
export interface Wrangler {
  readonly file: FilePath;
  /** Module whose exports the platform takes. */
  readonly main: FilePath | undefined;
  readonly json: Json;
  /** Tables and values that could not be read, as they stand. */
  readonly unread: readonly string[];
}

const known = new WeakMap<Project, readonly Wrangler[]>();
const names = ['wrangler.jsonc', 'wrangler.json', 'wrangler.toml'];

/** Every wrangler file beside or above a file of the project, sorted by path. In one folder the first of the three names counts, as for the tool. */
export function findWranglers({ project, readText }: TaskFileSearch): readonly Wrangler[] {
  const remembered = known.get(project);
  if (remembered) return remembered;
  const folders = new Set<FilePath>();
  for (const file of project.files.keys()) {
    for (let folder = directoryOf(file); isInside(project.root, folder) && !folders.has(folder); folder = directoryOf(folder)) folders.add(folder);
  }
  const found = [...folders].sort(compareText).flatMap((folder): Wrangler[] => {
    for (const name of names) {
      const file = joinPath(folder, name);
      const text = readText(file);
      if (text === undefined) continue;
      const { json, unread } = name.endsWith('.toml') ? parseToml(text) : { json: parseJsonc(text) ?? {}, unread: parseJsonc(text) === undefined ? ['the whole file'] : [] };
      const main = typeof json['main'] === 'string' ? findSource(project, joinPath(folder, json['main'])) : undefined;
      return [{ file, main, json, unread }];
    }
    return [];
  });
  known.set(project, found);
  return found;
}
