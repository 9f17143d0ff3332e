import type { ExportEntry, Statement } from '../../model/module-model.js';

/**
 * `if (debug) { var log = open(); }` declares `log` for the whole module, and no `export` can be written there: what uses it shares its file, and
 * when the module exports it the statement stays, since the facade could not take it from anywhere.
 */
export function keepBlockVariables(statements: readonly Statement[], exports: readonly ExportEntry[]): readonly Statement[] {
  const listed = new Set(exports.flatMap(({ local }) => (local === undefined ? [] : [local])));
  return statements.map((statement) => {
    if (statement.kind !== 'control' || statement.declares.length === 0) return statement;
    const because = `declares ${statement.declares[0]} inside another statement, where nothing can be exported`;
    const isListed = statement.declares.some((name) => listed.has(name));
    return { ...statement, keepPrivate: because, ...(isListed ? { pins: [...statement.pins, { kind: 'unsupported' as const, span: statement.span, because }] } : {}) };
  });
}
