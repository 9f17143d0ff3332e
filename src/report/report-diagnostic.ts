import { findingKey } from '../diagnostic/finding-key.js';
import { compareDiagnostics } from '../diagnostic/sort.js';
import { relativePath } from '../host/path.js';
import { escapeControls } from '../text/visible.js';
import type { Diagnostic, Location } from '../diagnostic/diagnostic.js';
import type { FilePath } from '../host/path.js';
import type { Proof } from '../model/proof.js';
import type { ReportDiagnostic, ReportLocation, ReportProof } from './schema.js';

/** The public form of findings: sorted, paths relative to the root, control characters in words visible. `lines`: notes may have several. */
export function reportDiagnostics(root: FilePath, diagnostics: readonly Diagnostic[], lines = true): ReportDiagnostic[] {
  const taken = new Map<string, number>();
  return [...diagnostics].sort(compareDiagnostics).map((found) => ({
    id: found.id,
    key: uniqueKey(root, found, taken),
    ...(found.standing === undefined ? {} : { standing: found.standing }),
    severity: found.severity,
    message: escapeControls(found.message, lines),
    at: reportLocation(root, found.at),
    related: found.related.map((location) => reportLocation(root, location)),
    notes: found.notes.map((note) => escapeControls(note, lines)),
    help: escapeControls(found.help, lines),
    data: { ...found.data },
    ...(found.next === undefined ? {} : { next: { ...found.next } }),
  }));
}

function uniqueKey(root: FilePath, found: Diagnostic, taken: Map<string, number>): string {
  const key = findingKey(root, found);
  const count = (taken.get(key) ?? 0) + 1;
  taken.set(key, count);
  return count === 1 ? key : `${key}:${count}`;
}

export function reportLocation(root: FilePath, location: Location): ReportLocation {
  const { line, column, label } = location;
  return { file: relativePath(root, location.file) || '.', line, column, ...(label === undefined ? {} : { label: escapeControls(label) }) };
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
