import type { FilePath } from '../../host/path.js';
import type { Side } from '../side.js';

/**
 * Whether a file runs on the client although it does not say `'use client'`: every file that loads it says so or is loaded so itself
 * (react.dev, "'use client'": the directive marks the file and everything that it imports). A file that nobody loads has no such door.
 */
export function isClientByImporters(side: Side, file: FilePath, saysClient: (file: FilePath) => boolean): boolean {
  const seen = new Set<FilePath>();
  const isInside = (current: FilePath): boolean => {
    seen.add(current);
    const importers = (side.project.graph.edgesTo.get(current) ?? []).filter(({ record }) => record.kind !== 'type').map(({ from }) => from);
    // A circle has no door of its own: one of its members is loaded from elsewhere, which is what counts.
    return importers.length > 0 && importers.every((from) => seen.has(from) || saysClient(from) || isInside(from));
  };
  return isInside(file);
}
