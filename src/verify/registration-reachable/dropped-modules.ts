import { globLibrary } from '../../host/globs.js';
import { directoryOf, isInside, joinPath, relativePath, type FilePath } from '../../host/path.js';
import type { Side } from '../side.js';

export type ReadText = (file: FilePath) => string | undefined;

export interface SideEffectsField {
  readonly manifest: FilePath;
  readonly field: false | readonly string[];
}

/**
 * The `sideEffects` of the nearest package.json when it says that loading the file does nothing (webpack, "Tree Shaking"): a bundler may leave it
 * out. A pattern without a slash matches at any depth, as bundlers read it.
 */
export function findDropping(side: Side, readText: ReadText, file: FilePath): SideEffectsField | undefined {
  const { root } = side.project;
  for (let folder = directoryOf(file); isInside(root, folder); folder = directoryOf(folder)) {
    const manifest = joinPath(folder, 'package.json');
    const text = readText(manifest);
    if (text !== undefined) {
      const field = readField(text);
      if (field === undefined) return undefined;
      const patterns = field === false ? [] : field.map((pattern) => (pattern.includes('/') ? pattern.replace(/^\.?\//, '') : `**/${pattern}`));
      return patterns.length > 0 && globLibrary()(patterns, { dot: true })(relativePath(folder, file)) ? undefined : { manifest, field };
    }
    if (folder === root) break;
  }
  return undefined;
}

function readField(text: string): SideEffectsField['field'] | undefined {
  try {
    const { sideEffects } = JSON.parse(text.replace(/^\uFEFF/, '')) as { readonly sideEffects?: unknown };
    if (sideEffects === false) return false;
    return Array.isArray(sideEffects) ? sideEffects.filter((pattern): pattern is string => typeof pattern === 'string') : undefined;
  } catch {
    // A broken package.json is for the package manager to report.
    return undefined;
  }
}

/**
 * Whether some file uses an export of the module, which keeps it in a bundle whatever package.json says. A name that is only handed on
 * counts when somebody uses it behind the door.
 */
export function isUsed(side: Side, file: FilePath): boolean {
  const seen = new Set<string>();
  const isNameUsed = (target: FilePath, name: string): boolean => {
    const key = `${target}\n${name}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return (side.project.graph.edgesTo.get(target) ?? []).some(({ from, record }) => {
      if (record.kind === 'dynamic' || record.kind === 'require') return true;
      if (record.form === 'export-star') return record.kind !== 'type' && name !== 'default' && isNameUsed(from, name);
      const taken = record.names.filter(({ typeOnly, imported }) => !typeOnly && (imported === name || imported === '*'));
      return record.kind === 'reexport' ? taken.some(({ local }) => isNameUsed(from, local)) : record.kind === 'value' && taken.length > 0;
    });
  };
  return side.read(file).exports.some(({ exported, typeOnly }) => !typeOnly && isNameUsed(file, exported));
}
