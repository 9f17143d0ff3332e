import type { Diagnostic } from '../../diagnostic/diagnostic.js';
import type { Check } from '../check.js';
import { pairTasks } from '../pair-tasks.js';
import { isNamePinned } from '../pinned-name.js';
import { judge, skip } from '../result.js';
import { sidesOf } from '../side.js';
import { compareClasses } from './compare-classes.js';
import { compareReflected } from './compare-reflected.js';
import { readDecorated } from './read-decorated.js';

const id = 'decorator-metadata';
const unit = 'decorated places';

export const check: Check = {
  id,
  summary: 'Decorators stand in the same order, and the types that TypeScript writes beside them are the same.',
  run: (input) => {
    const { readDecorators, runs } = input;
    const sides = sidesOf(input);
    const diagnostics: Diagnostic[] = [];
    let counted = 0;
    if (readDecorators) {
      const [before, after] = [readDecorated(sides.before, readDecorators), readDecorated(sides.after, readDecorators)];
      counted += before.length;
      const pinned = pairTasks(input.tasksBefore(), input.tasksAfter()).changed.flatMap(([task, other]) => (isNamePinned(task, other) ? [task.id] : []));
      diagnostics.push(...compareClasses(before, after, pinned));
    }
    for (const pair of runs === undefined || 'reason' in runs ? [] : runs) {
      const now = sides.after.file(pair.entry);
      if (!now || pair.before.outcome !== 'loaded' || pair.again.outcome !== 'loaded' || pair.after.outcome !== 'loaded') continue;
      counted += pair.before.metadata.length;
      diagnostics.push(...compareReflected(pair, now));
    }
    if (!readDecorators && counted === 0) return skip(id, unit, 'what the compiler emits was not read');
    return judge(id, unit, counted, diagnostics, { reason: 'no decorated class under emitDecoratorMetadata is affected', vacuous: true });
  },
};
