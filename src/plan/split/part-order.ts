import { ToolError } from '../../diagnostic/tool-error.js';
import { topologicalOrder } from '../../graph/topological-order.js';
import type { ModuleModel } from '../../model/module-model.js';
import { buildConstraintGraph } from './constraint-graph.js';
import type { HiddenNeeds } from './hidden-order.js';
import type { SplitPlan } from './split-plan.js';

/**
 * Indices of `plan.parts` so that each part stands after the parts whose values or effects it needs; among free parts the one
 * that begins first in the source. The part that stays in the source file comes last. A facade that imports the parts in this
 * order evaluates them in this order, because each finds its own imports already evaluated.
 * Throws ToolError when the plan is invalid; never for a plan that `checkPlan` accepts.
 */
export function orderParts(model: ModuleModel, plan: SplitPlan, hidden?: HiddenNeeds): readonly number[] {
  const graph = buildConstraintGraph(model, hidden);
  const unitOfLoose = new Map(graph.units.flatMap((unit) => (unit.looseId === undefined ? [] : [[unit.looseId, unit.index] as const])));
  const units = plan.parts.map((part) =>
    [
      ...part.declarations.map((name) => graph.unitOfName.get(name)),
      ...(part.statements ?? []).map((entry) => unitOfLoose.get(entry.split(' ')[0]!)),
    ].filter((unit) => unit !== undefined),
  );
  const partOf = new Map(units.flatMap((list, part) => list.map((unit) => [unit, part] as const)));
  const dependents = plan.parts.map(() => new Set<number>());
  for (const edge of graph.edges) {
    const [from, to] = [partOf.get(edge.from), partOf.get(edge.to)];
    if (edge.kind !== 'type' && from !== undefined && to !== undefined && from !== to) dependents[to]!.add(from);
  }
  const staying = plan.parts.findIndex((part) => part.file === plan.source);
  const begins = units.map((list, part) =>
    part === staying ? Infinity : Math.min(Infinity, ...list.map((unit) => graph.units[unit]!.start)),
  );
  const moving = [...plan.parts.keys()].filter((part) => part !== staying);
  const sorted = topologicalOrder(
    moving,
    (part) => [...dependents[part]!],
    (part) => begins[part]!,
  );
  if (!sorted.order || (staying !== -1 && [...dependents[staying]!].length > 0)) {
    const names = (sorted.remaining.length > 0 ? sorted.remaining : [staying]).map((part) => plan.parts[part]!.file).sort();
    throw new ToolError(
      'the plan has no evaluation order',
      `These files need each other: ${names.join(', ')}`,
      'Check the plan before ordering its parts.',
    );
  }
  return staying === -1 ? sorted.order : [...sorted.order, staying];
}
