import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import { readStateSites } from '../../language/typescript/state-sites.js';
import type { ModuleModel, Statement } from '../../model/module-model.js';
import type { StateObstacle, StateReading } from '../../model/state-site.js';
import { isReachedEarly } from '../../plan/split/held-state.js';
import { lineColumnAt } from '../../text/line-index.js';
import { attachedComments, statementAt } from './state-cell.js';

export interface FitState {
  /** In source order, with all that their statements declare. */
  readonly names: readonly string[];
  /** One finding for each of the others, the wanted ones only. */
  readonly refused: readonly Diagnostic[];
  /** Names that an object cannot have. */
  readonly takenNames: ReadonlySet<string>;
}

/** Which variables can become properties of an object without a change of what the program does, and why the others cannot. */
export function findFitState(model: ModuleModel, wanted: readonly string[], options: { readonly isTyped: boolean; readonly isInCycle: boolean }): FitState {
  const reading = readStateSites(model.source, new Set(wanted), options.isTyped);
  const obstacles = [...reading.obstacles, ...findOwnObstacles(model, reading, options.isInCycle)];
  const fit: string[] = [];
  const refused = new Map<string, StateObstacle>();
  for (const obstacle of obstacles) if (!refused.has(obstacle.name)) refused.set(obstacle.name, obstacle);
  for (const { declarators, span } of reading.declarations) {
    const names = declarators.map(({ name }) => name);
    const blocked = names.find((name) => refused.has(name));
    if (blocked === undefined) fit.push(...names);
    else for (const name of names) if (!refused.has(name)) refused.set(name, { name, span, because: `is declared together with ${blocked}, which ${refused.get(blocked)!.because}` });
  }
  return { names: fit, takenNames: reading.takenNames, refused: wanted.flatMap((name) => (refused.has(name) ? [refuse(model, refused.get(name)!)] : [])) };
}

function refuse({ source }: ModuleModel, { name, span, because }: StateObstacle): Diagnostic {
  return diagnostic({
    id: 'state-cell-refused',
    severity: 'warning',
    message: `${name} cannot become a property of a state object: it ${because}`,
    at: { file: source.path, ...lineColumnAt(source.lineStarts, span.start) },
    notes: ['so it stays with all statements that assign it'],
    help: `Change the declaration of ${name} or that place by hand, then plan again`,
    data: { name },
  });
}

/** Comments that tools read say something of the statement, and there will be no statement any more. */
const directive = /@ts-|eslint|oxlint|tslint|biome-|prettier-|dprint-|istanbul|\bc8\b|\bv8\b|#?region\b|@internal|@deprecated|webpack|@vite/;

function findOwnObstacles(model: ModuleModel, { declarations, sites }: StateReading, isInCycle: boolean): StateObstacle[] {
  const { text } = model.source;
  const exported = new Set(model.exports.flatMap(({ local }) => local ?? []));
  const isHidden = (name: string): boolean => model.statements.some(({ reads, writes }) => [...reads, ...writes].some((use) => use.name === name && use.span.start === use.span.end));
  const inComments = new Set(model.statements.flatMap(({ commentReads = [] }) => commentReads.map(({ name }) => name)));
  const declaring = (name: string): Statement[] => model.statements.filter(({ declares, role }) => role !== 'wiring' && declares.includes(name));
  return declarations.flatMap(({ keyword, span, declarators }) => {
    const statement = statementAt(model, span.start);
    const [first] = declarators;
    const around = attachedComments(text.slice(statement.fullSpan.start, span.start)) + text.slice(span.end, statement.fullSpan.end);
    const gaps = declarators.map((declarator, index) => {
      const next = declarators[index + 1];
      const { end } = declarator.initializer ?? declarator.type ?? declarator.nameSpan;
      const gap = text.slice(end, next ? next.nameSpan.start : span.end);
      return { before: next ? gap.slice(0, gap.indexOf(',') + 1) : gap, after: gap };
    });
    return declarators.flatMap(({ name }): StateObstacle[] => {
      const because = exported.has(name) ? 'is exported, and importers see every change of it'
        : statement.pins.length > 0 ? `cannot leave the file: it ${statement.pins[0]!.because}`
        : statement.keepPrivate !== undefined ? statement.keepPrivate
        : statement.standsWith !== undefined || declaring(name).length > 1 ? 'shares its file with another statement for a reason of its own'
        : inComments.has(name) ? 'is named by a type in a comment'
        : isHidden(name) ? 'is used by JSX without being named'
        : directive.test(around) || gaps.some(({ after }) => directive.test(after)) ? 'has a comment that a tool reads'
        : gaps.some(({ before }) => /\/[/*]/.test(before)) || /\/[/*]/.test(text.slice(span.start, first!.nameSpan.start)) ? 'has a comment inside of its declaration'
        : keyword === 'var' && (isInCycle || isReachedEarly(model, name, statement.index)) ? 'may be used before its `var` has run'
        : sites.some((site) => site.name === '__proto__') ? 'would be the prototype of the object' : undefined;
      return because === undefined ? [] : [{ name, span, because }];
    });
  });
}
