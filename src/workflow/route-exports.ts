import { findFolderRule, type FolderRule } from '../plan/split/folder-rules.js';
import type { ModuleModel, Statement } from '../model/module-model.js';

/**
 * A framework that reads `export const runtime = 'edge'` from the text of a route does so before any module is evaluated, and finds nothing
 * in `export { runtime } from './page/settings'`. Such statements stay in the route, with what their values are made of.
 */
export function pinTextExports(model: ModuleModel, rules: readonly FolderRule[]): ModuleModel {
  const names = rules.flatMap((rule) => (rule.textExports && findFolderRule([rule], model.source.path) ? rule.textExports : []));
  if (names.length === 0) return model;
  const listed = new Set(model.exports.flatMap(({ local, exported }) => (local !== undefined && names.includes(exported) ? [local] : [])));
  const staying = new Map<string, string>([...listed].map((local) => [local, local]));
  for (const [local, cause] of staying) {
    for (const { declares, reads } of model.statements) {
      if (declares.includes(local)) for (const { name, when } of reads) if (when === 'hard' && !staying.has(name)) staying.set(name, cause);
    }
  }
  const statements = model.statements.map((statement): Statement => {
    const name = statement.role === 'declaration' ? statement.declares.find((declared) => staying.has(declared)) : undefined;
    if (name === undefined) return statement;
    const cause = staying.get(name)!;
    const because = `${cause === name ? 'exports' : 'is part of'} ${cause}, which the framework reads from the text of this file`;
    return { ...statement, pins: [...statement.pins, { kind: 'unsupported', span: statement.span, because }] };
  });
  return { ...model, statements };
}
