import type { Diagnostic } from '../../diagnostic/diagnostic.js';
import type { FilePath } from '../../host/path.js';
import type { Check, CheckInput } from '../check.js';
import { matchStatements } from '../matching.js';
import { judge } from '../result.js';
import { sidesOf, type Side } from '../side.js';
import { findLostWaits } from './awaits.js';
import { findEarlyLoads } from './early-loads.js';
import { findEarlyReads } from './early-reads.js';
import { compareSequences, readEffects, readSequence } from './sequence.js';

export const check: Check = {
  id: 'effect-order',
  summary: 'What runs at import time runs in the same order, and reads nothing that is not there yet.',
  run: (input) => {
    const { before, after } = sidesOf(input);
    const effects = readEffects(before);
    const { oldKeys } = matchStatements(input);
    const diagnostics: Diagnostic[] = [];
    let counted = 0;
    for (const entry of input.entries) {
      const [old, now] = [before.file(entry), after.file(entry)];
      if (!old || !now) continue;
      for (const inPlace of orders(input, old, now)) {
        const sequence = readSequence(before, old, inPlace, effects);
        counted += inPlace ? 0 : sequence.filter(({ own }) => own).length;
        diagnostics.push(...compareSequences(entry, sequence, readSequence(after, now, inPlace, effects, { before, oldKeys })));
        diagnostics.push(...findEarlyReads({ side: before, entry: old }, { side: after, entry: now, oldKeys }, entry, inPlace));
      }
    }
    diagnostics.push(...findEarlyLoads({ before, after }, oldKeys, input.loaders ?? []).flatMap((load) => load.diagnostics), ...findLostWaits(input));
    return judge('effect-order', 'effects', counted, withoutRepeats(diagnostics), { reason: 'nothing runs at import time', vacuous: true });
  },
};

/** CommonJS output runs an import where it stands, so there an import below a statement is another order than in a bundler. */
function orders(input: CheckInput, old: FilePath, now: FilePath): readonly boolean[] {
  const { before, after } = sidesOf(input);
  const isCommonJs = (side: Side, file: FilePath) => side.project.compilerFacts(file).module?.toLowerCase() === 'commonjs';
  return isCommonJs(before, old) || isCommonJs(after, now) ? [false, true] : [false];
}

/** Two entries that reach the same module find the same thing twice. */
function withoutRepeats(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ id, at }) => {
    const key = `${id}:${at.file}:${at.line}:${at.column}`;
    return !seen.has(key) && seen.add(key);
  });
}
