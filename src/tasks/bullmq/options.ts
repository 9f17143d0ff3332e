import type { StaticValue } from '../../model/static-value.js';
import type { TaskRecord } from '../../model/task-record.js';
import { isEmptyObject, numberOrText, plainText, printStatic, propertyOf, withoutKeys } from '../static-text.js';

export type RecordOptions = Pick<TaskRecord, 'priority' | 'retry' | 'schedule' | 'concurrency' | 'options'>;

/** The parts of JobsOptions that have a field of their own, and the rest as text. BullMQ 6: `JobsOptions`, `RepeatOptions`. */
export function readJobOptions(options: StaticValue | undefined, rest: Readonly<Record<string, StaticValue | undefined>> = {}): RecordOptions {
  const repeat = propertyOf(options, 'repeat');
  const others = withoutKeys(options, ['priority', 'attempts', 'backoff', ...(repeat?.kind === 'object' ? ['repeat'] : [])]);
  const extra = repeat?.kind === 'object' ? { ...rest, repeat: withoutScheduleFields(repeat) } : rest;
  return { ...readRetry(options), ...readSchedule(repeat), ...printRest(others, extra) };
}

/** Queue and worker options: `connection` is where, not what; only the name under which it is known is kept. */
export function readInstanceOptions(options: StaticValue | undefined): RecordOptions {
  const defaults = propertyOf(options, 'defaultJobOptions');
  const others = withoutKeys(options, ['connection', 'concurrency', ...(defaults?.kind === 'object' ? ['defaultJobOptions'] : [])]);
  const concurrency = numberOrText(propertyOf(options, 'concurrency'));
  const job = readJobOptions(defaults);
  const connection = propertyOf(options, 'connection');
  const extra = {
    ...(connection?.kind === 'reference' ? { connection } : {}),
    ...(defaults?.kind === 'object' ? { defaultJobOptions: withoutKeys(defaults, ['priority', 'attempts', 'backoff']) } : {}),
  };
  return { ...job, ...(concurrency === undefined ? {} : { concurrency }), ...printRest(others, extra) };
}

export function readScheduler(repeat: StaticValue | undefined, template: StaticValue | undefined): RecordOptions {
  const options = readJobOptions(propertyOf(template, 'opts'), { name: propertyOf(template, 'name'), repeat: withoutScheduleFields(repeat) });
  return { ...options, ...readSchedule(repeat) };
}

function readRetry(options: StaticValue | undefined): RecordOptions {
  const priority = numberOrText(propertyOf(options, 'priority'));
  const attempts = numberOrText(propertyOf(options, 'attempts'));
  const backoff = propertyOf(options, 'backoff');
  const retry = { ...(attempts === undefined ? {} : { attempts }), ...(backoff ? { backoff: printStatic(backoff) } : {}) };
  return { ...(priority === undefined ? {} : { priority }), ...(Object.keys(retry).length > 0 ? { retry } : {}) };
}

const scheduleFields = ['pattern', 'cron', 'every', 'tz', 'limit'];

function withoutScheduleFields(repeat: StaticValue | undefined): StaticValue | undefined {
  return withoutKeys(repeat, scheduleFields);
}

function readSchedule(repeat: StaticValue | undefined): RecordOptions {
  if (!repeat) return {};
  if (repeat.kind !== 'object') return { schedule: { pattern: plainText(repeat) } };
  const pattern = propertyOf(repeat, 'pattern') ?? propertyOf(repeat, 'cron');
  const every = numberOrText(propertyOf(repeat, 'every'));
  const zone = propertyOf(repeat, 'tz');
  const limit = numberOrText(propertyOf(repeat, 'limit'));
  return {
    schedule: {
      ...(pattern ? { pattern: plainText(pattern) } : {}),
      ...(every === undefined ? {} : { every }),
      ...(zone ? { timeZone: plainText(zone) } : {}),
      ...(limit === undefined ? {} : { limit }),
    },
  };
}

function printRest(options: StaticValue | undefined, extra: Readonly<Record<string, StaticValue | undefined>>): RecordOptions {
  const added = Object.entries(extra).flatMap(([key, value]) => (value && !isEmptyObject(value) ? [{ key, value }] : []));
  const base = options ?? { kind: 'object' as const, entries: [], spreads: [] };
  const whole: StaticValue =
    base.kind === 'object'
      ? { ...base, entries: [...base.entries, ...added] }
      : { kind: 'object', entries: added, spreads: [base] };
  return isEmptyObject(whole) ? {} : { options: printStatic(whole) };
}
