const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar of `length` cells, in steps of an eighth; at least a sliver for what is not nothing. */
function renderCells(length: number): string {
  const steps = Math.round(length * 8);
  return '█'.repeat(Math.floor(steps / 8)) + eighths[steps % 8]! || (length > 0 ? '▏' : '');
}

/** The limit takes this share of a size bar, so a bar has room for four times the limit. */
const LIMIT_SHARE = 1 / 4;

/**
 * How far a size is over its limit: the first quarter of the bar is the limit, the rest what is over it. A size that does not fit
 * ends in an arrow: among files of 700 lines, one of 19,000 would make every other bar a dot.
 */
export function renderSizeBar(size: number, limit: number, width: number, paint: { readonly under: (text: string) => string; readonly over: (text: string) => string }): string {
  const cell = limit / (width * LIMIT_SHARE);
  const limitCells = Math.round(width * LIMIT_SHARE);
  if (size <= limit) return paint.under(renderCells(size / cell));
  const over = (size - limit) / cell;
  const room = width - limitCells;
  return paint.under('█'.repeat(limitCells)) + paint.over(over > room ? `${'█'.repeat(room - 1)}▶` : renderCells(over));
}

/** A bar in proportion to the largest value. */
export function renderShareBar(value: number, largest: number, width: number): string {
  return renderCells((value / Math.max(1, largest)) * width);
}
