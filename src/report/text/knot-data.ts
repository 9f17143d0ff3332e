import type { ReportDiagnostic } from '../schema.js';

/** One import of a circle. */
export interface Hop {
  readonly from: string;
  readonly line: number;
  readonly specifier: string;
  readonly names: readonly string[];
}

/** One import of the cut list. */
export interface CutImport {
  readonly from: string;
  readonly line: number;
  readonly to: string;
  /** What to do with it. */
  readonly detail: string;
}

/** `data` of a finding is open to other versions, so what does not look as expected is left out. */
export function membersOf({ data }: ReportDiagnostic): string[] {
  return Array.isArray(data['members']) ? data['members'].map(String) : [];
}

export function witnessOf({ data }: ReportDiagnostic): Hop[] {
  return listRecords(data['witness']).flatMap(({ from, line, specifier, names }) =>
    typeof from === 'string' && typeof line === 'number' && typeof specifier === 'string'
      ? [{ from, line, specifier, names: Array.isArray(names) ? names.map(String) : [] }]
      : [],
  );
}

export function cutOf({ data }: ReportDiagnostic): CutImport[] {
  return listRecords(data['cut']).flatMap(({ from, line, to, detail }) =>
    typeof from === 'string' && typeof line === 'number' && typeof to === 'string' && typeof detail === 'string' ? [{ from, line, to, detail }] : [],
  );
}

/** The list may name fewer of them. */
export function sizeOfCut({ data }: ReportDiagnostic): number {
  return typeof data['cutSize'] === 'number' ? data['cutSize'] : listRecords(data['cut']).length;
}

function listRecords(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter((item): item is Record<string, unknown> => typeof item === 'object' && item !== null) : [];
}
