import type { ModuleModel } from '../../model/module-model.js';
import { sliceSpan } from '../../text/span.js';
import { countLines, type ConstraintGraph } from './constraint-graph.js';

/** Physical lines that a new file would have. */
export interface LineEstimate {
  /** For a group whose surroundings are not decided: internal imports are guessed from the number of names. */
  roughly(units: readonly number[]): number;
  /** For a finished partition; `partOf` gives the part of a unit. Never below the real count while printed imports wrap one name a line. */
  exactly(units: readonly number[], partOf: (unit: number) => number): number;
}

/** Room for the longest file name that naming makes, with `./` and extension. */
const specifierLength = 45;
const leastReserve = 8;

interface UsedNames {
  readonly values: Set<string>;
  readonly types: Set<string>;
}

export function estimateLines(model: ModuleModel, graph: ConstraintGraph): LineEstimate {
  const imported = new Map<string, { specifier: string; typeOnly: boolean }>();
  for (const record of model.imports) {
    if (record.form !== 'import' && record.form !== 'import-equals') continue;
    for (const name of record.names) imported.set(name.local, { specifier: record.specifier, typeOnly: name.typeOnly });
  }
  const header = countLines(sliceSpan(model.source.text, model.header)) + 2;
  const reads = graph.units.map((unit) => unit.statements.flatMap((statement) => model.statements[statement]!.reads));
  const bodyLines = (units: readonly number[]): number => units.reduce((sum, unit) => sum + graph.units[unit]!.lines, 0);

  const collect = (
    units: readonly number[],
    sourceOf: (name: string) => { key: string; typeOnly: boolean } | undefined,
  ): Map<string, UsedNames> => {
    const used = new Map<string, UsedNames>();
    for (const unit of units) {
      for (const read of reads[unit]!) {
        const source = sourceOf(read.name);
        if (!source) continue;
        const names = used.get(source.key) ?? { values: new Set<string>(), types: new Set<string>() };
        used.set(source.key, names);
        (read.when === 'type' || source.typeOnly ? names.types : names.values).add(read.name);
      }
    }
    return used;
  };
  const fromModules = (units: readonly number[]): Map<string, UsedNames> =>
    collect(units, (name) => {
      const source = imported.get(name);
      return source && !graph.unitOfName.has(name) ? { key: source.specifier, typeOnly: source.typeOnly } : undefined;
    });
  const printedLines = (used: ReadonlyMap<string, UsedNames>, length: (key: string) => number): number => {
    let lines = 0;
    for (const [key, { values, types }] of used) {
      if (model.style.typeMarker === 'statement') {
        if (values.size > 0) lines += importLines([...values], length(key));
        if (types.size > 0)
          lines += importLines(
            [...types].filter((name) => !values.has(name)),
            length(key),
          );
      } else
        lines += importLines([...values, ...[...types].filter((name) => !values.has(name)).map((name) => `type ${name}`)], length(key));
    }
    return lines;
  };
  const importLines = (names: readonly string[], specifier: number): number =>
    'import type {  } from ;'.length + names.join(', ').length + specifier + 2 > model.style.printWidth ? names.length + 2 : 1;

  return {
    roughly(units) {
      const inside = new Set(units);
      const outside = new Set<string>();
      for (const unit of units) {
        for (const read of reads[unit]!) {
          const target = graph.unitOfName.get(read.name);
          if (target !== undefined && !inside.has(target)) outside.add(read.name);
        }
      }
      const wiring = printedLines(fromModules(units), (key) => key.length) + Math.ceil(outside.size * 0.6);
      return bodyLines(units) + Math.max(leastReserve, header + wiring);
    },
    exactly(units, partOf) {
      const own = partOf(units[0]!);
      const fromParts = collect(units, (name) => {
        const target = graph.unitOfName.get(name);
        return target === undefined || partOf(target) === own ? undefined : { key: String(partOf(target)), typeOnly: false };
      });
      const wiring = printedLines(fromModules(units), (key) => key.length) + printedLines(fromParts, () => specifierLength);
      return bodyLines(units) + Math.max(leastReserve, header + wiring);
    },
  };
}
