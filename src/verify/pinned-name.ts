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
  return addsOnly(old, now, [id, id.slice(id.lastIndexOf('.') + 1)], /^[{}(),:]$|^["']?(?:name|id|jobName|taskName)["']?$/);
}

/**
 * Whether a file has the tokens that it had, in their order, and beside them nothing but the names of tasks written out: `{ name: 'place' }`,
 * `@DBOS.className('Kitchen')`.
 */
export function addsOnlyTaskNames(old: string, now: string, ids: readonly string[]): boolean {
  return addsOnly(old, now, ids.flatMap((id) => [id, ...id.split('.')]), /^[{}(),:@.]$|^(?:name|className|[A-Za-z_$][\w$]*)$/, /^@$|^className$/);
}

/**
 * Whether the decorators of one place differ by the names of tasks only: `@Interval(60000)` and `@Interval('Kitchen.taste', 60000)`. A decorator
 * that only says what a class is called (`@DBOS.className('Kitchen')`) may be a new one.
 */
export function addsOnlyNamesToDecorators(old: readonly string[], now: readonly string[], ids: readonly string[]): boolean {
  const names = new Set(ids.flatMap((id) => id.split('.')));
  const others = now.filter((text) => old.includes(text) || !names.has(/^@[\w$]+\.className\((['"])(.*)\1\)/.exec(text)?.[2] ?? ''));
  return others.length === old.length && old.every((text, index) => addsOnlyTaskNames(text, others[index]!, ids));
}

/** `opens`: a plain word is only added after it, as the word of a decorator. */
function addsOnly(old: string, now: string, names: readonly string[], glue: RegExp, opens?: RegExp): boolean {
  const tokens = tokensOf(old);
  let at = 0;
  let previous = '';
  const isAdded = (token: string): boolean => {
    if (names.some((name) => token === `'${name}'` || token === `"${name}"`)) return true;
    if (!glue.test(token)) return false;
    return opens === undefined || /^(?:[^\w$]|name|className)$/.test(token) || opens.test(previous);
  };
  return tokensOf(now).every((token) => {
    const isOld = token === tokens[at];
    if (isOld) at++;
    const isFine = isOld || isAdded(token);
    previous = token;
    return isFine;
  }) && at === tokens.length;
}

function tokensOf(text: string): readonly string[] {
  return text.match(/'[^']*'|"[^"]*"|[\w$]+|\S/g) ?? [];
}
