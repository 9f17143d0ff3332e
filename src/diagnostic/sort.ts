import type { Diagnostic } from './diagnostic.js';

const rank = { error: 0, warning: 1, info: 2 } as const;

/** The one order of findings: severity, file, line, column, id, message. Total, so output never depends on traversal order. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  return (
    rank[a.severity] - rank[b.severity] ||
    compareText(a.at.file, b.at.file) ||
    a.at.line - b.at.line ||
    a.at.column - b.at.column ||
    compareText(a.id, b.id) ||
    compareText(a.message, b.message)
  );
}

/** Code unit order: the same on every machine, unlike `localeCompare`. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
