import { hashText } from '../host/hash.js';
import { relativePath } from '../host/path.js';
import type { FilePath } from '../host/path.js';
import type { Diagnostic } from './diagnostic.js';

/**
 * Names a finding from run to run. Without a key of its own, it is known by its file and its words; numbers in them change
 * from edit to edit. Two findings may share a key: the same mistake twice in one file.
 */
export function findingKey(root: FilePath, found: Diagnostic): string {
  const words = `${relativePath(root, found.at.file)}\n${found.message.replace(/\d+/g, '0')}`;
  return `${found.id}:${found.key ?? hashText(words).slice(7, 19)}`;
}

/** Names an import knot by its members, root-relative and sorted: the same members, the same name. */
export function knotKey(members: readonly string[]): string {
  return `knot-${hashText(members.join('\n')).slice(7, 15)}`;
}
