import { findFolderRule, type FolderRule } from '../plan/split/folder-rules.js';
import type { ModuleModel, Pin, Statement } from '../model/module-model.js';

/**
 * A framework that reads `export const runtime = 'edge'` from the text of a route does so before any module is evaluated, and finds nothing
 * in `export { runtime } from './page/settings'`. Such statements stay in the route. What else they name may leave: the frameworks read
 * literals and follow no name.
 */
export function pinTextExports(model: ModuleModel, rules: readonly FolderRule[]): ModuleModel {
  const names = rules.flatMap((rule) => (rule.textExports && findFolderRule([rule], model.source.path) ? rule.textExports : []));
  if (names.length === 0) return model;
  const listed = new Set(model.exports.flatMap(({ local, exported }) => (local !== undefined && names.includes(exported) ? [local] : [])));
  const statements = model.statements.map((statement): Statement => {
    const name = statement.role === 'declaration' ? statement.declares.find((declared) => listed.has(declared)) : undefined;
    if (name === undefined) return statement;
    const pin: Pin = { kind: 'unsupported', span: statement.span, because: `exports ${name}, which the framework reads from the text of this file` };
    return { ...statement, pins: [...statement.pins, pin] };
  });
  return { ...model, statements };
}
