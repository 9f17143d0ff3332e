import type { StaticValue } from '../../model/static-value.js';
import type { TaskRecord } from '../../model/task-record.js';
import { optionsField, retryField, written } from '../record-fields.js';
import { numberOrText, plainText, propertyOf } from '../static-text.js';

/** What a definition says: how many at once, which first, how often again. How long a job is locked is among the remaining options. */
export function readDefineOptions(
  options: StaticValue | undefined, extra: Readonly<Record<string, StaticValue>> = {},
): Pick<TaskRecord, 'priority' | 'concurrency' | 'retry' | 'options'> {
  return {
    ...written('priority', numberOrText(propertyOf(options, 'priority'))),
    ...written('concurrency', numberOrText(propertyOf(options, 'concurrency'))),
    ...retryField(undefined, propertyOf(options, 'backoff')),
    ...optionsField(options, ['priority', 'concurrency', 'backoff', 'name', 'timezone', 'skipImmediate'], extra),
  };
}

/** A cron pattern has five or six parts; `3 minutes` and a number of milliseconds are intervals. */
export function readInterval(interval: StaticValue | undefined, options: StaticValue | undefined): Pick<TaskRecord, 'schedule' | 'options'> {
  const zone = propertyOf(options, 'timezone');
  const text = interval && plainText(interval);
  const isPattern = text !== undefined && /^(?:[\d*/,\-?LW#A-Za-z]+\s+){4,5}[\d*/,\-?LW#A-Za-z]+$/.test(text) && /[*\d]/.test(text[0]!) && !/\b(?:second|minute|hour|day|week|month|year)s?\b/i.test(text);
  return {
    schedule: {
      ...(isPattern ? { pattern: text } : written('every', numberOrText(interval))),
      ...written('timeZone', zone && plainText(zone)),
    },
    ...optionsField(options, ['timezone']),
  };
}
