import type { MemberSite } from '../../model/declaration-site.js';
import type { StaticValue } from '../../model/static-value.js';
import type { TaskRecord } from '../../model/task-record.js';
import { optionsField } from '../record-fields.js';
import { plainText, printStatic } from '../static-text.js';
import { readTaskId } from '../task-site.js';
import type { TaskExtractorInput } from '../task-extractor.js';
import { nestDecorators, recordsOf, type ClassInput, type NestDecorator } from './decorators.js';

const grpc = new Set(['GrpcMethod', 'GrpcStreamMethod', 'GrpcStreamCall']);

/** Message and event patterns of `@nestjs/microservices` 12. Only controllers are searched for them. */
export function readMessages(owner: ClassInput): readonly TaskRecord[] {
  return owner.site.members.flatMap((member) =>
    nestDecorators(owner.input, member.decorators)
      .filter(({ specifier }) => specifier === '@nestjs/microservices')
      // Two patterns on one method write the same metadata: the topmost is applied last.
      .filter(({ name }) => name === 'MessagePattern' || name === 'EventPattern' || grpc.has(name))
      .slice(0, 1)
      .flatMap((found) => (grpc.has(found.name) ? readGrpc(owner, member, found) : readPattern(owner, member, found))),
  );
}

function readPattern(owner: ClassInput, member: MemberSite, { name, use }: NestDecorator): readonly TaskRecord[] {
  const { input } = owner;
  const [pattern, second, third] = use.args;
  const kind = name === 'MessagePattern' ? 'handler' : 'listener';
  // `(pattern, transport)`, `(pattern, extras)` or `(pattern, transport, extras)`
  const next = second && input.evaluate(second);
  const [transport, extras] = third === undefined && next?.kind === 'object' ? [undefined, next] : [next, third && input.evaluate(third)];
  const options = optionsField(undefined, [], { transport, extras });
  return patternsIn(input, pattern).flatMap((one) => recordsOf(owner, { kind, ...readPatternId(input, one), ...options }, ['controllers'], member));
}

function patternsIn({ evaluate }: TaskExtractorInput, pattern: StaticValue | undefined): readonly (StaticValue | undefined)[] {
  if (pattern?.kind === 'array' && !pattern.items.some(({ kind }) => kind === 'spread')) return pattern.items;
  const value = pattern && evaluate(pattern);
  return value?.kind === 'array' ? value.items : [pattern];
}

/** A pattern that is an object is known by its text with sorted keys, as the framework's `transformPatternToRoute` makes it. */
function readPatternId(input: TaskExtractorInput, raw: StaticValue | undefined): Pick<TaskRecord, 'id' | 'idSource'> {
  const value = raw && input.evaluate(raw);
  if (value?.kind !== 'object') return readTaskId(input, raw);
  const isStatic = value.spreads.length === 0 && value.entries.every((entry) => isPlain(entry.value));
  return { id: printStatic(value), idSource: isStatic ? (raw?.kind === 'object' ? 'literal' : 'constant') : 'dynamic' };
}

function isPlain(value: StaticValue): boolean {
  if (value.kind === 'object') return value.spreads.length === 0 && value.entries.every((entry) => isPlain(entry.value));
  return value.kind === 'literal';
}

/** `@GrpcMethod('Kitchen', 'Bake')`: the service is the class and the method its own name with a capital, where none is given. */
function readGrpc(owner: ClassInput, member: MemberSite, { name, use }: NestDecorator): readonly TaskRecord[] {
  const { input, site } = owner;
  const [service, method] = use.args.map(input.evaluate);
  const serviceName = service ? plainText(service) : site.name ?? 'default';
  const methodName = method ? plainText(method) : member.name.charAt(0).toUpperCase() + member.name.slice(1);
  const isDynamic = [service, method].some((value) => value !== undefined && value.kind !== 'literal');
  const idSource = isDynamic ? 'dynamic' : service === undefined ? 'class-name' : method === undefined ? 'method-name' : 'literal';
  return recordsOf(owner, { kind: 'handler', id: `${serviceName}/${methodName}`, idSource, options: JSON.stringify({ transport: name }) }, ['controllers'], member);
}

/** `@OnEvent('order.created', options)`; one listener for each event of a list, and for each decorator of the method. */
export function readListeners(owner: ClassInput): readonly TaskRecord[] {
  const { input, site } = owner;
  return site.members.flatMap((member) =>
    nestDecorators(input, member.decorators)
      .filter(({ specifier, name }) => specifier === '@nestjs/event-emitter' && name === 'OnEvent')
      .flatMap(({ use: { args: [event, options] } }) =>
        patternsIn(input, event).flatMap((one) =>
          recordsOf(owner, { kind: 'listener', ...readTaskId(input, one), ...optionsField(options && input.evaluate(options), []) }, ['providers', 'controllers'], member))),
  );
}
