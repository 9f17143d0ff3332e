import { joinPath, type FilePath } from '../../host/path.js';
import { isByPattern, matchTargets } from './package-targets.js';
import { findCandidate } from './resolve-candidates.js';
import type { PackageFacts } from './resolve-packages.js';

const outputFolders = new Set(['dist', 'build', 'lib', 'out', 'output', 'esm', 'cjs', 'es', 'types', 'src']);

/**
 * The source file that an entry of a package of this very project means. Its `exports` or `main` name built files, which may
 * not exist yet; the source is looked for where the built path points (`dist/cart.js` -> `src/cart.ts`, `cart.ts`).
 * @param subpath `.` or `./cart`
 * @param custom conditions that the compiler is told to take
 * @param ignoresExports the compiler looks past `exports`; else `./secret` that they do not give is nobody's to import, whatever file there is
 */
export function findEntrySource(
  facts: PackageFacts, subpath: string, has: (path: FilePath) => boolean, custom?: readonly string[], ignoresExports = false,
): FilePath | undefined {
  const { json } = facts;
  const targets = matchTargets(json.exports, subpath, custom);
  if (targets.length === 0 && subpath !== '.' && !ignoresExports && json.exports !== undefined && json.exports !== null) return undefined;
  if (subpath === '.') {
    for (const field of ['source', 'module', 'main', 'types', 'typings']) if (typeof json[field] === 'string') targets.push(json[field]);
    targets.push('src/index', 'index');
  } else targets.push(`src/${subpath.slice(2)}`, subpath);
  return findTarget(facts, targets, has);
}

/** Targets of `.` or `./cart` in the package's `exports`, as written. */
export function exportTargets(facts: PackageFacts, subpath: string): readonly string[] {
  return matchTargets(facts.json.exports, subpath);
}

export function isExportPattern(facts: PackageFacts, subpath: string): boolean {
  return isByPattern(facts.json.exports, subpath);
}

/** Targets of a `#name` in the package's `imports`: paths (`./src/x.js`) and names of other packages, as written. */
export function importTargets(facts: PackageFacts, specifier: string, custom?: readonly string[]): readonly string[] {
  return matchTargets(facts.json.imports, specifier, custom);
}

/** The source of the first target that has one. A hand-written declaration file counts only when there is no code. */
export function findTarget(facts: PackageFacts, targets: readonly string[], has: (path: FilePath) => boolean): FilePath | undefined {
  let declaration: FilePath | undefined;
  for (const target of targets) {
    for (const path of sourceVariants(target)) {
      const found = findCandidate({ base: joinPath(facts.directory, path), sourceFirst: true }, has);
      if (found && !/\.d\.[cm]?ts$/.test(found)) return found;
      declaration ??= found;
    }
  }
  return declaration;
}

function sourceVariants(target: string): readonly string[] {
  const path = target.replace(/^\.\//, '');
  const stem = path.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '');
  const segments = stem.split('/');
  let depth = 0;
  while (depth < segments.length - 1 && outputFolders.has(segments[depth]!)) depth++;
  const inner = segments.slice(depth).join('/');
  return [path, stem, `src/${inner}`, inner];
}
