/** What is known of nodes, or of groups of them: the number of units of each, and the sum of the affinities of all pairs of units, `size * size`. */
export interface PairSums {
  readonly size: number;
  readonly counts: readonly number[];
  readonly sums: Float32Array | Float64Array;
}

/** The pairs of nodes whose mean affinity is at least a floor. Of 5,000 declarations one is near to some fifty. */
export interface NearPairs {
  /** The nodes near to node `n`, ascending, are `others[starts[n]]` to `others[starts[n + 1] - 1]`. Those within round-off below the floor are among them. */
  readonly starts: Int32Array;
  readonly others: Int32Array;
  /** Each pair that reaches the floor once, `firsts[i] < seconds[i]`: most similar first, then in source order. */
  readonly means: Float64Array;
  readonly firsts: Int32Array;
  readonly seconds: Int32Array;
}

/** Far below what a difference of affinities can be, far above what single precision rounds: the sums of two nodes may differ by direction. */
export const roundOff = 1e-6;

const found = new WeakMap<PairSums['sums'], { readonly floor: number; readonly pairs: NearPairs }>();

/** The same object for the same sums and floor: a plan for a smaller cap mostly asks for the same again. */
export function findNearPairs(graph: PairSums, floor: number): NearPairs {
  const known = found.get(graph.sums);
  if (known?.floor === floor) return known.pairs;
  const pairs = computeNearPairs(graph, floor);
  found.set(graph.sums, { floor, pairs });
  return pairs;
}

function computeNearPairs({ size, sums, counts }: PairSums, floor: number): NearPairs {
  const starts = new Int32Array(size + 1);
  const least = floor - roundOff;
  const listed: number[] = [];
  for (let a = 0; a < size; a++) {
    const own = counts[a]!;
    for (let b = a + 1, at = a * size + a + 1; b < size; b++, at++) {
      if (sums[at]! / (own * counts[b]!) < least) continue;
      listed.push(a, b);
      starts[a + 1]!++;
      starts[b + 1]!++;
    }
  }
  for (let node = 0; node < size; node++) starts[node + 1]! += starts[node]!;
  const others = new Int32Array(listed.length);
  const filled = starts.slice(0, size);
  for (let i = 0; i < listed.length; i += 2) others[filled[listed[i + 1]!]!++] = listed[i]!;
  for (let i = 0; i < listed.length; i += 2) others[filled[listed[i]!]!++] = listed[i + 1]!;
  return { starts, others, ...sortPairs(listed, (a, b) => sums[a * size + b]! / (counts[a]! * counts[b]!), floor) };
}

/**
 * Numbers are sorted without their pairs, which is many times faster than a comparison of pairs, and each pair then finds its place among them: equal
 * ones in the order in which they come, which is that of the source.
 */
function sortPairs(listed: readonly number[], meanOf: (a: number, b: number) => number, floor: number): Pick<NearPairs, 'means' | 'firsts' | 'seconds'> {
  const all = new Float64Array(listed.length / 2);
  let count = 0;
  for (let i = 0; i < listed.length; i += 2) {
    const mean = meanOf(listed[i]!, listed[i + 1]!);
    if (mean >= floor) all[count++] = -mean;
  }
  const means = all.slice(0, count).sort();
  const taken = new Int32Array(count);
  const firsts = new Int32Array(count);
  const seconds = new Int32Array(count);
  for (let i = 0; i < listed.length; i += 2) {
    const mean = -meanOf(listed[i]!, listed[i + 1]!);
    if (-mean < floor) continue;
    const first = lowerBound(means, mean);
    const at = first + taken[first]!++;
    firsts[at] = listed[i]!;
    seconds[at] = listed[i + 1]!;
  }
  for (let i = 0; i < count; i++) means[i] = -means[i]!;
  return { means, firsts, seconds };
}

/** Where the first number that is not below `value` stands. */
function lowerBound(ascending: Float64Array, value: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
