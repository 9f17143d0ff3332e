import { compareDiagnostics } from '../diagnostic/sort.js';
import type { Diagnostic } from '../diagnostic/diagnostic.js';
import type { CheckResult } from '../model/proof.js';

/**
 * Failed when any finding is an error, else passed; skipped when nothing was compared, for then nothing is known. `unproved` names what was
 * met and cannot be compared: the rest is `partly passed`, whatever was counted.
 */
export function judge(
  check: string,
  unit: string,
  counted: number,
  diagnostics: readonly Diagnostic[],
  nothing: { readonly reason: string; readonly vacuous?: boolean; readonly unproved?: string },
): CheckResult {
  const sorted = [...diagnostics].sort(compareDiagnostics);
  const failed = sorted.some((finding) => finding.severity === 'error');
  if (failed) return { check, status: 'failed', counted, unit, diagnostics: sorted };
  if (nothing.unproved !== undefined) return { check, status: 'partly passed', reason: nothing.unproved, counted, unit, diagnostics: sorted };
  if (counted === 0) return skip(check, unit, nothing.reason, nothing.vacuous ?? false, sorted);
  return { check, status: 'passed', counted, unit, diagnostics: sorted };
}

export function skip(check: string, unit: string, reason: string, vacuous = false, diagnostics: readonly Diagnostic[] = []): CheckResult {
  return { check, status: 'skipped', reason, counted: 0, unit, diagnostics, ...(vacuous ? { vacuous } : {}) };
}

/** "1 statement", "1,204 statements". */
export function count(n: number, unit: string): string {
  const digits = String(n).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${digits} ${n === 1 ? unit.replace(/ies$/, 'y').replace(/s$/, '') : unit}`;
}
