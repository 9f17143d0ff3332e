import { diagnostic } from '../../../src/diagnostic/diagnostic.js';
import { filePath, joinPath } from '../../../src/host/path.js';
import type { Diagnostic } from '../../../src/diagnostic/diagnostic.js';

export const root = filePath('/shop');

export const at = (file: string) => joinPath(root, file);

export function bigFile(file: string, lines: number, parts: Partial<Diagnostic> = {}): Diagnostic {
  return diagnostic({
    id: 'god-file',
    message: `${file} has ${lines} code lines`,
    at: { file: at(file), line: 1, column: 1 },
    help: 'Split it',
    key: file,
    ratchet: { kind: 'ceiling', value: lines },
    ...parts,
  });
}

export type Edge = readonly [from: string, to: string];

export function knot(edges: readonly Edge[], parts: Partial<Diagnostic> = {}): Diagnostic {
  const files = [...new Set(edges.flat())].sort();
  return diagnostic({
    id: 'import-cycle',
    message: `${files.length} files import each other`,
    at: { file: at(files[0]!), line: 3, column: 1 },
    help: 'Cut it',
    ratchet: { kind: 'edges', edges: edges.map(([from, to]) => ({ from: at(from), to: at(to) })) },
    ...parts,
  });
}
