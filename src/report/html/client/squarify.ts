export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Rectangles with areas in proportion to `values`, in the same order, that fill the given one. Values must be above 0 and fall.
 * Bruls, Huizing and van Wijk, "Squarified treemaps", Data Visualization 2000: rows are filled along the shorter side as long as that makes the
 * worst aspect ratio better. Runs in the page as well, so it stands for itself.
 */
export function squarify(values: readonly number[], outer: Rectangle): Rectangle[] {
  const total = values.reduce((sum, value) => sum + value, 0);
  const scale = total > 0 ? (outer.width * outer.height) / total : 0;
  const areas = values.map((value) => value * scale);
  const placed: Rectangle[] = [];
  let { left, top, width, height } = outer;
  let index = 0;
  const worst = (largest: number, smallest: number, sum: number, side: number): number =>
    Math.max((side * side * largest) / (sum * sum), (sum * sum) / (side * side * smallest));
  while (index < areas.length) {
    const side = Math.min(width, height);
    const first = areas[index]!;
    let end = index + 1;
    let sum = first;
    while (end < areas.length) {
      const next = areas[end]!;
      if (worst(first, next, sum + next, side) > worst(first, areas[end - 1]!, sum, side)) break;
      sum += next;
      end++;
    }
    const depth = side > 0 ? sum / side : 0;
    let offset = 0;
    for (; index < end; index++) {
      const length = depth > 0 ? areas[index]! / depth : 0;
      placed.push(width >= height ? { left, top: top + offset, width: depth, height: length } : { left: left + offset, top, width: length, height: depth });
      offset += length;
    }
    if (width >= height) {
      left += depth;
      width = Math.max(0, width - depth);
    } else {
      top += depth;
      height = Math.max(0, height - depth);
    }
  }
  return placed;
}
