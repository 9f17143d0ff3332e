import { compareText } from '../../diagnostic/sort.js';

export interface TreeRow<T> {
  /** Guides and name: `│  ├─ dishes.ts`. */
  readonly label: string;
  /** Undefined for a folder. */
  readonly item: T | undefined;
}

interface Folder<T> {
  readonly folders: Map<string, Folder<T>>;
  readonly files: { readonly name: string; readonly item: T }[];
}

/**
 * Files drawn as a tree below the folder that all of them share, files before folders. Folders with one child are drawn as one
 * line: a split deep in a monorepo must not take eight lines to get there.
 */
export function renderTree<T extends { readonly file: string }>(items: readonly T[]): TreeRow<T>[] {
  const top: Folder<T> = { folders: new Map(), files: [] };
  for (const item of items) {
    const segments = item.file.split('/');
    const name = segments.pop()!;
    let folder = top;
    for (const segment of segments) {
      const next = folder.folders.get(segment) ?? { folders: new Map(), files: [] };
      folder.folders.set(segment, next);
      folder = next;
    }
    folder.files.push({ name, item });
  }
  const { path, folder } = collapse('', top);
  const head: TreeRow<T>[] = path === '' ? [] : [{ label: `${path}/`, item: undefined }];
  return [...head, ...renderFolder(folder, '')];
}

function collapse<T>(path: string, folder: Folder<T>): { path: string; folder: Folder<T> } {
  if (folder.files.length > 0 || folder.folders.size !== 1) return { path, folder };
  const [[name, child]] = [...folder.folders] as [[string, Folder<T>]];
  return collapse(path === '' ? name : `${path}/${name}`, child);
}

function renderFolder<T>(folder: Folder<T>, guide: string): TreeRow<T>[] {
  const folders = [...folder.folders].sort(([a], [b]) => compareText(a, b)).map(([name, child]) => collapse(name, child));
  const count = folder.files.length + folders.length;
  const branch = (index: number) => (index === count - 1 ? '└─ ' : '├─ ');
  const below = (index: number) => guide + (index === count - 1 ? '   ' : '│  ');
  return [
    ...folder.files.map(({ name, item }, index) => ({ label: guide + branch(index) + name, item })),
    ...folders.flatMap(({ path, folder: child }, index) => {
      const place = folder.files.length + index;
      return [{ label: `${guide}${branch(place)}${path}/`, item: undefined }, ...renderFolder(child, below(place))];
    }),
  ];
}
