import type { Check } from '../check.js';
import { matchStatements } from '../matching.js';
import { judge } from '../result.js';
import { findLostComments, findLostDirectives } from './comments.js';
import { findChangedRanges } from './ranges.js';
import { noteGiants } from './giants.js';
import { findChangedState } from './changed-state.js';
import { findAltered, findDisorder, findDoubled, findFileBound, findMissing, noteAllowedEdits } from './statements.js';

export const check: Check = {
  id: 'statements-conserved',
  summary: 'Every statement and comment of the old files stands exactly once in the new ones, token for token.',
  readsCodeOnly: true,
  run: (input) => {
    const matching = matchStatements(input);
    const counted = matching.pairs.length - matching.furtherParts.size + matching.altered.length + matching.lost.length;
    const diagnostics = [
      ...findMissing(matching),
      ...findDoubled(matching),
      ...findAltered(matching),
      ...findDisorder(matching),
      ...findFileBound(matching),
      ...findLostComments(input),
      ...findLostDirectives(input),
      ...findChangedRanges(input),
      ...findChangedState(input),
      ...noteAllowedEdits(matching),
      ...noteGiants(matching, input.maxLines),
    ];
    return judge('statements-conserved', 'statements', counted, diagnostics, {
      reason: 'the changed files hold nothing but imports and exports',
      vacuous: true,
    });
  },
};
