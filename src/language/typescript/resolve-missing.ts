import { nearestName } from '../../diagnostic/nearest.js';
import { builtinNames, isBuiltinModule } from '../../host/builtins.js';
import { baseName, directoryOf, joinPath, type FilePath } from '../../host/path.js';
import { findCandidate, type FileProbe } from './resolve-candidates.js';
import { exportTargets, isExportPattern } from './resolve-entry.js';
import type { PackageFacts } from './resolve-packages.js';

/** Of releases newer than the one that may be running (Node.js documentation): they have no name without the prefix. */
const laterBuiltins = new Set(['node:sea', 'node:sqlite', 'node:test', 'node:test/reporters', 'node:quic', 'node:ffi', 'node:vfs']);

/** Whether a `node:` name is that of a module of some release of Node.js. */
export function isRuntimeModule(name: string): boolean {
  return isBuiltinModule(name) || laterBuiltins.has(name);
}

export function describeUnknownRuntime(name: string): string {
  const near = nearestName(name.slice('node:'.length), builtinNames);
  return `${name} is no module of Node.js${near === undefined ? '' : `; node:${near} is one`}`;
}

export interface MissingQuery {
  readonly facts: PackageFacts;
  /** `.` or `./cart` */
  readonly subpath: string;
  readonly onDisk: FileProbe;
  /** A package of the workspace: what it exports may have to be built yet. */
  readonly isMember: boolean;
  /** The compiler looks for declarations past `exports` (`moduleResolution` node, node10 or classic). */
  readonly ignoresExports: boolean;
  readonly shown: (path: string) => string;
}

/**
 * Why a package that is there does not answer to a subpath. Undefined when nothing is wrong with the name: what it leads to
 * is yet to be built, holds types only, or is meant for another runtime.
 */
export function describeMissing(query: MissingQuery): string | undefined {
  const { facts, subpath, onDisk, isMember, ignoresExports, shown } = query;
  const manifest = shown(joinPath(facts.directory, 'package.json'));
  const isFile = (path: string): boolean => findCandidate({ base: joinPath(facts.directory, path), sourceFirst: true }, onDisk) !== undefined;
  // Read by tools whether it is exported or not; an addon is compiled when the package is installed, if at all.
  if (subpath === './package.json' || subpath.endsWith('.node')) return undefined;
  const { exports } = facts.json;
  if (exports === undefined || exports === null) {
    if (subpath === '.' || facts.json['typesVersions'] !== undefined || isFile(subpath) || onDisk(joinPath(facts.directory, subpath, 'package.json'))) return undefined;
    if (isMember && /^\.\/(?:dist|build|out|output|lib|esm|cjs|es|types|generated)\//.test(subpath)) return undefined;
    return `no file at ${shown(joinPath(facts.directory, subpath))}, with or without an extension`;
  }
  const targets = exportTargets(facts, subpath);
  if (targets.length === 0) {
    if (ignoresExports && findCandidate({ base: joinPath(facts.directory, subpath), sourceFirst: true, typesFirst: true }, onDisk)?.match(/\.[cm]?tsx?$/)) return undefined;
    return `exports of ${manifest} ${subpath === '.' ? 'give nothing for the package itself' : `do not give ${subpath}`}`;
  }
  // A target that is written out may be built later; a pattern also matches names that nobody ever meant.
  if (!isExportPattern(facts, subpath) || targets.some(isFile)) return undefined;
  return `exports of ${manifest} lead to ${listPaths(targets)}, and no such file is there`;
}

/** Paths that may hold what a package was asked for: asking for them makes their coming and going known to whoever keeps the questions. */
export function declaredPaths(facts: PackageFacts, targets: readonly string[], isEntry: boolean): readonly FilePath[] {
  const fields = isEntry ? ['module', 'main', 'types', 'typings'].flatMap((field) => (typeof facts.json[field] === 'string' ? [facts.json[field]] : [])) : [];
  return [...targets, ...fields].filter((target) => !/^[#@a-z]+:/.test(target)).map((target) => joinPath(facts.directory, target));
}

/** The file beside the one that is wanted whose name differs from it by a slip. */
export function findNearFile(base: FilePath, files: ReadonlySet<FilePath>): FilePath | undefined {
  const stemOf = (file: string): string => baseName(file).replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '');
  const beside = [...files].filter((file) => directoryOf(file) === directoryOf(base));
  const near = nearestName(stemOf(base), beside.map(stemOf));
  return beside.find((file) => stemOf(file) === near);
}

export function listPaths(paths: readonly string[]): string {
  const unique = [...new Set(paths)];
  return unique.length < 2 ? (unique[0] ?? 'nothing') : `${unique.slice(0, -1).join(', ')} or ${unique.at(-1)}`;
}
