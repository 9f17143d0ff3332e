import type { CallSite, StaticValue } from '../../model/static-value.js';
import type { TaskRecord } from '../../model/task-record.js';
import { cronSchedule, readCronId } from '../cron-fields.js';
import { readHandlerFields } from '../handler-shape.js';
import { optionsField, written } from '../record-fields.js';
import { propertyOf } from '../static-text.js';
import { exportedNameOf } from '../task-object.js';
import { siteOf } from '../task-site.js';
import type { TaskExtractor, TaskExtractorInput } from '../task-extractor.js';

export const extractor: TaskExtractor = {
  framework: 'cron',
  packages: ['cron'],
  methods: [],
  extract: (input) => input.model.calls.flatMap((site) => readCall(input, site)),
};

/** Parameters of the constructor in their order; `CronJob.from()` takes them as properties, and until version 2 so did the constructor. */
const parameters: readonly string[] = [
  'cronTime', 'onTick', 'onComplete', 'start', 'timeZone', 'context', 'runOnInit', 'utcOffset', 'unrefTimeout', 'waitForCompletion', 'errorHandler', 'name', 'threshold',
];

function readCall(input: TaskExtractorInput, site: CallSite): TaskRecord[] {
  const name = exportedNameOf(input.model, extractor.packages, site.callee);
  const isJob = site.kind === 'new' ? name === 'CronJob' : name === 'CronJob.from' || name === 'job';
  const [first] = site.args;
  if (!isJob || first === undefined) return [];
  const raw = first.kind === 'object' || name === 'CronJob.from' || (site.args.length === 1 && input.evaluate(first).kind === 'object') ? first : byName(site.args);
  const options = input.evaluate(raw);
  const field = (key: string): StaticValue | undefined => propertyOf(raw, key) ?? propertyOf(options, key);
  const onComplete = propertyOf(options, 'onComplete');
  return [{
    framework: 'cron', kind: 'schedule', ...readCronId(input, field('name'), field('onTick'), field('cronTime') ?? first),
    ...cronSchedule(propertyOf(options, 'cronTime'), propertyOf(options, 'timeZone')),
    ...optionsField(options, ['cronTime', 'onTick', 'onComplete', 'timeZone', 'context', 'name'], onComplete && onComplete.kind !== 'literal' ? { onComplete } : {}),
    ...written('signature', readHandlerFields(input, field('onTick')).signature),
    decorators: [], registration: 'call', ...siteOf(input.model, site),
  }];
}

/** `null` is how a parameter is left out. */
function byName(args: readonly StaticValue[]): StaticValue {
  const entries = args.flatMap((value, index) => {
    const key = parameters[index];
    return key === undefined || (value.kind === 'literal' && (value.value === null || value.value === undefined)) ? [] : [{ key, value }];
  });
  return { kind: 'object', entries, spreads: [] };
}
