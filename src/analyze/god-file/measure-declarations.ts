import type { ModuleModel, Statement } from '../../model/module-model.js';
import { sliceSpan, type Span } from '../../text/span.js';

export interface DeclarationMeasure {
  /** Names declared at top level. Overloads and merged declarations count once. */
  readonly declarations: number;
  readonly exported: number;
  /** Groups of names that share a statement: `const { a, b } = f()` is one. */
  readonly units: number;
  /** `lines` and `share` count lines that are not blank; `share` is of all moved or loose statements. */
  readonly largest: { readonly name: string; readonly lines: number; readonly share: number; readonly span: Span } | undefined;
}

export function measureDeclarations(model: ModuleModel): DeclarationMeasure {
  const unitOf = new Map<string, Unit>();
  const units: Unit[] = [];
  let total = 0;
  for (const statement of model.statements) {
    if (statement.role === 'wiring') continue;
    const lines = countLines(model, statement);
    total += lines;
    if (statement.declares.length === 0) continue;
    let unit = statement.declares.map((name) => unitOf.get(name)).find((known) => known !== undefined);
    if (!unit) {
      unit = { names: [], lines: 0, span: statement.span };
      units.push(unit);
    }
    unit.lines += lines;
    for (const name of statement.declares) {
      if (unitOf.has(name)) continue;
      unitOf.set(name, unit);
      unit.names.push(name);
    }
  }
  const exportedLocals = new Set(model.exports.map((entry) => entry.local));
  const largest = units.reduce<Unit | undefined>((best, unit) => (best && best.lines >= unit.lines ? best : unit), undefined);
  return {
    declarations: unitOf.size,
    exported: [...unitOf.keys()].filter((name) => exportedLocals.has(name)).length,
    units: units.length,
    largest: largest && { name: largest.names.join(', '), lines: largest.lines, share: largest.lines / total, span: largest.span },
  };
}

interface Unit {
  readonly names: string[];
  lines: number;
  readonly span: Span;
}

function countLines(model: ModuleModel, statement: Statement): number {
  return sliceSpan(model.source.text, statement.span)
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .filter((line) => line.trim() !== '').length;
}
