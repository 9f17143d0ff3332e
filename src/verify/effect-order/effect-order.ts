import type { Diagnostic } from '../../diagnostic/diagnostic.js';
import type { Check } from '../check.js';
import { matchStatements } from '../matching.js';
import { judge } from '../result.js';
import { sidesOf } from '../side.js';
import { findLostWaits } from './awaits.js';
import { evaluationOrders, findEarlyLoads } from './early-loads.js';
import { findEarlyReads } from './early-reads.js';
import { compareSequences, readEffects, readSequence } from './sequence.js';

export const check: Check = {
  id: 'effect-order',
  summary: 'What runs at import time runs in the same order, and reads nothing that is not there yet.',
  readsCodeOnly: true,
  run: (input) => {
    const { before, after } = sidesOf(input);
    const effects = readEffects(before);
    const { oldKeys, furtherParts } = matchStatements(input);
    const diagnostics: Diagnostic[] = [];
    let counted = 0;
    for (const entry of input.entries) {
      const [old, now] = [before.file(entry), after.file(entry)];
      if (!old || !now) continue;
      for (const inPlace of evaluationOrders(before, old, after, now)) {
        const sequence = readSequence(before, old, inPlace, effects);
        counted += inPlace ? 0 : sequence.filter(({ own }) => own).length;
        diagnostics.push(...compareSequences(entry, sequence, readSequence(after, now, inPlace, effects, { before, oldKeys, furtherParts })));
        diagnostics.push(...findEarlyReads({ side: before, entry: old }, { side: after, entry: now, oldKeys }, entry, inPlace));
      }
    }
    diagnostics.push(...findEarlyLoads({ before, after }, oldKeys, input.loaders ?? []).flatMap((load) => load.diagnostics), ...findLostWaits(input));
    return judge('effect-order', 'effects', counted, withoutRepeats(diagnostics), { reason: 'nothing runs at import time', vacuous: true });
  },
};

/** Two entries that reach the same module find the same thing twice. */
function withoutRepeats(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ id, at }) => {
    const key = `${id}:${at.file}:${at.line}:${at.column}`;
    return !seen.has(key) && seen.add(key);
  });
}
