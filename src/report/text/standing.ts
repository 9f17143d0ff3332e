import type { ReportDiagnostic } from '../schema.js';
import type { Terminal } from './terminal.js';

/** `new`, `worse`, `known`, painted; empty where nothing is compared. */
export function printStanding({ standing }: ReportDiagnostic, { colors }: Terminal): string {
  if (standing === undefined) return '';
  return standing === 'worse' ? colors.red(standing) : standing === 'new' ? colors.magenta(standing) : colors.dim(standing);
}

/** What the reader asked to see: known findings are only counted, unless everything is to be listed. */
export function listShown(found: readonly ReportDiagnostic[], { all }: Terminal): ReportDiagnostic[] {
  return found.filter(({ standing }) => all || standing !== 'known');
}

const severities = ['error', 'warning', 'info'];

/** Errors first, then by `rankOf`, lowest first; equals keep their order. */
export function sortWorst(found: readonly ReportDiagnostic[], ...ranks: readonly ((found: ReportDiagnostic) => number)[]): ReportDiagnostic[] {
  const keys = [(one: ReportDiagnostic) => severities.indexOf(one.severity), ...ranks];
  return [...found].sort((a, b) => keys.reduce((order, key) => order || key(a) - key(b), 0));
}
