import { joinPath } from '../host/path.js';
import { readStaticConfig } from '../load/static-config.js';
import { printQuantity } from '../text/wording.js';
import { createLedger, type CarryInput, type KnownCycles, type Ledger } from './init-carry-over.js';
import { isRecord } from './init-values.js';
import type { Diagnostic } from '../diagnostic/diagnostic.js';
import type { FilePath } from '../host/path.js';
import type { ModuleGraph } from '../model/project.js';

/** Where `depcruise --ignore-known` looks. */
export const knownViolationsName = '.dependency-cruiser-known-violations.json';

/** Undefined when there is no such file. Source: dependency-cruiser 17, types/violations.d.mts; before 16 the hops of a cycle were texts. */
export function readKnownViolations({ fileSystem, root }: CarryInput, outer: Ledger): KnownCycles | undefined {
  const file = joinPath(root, knownViolationsName);
  const source = readStaticConfig(fileSystem, file);
  if (!source) return undefined;
  if (source.kind === 'unreadable' || !Array.isArray(source.value)) {
    outer.left.push({ setting: knownViolationsName, file, line: source.kind === 'unreadable' ? source.line : null, reason: source.kind === 'unreadable' ? source.reason : 'it is no list' });
    return undefined;
  }
  const ledger = createLedger(file, source);
  const cycles: string[][] = [];
  let others = 0;
  for (const violation of source.value as readonly unknown[]) {
    const hops = isRecord(violation) && Array.isArray(violation['cycle']) ? (violation['cycle'] as readonly unknown[]) : undefined;
    const names = hops?.map((hop) => (isRecord(hop) ? hop['name'] : hop)).filter((name) => typeof name === 'string');
    // The last hop leads back to `from`; a file that imports itself is its own only hop.
    if (isRecord(violation) && typeof violation['from'] === 'string' && names && names.length > 0) cycles.push([...new Set([violation['from'], ...names])]);
    else others++;
  }
  if (others > 0) ledger.leave(printQuantity(others, 'violation'), [], 'they are no cycles; the baseline holds imports against the layers as they are today');
  ledger.carry(printQuantity(cycles.length, 'known cycle'), [], 'the baseline holds the knots that they make, and no other');
  outer.carried.push(...ledger.carried);
  outer.left.push(...ledger.left);
  return { cycles };
}

export interface HeldKnots {
  /** Findings as the baseline may hold them: of a knot only the imports of known cycles, and no knot without any. */
  readonly held: readonly Diagnostic[];
  /** Imports of known cycles that the tree no longer has. */
  readonly gone: number;
}

/**
 * dependency-cruiser finds one way back for each import, and lists no cycle whose one way goes through a type import: some old imports of
 * a knot are in no listed cycle. So cycles that share a file count as one known knot, and an import between two files of it is known. One
 * that joins two known knots, or a file that was in none, is new.
 */
export function holdKnownCycles({ root, graph }: { readonly root: FilePath; readonly graph: ModuleGraph }, found: readonly Diagnostic[], { cycles }: KnownCycles): HeldKnots {
  const knots = new Map<FilePath, readonly FilePath[]>();
  const gone = new Set<string>();
  for (const cycle of cycles) {
    const files = cycle.map((name) => joinPath(root, name));
    const joined = [...new Set(files.flatMap((file) => knots.get(file) ?? [file]))];
    for (const file of joined) knots.set(file, joined);
    for (const [hop, file] of files.entries()) {
      const next = files[(hop + 1) % files.length]!;
      if (!graph.edgesFrom.get(file)?.some((edge) => edge.to === next)) gone.add(`${file}\n${next}`);
    }
  }
  const held = found.flatMap((finding): readonly Diagnostic[] => {
    // Knots of type imports alone are not in the graph of dependency-cruiser unless it was told so.
    if (finding.id !== 'import-cycle' || finding.ratchet?.kind !== 'edges' || finding.data['danger'] === 'type-only') return [finding];
    const edges = finding.ratchet.edges.filter(({ from, to }) => knots.has(from) && knots.get(from) === knots.get(to));
    return edges.length === 0 ? [] : [{ ...finding, ratchet: { kind: 'edges', edges } }];
  });
  return { held, gone: gone.size };
}
