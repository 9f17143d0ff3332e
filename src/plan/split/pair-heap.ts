export interface Candidate {
  readonly mean: number;
  readonly a: number;
  readonly b: number;
  /** Sum of the versions of both groups: another one means that the pair is out of date. */
  readonly versions: number;
}

export interface PairHeap {
  push(mean: number, a: number, b: number, versions: number): void;
  pop(): Candidate | undefined;
  /** Whether the pair on top comes before this one. */
  isAhead(mean: number, a: number, b: number): boolean;
  copy(): PairHeap;
}

interface Columns {
  readonly size: number;
  readonly means: Float64Array;
  readonly firsts: Int32Array;
  readonly seconds: Int32Array;
  readonly versions: Int32Array;
}

/**
 * Highest mean first, then the pair that begins earliest in the source: a total order, so equal affinities give equal plans. A file of 5,000
 * declarations offers millions of pairs, so they are numbers in columns and no objects.
 */
export function createPairHeap(start: Columns = createColumns(1024)): PairHeap {
  let { size, means, firsts, seconds, versions } = start;
  const grow = (): void => {
    const larger = createColumns(2 * size);
    larger.means.set(means);
    larger.firsts.set(firsts);
    larger.seconds.set(seconds);
    larger.versions.set(versions);
    ({ means, firsts, seconds, versions } = larger);
  };
  const isBefore = (i: number, mean: number, a: number, b: number, age: number): boolean => {
    if (means[i] !== mean) return means[i]! > mean;
    if (firsts[i] !== a) return firsts[i]! < a;
    return seconds[i] === b ? versions[i]! < age : seconds[i]! < b;
  };
  const put = (i: number, mean: number, a: number, b: number, age: number): void => {
    means[i] = mean;
    firsts[i] = a;
    seconds[i] = b;
    versions[i] = age;
  };
  const move = (from: number, to: number): void => put(to, means[from]!, firsts[from]!, seconds[from]!, versions[from]!);
  return {
    copy: () => createPairHeap({ size, means: means.slice(), firsts: firsts.slice(), seconds: seconds.slice(), versions: versions.slice() }),
    isAhead: (mean, a, b) => size > 0 && isBefore(0, mean, a, b, 0),
    push(mean, a, b, age) {
      if (size === means.length) grow();
      let at = size++;
      while (at > 0) {
        const parent = (at - 1) >> 1;
        if (isBefore(parent, mean, a, b, age)) break;
        move(parent, at);
        at = parent;
      }
      put(at, mean, a, b, age);
    },
    pop() {
      if (size === 0) return undefined;
      const top: Candidate = { mean: means[0]!, a: firsts[0]!, b: seconds[0]!, versions: versions[0]! };
      size--;
      const [mean, a, b, age] = [means[size]!, firsts[size]!, seconds[size]!, versions[size]!];
      let at = 0;
      for (let child = 1; child < size; child = 2 * at + 1) {
        if (child + 1 < size && isBefore(child + 1, means[child]!, firsts[child]!, seconds[child]!, versions[child]!)) child++;
        if (!isBefore(child, mean, a, b, age)) break;
        move(child, at);
        at = child;
      }
      put(at, mean, a, b, age);
      return top;
    },
  };
}

function createColumns(capacity: number): Columns {
  return { size: 0, means: new Float64Array(capacity), firsts: new Int32Array(capacity), seconds: new Int32Array(capacity), versions: new Int32Array(capacity) };
}
