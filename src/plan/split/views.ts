import type { ModuleModel } from '../../model/module-model.js';
import { splitIdentifier, wordStem } from '../../text/identifier-words.js';
import { lineColumnAt } from '../../text/line-index.js';
import type { ConstraintGraph, Unit } from './constraint-graph.js';
import { buildNeighbours, walkGraph } from './random-walk.js';
import { countTerms, findSections, readIdentifiers, sectionOfUnits, unitText } from './source-words.js';
import { buildTermVectors, createCosines, createDots, numberWords, projectTerms, type WordNumbers } from './term-vectors.js';

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
  const words = numberWords();
  const names = units.map((unit) => unit.names.flatMap(splitIdentifier).map(wordStem));
  const bodies = countBodyWords(model, graph, words);
  const bodyLike = createCosines(buildTermVectors(bodies, words.words));
  const nameWords = names.map((list) => list.map(words.numberOf));
  const nameLike = createCosines(buildTermVectors(nameWords.map(countTerms), words.words));
  const meanings = createDots(projectTerms(buildTermVectors(bodies.map((counts, i) => addTimes(counts, nameWords[i]!, 4)), words.words)), size);
  const walk = walkGraph(buildNeighbours(size, edges));
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
  const plain = scorePlainViews(units, sectionOfUnits(units, findSections(model)), names);
  const scores = new Float64Array(size);
  const lineNumbers = Float64Array.from(lines);
  const fadeByLine = tableFade(150);
  const fadeByPlace = tableFade(5);

  // One row at a time, and one view after the other: a file of 5,000 declarations has 12.5 million pairs, so the loops over them are short, read
  // tables in their order and do not branch.
  for (let a = 0; a < size; a++) {
    const meaningRow = meanings.rowOf(a);
    const bodyRow = bodyLike.rowOf(a);
    const nameRow = nameLike.rowOf(a);
    const callerRow = callersLike.rowOf(a);
    const { nearness, mutualRank } = walk.rowOf(a);
    for (let b = a + 1; b < size; b++) {
      const score = weight.bias + weight.lsa * meaningRow[b]! + weight.name * nameRow[b]! + weight.body * bodyRow[b]!;
      scores[b] = score + (weight.mutualRank * mutualRank[b]! + weight.nearness * nearness[b]!) + weight.sharedCallers * callerRow[b]!;
    }
    if (information > 0) {
      for (let b = a + 1; b < size; b++) {
        const distance = lineNumbers[b]! - lineNumbers[a]!;
        if (distance >= fadeByLine.length && b - a >= fadeByPlace.length) break;
        scores[b]! += information * (weight.proximity * at(fadeByLine, distance) + weight.adjacency * at(fadeByPlace, b - a));
      }
    }
    plain.addTo(scores, a);
    for (const b of linked[a]!) scores[b]! += weight.valueEdge;
    for (let b = a + 1; b < size; b++) values[a * size + b] = 1 / (1 + Math.exp(-scores[b]!));
    values[a * size + a] = 1;
  }
  mirror(values, size);
  followReads(graph, values);
  return { size, values };
}

/** Whole identifiers tell `crisisQueue` from `contentQueue`; their words tell that both are about queues. */
function countBodyWords(model: ModuleModel, graph: ConstraintGraph, words: WordNumbers): Map<number, number>[] {
  const known = new Map<string, readonly number[]>();
  const listWords = (identifier: string): readonly number[] => {
    let list = known.get(identifier);
    if (!list) {
      list = [`=${identifier}`, ...splitIdentifier(identifier).map(wordStem)].map(words.numberOf);
      known.set(identifier, list);
    }
    return list;
  };
  return graph.units.map((unit) => {
    const counts = new Map<number, number>();
    for (const identifier of readIdentifiers(unitText(model, unit))) for (const word of listWords(identifier)) counts.set(word, (counts.get(word) ?? 0) + 1);
    return counts;
  });
}

/** What a pair has in common without a look at its code: size, kind, section, and the first word of the name. */
function scorePlainViews(units: readonly Unit[], sections: readonly number[], names: readonly (readonly string[])[]) {
  const size = units.length;
  const kinds = numberAll(units.map(kindClass));
  const heads = numberAll(names.map(([head]) => head ?? ''));
  const lengths = numberAll(units.map((unit) => unit.lines));
  const erased = Uint8Array.from(units, (unit) => (unit.erased ? 1 : 0));
  const sectionIds = Uint32Array.from(sections, (section) => section + 1);
  const unnamed = heads.values.indexOf('');
  const headCounts = countTerms(heads.ids);
  const ofLength = new Float64Array(lengths.values.length);
  const ofKind = new Float64Array(kinds.values.length);
  const ofErased = new Float64Array(2);
  const ofSection = new Float64Array(Math.max(0, ...sectionIds) + 1);
  const ofHead = new Float64Array(heads.values.length);
  return {
    /** Adds to the scores of one unit with all later ones. */
    addTo(scores: Float64Array, a: number): void {
      const [kind, section, head, length] = [kinds.ids[a]!, sectionIds[a]!, heads.ids[a]!, units[a]!.lines];
      lengths.values.forEach((other, id) => (ofLength[id] = (weight.sizeDifference * Math.abs(length - other)) / Math.max(length, other, 1)));
      ofKind[kind] = weight.sameKind;
      ofErased[1] = erased[a] === 1 ? weight.bothType : 0;
      ofSection[section] = section > 0 ? weight.sameSection : 0;
      ofHead[head] = head === unnamed ? 0 : (weight.head * Math.log(size / headCounts.get(head)!)) / Math.log(size);
      for (let b = a + 1; b < size; b++) {
        scores[b] = scores[b]! + ofLength[lengths.ids[b]!]! + ofKind[kinds.ids[b]!]! + ofErased[erased[b]!]! + ofSection[sectionIds[b]!]! + ofHead[heads.ids[b]!]!;
      }
      ofKind[kind] = ofSection[section] = ofHead[head] = 0;
    },
  };
}

/** Equal values as equal numbers, in the order of their first use. */
function numberAll<T>(all: readonly T[]): { readonly ids: Int32Array; readonly values: readonly T[] } {
  const values = [...new Set(all)];
  const numbers = new Map(values.map((value, number) => [value, number]));
  return { ids: Int32Array.from(all, (value) => numbers.get(value)!), values };
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

function addTimes(terms: ReadonlyMap<number, number>, extra: readonly number[], times: number): Map<number, number> {
  const sum = new Map(terms);
  for (const term of extra) sum.set(term, (sum.get(term) ?? 0) + times);
  return sum;
}
