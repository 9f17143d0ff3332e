import { wrap } from './table.js';
import type { Terminal } from './terminal.js';

/** How much of each kind of finding is shown. */
export interface Limits {
  /** Shown with all their evidence. */
  readonly detailed: number;
  /** After these, shown in a line each. */
  readonly listed: number;
  /** Rows that also say what a split would make of the file. */
  readonly outlooks: number;
  /** How to see the rest. */
  readonly rest: string;
}

/** What is not shown, and how to see it. */
export function renderRest(what: string, { rest }: Limits, { colors, width }: Terminal): string[] {
  return wrap(`  and ${what}; ${rest}`, width, '    ').map((line) => colors.dim(line));
}
