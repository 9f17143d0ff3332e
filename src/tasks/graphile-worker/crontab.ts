import type { StaticValue } from '../../model/static-value.js';
import type { TaskRecord } from '../../model/task-record.js';
import { optionsField, retryField, written } from '../record-fields.js';
import { numberOrText, plainText, propertyOf } from '../static-text.js';
import { readTaskId } from '../task-site.js';
import type { TaskExtractorInput } from '../task-extractor.js';

export type ScheduleFacts = Pick<TaskRecord, 'id' | 'idSource' | 'queue' | 'priority' | 'retry' | 'schedule' | 'options'>;

/** `0 9 * * 1 digest ?max=3&queue=mail {"weekly":true}`: five parts of time, the task, options as of a URL, a payload. `line` is 1-based. */
export function readCrontab(text: string): readonly (ScheduleFacts & { readonly line: number })[] {
  return text.split(/\r?\n/).flatMap((raw, index) => {
    const [, pattern, id, query, payload] = /^\s*((?:[0-9*/,-]+\s+){4}[0-9*/,-]+)\s+([_a-zA-Z][_a-zA-Z0-9:/-]*)(?:\s+\?(\S+))?(?:\s+(\{.*\}))?\s*$/.exec(raw) ?? [];
    if (pattern === undefined || id === undefined) return [];
    const options = new Map((query ?? '').split('&').filter(Boolean).map((pair): [string, string] => [decoded(pair.split('=')[0]!), decoded(pair.slice(pair.indexOf('=') + 1))]));
    const numberOf = (key: string): number | undefined => (options.has(key) ? Number(options.get(key)) : undefined);
    const rest = [...options].filter(([key]) => !['max', 'queue', 'priority'].includes(key)).map(([key, value]) => ({ key, value: { kind: 'literal' as const, value } }));
    const entries = [...rest, ...(payload === undefined ? [] : [{ key: 'payload', value: { kind: 'literal' as const, value: payload } }])];
    return [{
      line: index + 1, id, idSource: 'literal' as const, ...written('queue', options.get('queue')), ...written('priority', numberOf('priority')),
      ...(options.has('max') ? { retry: { attempts: numberOf('max')! } } : {}),
      schedule: { pattern: pattern.replace(/\s+/g, ' ') }, ...optionsField({ kind: 'object', entries, spreads: [] }, []),
    }];
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '));
  } catch {
    return text;
  }
}

/** `parseCronItems([{ task, match, options, payload, identifier }])` */
export function readCronItem(input: TaskExtractorInput, raw: StaticValue, item: StaticValue): ScheduleFacts {
  const options = propertyOf(item, 'options');
  const match = propertyOf(item, 'match') ?? propertyOf(item, 'pattern');
  const [queue, payload, identifier] = [propertyOf(options, 'queueName'), propertyOf(item, 'payload'), propertyOf(item, 'identifier')];
  return {
    ...readTaskId(input, item.kind === 'object' ? propertyOf(raw, 'task') ?? propertyOf(item, 'task') : item),
    ...written('queue', queue && plainText(queue)),
    ...written('priority', numberOrText(propertyOf(options, 'priority'))),
    ...retryField(propertyOf(options, 'maxAttempts'), undefined),
    schedule: { ...written('pattern', match && plainText(match)) },
    ...optionsField(options, ['queueName', 'priority', 'maxAttempts'], { ...(payload ? { payload } : {}), ...(identifier ? { identifier } : {}) }),
  };
}

