import { componentIndices } from '../../graph/strongly-connected.js';

/** Transitive closure of a graph of `size` nodes that shrinks by contraction. One bit a pair: 5,000 nodes take 2 x 3 MB. */
export interface Contraction {
  /** Whether a path of one or more edges leads from `from` to `to`. */
  reaches(from: number, to: number): boolean;
  /** Nodes outside `members` that lie on a path from one member to another. Contracting the members without them would close a cycle. */
  between(members: readonly number[]): number[];
  /** Merges the members into the first of them. The others are gone afterwards. Throws nothing and checks nothing: ask `between` first. */
  contract(members: readonly number[]): void;
  /** A contraction of its own that begins where this one is. */
  copy(): Contraction;
}

/** A row of bits for each node: who is below it, and who is above it. */
interface Closure {
  /** Numbers of 32 bits in a row. */
  readonly words: number;
  readonly down: Uint32Array;
  readonly up: Uint32Array;
}

/** `successors` must be acyclic. */
export function buildContraction(successors: readonly (readonly number[])[]): Contraction {
  const size = successors.length;
  const words = (size + 31) >>> 5;
  const down = new Uint32Array(size * words);
  const up = new Uint32Array(size * words);
  const { set, mergeRow, row } = rowsOf(words);
  for (const [node = 0] of componentIndices(size, successors)) {
    for (const next of successors[node]!) {
      set(down, node, next);
      mergeRow(down, node, next);
    }
  }
  for (let from = 0; from < size; from++) for (const to of listBits(row(down, from))) set(up, to, from);
  return createContraction({ words, down, up });
}

function rowsOf(words: number) {
  return {
    has: (table: Uint32Array, row: number, column: number): boolean => ((table[row * words + (column >>> 5)]! >>> (column & 31)) & 1) === 1,
    set: (table: Uint32Array, row: number, column: number): void => void (table[row * words + (column >>> 5)]! |= 1 << (column & 31)),
    clear: (table: Uint32Array, row: number, column: number): void => void (table[row * words + (column >>> 5)]! &= ~(1 << (column & 31))),
    mergeRow: (table: Uint32Array, into: number, from: number): void => {
      for (let w = 0; w < words; w++) table[into * words + w]! |= table[from * words + w]!;
    },
    row: (table: Uint32Array, node: number): Uint32Array => table.subarray(node * words, (node + 1) * words),
  };
}

function listBits(row: Uint32Array): number[] {
  const found: number[] = [];
  for (let w = 0; w < row.length; w++) {
    for (let word = row[w]!; word !== 0; word &= word - 1) found.push(w * 32 + (31 - Math.clz32(word & -word)));
  }
  return found;
}

function createContraction({ words, down, up }: Closure): Contraction {
  const { has, set, clear, mergeRow, row } = rowsOf(words);
  return {
    copy: () => createContraction({ words, down: down.slice(), up: up.slice() }),
    reaches: (from, to) => has(down, from, to),
    between(members) {
      const below = new Uint32Array(words);
      const above = new Uint32Array(words);
      for (const member of members) {
        for (let w = 0; w < words; w++) {
          below[w]! |= down[member * words + w]!;
          above[w]! |= up[member * words + w]!;
        }
      }
      for (let w = 0; w < words; w++) below[w]! &= above[w]!;
      for (const member of members) below[member >>> 5]! &= ~(1 << (member & 31));
      return listBits(below);
    },
    contract(members) {
      const [kept, ...gone] = members as [number, ...number[]];
      for (const member of gone) {
        mergeRow(down, kept, member);
        mergeRow(up, kept, member);
      }
      for (const member of members) {
        clear(down, kept, member);
        clear(up, kept, member);
      }
      const replace = (table: Uint32Array, node: number): void => {
        // Whoever reaches all of them reaches already what they reach together.
        if (!members.every((member) => has(table, node, member))) mergeRow(table, node, kept);
        for (const member of gone) clear(table, node, member);
        set(table, node, kept);
      };
      for (const ancestor of listBits(row(up, kept))) replace(down, ancestor);
      for (const descendant of listBits(row(down, kept))) replace(up, descendant);
      for (const member of gone) {
        row(down, member).fill(0);
        row(up, member).fill(0);
      }
    },
  };
}
