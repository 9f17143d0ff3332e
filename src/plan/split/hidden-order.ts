import type { ModuleModel, Statement } from '../../model/module-model.js';
import { sliceSpan } from '../../text/span.js';

/**
 * For an import of the god file whose module imports the god file back: the names that modules of that knot take from it.
 * `const door = makeDoor()` needs the class `Door` of its own file when makeDoor stands in a module that imports Door from there.
 */
export type HiddenNeeds = ReadonlyMap<string, readonly string[]>;

/** Statement `from` must run after statement `to`, though it may not name it. */
export interface OrderNeed {
  readonly from: Statement;
  readonly to: Statement;
  readonly name: string;
}

/** Orders between statements that neither their references nor their effects show. */
export function findOrderNeeds(model: ModuleModel, hidden: HiddenNeeds = new Map()): readonly OrderNeed[] {
  const placed = model.statements.filter((statement) => statement.role !== 'wiring' && !statement.erased);
  const declaring = new Map<string, Statement>();
  for (const statement of placed) for (const name of statement.declares) if (!declaring.has(name)) declaring.set(name, statement);
  const callsIn = new Map<number, string[]>();
  const callsAtOnce = new Map<number, string[]>();
  for (const { callee, statement, when } of model.calls) {
    if (callee[0] === undefined) continue;
    for (const map of when === 'hard' ? [callsIn, callsAtOnce] : [callsIn]) map.set(statement, [...(map.get(statement) ?? []), callee[0]]);
  }
  const needs: OrderNeed[] = [];
  for (const statement of placed) {
    if (statement.effect === 'none') continue;
    const run = findRun(statement, declaring, callsAtOnce, callsIn);
    needs.push(...findEarlyReads(model, statement, run, declaring), ...findHiddenReads(statement, run, declaring, hidden));
  }
  return needs;
}

/** The statement and those whose functions it calls while the module runs, directly or through each other. */
function findRun(
  statement: Statement,
  declaring: ReadonlyMap<string, Statement>,
  callsAtOnce: ReadonlyMap<number, readonly string[]>,
  callsIn: ReadonlyMap<number, readonly string[]>,
): readonly Statement[] {
  const run = new Set([statement]);
  const queue = [...(callsAtOnce.get(statement.index) ?? [])];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const called = declaring.get(name);
    if (!called || run.has(called)) continue;
    run.add(called);
    queue.push(...(callsIn.get(called.index) ?? []));
  }
  return [...run];
}

/**
 * `try { start(limit); } catch { start(1); }` above `const limit = 5` counts on the error. Where nothing is caught, such a
 * read would keep the module from loading, so it is in a branch that does not run, or in a callback that runs later.
 */
function findEarlyReads(model: ModuleModel, statement: Statement, run: readonly Statement[], declaring: ReadonlyMap<string, Statement>): OrderNeed[] {
  const isGuarded = run.some((one) => /\btry\b/.test(sliceSpan(model.source.text, one.span)));
  if (!isGuarded) return [];
  return run.flatMap((one) => one.reads.flatMap(({ name, when }): OrderNeed[] => {
    const target = declaring.get(name);
    const isRead = when === 'hard' || (when === 'soft' && one !== statement);
    return target && isRead && target.kind !== 'function' && target.index > statement.index ? [{ from: target, to: statement, name }] : [];
  }));
}

function findHiddenReads(statement: Statement, run: readonly Statement[], declaring: ReadonlyMap<string, Statement>, hidden: HiddenNeeds): OrderNeed[] {
  const own = new Set(statement.reads.map(({ name }) => name));
  const names = run.flatMap((one) => one.reads.flatMap(({ name, when }) => (when === 'hard' || (when === 'soft' && one !== statement) ? (hidden.get(name) ?? []) : [])));
  return behindFunctions(names, declaring).flatMap(({ name, target }): OrderNeed[] => {
    if (target === statement) return [];
    if (target.index < statement.index) return [{ from: statement, to: target, name }];
    return own.has(name) ? [] : [{ from: target, to: statement, name }];
  });
}

/** A function is there before its module runs, so what counts is what it reads; everything else must have run itself. */
function behindFunctions(names: readonly string[], declaring: ReadonlyMap<string, Statement>): { name: string; target: Statement }[] {
  const found: { name: string; target: Statement }[] = [];
  const seen = new Set<string>();
  const queue = [...names];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const target = declaring.get(name);
    if (!target || seen.has(name)) continue;
    seen.add(name);
    if (target.kind === 'function') queue.push(...target.reads.filter(({ when }) => when === 'soft').map((read) => read.name));
    else found.push({ name, target });
  }
  return found;
}
