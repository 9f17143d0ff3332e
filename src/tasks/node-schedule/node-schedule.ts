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
  framework: 'node-schedule',
  packages: ['node-schedule'],
  methods: [],
  extract: (input) => input.model.calls.flatMap((site) => readCall(input, site)),
};

/** `scheduleJob(name, rule, handler)`, the name being optional; `new Job(name, handler)` has its rule from `schedule()`. */
function readCall(input: TaskExtractorInput, site: CallSite): TaskRecord[] {
  const called = exportedNameOf(input.model, extractor.packages, site.callee);
  if (site.kind === 'new' ? called !== 'Job' : called !== 'scheduleJob') return [];
  const [name, rule, handler] = called === 'Job' ? readJob(input, site) : site.args.length > 2 ? site.args : [undefined, ...site.args];
  const { pattern, zone, rest } = readRule(input, rule);
  return [{
    framework: 'node-schedule', kind: 'schedule', ...readCronId(input, name, handler, pattern ?? rule), ...cronSchedule(pattern, zone), ...optionsField(rest, []),
    ...written('signature', readHandlerFields(input, handler).signature),
    decorators: [], registration: 'call', ...siteOf(input.model, site),
  }];
}

function readJob(input: TaskExtractorInput, site: CallSite): readonly (StaticValue | undefined)[] {
  const [first, second] = site.args;
  const rule = input.model.calls.find(({ callee }) => site.assignedTo !== undefined && callee.join('.') === `${site.assignedTo}.schedule`)?.args[0];
  return first?.kind === 'function' || second === undefined ? [undefined, rule, first] : [first, rule, second];
}

interface Rule {
  readonly pattern?: StaticValue;
  readonly zone?: StaticValue;
  readonly rest?: StaticValue;
}

/** A cron pattern, a date, `{ start, end, rule, tz }`, `{ hour: 14, minute: 30 }`, or a RecurrenceRule. */
function readRule(input: TaskExtractorInput, raw: StaticValue | undefined): Rule {
  const value = raw && input.evaluate(raw);
  const zone = propertyOf(value, 'tz');
  const common = zone ? { zone } : {};
  if (value?.kind === 'object') {
    const pattern = propertyOf(value, 'rule');
    const rest = { ...value, entries: value.entries.filter(({ key }) => key !== 'tz' && key !== 'rule') };
    return pattern ? { pattern, rest, ...common } : { pattern: rest, ...common };
  }
  if (value?.kind === 'new' && value.callee.at(-1) === 'RecurrenceRule') return { pattern: readRecurrence(input, raw!, value.args), ...common };
  return value ? { pattern: value } : {};
}

const parts: readonly string[] = ['year', 'month', 'date', 'dayOfWeek', 'hour', 'minute', 'second', 'tz'];

/** `const rule = new RecurrenceRule(); rule.hour = 5;`: the hours are assigned after the rule is made, and are told as they are written. */
function readRecurrence({ model }: TaskExtractorInput, raw: StaticValue, args: readonly StaticValue[]): StaticValue {
  const given = args.flatMap((value, index) => (parts[index] === undefined ? [] : [{ key: parts[index]!, value }]));
  const name = raw.kind === 'reference' ? raw.path.join('.') : undefined;
  const pattern = name === undefined ? undefined : new RegExp(`(?<![\\w$.])${name.replace(/[.$]/g, '\\$&')}\\.(${parts.join('|')})\\s*=\\s*(?!=)([^;\\n]+)`, 'g');
  const assigned = pattern ? [...model.source.text.matchAll(pattern)].map(([, key, text]) => ({ key: key!, value: { kind: 'dynamic' as const, text: text!.trim() } })) : [];
  return { kind: 'object', entries: [...given, ...assigned], spreads: [] };
}
