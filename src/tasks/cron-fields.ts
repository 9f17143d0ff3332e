import type { StaticValue } from '../model/static-value.js';
import type { TaskRecord } from '../model/task-record.js';
import { written } from './record-fields.js';
import { numberOrText, plainText, printStatic } from './static-text.js';
import { readTaskId } from './task-site.js';
import type { TaskExtractorInput } from './task-extractor.js';

/**
 * What a job of one process is known by: the name that it is given, else the function that it runs, else its hours. Without a name the libraries
 * count or draw one, so that nothing outside of the process can know the job.
 */
export function readCronId(
  input: Pick<TaskExtractorInput, 'evaluate'>, name: StaticValue | undefined, handler: StaticValue | undefined, pattern: StaticValue | undefined,
): Pick<TaskRecord, 'id' | 'idSource'> {
  const isNamed = name !== undefined && !(name.kind === 'literal' && (name.value === undefined || name.value === null));
  if (isNamed) return readTaskId(input, name);
  if (handler?.kind === 'reference' && !handler.local) return { id: handler.path.join('.'), idSource: 'function-name' };
  if (handler?.kind === 'function' && handler.name !== undefined) return { id: handler.name, idSource: 'function-name' };
  const hours = pattern && input.evaluate(pattern);
  // Hours that are no text, such as a date or a rule, tell two jobs apart as well as a text does.
  return hours && hours.kind !== 'literal' && hours.kind !== 'dynamic' && hours.kind !== 'reference' ? { id: printStatic(hours), idSource: hours.kind === 'object' && hours.spreads.length > 0 ? 'dynamic' : 'constant' } : readTaskId(input, pattern);
}

export function cronSchedule(pattern: StaticValue | undefined, zone: StaticValue | undefined, limit?: StaticValue): Pick<TaskRecord, 'schedule'> {
  const isZone = zone !== undefined && !(zone.kind === 'literal' && (zone.value === undefined || zone.value === null));
  return {
    schedule: {
      ...written('pattern', pattern && plainText(pattern)),
      ...written('timeZone', isZone ? plainText(zone) : undefined),
      ...written('limit', numberOrText(limit)),
    },
  };
}
