import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { filePath, joinPath, type FilePath } from '../../../src/host/path.js';
import { createResolver } from '../../../src/language/typescript/resolve.js';

export const code = /\.(?:[cm]?[jt]s|[jt]sx)$/;

/** Root-relative path, `external name`, `asset path` or `unresolved`. */
export function memoryResolver(files: Record<string, string>) {
  const root = filePath('/shop');
  const absolute = Object.fromEntries(Object.entries(files).map(([name, text]) => [`/shop/${name}`, text]));
  const projectFiles = new Set(Object.keys(absolute).filter((path) => code.test(path) && !/node_modules|dist\//.test(path)) as FilePath[]);
  const resolver = createResolver({ fileSystem: createMemoryFileSystem(absolute), root, projectFiles });
  return { resolver, resolve: (from: string, specifier: string) => show(root, resolver.resolve(joinPath(root, from), specifier)) };
}

export function show(root: FilePath, found: ReturnType<ReturnType<typeof createResolver>['resolve']>): string {
  if (found.kind === 'external') return `external ${found.packageName}${found.sideEffectFree ? ' free' : ''}`;
  if (found.kind === 'unresolved') return 'unresolved';
  return `${found.kind === 'asset' ? 'asset ' : ''}${found.path.replace(`${root}/`, '')}`;
}

export function fileResolver(names: readonly string[], extra: Record<string, string> = {}) {
  return memoryResolver({ ...Object.fromEntries(names.map((name) => [name, ''])), ...extra });
}
