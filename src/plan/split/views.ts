import type { ModuleModel } from '../../model/module-model.js';
import { splitIdentifier, wordStem } from '../../text/identifier-words.js';
import { lineColumnAt } from '../../text/line-index.js';
import type { ConstraintGraph, Unit } from './constraint-graph.js';
import { buildNeighbours, walkGraph } from './random-walk.js';
import { countTerms, findSections, readIdentifiers, sectionOfUnits, unitText } from './source-words.js';
import { buildTermVectors, createCosines, dot, projectTerms } from './term-vectors.js';

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

const measured = new WeakMap<ConstraintGraph, Affinity>();

/** Step S1 and S2: the views of every pair and the probability that they give. Does not depend on the cap, so a smaller one costs nothing here. */
export function measureAffinity(model: ModuleModel, graph: ConstraintGraph): Affinity {
  const known = measured.get(graph);
  if (known) return known;
  const affinity = computeAffinity(model, graph);
  measured.set(graph, affinity);
  return affinity;
}

function computeAffinity(model: ModuleModel, graph: ConstraintGraph): Affinity {
  const { units, edges } = graph;
  const size = units.length;
  const values = new Float32Array(size * size);
  // Whole identifiers tell `crisisQueue` from `contentQueue`; their words tell that both are about queues.
  const bodies = units.map((unit) =>
    countTerms(readIdentifiers(unitText(model, unit)).flatMap((word) => [`=${word}`, ...splitIdentifier(word).map(wordStem)])),
  );
  const names = units.map((unit) => unit.names.flatMap(splitIdentifier).map(wordStem));
  const bodyLike = createCosines(buildTermVectors(bodies));
  const nameLike = createCosines(buildTermVectors(names.map(countTerms)));
  const meanings = projectTerms(buildTermVectors(bodies.map((terms, i) => addTimes(terms, names[i]!, 4))));
  const walk = walkGraph(buildNeighbours(size, edges));
  const heads = countTerms(names.flatMap((words) => words.slice(0, 1)));
  const sections = sectionOfUnits(units, findSections(model));
  const linked = units.map(() => new Set<number>());
  const callers = units.map(() => new Set<number>());
  for (const { kind, from, to } of edges) {
    if (kind !== 'value') continue;
    linked[from]!.add(to);
    linked[to]!.add(from);
    callers[to]!.add(from);
  }
  const callersLike = createOverlaps(callers);
  const lines = units.map((unit) => lineColumnAt(model.source.lineStarts, unit.start).line);
  const information = measureOrder(graph, lines);
  const kinds = numberWords(units.map(kindClass));
  const firsts = numberWords(names.map(([head]) => head ?? ''));
  const unnamed = firsts.numbers.get('') ?? -1;
  const sectionIds = Int32Array.from(sections);
  const lineNumbers = Float64Array.from(lines);
  const lengths = Float64Array.from(units, (unit) => unit.lines);
  const erased = Uint8Array.from(units, (unit) => (unit.erased ? 1 : 0));
  const scores = new Float64Array(size);
  const fadeByLine = tableFade(150);
  const fadeByPlace = tableFade(5);

  // One row at a time: what most pairs have nothing of (shared words, callers, edges) is added for the few that have it, so that
  // the loop over all pairs stays short. A file of 5,000 declarations has 12.5 million of them.
  for (let a = 0; a < size; a++) {
    const [head, kind, section, length] = [names[a]![0], kinds.ids[a]!, sectionIds[a]!, lengths[a]!];
    const first = firsts.ids[a] === unnamed ? -1 : firsts.ids[a]!;
    const headWeight = head === undefined ? 0 : (weight.head * Math.log(size / heads.get(head)!)) / Math.log(size);
    const bodyRow = bodyLike.rowOf(a);
    const nameRow = nameLike.rowOf(a);
    const callerRow = callersLike.rowOf(a);
    const { nearness, mutualRank } = walk.rowOf(a);
    for (let b = a + 1; b < size; b++) {
      let score = weight.bias + weight.lsa * dot(meanings, a, b) + weight.name * nameRow[b]! + weight.body * bodyRow[b]!;
      score += weight.mutualRank * mutualRank[b]! + weight.nearness * nearness[b]!;
      score += weight.sharedCallers * callerRow[b]!;
      if (information > 0) {
        const distance = Math.abs(lineNumbers[a]! - lineNumbers[b]!);
        score += information * (weight.proximity * at(fadeByLine, distance) + weight.adjacency * at(fadeByPlace, b - a));
      }
      score += (weight.sizeDifference * Math.abs(length - lengths[b]!)) / Math.max(length, lengths[b]!, 1);
      if (kind === kinds.ids[b]) score += weight.sameKind;
      if (erased[a] === 1 && erased[b] === 1) score += weight.bothType;
      if (section >= 0 && section === sectionIds[b]) score += weight.sameSection;
      if (first === firsts.ids[b]) score += headWeight;
      scores[b] = score;
    }
    for (const b of linked[a]!) scores[b]! += weight.valueEdge;
    for (let b = a + 1; b < size; b++) values[a * size + b] = 1 / (1 + Math.exp(-scores[b]!));
    values[a * size + a] = 1;
  }
  mirror(values, size);
  followReads(graph, values);
  return { size, values };
}

/** Equal words as equal numbers: a comparison of all pairs of numbers in a row is many times faster. */
function numberWords(words: readonly string[]): { ids: Int32Array; numbers: ReadonlyMap<string, number> } {
  const numbers = new Map<string, number>();
  for (const word of words) if (!numbers.has(word)) numbers.set(word, numbers.size);
  return { ids: Int32Array.from(words, (word) => numbers.get(word)!), numbers };
}

/** Zero beyond the end. Reading there would leave the fast path of typed arrays. */
function at(table: Float64Array, index: number): number {
  return index < table.length ? table[index]! : 0;
}

/** `exp(-n / width)` for whole numbers, up to where it would no longer change a sum near 1 in single precision. */
function tableFade(width: number): Float64Array {
  return Float64Array.from({ length: 40 * width + 1 }, (_, n) => Math.exp(-n / width));
}

/** Copies the upper half to the lower in blocks that fit a processor's cache: column by column, every write would miss it. */
function mirror(values: Float32Array, size: number): void {
  const block = 64;
  for (let top = 0; top < size; top += block) {
    for (let left = top; left < size; left += block) {
      for (let a = top; a < Math.min(size, top + block); a++) {
        for (let b = Math.max(a + 1, left); b < Math.min(size, left + block); b++) values[b * size + a] = values[a * size + b]!;
      }
    }
  }
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

/** Shared members over the geometric mean of the sizes, row by row. A row is overwritten by the next. */
function createOverlaps(sets: readonly ReadonlySet<number>[]): { rowOf(a: number): Float64Array } {
  const holders = new Map<number, number[]>();
  sets.forEach((set, index) => {
    for (const member of set) {
      const list = holders.get(member);
      if (list) list.push(index);
      else holders.set(member, [index]);
    }
  });
  const row = new Float64Array(sets.length);
  let touched: number[] = [];
  return {
    rowOf(a) {
      for (const b of touched) row[b] = 0;
      touched = [];
      for (const member of sets[a]!) {
        for (const b of holders.get(member)!) {
          if (row[b] === 0) touched.push(b);
          row[b]!++;
        }
      }
      for (const b of touched) row[b]! /= Math.sqrt(sets[a]!.size * sets[b]!.size);
      return row;
    },
  };
}

function addTimes(terms: ReadonlyMap<string, number>, extra: readonly string[], times: number): Map<string, number> {
  const sum = new Map(terms);
  for (const term of extra) sum.set(term, (sum.get(term) ?? 0) + times);
  return sum;
}
