import cyclic from 'madge/lib/cyclic.js';
import { compareText } from '../../diagnostic/sort.js';
import { stronglyConnectedComponents } from '../../graph/strongly-connected.js';
import { relativePath, type FilePath } from '../../host/path.js';
import type { ModuleGraph, Project } from '../../model/project.js';
import { numberImports, valueTargets } from './components.js';

/** `{ id: [ids] }` as `madge --json` prints it: root-relative ids, sorted. */
export type MadgeTree = Readonly<Record<string, readonly string[]>>;

export interface MadgeCycles {
  readonly cycles: string[][];
  /** False when the list of a knot is missing: madge's recursion overflowed on it, or the list would be too long. */
  readonly complete: boolean;
}

/** The cycle list that madge gives for the project's value edges. Which cycles of a knot it shows depends on the names of the files. */
export function listCycles(project: Project): string[][] {
  return listTreeCycles(buildMadgeTree(project)).cycles;
}

export function buildMadgeTree(project: Project): MadgeTree {
  const entries = project.graph.modules.map((file) => {
    const targets = valueTargets(project.graph, file).map((target) => relativePath(project.root, target));
    return [relativePath(project.root, file), targets.sort(compareText)] as const;
  });
  return Object.fromEntries(entries.sort((a, b) => compareText(a[0], b[0])));
}

/**
 * Madge shows one cycle for each import that leads back, and looks at every module for each: of 1,000 modules that all import
 * each other, half a million cycles of 500 modules.
 */
const MOST_WORK = 5_000_000;

/**
 * Madge keeps its marks in plain objects: an id `constructor` counts as visited before the search starts, and `10` moves
 * before `9`. A prefix makes every id an ordinary key. A chain of some thousand files overflows its recursion, and a dense knot
 * has too many cycles to list; the other knots are then listed alone.
 */
export function listTreeCycles(tree: MadgeTree): MadgeCycles {
  const ids = Object.keys(tree).sort(compareText);
  const knots = stronglyConnectedComponents(ids, (id) => tree[id]!).reverse();
  const parts = knots.map((members) => partOf(members, (id) => tree[id]!));
  const whole = parts.every(isListable) ? runMadge(tree, ids) : undefined;
  if (whole) return { cycles: whole, complete: true };
  const lists = parts.map((part, knot) => (isListable(part) ? runMadge(part, knots[knot]!) : undefined));
  return { cycles: lists.flatMap((list) => list ?? []), complete: !lists.includes(undefined) };
}

/**
 * What madge lists of each knot when it scans the whole project, without walking through the whole project: within a knot its
 * list depends only on the member that it comes to first.
 */
export function listKnotCycles(graph: ModuleGraph, root: FilePath, knots: readonly (readonly FilePath[])[]): readonly MadgeCycles[] {
  if (knots.length === 0) return [];
  const { indexOf, evaluates, evaluatedBy } = numberImports(graph);
  const first = findFirstVisited(evaluates, evaluatedBy, knots.map((members) => members.map((file) => indexOf.get(file)!)));
  return knots.map((members, knot) => {
    const imports = members.reduce((total, file) => total + evaluates[indexOf.get(file)!]!.length, 0);
    // Counted with what leads out of the knot, so that nothing is built for a ring of 100,000.
    if (members.length * imports > 4 * MOST_WORK) return { cycles: [], complete: false };
    const idOf = new Map(members.map((file) => [indexOf.get(file)!, relativePath(root, file)]));
    const indexOfId = new Map([...idOf].map(([index, id]) => [id, index]));
    const start = idOf.get(first[knot]!)!;
    const ids = [start, ...[...idOf.values()].filter((id) => id !== start)];
    const part = partOf(ids, (id) => evaluates[indexOfId.get(id)!]!.flatMap((target) => idOf.get(target) ?? []));
    const cycles = isListable(part) ? runMadge(part, ids) : undefined;
    return { cycles: cycles ?? [], complete: cycles !== undefined };
  });
}

type Adjacency = readonly (readonly number[])[];

/** The member of each knot that a depth-first walk over all modules, names in order, comes to first. */
function findFirstVisited(targets: Adjacency, sources: Adjacency, knots: Adjacency): readonly number[] {
  const leadsIn = new Uint8Array(targets.length);
  const pending = knots.flat();
  for (const module of pending) leadsIn[module] = 1;
  for (let module = pending.pop(); module !== undefined; module = pending.pop()) {
    for (const source of sources[module]!) {
      if (leadsIn[source]) continue;
      leadsIn[source] = 1;
      pending.push(source);
    }
  }
  const knotOf = new Int32Array(targets.length).fill(-1);
  knots.forEach((members, knot) => members.forEach((member) => (knotOf[member] = knot)));
  const sorted = targets.map((list, module) => (leadsIn[module] ? list.filter((target) => leadsIn[target]).sort((a, b) => a - b) : []));
  const first = knots.map(() => -1);
  const isSeen = new Uint8Array(targets.length);
  const next = new Int32Array(targets.length);
  const enter = (module: number, path: number[]): void => {
    isSeen[module] = 1;
    path.push(module);
    const knot = knotOf[module]!;
    if (knot !== -1 && first[knot] === -1) first[knot] = module;
  };
  for (let start = 0; start < targets.length; start++) {
    if (isSeen[start] || !leadsIn[start]) continue;
    const path: number[] = [];
    enter(start, path);
    for (let module = path.at(-1); module !== undefined; module = path.at(-1)) {
      const target = sorted[module]![next[module]!++];
      if (target === undefined) path.pop();
      else if (!isSeen[target]) enter(target, path);
    }
  }
  return first;
}

function partOf(members: readonly string[], targetsOf: (id: string) => readonly string[]): MadgeTree {
  const inside = new Set(members);
  // A null prototype, because a file may be called `__proto__`.
  const part = Object.create(null) as Record<string, readonly string[]>;
  for (const id of members) part[id] = [...new Set(targetsOf(id).filter((target) => inside.has(target)))].sort(compareText);
  return part;
}

function isListable(part: MadgeTree): boolean {
  const lists = Object.values(part);
  return lists.length * lists.reduce((total, list) => total + list.length, 0) <= MOST_WORK;
}

const PREFIX = '/';

function runMadge(tree: MadgeTree, ids: readonly string[]): string[][] | undefined {
  const prefixed = Object.fromEntries(ids.map((id) => [PREFIX + id, tree[id]!.map((target) => PREFIX + target)]));
  try {
    return cyclic(prefixed).map((cycle) => cycle.map((id) => id.slice(PREFIX.length)));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
