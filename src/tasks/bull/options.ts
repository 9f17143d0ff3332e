import type { StaticValue } from '../../model/static-value.js';
import type { TaskRecord } from '../../model/task-record.js';
import { optionsField, retryField, written } from '../record-fields.js';
import { numberOrText, plainText, propertyOf, withoutKeys } from '../static-text.js';

export type BullOptions = Pick<TaskRecord, 'priority' | 'retry' | 'timeout' | 'schedule' | 'options'>;

/** Keys of `JobOptions`, by which an argument is known for one. */
const jobKeys: readonly string[] = [
  'priority', 'delay', 'attempts', 'repeat', 'backoff', 'lifo', 'timeout', 'jobId', 'removeOnComplete', 'removeOnFail', 'stackTraceLimit', 'preventParsingData', 'debounce',
];

export function isJobOptions(value: StaticValue): boolean {
  return value.kind === 'object' && value.entries.length > 0 && value.entries.every(({ key }) => jobKeys.includes(key));
}

export function readJobOptions(options: StaticValue | undefined): BullOptions {
  const repeat = propertyOf(options, 'repeat');
  const hours = withoutKeys(repeat, ['cron', 'every', 'tz', 'limit']);
  return {
    ...written('priority', numberOrText(propertyOf(options, 'priority'))),
    ...retryField(propertyOf(options, 'attempts'), propertyOf(options, 'backoff')),
    ...written('timeout', numberOrText(propertyOf(options, 'timeout'))),
    ...readSchedule(repeat),
    ...optionsField(options, ['priority', 'attempts', 'backoff', 'timeout', 'repeat'], repeat?.kind === 'object' ? { repeat: hours } : {}),
  };
}

function readSchedule(repeat: StaticValue | undefined): Pick<TaskRecord, 'schedule'> {
  if (!repeat) return {};
  if (repeat.kind !== 'object') return { schedule: { pattern: plainText(repeat) } };
  const [cron, zone] = [propertyOf(repeat, 'cron'), propertyOf(repeat, 'tz')];
  return {
    schedule: {
      ...written('pattern', cron && plainText(cron)),
      ...written('every', numberOrText(propertyOf(repeat, 'every'))),
      ...written('timeZone', zone && plainText(zone)),
      ...written('limit', numberOrText(propertyOf(repeat, 'limit'))),
    },
  };
}

/** What `new Queue()` is given: `redis` and `createClient` say where the queue lies, not what it does; of the first its name is kept. */
export function readQueueOptions(options: StaticValue | undefined): BullOptions {
  const defaults = propertyOf(options, 'defaultJobOptions');
  const redis = propertyOf(options, 'redis');
  const { options: rest, ...fields } = readJobOptions(defaults?.kind === 'object' ? defaults : undefined);
  return {
    ...fields,
    ...optionsField(options, ['redis', 'createClient', 'defaultJobOptions'], {
      ...(redis?.kind === 'reference' ? { redis } : {}),
      ...(rest === undefined ? (defaults && defaults.kind !== 'object' ? { defaultJobOptions: defaults } : {}) : { defaultJobOptions: withoutKeys(defaults, ['priority', 'attempts', 'backoff', 'timeout', 'repeat']) }),
    }),
  };
}
