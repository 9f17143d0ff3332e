import { componentIndices } from '../../src/graph/strongly-connected.js';
import type { ModuleModel } from '../../src/model/module-model.js';
import { buildConstraintGraph, type ConstraintGraph } from '../../src/plan/split/constraint-graph.js';
import type { HiddenNeeds } from '../../src/plan/split/hidden-order.js';
import type { SplitPlan } from '../../src/plan/split/split-plan.js';
import type { Partition } from './program-generator.js';

/** Whether the partition keeps every constraint that the planner knows of. An illegal one has to be refused, or to fail its proof, or to be right all the same. */
export interface RandomPlan {
  readonly plan: SplitPlan;
  readonly isLegal: boolean;
}

/**
 * A division that no planner would make. `order`: a random order of evaluation, cut into pieces. `groups`: atoms thrown into groups, and
 * groups that need each other joined. `anything`: units thrown into files without regard to any constraint.
 */
export function randomPlan(model: ModuleModel, source: string, partition: Partition, hidden: HiddenNeeds | undefined): RandomPlan | undefined {
  const graph = buildConstraintGraph(model, hidden);
  const draw = createDraw(partition.salt);
  const free = graph.atoms.map(({ index }) => index).filter((atom) => !graph.held.has(atom));
  if (partition.by === 'anything') {
    const labels = graph.units.map(() => draw(partition.parts));
    const staying = new Set(graph.units.filter((unit) => graph.held.has(graph.atomOfUnit[unit.index]!) && draw(8) > 0).map((unit) => unit.index));
    return finish(graph, source, labels.map((label, unit) => (staying.has(unit) ? -1 : label)), false);
  }
  if (free.length < 2) return undefined;
  const labels = partition.by === 'order' ? cutOrder(graph, free, partition.parts, draw) : joinGroups(graph, free, partition.parts, draw);
  return finish(graph, source, graph.units.map((unit) => labels.get(graph.atomOfUnit[unit.index]!) ?? -1), true);
}

type Draw = (below: number) => number;

/** Mulberry32: small, and the same on every machine. */
export function createDraw(seed: number): Draw {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

function cutOrder(graph: ConstraintGraph, free: readonly number[], parts: number, draw: Draw): Map<number, number> {
  const left = new Set(free);
  const order: number[] = [];
  while (left.size > 0) {
    const ready = [...left].filter((atom) => graph.dependencies[atom]!.every((needed) => !left.has(needed)));
    const next = ready[draw(ready.length)]!;
    left.delete(next);
    order.push(next);
  }
  const cuts = new Set(Array.from({ length: parts - 1 }, () => 1 + draw(Math.max(1, order.length - 1))));
  const labels = new Map<number, number>();
  let label = 0;
  order.forEach((atom, index) => {
    if (cuts.has(index)) label++;
    labels.set(atom, label);
  });
  return labels;
}

function joinGroups(graph: ConstraintGraph, free: readonly number[], parts: number, draw: Draw): Map<number, number> {
  const labels = new Map(free.map((atom) => [atom, draw(parts)]));
  const successors: number[][] = Array.from({ length: parts }, () => []);
  for (const atom of free) {
    for (const needed of graph.dependencies[atom]!) {
      const [from, to] = [labels.get(atom)!, labels.get(needed)];
      if (to !== undefined && from !== to) successors[from]!.push(to);
    }
  }
  const joined = new Map(componentIndices(parts, successors).flatMap((members) => members.map((member) => [member, members[0]!] as const)));
  return new Map([...labels].map(([atom, label]) => [atom, joined.get(label)!]));
}

function finish(graph: ConstraintGraph, source: string, labelOfUnit: readonly number[], isLegal: boolean): RandomPlan | undefined {
  const folder = source.replace(/\.\w+$/, '');
  const extension = source.slice(folder.length);
  const used = [...new Set(labelOfUnit)].sort((a, b) => a - b);
  if (used.filter((label) => label >= 0).length < (isLegal ? 2 : 1)) return undefined;
  const parts = used.map((label) => {
    const units = graph.units.filter((unit) => labelOfUnit[unit.index] === label);
    const statements = units.flatMap((unit) => (unit.looseId === undefined ? [] : [unit.looseId]));
    return {
      file: label === -1 ? source : `${folder}/part${label}${extension}`,
      declarations: units.flatMap((unit) => unit.names),
      ...(statements.length > 0 ? { statements } : {}),
      because: 'drawn by chance',
    };
  });
  return { plan: { version: 1, kind: 'split', source, fingerprint: '', facade: 'keep', maxLines: 10_000, parts }, isLegal };
}
