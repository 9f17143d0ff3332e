import type { Diagnostic } from '../../diagnostic/diagnostic.js';
import type { Check, CheckInput } from '../check.js';
import { didNotLoad, findBroken } from '../entry-runs.js';
import { judge, skip } from '../result.js';
import { sidesOf } from '../side.js';
import { compareRegistrations } from './compare-registrations.js';
import { compareWithCode } from './compare-with-code.js';

const id = 'registered-at-runtime';
const unit = 'registrations';

/** Frameworks whose calls can be recorded without a broker. */
const recordable = new Set(['agenda', 'bullmq', 'firebase-functions', 'graphile-worker', 'nestjs', 'pg-boss']);

export const check: Check = {
  id,
  summary: 'Loading an entry tells the task frameworks the same as before, and what they are told is what is read from the code.',
  run: (input) => {
    const { runs } = input;
    if (runs === undefined || 'reason' in runs) return skipRuns(input, runs?.reason ?? 'the entries were not loaded; --run loads them, which runs code of the project');
    const sides = sidesOf(input);
    const diagnostics: Diagnostic[] = [];
    const open: string[] = [];
    let counted = 0;
    for (const pair of runs) {
      const now = sides.after.file(pair.entry);
      if (!now) continue;
      const reason = didNotLoad(pair);
      counted += pair.before.registrations.length;
      const broken = findBroken(pair, now);
      if (reason !== undefined) open.push(reason);
      else if (broken) diagnostics.push(broken);
      else diagnostics.push(...compareRegistrations(pair, now), ...compareWithCode({ side: sides.after, tasks: input.tasksAfter(), readText: input.readTextAfter }, pair.entry, pair.after, now));
    }
    const unread = diagnostics.filter((found) => found.id === 'unseen-task' || found.id === 'unrecorded-task');
    if (unread.length > 0) open.push(`what was registered is not what is read from the code: ${unread[0]!.message}${unread.length > 1 ? `, and ${unread.length - 1} more` : ''}`);
    return judge(id, unit, counted, diagnostics, { reason: 'loading the entries registers no task', vacuous: true, ...(open.length > 0 ? { unproved: open.join('; ') } : {}) });
  },
};

/** Where no framework is used that could be recorded, there is nothing to run for. */
function skipRuns(input: CheckInput, reason: string): ReturnType<Check['run']> {
  const found = [...input.tasksBefore(), ...input.tasksAfter()].some(({ framework }) => recordable.has(framework));
  return found ? { ...skip(id, unit, reason), ...(input.runs === undefined ? { unasked: true } : {}) } : skip(id, unit, 'no task of a framework that can be recorded', true);
}
