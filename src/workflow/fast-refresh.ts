import { diagnostic, type Diagnostic } from '../diagnostic/diagnostic.js';
import { joinPath } from '../host/path.js';
import { printList } from '../text/wording.js';
import type { FilePath } from '../host/path.js';
import type { ModuleModel, Statement } from '../model/module-model.js';
import type { SplitPlan } from '../plan/split/split-plan.js';

/**
 * New modules that React Fast Refresh would not replace alone. It takes a module for replaceable when it exports components and nothing else
 * (react-refresh, "only-export-components"); the old file was one, and a private helper that is exported for siblings ends that for its
 * module. Nothing breaks: an edit there reaches the page through the modules that import it, and components of that module lose their state.
 */
export function findMixedModules(root: FilePath, model: ModuleModel, plan: SplitPlan): readonly Diagnostic[] {
  if (model.dialect !== 'tsx' && model.dialect !== 'jsx') return [];
  const isPublic = new Set(model.exports.flatMap(({ local, typeOnly }) => (local !== undefined && !typeOnly ? [local] : [])));
  if (isPublic.size === 0 || ![...isPublic].every(isComponentName)) return [];
  const partOf = new Map(plan.parts.flatMap((part) => part.declarations.map((name) => [name, part] as const)));
  const shared = new Set(model.statements.flatMap((statement) => statement.reads.filter(({ name, when }) => when !== 'type' && isElsewhere(partOf, statement, name)).map(({ name }) => name)));
  return plan.parts.flatMap((part) => {
    if (part.file === plan.source) return [];
    const others = part.declarations.filter((name) => shared.has(name) && !isPublic.has(name) && !isComponentName(name));
    if (others.length === 0 || !part.declarations.some((name) => isPublic.has(name))) return [];
    return [diagnostic({
      id: 'fast-refresh',
      severity: 'info',
      message: `${part.file} exports components and ${printList(others)}, so Fast Refresh reloads it with its importers`,
      at: { file: joinPath(root, plan.source), line: 1, column: 1 },
      notes: [`${plan.source} exports components only, and ${others.length === 1 ? 'that was' : 'those were'} private in it`],
      help: `Give ${printList(others)} a part of ${others.length === 1 ? 'its' : 'their'} own in the plan`,
      data: { file: part.file, names: others },
    })];
  });
}

function isElsewhere(partOf: ReadonlyMap<string, SplitPlan['parts'][number]>, { declares, looseId }: Statement, name: string): boolean {
  const owner = partOf.get(name);
  return owner !== undefined && (looseId !== undefined || partOf.get(declares[0] ?? '') !== owner);
}

function isComponentName(name: string): boolean {
  return /^\p{Lu}/u.test(name);
}
