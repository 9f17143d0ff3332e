import { joinPath } from '../host/path.js';
import { addsOnlyTaskNames } from '../verify/pinned-name.js';
import { findImplicitTasks } from './implicit-task-names.js';
import type { CheckResult, Proof } from '../model/proof.js';
import type { CheckInput } from '../verify/check.js';

/** Checks that ask for statements of the same tokens. Names are added to them; that nothing else is, the tokens of the whole file show. */
const aboutTokens: readonly string[] = ['statements-conserved', 'effect-order'];

/**
 * A change that only writes ids of tasks out, which came from names or paths before (`decant split --pin-names`, or by hand): the checks of tokens give way
 * to a comparison of whole files, and `task-set` has found the ids to be the same. Any other changed file, and the proof stays what it is.
 */
export function acceptWrittenNames(proof: Proof, { before, after, changed, readBefore }: Pick<CheckInput, 'before' | 'after' | 'changed' | 'readBefore'>): Proof {
  if (!proof.results.some(({ check, status }) => status === 'failed' && aboutTokens.includes(check))) return proof;
  const addsNames = (name: string): boolean => {
    const [old, now] = [before.files.get(joinPath(before.root, name)), after.files.get(joinPath(after.root, name))];
    if (!old || !now) return false;
    const ids = findImplicitTasks(before, readBefore, old.path).map(({ id }) => id);
    return ids.length > 0 && addsOnlyTaskNames(old.text, now.text, ids);
  };
  if (changed.length === 0 || !changed.every(addsNames)) return proof;
  const results = proof.results.map((result): CheckResult => (aboutTokens.includes(result.check)
    ? { check: result.check, status: 'skipped', reason: 'names are written into statements; every other token is the same and in its order', counted: 0, unit: result.unit, diagnostics: [] }
    : result));
  return { ...proof, results, verdict: results.some(({ status }) => status === 'failed') ? 'failed' : 'partly proved' };
}
