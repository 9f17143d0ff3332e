import type { ModuleModel } from '../model/module-model.js';
import type { CallSite, StaticValue } from '../model/static-value.js';
import type { TaskRecord } from '../model/task-record.js';
import { spanContains } from '../text/span.js';
import { isEmptyObject, numberOrText, plainText, printStatic, withoutKeys } from './static-text.js';

/** A number as it is, anything else as canonical text: `{"limit":5}`; nothing for what is not there. */
export function numberOrStatic(value: StaticValue | undefined): number | string | undefined {
  if (value === undefined || (value.kind === 'literal' && (value.value === undefined || value.value === null))) return undefined;
  return value.kind === 'literal' ? numberOrText(value) : printStatic(value);
}

/** `retry`, with nothing in it that is not written. */
export function retryField(attempts: StaticValue | undefined, backoff: StaticValue | undefined): Pick<TaskRecord, 'retry'> {
  const tries = numberOrStatic(attempts);
  const isWritten = backoff !== undefined && !isEmptyObject(backoff);
  if (tries === undefined && !isWritten) return {};
  return { retry: { ...(tries === undefined ? {} : { attempts: tries }), ...(isWritten ? { backoff: printStatic(backoff) } : {}) } };
}

/** Those of the named properties that are written, as an object. */
export function pickKeys(value: StaticValue | undefined, keys: readonly string[]): StaticValue {
  const entries = value?.kind === 'object' ? value.entries.filter(({ key }) => keys.includes(key)) : [];
  return { kind: 'object', entries, spreads: [] };
}

/** What is left of an object of options when the fields of the record are taken out of it. */
export function optionsField(
  options: StaticValue | undefined, taken: readonly string[], extra: Readonly<Record<string, StaticValue | undefined>> = {},
): Pick<TaskRecord, 'options'> {
  const added = Object.entries(extra).flatMap(([key, value]) => (value && !isEmptyObject(value) ? [{ key, value }] : []));
  const rest = withoutKeys(options, taken);
  const whole: StaticValue = rest === undefined || rest.kind === 'object'
    ? { kind: 'object', entries: [...(rest?.entries ?? []), ...added], spreads: rest?.spreads ?? [] }
    : { kind: 'object', entries: added, spreads: [rest] };
  return isEmptyObject(whole) ? {} : { options: printStatic(whole) };
}

/** The fields of a record that are only there when there is something to say. */
export function written<Key extends string, Value>(key: Key, value: Value | undefined): { readonly [name in Key]?: Value } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [name in Key]?: Value };
}

/** One pattern, or several with commas between them in the order of the source. */
export function patternsOf(value: StaticValue | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (value.kind === 'array') return value.items.map(plainText).join(', ') || undefined;
  return plainText(value);
}

/** The text after the colon of a parameter: `({ data }: Job<Mail>, ctx)` has `Job<Mail>` first. */
export function parameterType(parameter: string | undefined): string | undefined {
  if (parameter === undefined) return undefined;
  let depth = 0;
  for (let at = 0; at < parameter.length; at++) {
    const character = parameter[at]!;
    if ('{[('.includes(character)) depth++;
    else if ('}])'.includes(character)) depth--;
    else if (character === '=' && depth === 0) return undefined;
    else if (character === ':' && depth === 0) return parameter.slice(at + 1).replace(/\s*=(?!>).*$/, '').trim();
  }
  return undefined;
}

/** The plain name of a parameter: `ctx` of `ctx: restate.Context`; undefined for a pattern. */
export function parameterName(parameter: string | undefined): string | undefined {
  return /^([\w$]+)\s*(?:[?:=]|$)/.exec(parameter ?? '')?.[1];
}

/** Calls that stand within a call, or in the function of this file that one of its arguments names. */
export function callsInside(model: ModuleModel, site: CallSite, names: readonly (string | undefined)[] = []): readonly CallSite[] {
  return model.calls.filter((call) => call !== site && (spanContains(site.span, call.span) || (call.within !== undefined && names.includes(call.within) && call.statement !== site.statement)));
}

