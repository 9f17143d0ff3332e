import type { CallSite, StaticValue } from '../../model/static-value.js';
import type { TaskRecord } from '../../model/task-record.js';
import { cronSchedule, readCronId } from '../cron-fields.js';
import { findShape, readHandlerFields } from '../handler-shape.js';
import { optionsField, written } from '../record-fields.js';
import { propertyOf } from '../static-text.js';
import { exportedNameOf } from '../task-object.js';
import { siteOf } from '../task-site.js';
import type { TaskExtractor, TaskExtractorInput } from '../task-extractor.js';

export const extractor: TaskExtractor = {
  framework: 'croner',
  packages: ['croner'],
  methods: [],
  extract: (input) => input.model.calls.flatMap((site) => readCall(input, site)),
};

/** `new Cron(pattern, options, handler)`, options and handler in either order; until version 8 `Cron()` without `new`, and the default export, did the same. */
function readCall(input: TaskExtractorInput, site: CallSite): TaskRecord[] {
  const name = exportedNameOf(input.model, extractor.packages, site.callee);
  const [pattern, ...rest] = site.args;
  if ((name !== 'Cron' && name !== '') || pattern === undefined) return [];
  const isHandler = (value: StaticValue): boolean => value.kind === 'function' || (value.kind === 'reference' && !value.local && findShape(input, value.path) !== undefined);
  const callback = rest.find(isHandler);
  const rawOptions = rest.find((value) => value !== callback && input.evaluate(value).kind === 'object') ?? rest.find((value) => value !== callback && callback !== undefined);
  const handler = callback ?? rest.find((value) => value !== rawOptions);
  const options = rawOptions && input.evaluate(rawOptions);
  // Without a function it only counts the hours, until `schedule()` gives it one.
  const later = handler === undefined && site.assignedTo !== undefined ? input.model.calls.find(({ callee }) => callee.join('.') === `${site.assignedTo}.schedule`)?.args[0] : undefined;
  return [{
    framework: 'croner', kind: 'schedule', ...readCronId(input, propertyOf(rawOptions, 'name') ?? propertyOf(options, 'name'), handler ?? later, pattern),
    ...cronSchedule(input.evaluate(pattern), propertyOf(options, 'timezone'), propertyOf(options, 'maxRuns')),
    ...optionsField(options, ['name', 'timezone', 'maxRuns', 'context']),
    ...written('signature', readHandlerFields(input, handler ?? later).signature),
    decorators: [], registration: 'call', ...siteOf(input.model, site),
  }];
}
