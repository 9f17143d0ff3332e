import { decant } from './shell.js';
import type { ScanReport } from '../../src/index.js';

export interface Knots {
  readonly components: number;
  readonly unresolved: ReadonlySet<string>;
}

/** An import that led nowhere before may stand in several new modules now: what counts is where it leads. */
export function countKnots(work: string): Knots {
  const { report, failure } = decant<ScanReport>(work, ['scan']);
  if (report === undefined) throw new Error(`decant scan: ${failure}`);
  return { components: report.summary.components, unresolved: new Set(report.unresolved.map(({ reason }) => reason)) };
}

export function findNewKnots(before: Knots, after: Knots): readonly string[] {
  return [
    ...(after.components > before.components ? [`import knots ${before.components} -> ${after.components}`] : []),
    ...[...after.unresolved].filter((reason) => !before.unresolved.has(reason)).map((reason) => `an import leads nowhere: ${reason}`),
  ];
}
