import path from 'node:path';

/** Absolute path with forward slashes and no trailing slash. Made only in this file. */
export type FilePath = string & { readonly __brand: 'FilePath' };

/** `base` defaults to the working directory. */
export function filePath(raw: string, base = '.'): FilePath {
  return path.resolve(base, raw).replaceAll('\\', '/') as FilePath;
}

export function joinPath(base: FilePath, ...segments: string[]): FilePath {
  return path.posix.join(base, ...segments).replace(/(?<=.)\/$/, '') as FilePath;
}

export function directoryOf(file: FilePath): FilePath {
  return path.posix.dirname(file) as FilePath;
}

/** Last segment, extension included. */
export function baseName(file: string): string {
  return path.posix.basename(file);
}

/** `.ts`, `.tsx`, `.d.ts`, `.d.mts`, ... or the empty string. */
export function extensionOf(file: string): string {
  const name = baseName(file);
  return /\.d\.[cm]?ts$/.exec(name)?.[0] ?? path.posix.extname(name);
}

/** Path below `root` with forward slashes; starts with `../` when `file` lies outside. */
export function relativePath(root: FilePath, file: FilePath): string {
  return path.posix.relative(root, file);
}

export function isInside(root: FilePath, file: FilePath): boolean {
  return file === root || file.startsWith(root === '/' ? '/' : `${root}/`);
}
