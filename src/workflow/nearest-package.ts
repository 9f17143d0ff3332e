import { directoryOf, isInside, joinPath, type FilePath } from '../host/path.js';
import type { FileSystem } from '../host/file-system.js';

export interface NearestPackage {
  readonly file: FilePath;
  readonly folder: FilePath;
  readonly text: string;
  readonly bom: boolean;
  readonly content: { readonly name?: unknown; readonly version?: unknown; readonly sideEffects?: unknown; readonly [key: string]: unknown };
}

/** The package that a file belongs to: the nearest package.json up to the root that can be read. A broken one is for the package manager to report. */
export function findNearestPackage({ fileSystem, root }: { readonly fileSystem: FileSystem; readonly root: FilePath }, from: FilePath): NearestPackage | undefined {
  for (let folder = directoryOf(from); isInside(root, folder); folder = directoryOf(folder)) {
    const file = joinPath(folder, 'package.json');
    const raw = fileSystem.readText(file);
    if (raw !== undefined) {
      const bom = raw.startsWith('\uFEFF');
      const text = bom ? raw.slice(1) : raw;
      const content = parse(text);
      return typeof content === 'object' && content !== null ? { file, folder, text, bom, content: content as NearestPackage['content'] } : undefined;
    }
    if (folder === root) break;
  }
  return undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
