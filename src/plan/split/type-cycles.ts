import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import { shortestCycle } from '../../graph/shortest-cycle.js';
import type { ModuleModel } from '../../model/module-model.js';
import { unitLabel, type ConstraintGraph, type UnitEdge } from './constraint-graph.js';
import { locate } from './messages.js';
import type { SplitPlan } from './split-plan.js';

/** An info note when the parts need each other's types in a cycle: erased at run time, but tools that count type imports report it. */
export function findTypeCycle(model: ModuleModel, graph: ConstraintGraph, plan: SplitPlan): Diagnostic[] {
  const partOf = new Map<number, number>();
  plan.parts.forEach((part, index) => part.declarations.forEach((name) => partOf.set(graph.unitOfName.get(name)!, index)));
  const links = plan.parts.map(() => new Map<number, UnitEdge>());
  for (const edge of graph.edges) {
    const [from, to] = [partOf.get(edge.from), partOf.get(edge.to)];
    if (edge.kind === 'effect' || from === undefined || to === undefined || from === to) continue;
    if (links[from]!.get(to)?.kind !== 'value') links[from]!.set(to, edge);
  }
  const cycle = shortestCycle([...plan.parts.keys()], (part) => [...links[part]!.keys()]);
  if (!cycle) return [];
  const steps = cycle.map((part, i) => ({ part, edge: links[part]!.get(cycle[(i + 1) % cycle.length]!)! }));
  const text = steps.map(
    ({ part, edge }) => `${plan.parts[part]!.file} uses ${edge.name} (${edge.kind}, in ${unitLabel(graph.units[edge.from]!)})`,
  );
  const closing = steps.find(({ edge }) => edge.kind === 'type') ?? steps[0]!;
  return [
    diagnostic({
      id: 'type-cycle',
      severity: 'info',
      message: `${cycle.length} of the new files refer to each other's types in a cycle, which is erased at run time`,
      at: locate(model, graph.units[closing.edge.from]!.start),
      notes: text,
      help: `Move ${closing.edge.name} to a file of its own to break the cycle`,
      data: { files: cycle.map((part) => plan.parts[part]!.file) },
    }),
  ];
}
