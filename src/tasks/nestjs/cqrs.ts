import type { StaticValue } from '../../model/static-value.js';
import type { TaskRecord } from '../../model/task-record.js';
import { spanContains } from '../../text/span.js';
import { optionsField } from '../record-fields.js';
import { plainText } from '../static-text.js';
import { messageFields, nestDecorators, recordsOf, type ClassInput } from './decorators.js';

/** Handlers of commands, queries and events, and sagas, of `@nestjs/cqrs` 12. The id is the class of what is handled. */
export function readCqrs(owner: ClassInput): readonly TaskRecord[] {
  const { input, site, decorators } = owner;
  const handlers = decorators.flatMap(({ specifier, name, use }): readonly TaskRecord[] => {
    if (specifier !== '@nestjs/cqrs') return [];
    const execute = site.members.find((member) => member.name === (name === 'EventsHandler' ? 'handle' : 'execute'));
    if (name === 'CommandHandler' || name === 'QueryHandler') {
      const [message, options] = use.args;
      return recordsOf(owner, { kind: 'handler', ...readClassId(message), ...optionsField(options && input.evaluate(options), []), ...messageFields(execute) }, ['providers']);
    }
    if (name !== 'EventsHandler') return [];
    const events = use.args.filter((argument) => argument.kind !== 'object');
    return events.flatMap((event) => recordsOf(owner, { kind: 'listener', ...readClassId(event), ...messageFields(execute) }, ['providers']));
  });
  return [...handlers, ...readSagas(owner)];
}

/** The framework knows a command by its class: the name is the last part of the path, wherever it is imported from. */
function readClassId(value: StaticValue | undefined): Pick<TaskRecord, 'id' | 'idSource'> {
  if (value?.kind !== 'reference') return { id: value ? plainText(value) : '', idSource: 'dynamic' };
  return { id: value.path.at(-1)!, idSource: 'class-name' };
}

/** `@Saga() bill = (events$) => events$.pipe(ofType(DishServed))` */
function readSagas(owner: ClassInput): readonly TaskRecord[] {
  const { input, site } = owner;
  return site.members.flatMap((member) => {
    const isSaga = nestDecorators(input, member.decorators).some(({ specifier, name }) => specifier === '@nestjs/cqrs' && name === 'Saga');
    if (!isSaga) return [];
    const events = input.model.calls.filter(({ callee, span }) => callee.at(-1) === 'ofType' && spanContains(member.span, span)).flatMap(({ args }) => args);
    const options = optionsField(undefined, [], { ofType: events.length > 0 ? { kind: 'array', items: events } : undefined });
    return recordsOf(owner, { kind: 'listener', id: `${site.name ?? 'default'}.${member.name}`, idSource: 'method-name', ...options }, ['providers'], member);
  });
}
