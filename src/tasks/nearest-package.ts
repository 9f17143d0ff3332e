import { directoryOf, isInside, joinPath, type FilePath } from '../host/path.js';
import type { Project } from '../model/project.js';

export interface PackageFile {
  readonly directory: FilePath;
  readonly json: Readonly<Record<string, unknown>>;
}

interface Reading {
  readonly project: Project;
  readonly readText: (file: FilePath) => string | undefined;
}

const known = new WeakMap<Project, Map<FilePath, PackageFile | undefined>>();

/** The package.json at or above the folder of a file, within the root. One that is no JSON is passed over. */
export function nearestPackage(reading: Reading, file: FilePath): PackageFile | undefined {
  let folders = known.get(reading.project);
  if (!folders) known.set(reading.project, (folders = new Map()));
  return packageOf(reading, directoryOf(file), folders);
}

function packageOf(reading: Reading, directory: FilePath, folders: Map<FilePath, PackageFile | undefined>): PackageFile | undefined {
  if (folders.has(directory)) return folders.get(directory);
  if (!isInside(reading.project.root, directory)) return undefined;
  const json = parse(reading.readText(joinPath(directory, 'package.json')));
  const found = json ? { directory, json } : directory === reading.project.root ? undefined : packageOf(reading, directoryOf(directory), folders);
  folders.set(directory, found);
  return found;
}

function parse(text: string | undefined): PackageFile['json'] | undefined {
  if (text === undefined) return undefined;
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as PackageFile['json']) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a package is among the dependencies of any kind. */
export function dependsOn({ json }: PackageFile, name: string): boolean {
  return ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'].some((key) => {
    const list = json[key];
    return typeof list === 'object' && list !== null && Object.hasOwn(list, name);
  });
}

const sources = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];

/** The file of the project that a path means, with or without extension, or that is compiled to it; a folder means its index. */
export function findSource(project: Project, path: FilePath): FilePath | undefined {
  if (project.files.has(path)) return path;
  const stem = path.replace(/\.([cm]?)jsx?$/, '');
  return [path, stem, joinPath(path, 'index')].flatMap((base) => sources.map((extension) => `${base}${extension}` as FilePath)).find((file) => project.files.has(file));
}

const outputFolders = /^(?:dist|build|lib|out|output)\//;

/** The source of what a package.json calls its `main`: `lib/index.js` is compiled from `src/index.ts` or `index.ts`. */
export function findMainSource(project: Project, { directory, json }: PackageFile): FilePath | undefined {
  const main = typeof json['main'] === 'string' ? json['main'].replace(/^\.\//, '') : 'index.js';
  const inner = main.replace(outputFolders, '');
  const nested = inner.replace(/^src\//, '');
  return [main, `src/${nested}`, inner, nested, 'src/index', 'index'].map((path) => findSource(project, joinPath(directory, path))).find((file) => file !== undefined);
}
