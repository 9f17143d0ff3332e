import { isEquivalent, operators, type Trial } from './trial.js';

export interface Score {
  readonly mutants: number;
  readonly killed: number;
  readonly equivalent: number;
  readonly survived: readonly Trial[];
  /** Killed of all that are not equivalent, in percent. */
  readonly percent: number;
}

export function scoreOf(trials: readonly Trial[]): Score {
  const killed = trials.filter(({ killedBy }) => killedBy.length > 0).length;
  const equivalent = trials.filter(isEquivalent).length;
  const survived = trials.filter((trial) => trial.killedBy.length === 0 && !isEquivalent(trial));
  return { mutants: trials.length, killed, equivalent, survived, percent: killed + survived.length === 0 ? 100 : (100 * killed) / (killed + survived.length) };
}

/** A row for each operator: mutants, killed, equivalent, survived, and the checks that killed with how often each did. */
export function printTable(trials: readonly Trial[]): string {
  const rows = operators.flatMap(({ id }) => {
    const own = trials.filter(({ operator }) => operator === id);
    if (own.length === 0) return [];
    const score = scoreOf(own);
    return [[id, score.mutants, score.killed, score.equivalent, score.survived.length, countChecks(own)]];
  });
  const total = scoreOf(trials);
  const all = [['operator', 'mutants', 'killed', 'equivalent', 'survived', 'killed by'], ['---', '---:', '---:', '---:', '---:', '---'], ...rows, ['**all**', total.mutants, total.killed, total.equivalent, total.survived.length, countChecks(trials)]];
  return all.map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function countChecks(trials: readonly Trial[]): string {
  const counts = new Map<string, number>();
  for (const { killedBy } of trials) for (const check of killedBy) counts.set(check, (counts.get(check) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([check, count]) => `${check} ${count}`).join(', ');
}

export function printSurvivor({ split, operator, note, evidence }: Trial): string {
  const found = evidence === undefined ? '' : `run ${evidence.runs}, types ${evidence.types}, exports ${evidence.exports}${evidence.shown === '' ? '' : `: ${evidence.shown}`}`;
  return `${operator} in ${split}\n    ${note}\n    ${found}`;
}

/** Equivalent mutants by operator, with one example of each. */
export function printEquivalent(trials: readonly Trial[]): string {
  return operators
    .flatMap(({ id }) => {
      const own = trials.filter((trial) => trial.operator === id && isEquivalent(trial));
      return own.length === 0 ? [] : [`  ${id}: ${own.length}, e.g. ${own[0]!.note} (${own[0]!.split})`];
    })
    .join('\n');
}
