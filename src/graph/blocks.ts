/**
 * The biconnected components of the graph that forgets directions: sets of arcs (indices) of which no two share a cycle, and
 * which meet in single nodes only. Self-arcs are left out.
 *
 * Hopcroft and Tarjan, "Algorithm 447: efficient algorithms for graph manipulation", CACM 16(6), 1973, with an explicit stack.
 */
export function blocksOf(count: number, arcs: readonly { readonly from: number; readonly to: number }[]): number[][] {
  const incident: number[][] = Array.from({ length: count }, () => []);
  arcs.forEach(({ from, to }, index) => {
    if (from === to) return;
    incident[from]!.push(index);
    incident[to]!.push(index);
  });
  const depth = new Int32Array(count).fill(-1);
  const low = new Int32Array(count);
  const next = new Int32Array(count);
  const arrival = new Int32Array(count).fill(-1);
  const isTaken = new Uint8Array(arcs.length);
  const stack: number[] = [];
  const blocks: number[][] = [];
  for (let root = 0; root < count; root++) {
    if (depth[root] !== -1) continue;
    depth[root] = low[root] = 0;
    const path = [root];
    while (path.length > 0) {
      const node = path.at(-1)!;
      const index = incident[node]![next[node]!++];
      if (index !== undefined) {
        if (isTaken[index]) continue;
        isTaken[index] = 1;
        stack.push(index);
        const other = arcs[index]!.from === node ? arcs[index]!.to : arcs[index]!.from;
        if (depth[other] === -1) {
          depth[other] = low[other] = path.length;
          arrival[other] = index;
          path.push(other);
        } else low[node] = Math.min(low[node]!, depth[other]!);
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent === undefined) continue;
      low[parent] = Math.min(low[parent]!, low[node]!);
      if (low[node]! >= depth[parent]!) blocks.push(stack.splice(stack.lastIndexOf(arrival[node]!)).sort((a, b) => a - b));
    }
  }
  return blocks;
}
