import type { MemberSite } from '../../model/declaration-site.js';
import type { StaticValue } from '../../model/static-value.js';
import type { TaskRecord } from '../../model/task-record.js';
import { optionsField, written } from '../record-fields.js';
import { numberOrText, plainText, propertyOf } from '../static-text.js';
import { readTaskId } from '../task-site.js';
import type { TaskExtractorInput } from '../task-extractor.js';
import { nestDecorators, recordsOf, type ClassInput, type Facts, type NestDecorator } from './decorators.js';

const schedulers = new Set(['Cron', 'Interval', 'Timeout']);

/** `@Cron()`, `@Interval()` and `@Timeout()` of `@nestjs/schedule` 12. */
export function readSchedules(owner: ClassInput): readonly TaskRecord[] {
  return owner.site.members.flatMap((member) => {
    // All of them write the same metadata and the topmost is applied last: of two on one method only that one fires.
    const found = nestDecorators(owner.input, member.decorators).find(({ specifier, name }) => specifier === '@nestjs/schedule' && schedulers.has(name));
    return found && !member.static ? recordsOf(owner, readSchedule(owner, member, found), ['providers', 'controllers'], member) : [];
  });
}

function readSchedule({ input, site }: ClassInput, member: MemberSite, { name, use }: NestDecorator): Facts {
  const [first, second] = use.args;
  // The name that the framework gives by itself is random.
  const implicit = { id: `${site.name ?? 'default'}.${member.name}`, idSource: 'method-name' as const };
  if (name === 'Cron') {
    const options = second && input.evaluate(second);
    const given = propertyOf(options, 'name');
    const zone = propertyOf(options, 'timeZone');
    return {
      kind: 'schedule',
      ...(isGiven(given) ? readName(input, second, given) : implicit),
      schedule: { ...written('pattern', first && plainText(canonical(input, input.evaluate(first)))), ...written('timeZone', zone && plainText(zone)) },
      ...optionsField(options, ['name', 'timeZone']),
    };
  }
  const named = second !== undefined;
  const period = numberOrText(named ? input.evaluate(second) : first && input.evaluate(first));
  return {
    kind: 'schedule',
    ...(named ? readTaskId(input, first) : implicit),
    schedule: { ...written('every', period), ...(name === 'Timeout' ? { limit: 1 } : {}) },
  };
}

function readName(input: TaskExtractorInput, options: StaticValue | undefined, given: StaticValue): Pick<TaskRecord, 'id' | 'idSource'> {
  const written = propertyOf(options, 'name');
  const name = readTaskId(input, written ?? given);
  return written === undefined && name.idSource === 'literal' ? { ...name, idSource: 'constant' } : name;
}

function isGiven(value: StaticValue | undefined): value is StaticValue {
  return value !== undefined && !(value.kind === 'literal' && value.value === undefined);
}

/** `Expr.EVERY_HOUR` is `CronExpression.EVERY_HOUR` whatever the file calls it. */
function canonical({ importOf }: TaskExtractorInput, value: StaticValue): StaticValue {
  if (value.kind !== 'reference') return value;
  const imported = importOf(value.path[0]!);
  return imported && imported.imported !== '*' ? { kind: 'reference', path: [imported.imported, ...value.path.slice(1)] } : value;
}
