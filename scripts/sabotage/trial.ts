import { createDraw } from '../../test/property/random-partition.js';
import type { Folder } from '../../test/support/folder.js';
import { commonjsOperators } from './commonjs-operators.js';
import { exportOperators } from './export-operators.js';
import { importOperators } from './import-operators.js';
import { compareMutants, createProver, failedChecks, type Evidence } from './judge.js';
import { statementOperators } from './statement-operators.js';
import { applyMutant, readSubject, type CorrectSplit, type Mutant, type Operator } from './subject.js';
import { textOperators } from './text-operators.js';
import { tokenOperators } from './token-operators.js';

export const operators: readonly Operator[] = [...importOperators, ...exportOperators, ...statementOperators, ...tokenOperators, ...textOperators, ...commonjsOperators];

export interface Trial {
  readonly split: string;
  readonly operator: string;
  readonly note: string;
  /** Checks that failed; empty for a survivor. */
  readonly killedBy: readonly string[];
  /** Of a survivor. */
  readonly evidence?: Evidence;
}

export function isEquivalent({ evidence }: Trial): boolean {
  return evidence !== undefined && evidence.runs !== 'differs' && evidence.types === 'same' && evidence.exports === 'same';
}

/**
 * One mutation at a time, `perOperator` places of each operator, drawn by the seed. A split whose own proof fails, or gives another program than the
 * old one, is no ground to stand on: it throws.
 */
export function sabotage(split: CorrectSplit, perOperator: number, seed: number): readonly Trial[] {
  const prover = createProver(split);
  const unsound = failedChecks(prover.prove(split.after));
  if (unsound.length > 0) throw new Error(`the proof of ${split.name} fails without any sabotage: ${unsound.join(', ')}`);
  const subject = readSubject(split);
  const draw = createDraw(seed);
  const trials: Trial[] = [];
  const survivors: { readonly at: number; readonly folder: Folder }[] = [];
  for (const operator of operators) {
    for (const mutant of choose(operator.find(subject), perOperator, draw)) {
      const folder = applyMutant(subject, mutant);
      const killedBy = failedChecks(prover.prove(folder));
      if (killedBy.length === 0) survivors.push({ at: trials.length, folder });
      trials.push({ split: split.name, operator: operator.id, note: mutant.note, killedBy });
    }
  }
  const evidence = survivors.length === 0 ? [] : compareMutants(split, survivors.map(({ folder }) => folder));
  survivors.forEach(({ at }, index) => (trials[at] = { ...trials[at]!, evidence: evidence[index]! }));
  return trials;
}

function choose(mutants: readonly Mutant[], limit: number, draw: (below: number) => number): readonly Mutant[] {
  const left = [...mutants];
  const chosen: Mutant[] = [];
  while (left.length > 0 && chosen.length < limit) chosen.push(...left.splice(draw(left.length), 1));
  return chosen;
}
