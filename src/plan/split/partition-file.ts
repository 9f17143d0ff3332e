import type { ModuleModel } from '../../model/module-model.js';
import { agglomerate, type Route } from './agglomerate.js';
import type { ConstraintGraph } from './constraint-graph.js';
import { estimateLines } from './part-lines.js';
import { buildPlanningNodes, type PlanningNodes } from './planning-nodes.js';
import { absorbSmall, followOnlyUser, gatherShared, searchLocally } from './refine-groups.js';
import { measureAffinity, type Affinity } from './views.js';

/** Mean affinity below which two modules stay apart. */
const tau = 0.25;
/** Smaller modules are absorbed; of a file below 320 lines an eighth is enough for a module. */
const leastLines = 40;
/** Above one module per this many lines, fairly similar modules are merged although tau would keep them apart. */
const usualLines = 260;
const fairlySimilar = 0.08;
/** Above one module per this many lines, any admissible modules are merged. */
const fewestLines = 150;

/** Units of each new part, parts by first unit. Every part with more than one atom is below `maxLines`, imports included. */
export function partitionFile(model: ModuleModel, graph: ConstraintGraph, maxLines: number): { parts: number[][]; affinity: Affinity } {
  const affinity = measureAffinity(model, graph);
  const lines = estimateLines(model, graph);
  const route: Route = {};
  for (let cap = maxLines; ;) {
    const nodes = buildPlanningNodes(graph, affinity, lines, cap);
    const parts = groupNodes(nodes, graph, cap, route).map((group) => group.flatMap((node) => nodes.units[node]!).sort((a, b) => a - b));
    const partOf = new Map(parts.flatMap((units, part) => units.map((unit) => [unit, part] as const)));
    // The rough estimate guesses how names spread over imports, so the finished partition is counted again.
    const excess = parts.map((units) =>
      new Set(units.map((unit) => graph.atomOfUnit[unit])).size < 2 ? 0 : lines.exactly(units, (unit) => partOf.get(unit) ?? -1) - maxLines,
    );
    const worst = Math.max(0, ...excess);
    if (worst === 0) return { parts, affinity };
    cap = cap < maxLines / 2 ? cap >> 1 : Math.max(0, cap - worst);
  }
}

function groupNodes(nodes: PlanningNodes, graph: ConstraintGraph, cap: number, route: Route): number[][] {
  const total = nodes.lines.reduce((sum, count) => sum + count, 0);
  // A loose statement is nobody's helper: what comes after `cartWorker.on(..)` in the order of effects does not use it.
  const isPrivate = (node: number): boolean => nodes.units[node]!.every((unit) => !graph.units[unit]!.exported && graph.units[unit]!.names.length > 0);
  const refine = { cap, tau, least: Math.min(leastLines, Math.max(8, Math.round(total / 8))) };
  let groups: number[][] = nodes.atoms.map((_, node) => [node]);
  groups = agglomerate(nodes, groups, { cap, floor: tau, stopAt: 1, route });
  groups = searchLocally(nodes, groups, refine);
  groups = followOnlyUser(nodes, groups, isPrivate, refine);
  const leaf = gatherShared(nodes, groups, refine);
  groups = absorbSmall(nodes, leaf.groups, refine);
  const atLeastTwo = (per: number): number => Math.max(2, Math.round(total / per));
  // The leaf that everybody uses stays a leaf: merged with the domain that it resembles most, that domain would hold the settings of all.
  groups = agglomerate(nodes, groups, { cap, floor: fairlySimilar, stopAt: atLeastTwo(usualLines), frozen: leaf.shared });
  groups = agglomerate(nodes, groups, { cap, floor: 0, stopAt: atLeastTwo(fewestLines), frozen: leaf.shared });
  groups = searchLocally(nodes, groups, refine);
  return followOnlyUser(nodes, groups, isPrivate, refine).sort((a, b) => a[0]! - b[0]!);
}
