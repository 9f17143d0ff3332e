import { matchTargets } from '../../language/typescript/package-targets.js';

/** What a package.json says of how the files of its package are named. `manifest` is the parsed file. */
export interface PackageManifest {
  readonly name?: unknown;
  readonly exports?: unknown;
  readonly main?: unknown;
  readonly module?: unknown;
}

const outputFolder = /^(?:dist|lib|libs|build|built|out|output|esm|cjs|es|es5|es6|es20\d\d|module|modules|umd|types|typings|dts|commonjs|mjs|js|prod|production|development|import|require|default|src|source|\.)$/i;

/** Whether the package has this source file: it is built to itself, and nothing else to it. */
type IsFile = (path: string) => boolean;

/**
 * The names by which other packages import a file, as far as package.json tells: subpaths of `exports`, their patterns, and deep paths where there are no `exports`
 * (Node.js documentation, "Packages"). `file` is relative to the package. A source file answers to a target in a folder of build output: src/shop/cart.ts to
 * ./dist/esm/shop/cart.js.
 */
export function listPublicSpecifiers(manifest: PackageManifest, file: string, isFile: IsFile): readonly string[] {
  const { name } = manifest;
  if (typeof name !== 'string' || name === '') return [];
  const found = manifest.exports === undefined || manifest.exports === null ? listDeepPaths(manifest, file, isFile) : listSubpaths(manifest.exports, file, isFile);
  return [...new Set(found)].map((subpath) => (subpath === '.' ? name : `${name}/${subpath.slice(2)}`));
}

function listSubpaths(exports: unknown, file: string, isFile: IsFile): string[] {
  const isMap = typeof exports === 'object' && exports !== null && !Array.isArray(exports) && Object.keys(exports).some((key) => key.startsWith('.'));
  const keys = isMap ? Object.keys(exports as object) : ['.'];
  const named = keys.filter((key) => !key.includes('*'));
  const patterns = keys.filter((key) => key.includes('*'));
  // `src/cart` for a star is meant where sources are published as they are: dist/src/cart.js is no build that anything speaks of.
  const isPlausible = (key: string, star: string): boolean => withoutSource(star) === star || matchTargets(exports, key).some((target) => [file, emitted(file)].includes(target.replace(/^\.\//, '')));
  const byPattern = patterns.flatMap((pattern) => starsOf(file).flatMap((star) => {
    const key = pattern.replace('*', () => star);
    return isPlausible(key, star) ? [key] : [];
  }));
  // A folder of `exports` (`"./lib/": "./lib/"`) is no longer a form of Node; of a pattern every target must be asked for by the key that it makes.
  return [...named, ...byPattern].filter((key) => !key.endsWith('/') && leadsTo(matchTargets(exports, key), file, isFile));
}

/** Every target is built from the file: a target that is none would be another module under some condition. */
function leadsTo(targets: readonly string[], file: string, isFile: IsFile): boolean {
  return targets.length > 0 && targets.every((target) => isBuiltFrom(target, file, isFile));
}

/** What a star may stand for: `shop/cart` and shorter tails of the path, with an ending and without. */
function starsOf(file: string): string[] {
  const steps = file.split('/');
  return steps.flatMap((_, index) => {
    const tail = steps.slice(index).join('/');
    return [stemOf(tail), stemOf(tail).replace(/\/index$/, ''), emitted(tail), tail];
  }).filter((star) => star !== '');
}

function listDeepPaths(manifest: PackageManifest, file: string, isFile: IsFile): string[] {
  const entries = [manifest.main, manifest.module].filter((entry): entry is string => typeof entry === 'string');
  const main = typeof manifest.main === 'string' ? manifest.main : entries.length === 0 ? './index.js' : undefined;
  const isMain = main !== undefined && [main, `${main}.js`, `${main.replace(/\/$/, '')}/index.js`].some((path) => isBuiltFrom(path, file, isFile));
  const isSource = entries.length === 0 || entries.every((entry) => isSourceLike(entry, file));
  const folders = isSource ? [file.slice(0, Math.max(0, file.lastIndexOf('/')))] : [...new Set(entries.map((entry) => outputOf(entry)))].filter((folder) => folder !== undefined).map((folder) => {
    const inner = withoutSource(file).split('/').slice(0, -1).join('/');
    return [folder, inner].filter((part) => part !== '').join('/');
  });
  const base = stemOf(file.slice(file.lastIndexOf('/') + 1));
  const deep = folders.flatMap((folder) => {
    const path = folder === '' ? base : `${folder}/${base}`;
    return [path.replace(/\/index$/, ''), path, `${path}${/\.(?:m|c)[jt]s$/.test(file) ? emitted(file).slice(-4) : '.js'}`];
  });
  return [...(isMain ? ['.'] : []), ...deep.map((path) => `./${path}`)];
}

/** The folder of build output that an entry of the package lies in: `dist/cjs` of dist/cjs/index.js. */
function outputOf(entry: string): string | undefined {
  const steps = entry.replace(/^\.\//, '').split('/').slice(0, -1);
  const end = steps.findIndex((step) => !outputFolder.test(step));
  return steps.slice(0, end === -1 ? steps.length : end).join('/') || undefined;
}

/** The package is published as it is written: its entry is a source file, or lies where sources lie. */
function isSourceLike(entry: string, file: string): boolean {
  const path = entry.replace(/^\.\//, '');
  const [first] = path.split('/');
  return /\.[cm]?tsx?$/.test(path) && !/\.d\.[cm]?ts$/.test(path) ? true : /\.[cm]?jsx?$/.test(file) && (file.split('/')[0] === first || !path.includes('/'));
}

function isBuiltFrom(target: string, file: string, isFile: IsFile): boolean {
  const path = target.replace(/^\.\//, '');
  if (path === file || emitted(file) === path) return true;
  // A declaration file that lies beside its module (`encoding.d.ts`, for the condition `types`) is what tsc made of it, and no module of its own.
  if (isFile(path) && !/\.d\.[cm]?ts$/.test(path)) return false;
  const [built, source] = [stemOf(path), withoutSource(stemOf(file))];
  if (built === source || built === stemOf(file)) return true;
  // lib/node/index.js is src/node/index.ts rather than src/index.ts, where there is one.
  const steps = built.split('/');
  const tails = steps.map((_, index) => steps.slice(index).join('/')).filter((tail) => tail.length > source.length);
  if (tails.some((tail) => ['', 'src/', 'source/', 'lib/'].some((root) => ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'].some((ending) => isFile(`${root}${tail}${ending}`))))) return false;
  // A folder of sources alone is no build: src/extras/cart.js is not made of extras/cart.js, though `exports` has a pattern for src/.
  const folders = built.endsWith(`/${source}`) ? built.slice(0, -source.length - 1).split('/') : [];
  return folders.every((step) => outputFolder.test(step)) && folders.some((step) => !/^(?:src|source|\.)$/i.test(step));
}

function withoutSource(file: string): string {
  return file.replace(/^(?:src|source|lib|sources)\//, '');
}

function stemOf(file: string): string {
  return file.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '');
}

function emitted(file: string): string {
  return file.replace(/\.([cm]?)tsx?$/, '.$1js');
}
