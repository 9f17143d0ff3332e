import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModuleModel, Statement } from '../../../src/model/module-model.js';
import { buildConstraintGraph } from '../../../src/plan/split/constraint-graph.js';
import { checkPlan } from '../../../src/plan/split/check-plan.js';
import { orderParts } from '../../../src/plan/split/part-order.js';
import { planSplit } from '../../../src/plan/split/plan-split.js';
import type { SplitPlan } from '../../../src/plan/split/split-plan.js';
import { arbitraryModel, options } from './model-builder.js';

const caps = fc.constantFrom(12, 40, 90, 200, 600);
const runs = { numRuns: 200 };

function planned(model: ModuleModel, maxLines: number): SplitPlan | undefined {
  const result = planSplit(model, options({ maxLines }));
  if (result.kind === 'refused') {
    expect(result.diagnostics.length).toBeGreaterThan(0);
    return undefined;
  }
  return result.plan;
}

function partOfStatements(model: ModuleModel, plan: SplitPlan): Map<Statement, number> {
  const map = new Map<Statement, number>();
  plan.parts.forEach((part, index) => {
    for (const statement of model.statements) {
      const listed =
        statement.declares.some((name) => part.declarations.includes(name)) ||
        (statement.looseId !== undefined && (part.statements ?? []).some((entry) => entry.split(' ')[0] === statement.looseId));
      if (listed) {
        expect(map.has(statement), 'listed twice').toBe(false);
        map.set(statement, index);
      }
    }
  });
  return map;
}

describe('every plan for a random module', () => {
  it('passes the independent check and places each statement exactly once', () => {
    let qualified = 0;
    fc.assert(
      fc.property(arbitraryModel, caps, (model, cap) => {
        const plan = planned(model, cap);
        if (!plan) return;
        qualified++;
        expect(checkPlan(model, plan, options({ maxLines: cap }))).toEqual([]);
        expect(partOfStatements(model, plan).size).toBe(model.statements.length);
      }),
      runs,
    );
    expect(qualified).toBeGreaterThan(0);
  });

  it('has parts that need each other in one direction only, in the order of its parts', () => {
    let qualified = 0;
    fc.assert(
      fc.property(arbitraryModel, caps, (model, cap) => {
        const plan = planned(model, cap);
        if (!plan) return;
        qualified++;
        const partOf = partOfStatements(model, plan);
        const order = orderParts(model, plan);
        expect([...order].sort((a, b) => a - b)).toEqual([...plan.parts.keys()]);
        const rank = new Map(order.map((part, place) => [part, place]));
        for (const statement of model.statements) {
          for (const read of [...statement.reads, ...statement.writes]) {
            if (read.when === 'type') continue;
            for (const target of model.statements.filter((other) => other.declares.includes(read.name))) {
              expect(rank.get(partOf.get(target)!)!).toBeLessThanOrEqual(rank.get(partOf.get(statement)!)!);
            }
          }
        }
      }),
      runs,
    );
    expect(qualified).toBeGreaterThan(0);
  });

  it('runs its effects in source order when the parts run in order', () => {
    let qualified = 0;
    fc.assert(
      fc.property(arbitraryModel, caps, (model, cap) => {
        const plan = planned(model, cap);
        if (!plan) return;
        qualified++;
        const partOf = partOfStatements(model, plan);
        const rank = new Map(orderParts(model, plan).map((part, place) => [part, place]));
        const run = [...model.statements].sort((a, b) => rank.get(partOf.get(a)!)! - rank.get(partOf.get(b)!)! || a.index - b.index);
        const ordered = run.filter((statement) => statement.effect === 'ordered').map((statement) => statement.index);
        expect(ordered).toEqual([...ordered].sort((a, b) => a - b));
        for (const reader of run.filter((statement) => statement.effect === 'possible')) {
          const before = run.slice(0, run.indexOf(reader)).filter((statement) => statement.effect === 'ordered');
          expect(before.length).toBe(
            model.statements.filter((statement) => statement.effect === 'ordered' && statement.index < reader.index).length,
          );
        }
      }),
      runs,
    );
    expect(qualified).toBeGreaterThan(0);
  });

  it('keeps every writer, overload and member assignment beside its binding, and pinned statements in place', () => {
    let qualified = 0;
    fc.assert(
      fc.property(arbitraryModel, caps, (model, cap) => {
        const plan = planned(model, cap);
        if (!plan) return;
        qualified++;
        const partOf = partOfStatements(model, plan);
        const partOfName = (name: string): Set<number> =>
          new Set(model.statements.filter((s) => s.declares.includes(name)).map((s) => partOf.get(s)!));
        for (const statement of model.statements) {
          for (const name of [...statement.declares, ...statement.writes.map((write) => write.name)])
            expect([...partOfName(name)]).toEqual([partOf.get(statement)]);
          const patched = /^(\w+)\.label/.exec(model.source.text.slice(statement.span.start))?.[1];
          if (patched && statement.reads[0]?.name === patched) expect([...partOfName(patched)]).toEqual([partOf.get(statement)]);
          if (statement.pins.length > 0) expect(plan.parts[partOf.get(statement)!]!.file).toBe(plan.source);
        }
      }),
      runs,
    );
    expect(qualified).toBeGreaterThan(0);
  });

  it('exceeds the cap only where one atom alone does, and plans most modules rather than refusing them', () => {
    let [plans, tries] = [0, 0];
    fc.assert(
      fc.property(arbitraryModel, caps, (model, cap) => {
        tries++;
        const plan = planned(model, cap);
        if (!plan) return;
        plans++;
        const graph = buildConstraintGraph(model);
        const partOf = partOfStatements(model, plan);
        plan.parts.forEach((part, index) => {
          const own = model.statements.filter((statement) => partOf.get(statement) === index);
          const lines = own.reduce(
            (sum, statement) => sum + model.source.text.slice(statement.fullSpan.start, statement.fullSpan.end).split('\n').length - 1,
            0,
          );
          const atoms = new Set(own.map((statement) => graph.atomOfUnit[graph.unitOfStatement[statement.index]!]));
          if (part.file !== plan.source && lines > cap) expect(atoms.size).toBe(1);
        });
      }),
      runs,
    );
    expect(plans / tries).toBeGreaterThan(0.5);
  });

  it('is the same on every run', () => {
    fc.assert(
      fc.property(arbitraryModel, caps, (model, cap) => {
        expect(JSON.stringify(planSplit(model, options({ maxLines: cap })))).toBe(
          JSON.stringify(planSplit(model, options({ maxLines: cap }))),
        );
      }),
      { numRuns: 60 },
    );
  });
});
