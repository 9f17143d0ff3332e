/**
 * An order of 0..count-1 in which every edge that is not cut points forwards, so that a drawing shows what the cut leaves.
 * Edges that still close a circle are dropped where the walk meets them. Runs in the page as well, so it stands for itself.
 */
export function orderMembers(count: number, edges: readonly (readonly [from: number, to: number, cut: boolean])[]): number[] {
  const successors: number[][] = Array.from({ length: count }, () => []);
  for (const [from, to, cut] of edges) if (!cut && from !== to) successors[from]!.push(to);
  const state = new Uint8Array(count);
  const finished: number[] = [];
  for (let root = 0; root < count; root++) {
    if (state[root] !== 0) continue;
    const path: { node: number; next: number }[] = [{ node: root, next: 0 }];
    state[root] = 1;
    while (path.length > 0) {
      const frame = path[path.length - 1]!;
      const target = successors[frame.node]![frame.next++];
      if (target === undefined) {
        finished.push(frame.node);
        path.pop();
      } else if (state[target] === 0) {
        state[target] = 1;
        path.push({ node: target, next: 0 });
      }
    }
  }
  return finished.reverse();
}
