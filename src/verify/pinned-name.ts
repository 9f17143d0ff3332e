import type { IdSource, TaskRecord } from '../model/task-record.js';
import { taskFields } from './task-key.js';

const explicit: readonly IdSource[] = ['literal', 'constant'];

/**
 * The id that was read from a name or a path is written out now, and is the same: nothing changed for the framework. Beyond `idSource` only
 * the place where the name was written may differ, and only by that name: `@Cron('0 9 * * 1')` and `@Cron('0 9 * * 1', { name: 'Mail.digest' })`.
 */
export function isNamePinned(task: TaskRecord, other: TaskRecord): boolean {
  if (task.idSource === 'dynamic' || explicit.includes(task.idSource) || !explicit.includes(other.idSource)) return false;
  return taskFields.every((field) => {
    const [old, now] = [JSON.stringify(task[field]), JSON.stringify(other[field])];
    if (field === 'idSource' || old === now) return true;
    if (field === 'decorators') {
      return task.decorators.length === other.decorators.length && task.decorators.every((text, index) => addsOnlyName(text, other.decorators[index]!, task.id));
    }
    return field === 'options' && addsOnlyName(task.options ?? '', other.options ?? '', task.id);
  });
}

/** Whether the old tokens stand in the new text in their order and the others spell the name. */
function addsOnlyName(old: string, now: string, id: string): boolean {
  const tokens = tokensOf(old);
  let at = 0;
  return tokensOf(now).every((token) => {
    if (token === tokens[at]) {
      at++;
      return true;
    }
    return /^[{}(),:]$/.test(token) || /^["']?(?:name|id|jobName|taskName)["']?$/.test(token) || token === `'${id}'` || token === `"${id}"`;
  }) && at === tokens.length;
}

function tokensOf(text: string): readonly string[] {
  return text.match(/'[^']*'|"[^"]*"|[\w$]+|\S/g) ?? [];
}
