import { numberNodes } from './strongly-connected.js';

/**
 * A shortest closed path, first node not repeated at the end; undefined when there is none. A self-edge is a cycle of one.
 * Of several shortest ones it is the smallest by the order of `nodes`, written from its smallest node.
 * `accepts` leaves edges out.
 *
 * Breadth-first search from each node over the nodes after it: every cycle is found from its smallest node. The depth is
 * bounded by the best so far, and nodes that can no longer lie on a cycle are peeled off after each start, without which a
 * plain ring of n nodes costs n^2 steps.
 */
export function shortestCycle<T>(
  nodes: readonly T[],
  edges: (node: T) => readonly T[],
  accepts: (from: T, to: T) => boolean = () => true,
): T[] | undefined {
  const { unique, successors } = numberNodes(nodes, (node) => edges(node).filter((target) => accepts(node, target)));
  const alive = createPeeling(successors);
  let best: number[] | undefined;
  for (let start = 0; start < unique.length && best?.length !== 1; start++) {
    if (!alive.has(start)) continue;
    const cycle = cycleThrough(start, successors, alive, best ? best.length - 1 : Infinity);
    if (cycle) best = cycle;
    alive.remove(start);
  }
  return best?.map((i) => unique[i]!);
}

interface Peeling {
  readonly has: (node: number) => boolean;
  readonly remove: (node: number) => void;
}

/** The nodes that still have both an edge in and an edge out. */
function createPeeling(successors: readonly (readonly number[])[]): Peeling {
  const count = successors.length;
  const predecessors: number[][] = successors.map(() => []);
  successors.forEach((targets, from) => targets.forEach((to) => predecessors[to]!.push(from)));
  const outgoing = Int32Array.from(successors, (targets) => targets.length);
  const incoming = Int32Array.from(predecessors, (sources) => sources.length);
  const alive = new Uint8Array(count).fill(1);
  const remove = (first: number): void => {
    if (!alive[first]) return;
    alive[first] = 0;
    const pending = [first];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      for (const to of successors[node]!) {
        if (--incoming[to]! === 0 && alive[to]) {
          alive[to] = 0;
          pending.push(to);
        }
      }
      for (const from of predecessors[node]!) {
        if (--outgoing[from]! === 0 && alive[from]) {
          alive[from] = 0;
          pending.push(from);
        }
      }
    }
  };
  for (let node = 0; node < count; node++) if (incoming[node] === 0 || outgoing[node] === 0) remove(node);
  return { has: (node) => alive[node] === 1, remove };
}

/** The smallest cycle of at most `limit` nodes through `start`. Targets are ascending, so the first one found is the smallest. */
function cycleThrough(start: number, successors: readonly (readonly number[])[], alive: Peeling, limit: number): number[] | undefined {
  const parent = new Map<number, number>([[start, -1]]);
  let level = [start];
  for (let length = 1; level.length > 0 && length <= limit; length++) {
    const following: number[] = [];
    for (const node of level) {
      if (successors[node]!.includes(start)) return pathTo(node, parent);
    }
    for (const node of level) {
      for (const target of successors[node]!) {
        if (parent.has(target) || !alive.has(target)) continue;
        parent.set(target, node);
        following.push(target);
      }
    }
    level = following;
  }
  return undefined;
}

function pathTo(node: number, parent: ReadonlyMap<number, number>): number[] {
  const path: number[] = [];
  for (let at = node; at !== -1; at = parent.get(at)!) path.push(at);
  return path.reverse();
}
