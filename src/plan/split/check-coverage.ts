import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import { nearestName } from '../../diagnostic/nearest.js';
import type { ModuleModel, Statement } from '../../model/module-model.js';
import { sliceSpan } from '../../text/span.js';
import { locate } from './messages.js';
import type { SplitPlan } from './split-plan.js';

export interface Coverage {
  readonly diagnostics: readonly Diagnostic[];
  /** Part of each statement by statement index; undefined for wiring. Meaningful when there are no diagnostics. */
  readonly partOfStatement: readonly (number | undefined)[];
}

/** The id of an entry of `statements`: what stands before the first space. */
export function looseIdOf(entry: string): string {
  return entry.split(' ', 1)[0]!;
}

/** Checks that the plan names every declaration and loose statement exactly once. */
export function checkCoverage(model: ModuleModel, plan: SplitPlan): Coverage {
  const found: Diagnostic[] = [];
  const placed = model.statements.filter((statement) => statement.role !== 'wiring');
  const byName = new Map<string, Statement[]>();
  const byLooseId = new Map<string, Statement>();
  for (const statement of placed) {
    for (const name of statement.declares) byName.set(name, [...(byName.get(name) ?? []), statement]);
    if (statement.declares.length === 0 && statement.looseId !== undefined) byLooseId.set(statement.looseId, statement);
  }
  const partOfStatement: (number | undefined)[] = model.statements.map(() => undefined);
  const partOfName = new Map<string, number>();
  const partOfLoose = new Map<string, number>();
  const report = (id: string, offset: number, message: string, help: string, data: Record<string, unknown>): void => {
    found.push(diagnostic({ id, message, at: locate(model, offset), help, data }));
  };

  plan.parts.forEach((part, index) => {
    if (part.declarations.length + (part.statements?.length ?? 0) === 0) {
      report('plan-empty-part', 0, `${part.file} gets no declaration and no statement`, 'Remove the part or move something into it', {
        file: part.file,
      });
    }
    for (const name of part.declarations) {
      const statements = byName.get(name);
      const before = partOfName.get(name);
      if (!statements) {
        const near = nearestName(name, byName.keys());
        const help = near === undefined ? 'Remove it from the plan' : `Write ${near} if that was meant, or remove it from the plan`;
        report('plan-unknown-name', 0, `${part.file} lists ${name}, which ${plan.source} does not declare`, help, { name, nearest: near });
      } else if (before !== undefined) {
        const where = before === index ? `twice in ${part.file}` : `in ${plan.parts[before]!.file} and in ${part.file}`;
        report('plan-duplicate-name', statements[0]!.span.start, `${name} is listed ${where}`, `Keep ${name} in one part`, { name });
      } else {
        partOfName.set(name, index);
        for (const statement of statements) partOfStatement[statement.index] = index;
      }
    }
    for (const entry of part.statements ?? []) {
      const id = looseIdOf(entry);
      const statement = byLooseId.get(id);
      const before = partOfLoose.get(id);
      if (!statement) {
        const near = nearestName(id, byLooseId.keys());
        const help = near === undefined ? 'Remove it from the plan' : `Write ${near} if that was meant, or remove it from the plan`;
        report('plan-unknown-statement', 0, `${part.file} lists the statement ${id}, which ${plan.source} does not have`, help, {
          statement: id,
          nearest: near,
        });
      } else if (before !== undefined) {
        const where = before === index ? `twice in ${part.file}` : `in ${plan.parts[before]!.file} and in ${part.file}`;
        report('plan-duplicate-statement', statement.span.start, `The statement ${id} is listed ${where}`, 'Keep it in one part', {
          statement: id,
        });
      } else {
        partOfLoose.set(id, index);
        partOfStatement[statement.index] = index;
      }
    }
  });

  for (const [name, statements] of byName) {
    if (partOfName.has(name)) continue;
    report(
      'plan-missing-name',
      statements[0]!.span.start,
      `${name} is in no part of the plan`,
      `Add ${name} to the declarations of one part`,
      { name },
    );
  }
  for (const [id, statement] of byLooseId) {
    if (partOfLoose.has(id)) continue;
    const text = sliceSpan(model.source.text, statement.span).split(/\r?\n/)[0]!.slice(0, 60);
    report(
      'plan-missing-statement',
      statement.span.start,
      `The statement ${id} (${text}) is in no part of the plan`,
      `Add ${id} to the statements of one part`,
      { statement: id },
    );
  }
  // One statement that declares several names takes the part of the last one listed above; a disagreement is a torn atom.
  for (const statement of placed) {
    const parts = [...new Set(statement.declares.flatMap((name) => partOfName.get(name) ?? []))];
    if (parts.length < 2) continue;
    const files = parts.map((part) => plan.parts[part]!.file);
    const fact = `${statement.declares.join(' and ')} are declared by one statement and must share a file`;
    const message = `${fact}, the plan puts them in ${files.join(' and ')}`;
    report('plan-splits-atom', statement.span.start, message, `List them all in ${files[0]!}`, {
      cause: 'declaration',
      names: [...statement.declares],
    });
  }
  return { diagnostics: found, partOfStatement };
}
