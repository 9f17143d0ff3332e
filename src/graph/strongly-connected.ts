/**
 * Strongly connected components in reverse topological order: a component stands before those that reach it.
 * Members keep the order of `nodes`. Edges to anything outside `nodes` are ignored. O(nodes + edges).
 *
 * Tarjan, "Depth-first search and linear graph algorithms", SIAM J. Comput. 1(2), 1972; with an explicit stack, because a
 * chain of 100,000 modules overflows the recursive form.
 */
export function stronglyConnectedComponents<T>(nodes: readonly T[], edges: (node: T) => readonly T[]): T[][] {
  const { unique, successors } = numberNodes(nodes, edges);
  return componentIndices(unique.length, successors).map((component) => component.map((i) => unique[i]!));
}

export interface NumberedGraph<T> {
  readonly unique: readonly T[];
  readonly indexOf: ReadonlyMap<T, number>;
  /** Ascending, without duplicates. */
  readonly successors: readonly (readonly number[])[];
}

/** The graph over 0..n-1 in the order of `nodes`, so that algorithms work on arrays. Duplicate nodes and edges are dropped. */
export function numberNodes<T>(nodes: readonly T[], edges: (node: T) => readonly T[]): NumberedGraph<T> {
  const indexOf = new Map<T, number>();
  for (const node of nodes) if (!indexOf.has(node)) indexOf.set(node, indexOf.size);
  const unique = [...indexOf.keys()];
  const successors = unique.map((node) => {
    const targets = new Set<number>();
    for (const target of edges(node)) {
      const index = indexOf.get(target);
      if (index !== undefined) targets.add(index);
    }
    return [...targets].sort((a, b) => a - b);
  });
  return { unique, indexOf, successors };
}

/** The same over node numbers. */
export function componentIndices(count: number, successors: readonly (readonly number[])[]): number[][] {
  const order = new Int32Array(count).fill(-1);
  const low = new Int32Array(count);
  const next = new Int32Array(count);
  const onStack = new Uint8Array(count);
  const stack: number[] = [];
  const path: number[] = [];
  const components: number[][] = [];
  let counter = 0;
  for (let root = 0; root < count; root++) {
    if (order[root] !== -1) continue;
    path.push(root);
    while (path.length > 0) {
      const node = path[path.length - 1]!;
      if (order[node] === -1) {
        order[node] = low[node] = counter++;
        stack.push(node);
        onStack[node] = 1;
      }
      const targets = successors[node]!;
      if (next[node]! < targets.length) {
        const target = targets[next[node]!++]!;
        if (order[target] === -1) path.push(target);
        else if (onStack[target]) low[node] = Math.min(low[node]!, order[target]!);
        continue;
      }
      path.pop();
      const parent = path[path.length - 1];
      if (parent !== undefined) low[parent] = Math.min(low[parent]!, low[node]!);
      if (low[node] !== order[node]) continue;
      const component: number[] = [];
      for (let member = -1; member !== node; ) {
        member = stack.pop()!;
        onStack[member] = 0;
        component.push(member);
      }
      components.push(component.sort((a, b) => a - b));
    }
  }
  return components;
}
