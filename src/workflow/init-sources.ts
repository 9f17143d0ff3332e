import type { FileSystem } from '../host/file-system.js';
import { joinPath, type FilePath } from '../host/path.js';
import { isRecord } from './init-values.js';

export const initSources = ['dependency-cruiser', 'eslint', 'madge'] as const;

export type InitSource = (typeof initSources)[number];

/** A tool that has a configuration in the root. */
export interface FoundSource {
  readonly from: InitSource;
  /** The file that counts. */
  readonly file: FilePath;
}

/** In the order in which the tools themselves look. */
const fileNames: Readonly<Record<InitSource, readonly string[]>> = {
  'dependency-cruiser': ['.dependency-cruiser.json', '.dependency-cruiser.js', '.dependency-cruiser.cjs', '.dependency-cruiser.mjs'],
  eslint: [
    ...['js', 'mjs', 'cjs', 'ts', 'mts', 'cts'].map((extension) => `eslint.config.${extension}`),
    ...['.js', '.cjs', '.yaml', '.yml', '.json', ''].map((extension) => `.eslintrc${extension}`),
  ],
  madge: ['.madgerc'],
};

const manifestKeys: Readonly<Partial<Record<InitSource, string>>> = { eslint: 'eslintConfig', madge: 'madge' };

/** Looks into the root only: a configuration above it speaks of other files as well. */
export function findSources(fileSystem: FileSystem, root: FilePath, manifest: unknown): readonly FoundSource[] {
  return initSources.flatMap((from): FoundSource[] => {
    const name = fileNames[from].find((candidate) => fileSystem.entryKind(joinPath(root, candidate)) === 'file');
    if (name !== undefined) return [{ from, file: joinPath(root, name) }];
    const key = manifestKeys[from];
    return key !== undefined && isRecord(manifest) && isRecord(manifest[key]) ? [{ from, file: joinPath(root, 'package.json') }] : [];
  });
}
