import type { CallSite, StaticValue } from '../../model/static-value.js';
import type { TaskExtractorInput } from '../task-extractor.js';

export const packageName = 'bullmq';

const classes = ['Queue', 'QueuePro', 'Worker', 'WorkerPro', 'QueueEvents', 'FlowProducer', 'QueueScheduler'] as const;
export type BullClass = (typeof classes)[number];

/** A BullMQ object that a path leads to, with the name of the queue that it works on. */
export interface BullObject {
  readonly className: BullClass;
  readonly queue: StaticValue | undefined;
}

/** The class of `new Queue()`, `new Q()` after `import { Queue as Q }` and `new bull.Queue()`; undefined for others of that name. */
export function classOf({ importOf }: TaskExtractorInput, callee: readonly string[]): BullClass | undefined {
  const imported = callee[0] === undefined ? undefined : importOf(callee[0]);
  if (imported?.specifier !== packageName) return undefined;
  const name = imported.imported === '*' ? callee[1] : callee.length === 1 ? imported.imported : undefined;
  return classes.find((one) => one === name);
}

/** Follows a path to its construction: a variable or property of this file, or a constant here or behind an import. */
export function objectAt(input: TaskExtractorInput, path: readonly string[], site: CallSite): BullObject | undefined {
  const text = path.join('.');
  const built = input.model.calls.filter((call) => call.kind === 'new' && call.assignedTo === text && classOf(input, call.callee));
  const nearest = built.find(({ within }) => within === site.within) ?? built.find(({ when }) => when === 'hard');
  if (nearest) return { className: classOf(input, nearest.callee)!, queue: nearest.args[0] && input.evaluate(nearest.args[0]) };
  const value = input.evaluate({ kind: 'reference', path });
  if (value.kind !== 'new' || value.callee[0] !== packageName) return undefined;
  const className = classes.find((one) => one === value.callee[1]);
  return className && { className, queue: value.args[0] };
}
