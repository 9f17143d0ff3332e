import path from 'node:path';

/** Absolute path with forward slashes and no trailing slash. Made only in this file. */
export type FilePath = string & { readonly __brand: 'FilePath' };

/** `base` defaults to the working directory. */
export function filePath(raw: string, base = '.'): FilePath {
  if (isPlain(raw)) return raw;
  return path.resolve(base, raw).replaceAll('\\', '/') as FilePath;
}

/** Absolute, and as `filePath` would write it. No path is plain where they begin with the letter of a drive. */
function isPlain(raw: string): raw is FilePath {
  return raw.charCodeAt(0) === 47 && path.sep === '/' && !/\\|\/\.{0,2}(?:\/|$)/.test(raw);
}

export function joinPath(base: FilePath, ...segments: string[]): FilePath {
  const only = segments.length === 1 ? segments[0]! : '';
  // Nearly every call adds one plain name; normalising the whole path again costs ten times as much.
  if (only !== '' && base !== '/' && !needsNormalizing(only)) return `${base}/${only}` as FilePath;
  return path.posix.join(base, ...segments).replace(/(?<=.)\/$/, '') as FilePath;
}

/** An empty segment, `.` or `..`, or a slash at either end. */
function needsNormalizing(segment: string): boolean {
  const first = segment.charCodeAt(0);
  return first === 46 || first === 47 || segment.endsWith('/') || segment.includes('/.') || segment.includes('//');
}

/** `specifier` is relative: it begins with `./` or `../`, or is `.` or `..`. The same as `joinPath`, for the hot path. */
export function joinSpecifier(base: FilePath, specifier: string): FilePath {
  let folder: string = base;
  let position = 0;
  for (;;) {
    if (specifier.startsWith('./', position)) position += 2;
    else if (specifier.startsWith('../', position) && folder.lastIndexOf('/') > 0) {
      folder = folder.slice(0, folder.lastIndexOf('/'));
      position += 3;
    } else break;
  }
  const rest = position === 0 ? specifier : specifier.slice(position);
  return rest === '' ? (folder as FilePath) : joinPath(folder as FilePath, rest);
}

let lastDirectory = '' as FilePath;

/** Files come folder by folder, and are asked about several times: one string for all of a folder is made, and hashed by maps, once. */
export function directoryOf(file: FilePath): FilePath {
  const slash = file.lastIndexOf('/');
  if (slash <= 0) return path.posix.dirname(file) as FilePath;
  if (slash !== lastDirectory.length || !file.startsWith(lastDirectory)) lastDirectory = file.slice(0, slash) as FilePath;
  return lastDirectory;
}

/** Last segment, extension included. */
export function baseName(file: string): string {
  return file.endsWith('/') ? path.posix.basename(file) : file.slice(file.lastIndexOf('/') + 1);
}

/** `.ts`, `.tsx`, `.d.ts`, `.d.mts`, ... or the empty string. */
export function extensionOf(file: string): string {
  const name = baseName(file);
  return /\.d\.[cm]?ts$/.exec(name)?.[0] ?? path.posix.extname(name);
}

/** Path below `root` with forward slashes; starts with `../` when `file` lies outside. */
export function relativePath(root: FilePath, file: FilePath): string {
  if (file.startsWith(root) && file.charCodeAt(root.length) === 47) return file.slice(root.length + 1);
  return path.posix.relative(root, file);
}

export function isInside(root: FilePath, file: FilePath): boolean {
  return file.startsWith(root) && (file.length === root.length || root === '/' || file.charCodeAt(root.length) === 47);
}
