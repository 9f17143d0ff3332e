import type { ModuleModel } from '../../model/module-model.js';
import { splitIdentifier, wordStem } from '../../text/identifier-words.js';
import { lineColumnAt } from '../../text/line-index.js';
import type { ConstraintGraph, Unit } from './constraint-graph.js';
import { buildNeighbours, walkGraph } from './random-walk.js';
import { countTerms, findSections, readIdentifiers, sectionOfUnits, unitText } from './source-words.js';
import { buildTermVectors, cosine, dot, projectTerms } from './term-vectors.js';

/** How likely two units of the graph belong to one module, in (0, 1). Symmetric, `size * size`, row by row. */
export interface Affinity {
  readonly size: number;
  readonly values: Float32Array;
}

/**
 * Logistic weights fitted elsewhere on 28 real god-file splits of five repositories. Some views here differ from those of the fit:
 * whole identifiers stand beside their words, adjacency counts only as far as the file's order tells something, and the size
 * difference and shared callers have definitions of our own. So the scores of that fit are not scores of this planner.
 * The weights say what people tended to do, not what is right: constraints never depend on them.
 */
const weight = {
  lsa: 0.92,
  name: 0.59,
  bothType: 0.59,
  body: 0.53,
  sameSection: 0.52,
  sameKind: 0.49,
  mutualRank: 0.47,
  head: 0.44,
  sharedCallers: 0.42,
  nearness: 0.29,
  valueEdge: 0.13,
  proximity: 1.63,
  adjacency: 1.14,
  sizeDifference: -0.33,
  bias: -2.83,
};

/** Step S1 and S2: the views of every pair and the probability that they give. */
export function measureAffinity(model: ModuleModel, graph: ConstraintGraph): Affinity {
  const { units, edges } = graph;
  const size = units.length;
  const values = new Float32Array(size * size);
  // Whole identifiers tell `crisisQueue` from `contentQueue`; their words tell that both are about queues.
  const bodies = units.map((unit) =>
    countTerms(readIdentifiers(unitText(model, unit)).flatMap((word) => [`=${word}`, ...splitIdentifier(word).map(wordStem)])),
  );
  const names = units.map((unit) => unit.names.flatMap(splitIdentifier).map(wordStem));
  const body = buildTermVectors(bodies);
  const name = buildTermVectors(names.map(countTerms));
  const meanings = projectTerms(buildTermVectors(bodies.map((terms, i) => addTimes(terms, names[i]!, 4))));
  const walk = walkGraph(buildNeighbours(size, edges));
  const heads = countTerms(names.flatMap((words) => words.slice(0, 1)));
  const sections = sectionOfUnits(units, findSections(model));
  const valueEdge = new Set(
    edges.filter((edge) => edge.kind === 'value').flatMap((edge) => [edge.from * size + edge.to, edge.to * size + edge.from]),
  );
  const callers = units.map(() => new Set<number>());
  for (const edge of edges) if (edge.kind === 'value') callers[edge.to]!.add(edge.from);
  const lines = units.map((unit) => lineColumnAt(model.source.lineStarts, unit.start).line);
  const information = measureOrder(graph, lines);

  for (let a = 0; a < size; a++) {
    const [one, head] = [units[a]!, names[a]![0]];
    for (let b = a + 1; b < size; b++) {
      const other = units[b]!;
      let score =
        weight.bias + weight.lsa * dot(meanings[a]!, meanings[b]!) + weight.name * cosine(name, a, b) + weight.body * cosine(body, a, b);
      score += weight.mutualRank * walk.mutualRank(a, b) + weight.nearness * walk.nearness(a, b);
      score += weight.sharedCallers * overlap(callers[a]!, callers[b]!);
      score +=
        information * (weight.proximity * Math.exp(-Math.abs(lines[a]! - lines[b]!) / 150) + weight.adjacency * Math.exp((a - b) / 5));
      score += (weight.sizeDifference * Math.abs(one.lines - other.lines)) / Math.max(one.lines, other.lines, 1);
      if (kindClass(one) === kindClass(other)) score += weight.sameKind;
      if (one.erased && other.erased) score += weight.bothType;
      if (sections[a]! >= 0 && sections[a] === sections[b]) score += weight.sameSection;
      if (valueEdge.has(a * size + b)) score += weight.valueEdge;
      if (head !== undefined && head === names[b]![0]) score += (weight.head * Math.log(size / heads.get(head)!)) / Math.log(size);
      values[a * size + b] = values[b * size + a] = 1 / (1 + Math.exp(-score));
    }
    values[a * size + a] = 1;
  }
  followReads(graph, values);
  return { size, values };
}

/** A loose statement has no name of its own: it is as near to a unit as what it reads is, on average. */
function followReads(graph: ConstraintGraph, values: Float32Array): void {
  const size = graph.units.length;
  const readBy = graph.units.map(() => new Set<number>());
  for (const edge of graph.edges) if (edge.kind === 'value') readBy[edge.from]!.add(edge.to);
  for (const unit of graph.units) {
    const read = [...readBy[unit.index]!].filter((target) => graph.units[target]!.names.length > 0);
    if (unit.names.length > 0 || read.length === 0) continue;
    for (const other of graph.units) {
      if (other.index === unit.index || other.names.length === 0) continue;
      const mean =
        read.reduce((sum, target) => sum + (target === other.index ? 0.95 : values[target * size + other.index]!), 0) / read.length;
      values[unit.index * size + other.index] = values[other.index * size + unit.index] = mean;
    }
  }
}

/** 1 - mean distance of units that refer to each other / mean distance of any two; 0 when the order of the file says nothing. */
function measureOrder(graph: ConstraintGraph, lines: readonly number[]): number {
  const linked = graph.edges.filter((edge) => edge.kind !== 'effect');
  if (linked.length === 0 || lines.length < 3) return 0;
  const near = linked.reduce((sum, edge) => sum + Math.abs(lines[edge.from]! - lines[edge.to]!), 0) / linked.length;
  let total = 0;
  lines.forEach((line, i) => (total += line * (2 * i - lines.length + 1)));
  const any = total / ((lines.length * (lines.length - 1)) / 2);
  return any > 0 ? Math.max(0, 1 - near / any) : 0;
}

function kindClass(unit: Unit): string {
  return unit.names.length === 0 ? 'loose' : unit.kind === 'interface' ? 'type' : unit.kind;
}

function overlap(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  if (a.size === 0 || b.size === 0) return 0;
  let shared = 0;
  for (const item of a) if (b.has(item)) shared++;
  return shared / Math.sqrt(a.size * b.size);
}

function addTimes(terms: ReadonlyMap<string, number>, extra: readonly string[], times: number): Map<string, number> {
  const sum = new Map(terms);
  for (const term of extra) sum.set(term, (sum.get(term) ?? 0) + times);
  return sum;
}
