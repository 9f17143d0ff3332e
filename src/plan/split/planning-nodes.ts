import { componentIndices } from '../../graph/strongly-connected.js';
import type { NodeGraph } from './node-graph.js';
import type { ConstraintGraph } from './constraint-graph.js';
import type { LineEstimate } from './part-lines.js';
import type { Affinity } from './views.js';

export interface PlanningNodes extends NodeGraph {
  /** Atoms of each node. */
  readonly atoms: readonly (readonly number[])[];
  readonly units: readonly (readonly number[])[];
}

/**
 * The movable atoms as planning sees them. Type references count as constraints where that is affordable: a knot of atoms
 * that only type references close becomes one node when it takes at most half of the cap. A larger knot keeps its value
 * constraints and loses the type references inside it, or one `Context` type that mentions everything would forbid any split.
 */
export function buildPlanningNodes(graph: ConstraintGraph, affinity: Affinity, lines: LineEstimate, cap: number): PlanningNodes {
  const movable = graph.atoms.filter((atom) => !graph.held.has(atom.index));
  const place = new Map(movable.map((atom, i) => [atom.index, i]));
  const inside = (list: readonly number[]): number[] => list.flatMap((atom) => place.get(atom) ?? []);
  const values = movable.map((atom) => inside(graph.dependencies[atom.index]!));
  const types = movable.map((atom) => inside(graph.typeDependencies[atom.index]!));

  const groupOf = movable.map((_, i) => i);
  const loosened = new Set<number>();
  const components = componentIndices(
    movable.length,
    values.map((list, i) => [...list, ...types[i]!]),
  );
  components.forEach((component, index) => {
    const total = component.reduce((sum, i) => sum + movable[i]!.lines, 0);
    if (component.length > 1 && total > cap / 2) for (const i of component) loosened.add(i * components.length + index);
    else for (const i of component) groupOf[i] = component[0]!;
  });
  const knotOf = new Map(components.flatMap((component, index) => component.map((i) => [i, index] as const)));
  const isLoosened = (from: number, to: number): boolean =>
    knotOf.get(from) === knotOf.get(to) && loosened.has(from * components.length + knotOf.get(from)!);

  const roots = [...new Set(groupOf)].sort((a, b) => a - b);
  const nodeOf = new Map(roots.map((root, node) => [root, node]));
  const members: number[][] = roots.map(() => []);
  groupOf.forEach((root, i) => members[nodeOf.get(root)!]!.push(i));
  const successors = members.map((list, node) => {
    const targets = list.flatMap((i) => [...values[i]!, ...types[i]!.filter((to) => !isLoosened(i, to))]);
    return [...new Set(targets.map((to) => nodeOf.get(groupOf[to]!)!))].filter((to) => to !== node).sort((a, b) => a - b);
  });
  const atoms = members.map((list) => list.map((i) => movable[i]!.index));
  const units = atoms.map((list) => list.flatMap((atom) => graph.atoms[atom]!.units).sort((a, b) => a - b));
  return {
    size: atoms.length,
    atoms,
    units,
    successors,
    counts: units.map((list) => list.length),
    lines: units.map((list) => list.reduce((sum, unit) => sum + graph.units[unit]!.lines, 0)),
    sums: sumAffinity(affinity, units),
    linesOf: (nodes) => lines.roughly(nodes.flatMap((node) => units[node]!)),
  };
}

const summed = new WeakMap<Affinity, { readonly key: string; readonly sums: Float32Array }>();

/** A smaller cap mostly gives the same nodes, whose sums are known then. */
function sumAffinity(affinity: Affinity, units: readonly (readonly number[])[]): Float32Array {
  const key = units.map((list) => list.join(' ')).join();
  const known = summed.get(affinity);
  if (known?.key === key) return known.sums;
  const sums = computeSums(affinity, units);
  summed.set(affinity, { key, sums });
  return sums;
}

/** Most nodes are one unit, and their rows are copied; those of several units are added up in the order of the units. */
function computeSums(affinity: Affinity, units: readonly (readonly number[])[]): Float32Array {
  const size = units.length;
  const sums = new Float32Array(size * size);
  const nodeOf = new Int32Array(affinity.size).fill(-1);
  units.forEach((list, node) => list.forEach((unit) => (nodeOf[unit] = node)));
  const isAlone = (unit: number): boolean => nodeOf[unit] !== -1 && units[nodeOf[unit]!]!.length === 1;
  const shared = [...nodeOf.keys()].filter((unit) => nodeOf[unit] !== -1 && !isAlone(unit));
  const runs: { readonly from: number; readonly to: number }[] = [];
  for (let from = 0, to = 0; from < affinity.size; from = Math.max(to, from + 1)) {
    for (to = from; to < affinity.size && isAlone(to) && nodeOf[to] === nodeOf[from]! + to - from; to++);
    if (to > from) runs.push({ from, to });
  }
  for (let one = 0; one < affinity.size; one++) {
    const node = nodeOf[one]!;
    if (node === -1) continue;
    const row = affinity.values.subarray(one * affinity.size, (one + 1) * affinity.size);
    if (units[node]!.length === 1) for (const { from, to } of runs) sums.set(row.subarray(from, to), node * size + nodeOf[from]!);
    else for (const { from, to } of runs) for (let other = from, at = node * size + nodeOf[from]!; other < to; other++, at++) sums[at]! += row[other]!;
    for (const other of shared) sums[node * size + nodeOf[other]!]! += row[other]!;
    sums[node * size + node] = 0;
  }
  return sums;
}
