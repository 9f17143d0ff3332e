import { compareDiagnostics } from '../diagnostic/sort.js';
import { relativePath } from '../host/path.js';
import type { Diagnostic, Location } from '../diagnostic/diagnostic.js';
import type { FilePath } from '../host/path.js';
import type { Proof } from '../model/proof.js';
import type { ReportDiagnostic, ReportLocation, ReportProof } from './schema.js';

/** The public form of findings: sorted, paths relative to the root. */
export function reportDiagnostics(root: FilePath, diagnostics: readonly Diagnostic[]): ReportDiagnostic[] {
  return [...diagnostics].sort(compareDiagnostics).map((found) => ({
    id: found.id,
    severity: found.severity,
    message: found.message,
    at: reportLocation(root, found.at),
    related: found.related.map((location) => reportLocation(root, location)),
    notes: [...found.notes],
    help: found.help,
    data: { ...found.data },
    ...(found.next === undefined ? {} : { next: { ...found.next } }),
  }));
}

export function reportLocation(root: FilePath, location: Location): ReportLocation {
  const { line, column, label } = location;
  return { file: relativePath(root, location.file) || '.', line, column, ...(label === undefined ? {} : { label }) };
}

/** `rootOf` tells below which root a finding lies: a proof of two trees has findings in both. */
export function reportProof(proof: Proof, rootOf: (found: Diagnostic) => FilePath): ReportProof {
  return {
    verdict: proof.verdict,
    results: proof.results.map((result) => ({
      check: result.check,
      status: result.status,
      ...(result.reason === undefined ? {} : { reason: result.reason }),
      counted: result.counted,
      unit: result.unit,
      diagnostics: [...result.diagnostics].sort(compareDiagnostics).flatMap((found) => reportDiagnostics(rootOf(found), [found])),
      ...(result.vacuous === true ? { vacuous: true } : {}),
    })),
  };
}
