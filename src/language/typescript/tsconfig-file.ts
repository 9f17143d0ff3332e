import { directoryOf, filePath, isInside, joinPath, relativePath, type FilePath } from '../../host/path.js';
import type { FileSystem } from '../../host/file-system.js';
import { matchTargets } from './package-targets.js';

/** One tsconfig with everything that it extends. Paths of options are absolute. */
export interface TsconfigFile {
  readonly path: FilePath;
  readonly options: Readonly<Record<string, unknown>>;
  readonly baseUrl?: FilePath;
  /** Targets are absolute; each may hold one `*`. Files that take the same from one base get the same object. */
  readonly paths: () => PathMap;
  readonly rootDirs: readonly FilePath[];
  /** Relative to the folder of `path`. */
  readonly lists: () => FileLists;
  /** As written in this very file: references are not inherited. */
  readonly references: readonly string[];
  /** Why it could not be read in full: facts without a place. */
  readonly problems: readonly string[];
}

export interface FileLists {
  readonly files?: readonly string[];
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}

export type PathMap = Readonly<Record<string, readonly string[]>>;

type Json = Readonly<Record<string, unknown>>;
type ParsedJson = { readonly json: Json } | { readonly problem: string };

export interface TsconfigSource {
  readonly fileSystem: FileSystem;
  /** Folder of a package of the workspace that a folder belongs to, for an `extends` before anything is installed. */
  readonly packageFolder: (directory: FilePath, name: string) => FilePath | undefined;
  /** What was read so far, for the next one that extends it. */
  readonly parsed?: Map<FilePath, ParsedJson | undefined>;
  /** `paths` as they were written, with what became of them under a `baseUrl`, or the empty string for none. */
  readonly mapped?: WeakMap<Json, Map<string, PathMap>>;
  /** Takes every path at which an `extends` was looked for. */
  readonly asked?: Set<FilePath>;
}

interface Layer {
  readonly directory: FilePath;
  readonly json: Json;
}

const configDir = '${configDir}';

/**
 * Reads a tsconfig.json and its `extends` chain as the compiler does (TypeScript handbook, "TSConfig Reference", extends):
 * a later base wins over an earlier one and the file itself over all; `compilerOptions` merge key by key, the lists of files
 * are replaced whole; paths are relative to the file that holds them, `${configDir}` is the folder of the outermost one.
 */
export function readTsconfigFile(source: TsconfigSource, path: FilePath): TsconfigFile {
  const problems: string[] = [];
  const layers = readLayers(source, path, [], problems);
  const home = directoryOf(path);
  const absolute = (value: string, layer: Layer): FilePath =>
    value.startsWith(configDir) ? filePath(`.${value.slice(configDir.length)}`, home) : filePath(value, layer.directory);
  const options: Record<string, unknown> = {};
  let baseUrl: FilePath | undefined;
  let paths: { readonly layer: Layer; readonly map: Json } | undefined;
  let rootDirs: readonly FilePath[] = [];
  for (const layer of layers) {
    const own = asObject(layer.json['compilerOptions']);
    Object.assign(options, own);
    if (typeof own['baseUrl'] === 'string') baseUrl = absolute(own['baseUrl'], layer);
    if (own['paths'] !== undefined) paths = { layer, map: asObject(own['paths']) };
    if (own['rootDirs'] !== undefined) rootDirs = strings(own['rootDirs']).map((directory) => absolute(directory, layer));
  }
  // `paths` counts from baseUrl where there is one, wherever it was set, else from the file that holds the `paths`.
  const targets = (layer: Layer, value: unknown): readonly string[] =>
    strings(value).map((target) => (baseUrl === undefined || target.startsWith(configDir) ? absolute(target, layer) : filePath(target, baseUrl)));
  return {
    path, options, rootDirs, problems,
    lists: () => listFiles(layers, (pattern, layer) => (layer.directory === home && isPlainPattern(pattern) ? pattern : relativePath(home, absolute(pattern, layer)) || '.')),
    ...(baseUrl === undefined ? {} : { baseUrl }),
    paths: () => (paths ? mapPaths(source, paths.map, baseUrl, (value) => targets(paths!.layer, value)) : {}),
    references: asList(layers.at(-1)?.json['references']).flatMap((item) => strings([asObject(item)['path']])),
  };
}

/** Each list whole, from the outermost file that has one. */
function listFiles(layers: readonly Layer[], relative: (pattern: string, layer: Layer) => string): FileLists {
  const lists: { files?: readonly string[]; include?: readonly string[]; exclude?: readonly string[] } = {};
  for (const key of ['files', 'include', 'exclude'] as const) {
    const layer = layers.findLast(({ json }) => json[key] !== undefined);
    if (layer) lists[key] = strings(layer.json[key]).map((pattern) => relative(pattern, layer));
  }
  return lists;
}

/** Relative, and as it would be written again: nothing that a path would be made shorter by. */
function isPlainPattern(pattern: string): boolean {
  return /^[^/.\\$:]/.test(pattern) && !/\\|\/\.{0,2}(?:\/|$)/.test(pattern);
}

/** A base that maps every package of a workspace is extended by as many files, so its targets are made absolute once, unless they depend on who extends it. */
function mapPaths({ mapped }: TsconfigSource, written: Json, baseUrl: FilePath | undefined, targets: (value: unknown) => readonly string[]): PathMap {
  const known = mapped?.get(written)?.get(baseUrl ?? '');
  if (known) return known;
  const entries = Object.entries(written);
  const made: PathMap = Object.fromEntries(entries.map(([pattern, value]) => [pattern, targets(value)]));
  if (!mapped || entries.some(([, value]) => strings(value).some((target) => target.startsWith(configDir)))) return made;
  if (!mapped.has(written)) mapped.set(written, new Map());
  mapped.get(written)!.set(baseUrl ?? '', made);
  return made;
}

/** Bases first. `above` are the files that extend this one. */
function readLayers(source: TsconfigSource, path: FilePath, above: readonly FilePath[], problems: string[]): readonly Layer[] {
  const directory = directoryOf(path);
  const read = readJson(source, path);
  if (!read) return [];
  if ('problem' in read) {
    problems.push(`${above.length === 0 ? 'it' : showFrom(above[0]!, path)} is not valid JSON: ${read.problem}`);
    return [];
  }
  const { json } = read;
  const layers: Layer[] = [];
  for (const specifier of typeof json['extends'] === 'string' ? [json['extends']] : strings(json['extends'])) {
    const base = findExtended(source, directory, specifier);
    const holder = above.length === 0 ? 'it' : showFrom(above[0]!, path);
    if (base === undefined) problems.push(`${holder} extends ${specifier}, which does not exist`);
    else if (base === path || above.includes(base)) problems.push(`${holder} extends ${specifier}, which extends it`);
    else layers.push(...readLayers(source, base, [...above, path], problems));
  }
  return [...layers, { directory, json }];
}

/** One base is often extended by a hundred packages. */
function readJson({ fileSystem, parsed }: TsconfigSource, path: FilePath): ParsedJson | undefined {
  if (parsed?.has(path)) return parsed.get(path);
  const bytes = fileSystem.readBytes(path);
  const read = bytes && parseBytes(bytes);
  parsed?.set(path, read);
  return read;
}

function parseBytes(bytes: Uint8Array): ParsedJson {
  try {
    return { json: asObject(parseJsonc(new TextDecoder().decode(bytes))) };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

function showFrom(outermost: FilePath, path: FilePath): string {
  return relativePath(directoryOf(outermost), path);
}

/** The file that `extends` means: a path, with or without `.json`, or a file of a package. */
function findExtended(source: TsconfigSource, directory: FilePath, specifier: string): FilePath | undefined {
  const isFile = (path: FilePath): boolean => {
    source.asked?.add(path);
    return source.fileSystem.entryKind(path) === 'file';
  };
  const first = (paths: readonly FilePath[]): FilePath | undefined => paths.find(isFile);
  const variants = (path: FilePath): readonly FilePath[] => [path, `${path}.json` as FilePath, joinPath(path, 'tsconfig.json')];
  if (/^(?:\.{1,2}(?:\/|$)|\/|[a-z]:)/i.test(specifier)) return first(variants(filePath(specifier, directory)));
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
  const rest = specifier.slice(name.length + 1);
  const inPackage = (folder: FilePath): FilePath | undefined => {
    const manifest = readManifest(source.fileSystem, folder);
    const exported = matchTargets(manifest['exports'], rest === '' ? '.' : `./${rest}`).map((target) => joinPath(folder, target));
    const main = rest === '' && typeof manifest['tsconfig'] === 'string' ? variants(joinPath(folder, manifest['tsconfig'])) : [];
    return first([...exported, ...main, ...variants(rest === '' ? folder : joinPath(folder, rest))]);
  };
  for (let folder = directory; ; folder = directoryOf(folder)) {
    const candidate = joinPath(folder, 'node_modules', name);
    const found = source.fileSystem.entryKind(candidate) === 'directory' ? inPackage(candidate) : undefined;
    if (found) return found;
    if (directoryOf(folder) === folder) break;
  }
  const workspaceFolder = source.packageFolder(directory, name);
  return workspaceFolder !== undefined && !isInside(workspaceFolder, directory) ? inPackage(workspaceFolder) : undefined;
}

function readManifest(fileSystem: FileSystem, folder: FilePath): Json {
  const bytes = fileSystem.readBytes(joinPath(folder, 'package.json'));
  try {
    return bytes ? asObject(JSON.parse(new TextDecoder().decode(bytes))) : {};
  } catch {
    return {};
  }
}

/** JSON with comments and trailing commas, neither of which is seen inside a string. Throws SyntaxError. */
function parseJsonc(source: string): unknown {
  const text = source.replace(/^\uFEFF/, '');
  if (!/\/[/*]|,\s*[}\]]/.test(text)) return text.trim() === '' ? {} : JSON.parse(text);
  const bare = text
    .replace(/"(?:[^"\\\n]|\\.)*"|\/\/.*|\/\*[^]*?\*\//g, (token) => (token.startsWith('"') ? token : ' '))
    .replace(/"(?:[^"\\\n]|\\.)*"|,(?=\s*[}\]])/g, (token) => (token === ',' ? '' : token));
  return bare.trim() === '' ? {} : JSON.parse(bare);
}

function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function strings(value: unknown): readonly string[] {
  return asList(value).filter((item) => typeof item === 'string');
}
