import { nearestName } from '../../diagnostic/nearest.js';
import { baseName, directoryOf, extensionOf, joinPath, relativePath, type FilePath } from '../../host/path.js';

export interface NearFile {
  readonly file: FilePath;
  /** How the importing file would name it, with the extension that the mistaken specifier had. */
  readonly specifier: string;
}

/**
 * The file that a relative specifier probably means: one of a similar name in the folder that it points to, else the one
 * file of that very name elsewhere. Of several of that name none is nearer than the others, so nothing is said.
 */
export function createNearestFile(modules: readonly FilePath[]): (from: FilePath, specifier: string) => NearFile | undefined {
  const byFolder = groupBy(modules, directoryOf);
  const byStem = groupBy(modules, stemOf);
  return (from, specifier) => {
    if (!/^\.{1,2}\//.test(specifier)) return undefined;
    const wanted = joinPath(directoryOf(from), specifier);
    const stem = stemOf(wanted);
    const beside = (byFolder.get(directoryOf(wanted)) ?? []).filter((file) => file !== from);
    const similar = nearestName(stem, beside.map(stemOf));
    const namesakes = (byStem.get(stem) ?? []).filter((file) => file !== from);
    const file = similar === undefined ? (namesakes.length === 1 ? namesakes[0] : undefined) : beside.find((candidate) => stemOf(candidate) === similar);
    return file === undefined ? undefined : { file, specifier: specifierTo(from, file, specifier) };
  };
}

function specifierTo(from: FilePath, file: FilePath, written: string): string {
  const path = relativePath(directoryOf(from), file).slice(0, -extensionOf(file).length || undefined);
  const extension = /\.[cm]?[jt]sx?$/.exec(written)?.[0] ?? '';
  return `${path.startsWith('../') ? '' : './'}${path}${extension}`;
}

/** Name without extension: specifiers often leave it out, or say `.js` for `.ts`. */
function stemOf(file: string): string {
  return baseName(file).replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '');
}

function groupBy(files: readonly FilePath[], keyOf: (file: FilePath) => string): ReadonlyMap<string, readonly FilePath[]> {
  const groups = new Map<string, FilePath[]>();
  for (const file of files) {
    const group = groups.get(keyOf(file));
    if (group) group.push(file);
    else groups.set(keyOf(file), [file]);
  }
  return groups;
}
