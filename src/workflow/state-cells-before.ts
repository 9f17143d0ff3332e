import { createModuleReader } from '../load/module-reader.js';
import { relink } from '../load/relink.js';
import { findStateCells } from '../verify/state-cells.js';
import type { FileChange } from '../edit/change-set.js';
import type { CheckInput } from '../verify/check.js';

/**
 * The project before with state objects where the one after has them, so that every check compares like with like. What was done to get
 * there is judged by `statements-conserved`.
 */
export function seeStateCells(input: Parameters<typeof findStateCells>[0]): Required<Pick<CheckInput, 'before' | 'readBefore' | 'stateCells'>> {
  const { before, readBefore } = input;
  const stateCells = findStateCells(input);
  if (stateCells.length === 0) return { before, readBefore, stateCells };
  const changes = stateCells.map(({ file, text }): FileChange => ({ kind: 'modify', file, text, bom: before.files.get(file)?.bom ?? false, because: 'state becomes an object' }));
  const celled = relink(before, { changes, applicability: 'safe' });
  const readCelled = createModuleReader(celled);
  const files = new Set(stateCells.map(({ file }) => file));
  return { before: celled, readBefore: (file) => (files.has(file) ? readCelled(file) : readBefore(file)), stateCells };
}
