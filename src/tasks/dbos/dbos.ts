import type { ClassSite, DecoratorUse, MemberSite } from '../../model/declaration-site.js';
import type { CallSite, StaticValue } from '../../model/static-value.js';
import type { TaskRecord } from '../../model/task-record.js';
import { readCallOrigin, readItem } from '../call-origin.js';
import { readFunctionValue } from '../function-value.js';
import { findOrigin } from '../named-origin.js';
import { numberOrStatic, optionsField, patternsOf, pickKeys, retryField, written } from '../record-fields.js';
import { plainText, propertyOf } from '../static-text.js';
import { locationAt, readTaskId, siteOf } from '../task-site.js';
import type { TaskExtractor, TaskExtractorInput } from '../task-extractor.js';

const sdk = '@dbos-inc/dbos-sdk';
const packages = [sdk, ...['knex', 'drizzle', 'prisma', 'typeorm', 'kysely', 'postgres', 'nodepg', 'pg'].map((name) => `@dbos-inc/${name}-datasource`)];

export const extractor: TaskExtractor = {
  framework: 'dbos',
  packages,
  methods: ['registerTransaction', 'enqueue'],
  extract: (input) => [...input.model.classes.flatMap((site) => readClass(input, site)), ...input.model.calls.flatMap((site) => readCall(input, site))],
};

type Identity = Pick<TaskRecord, 'id' | 'idSource'>;

/** A workflow is found again after a crash by the name of its class and its own name, which both come from the code unless they are given. */
function readClass(input: TaskExtractorInput, site: ClassSite): readonly TaskRecord[] {
  const given = site.decorators.find((use) => nameOfDecorator(input, use) === 'className')?.args[0];
  const className = given && readTaskId(input, given);
  return site.members.flatMap((member) => {
    const uses = member.decorators.map((use) => ({ use, name: nameOfDecorator(input, use) }));
    return uses.flatMap(({ use, name }): TaskRecord[] => {
      const kind = name === 'workflow' ? 'workflow' : name === 'step' || name === 'transaction' ? 'step' : undefined;
      if (kind === undefined) return [];
      const config = use.args[0] && input.evaluate(use.args[0]);
      const crontab = uses.find((other) => other.name === 'scheduled')?.use.args[0];
      return [
        {
          framework: 'dbos',
          kind,
          ...methodId(input, site, className, member, propertyOf(use.args[0], 'name') ?? propertyOf(config, 'name'), mayName(config)),
          ...readConfig(config, kind),
          ...readCrontab(crontab && input.evaluate(crontab)),
          decorators: member.decorators.map(({ text }) => text),
          ...written('signature', member.shape && `${member.shape.async ? 'async ' : ''}(${member.shape.parameters.join(', ')})`),
          registeredBy: `${site.name ?? 'default'}.${member.name}`,
          registration: 'decorator',
          location: locationAt(input.model, use.span.start),
        },
      ];
    });
  });
}

/** `workflow` of `@DBOS.workflow()`; the data sources have `@dataSource.transaction()`. */
function nameOfDecorator(input: TaskExtractorInput, { path }: DecoratorUse): string | undefined {
  const [owner, method] = path;
  if (owner === undefined || method === undefined || path.length !== 2) return undefined;
  const imported = input.importOf(owner);
  if (imported?.specifier === sdk && imported.imported === 'DBOS') return method;
  if (method !== 'transaction') return undefined;
  const made = input.evaluate({ kind: 'reference', path: [owner] });
  return made.kind === 'new' && packages.includes(made.callee[0] ?? '') ? method : undefined;
}

function methodId(input: TaskExtractorInput, site: ClassSite, className: Identity | undefined, member: MemberSite, name: StaticValue | undefined, isOpen: boolean): Identity {
  const owner: Identity = className ?? { id: site.name ?? '', idSource: 'class-name' };
  const own: Identity = name ? readTaskId(input, name) : { id: member.name, idSource: isOpen ? 'dynamic' : 'method-name' };
  const sources = [own.idSource, owner.idSource];
  const idSource = (['dynamic', 'method-name', 'class-name', 'constant'] as const).find((one) => sources.includes(one)) ?? 'literal';
  return { id: `${owner.id}.${own.id}`, idSource };
}

function readConfig(config: StaticValue | undefined, kind: 'workflow' | 'step'): Partial<TaskRecord> {
  const attempts = propertyOf(config, kind === 'workflow' ? 'maxRecoveryAttempts' : 'maxAttempts');
  return {
    ...retryField(attempts, kind === 'step' ? pickKeys(config, ['retriesAllowed', 'intervalSeconds', 'backoffRate']) : undefined),
    ...written('timeout', numberOrStatic(propertyOf(config, 'timeoutMS'))),
    ...optionsField(config, ['name', 'className', 'ctorOrProto', 'maxRecoveryAttempts', 'maxAttempts', 'retriesAllowed', 'intervalSeconds', 'backoffRate', 'timeoutMS']),
  };
}

function readCrontab(config: StaticValue | undefined): Partial<TaskRecord> {
  const pattern = patternsOf(propertyOf(config, 'crontab'));
  const queue = propertyOf(config, 'queueName');
  return { ...(pattern === undefined ? {} : { schedule: { pattern } }), ...written('queue', queue && plainText(queue)) };
}

function readCall(input: TaskExtractorInput, site: CallSite): readonly TaskRecord[] {
  const { path } = readCallOrigin(input, site);
  if (!packages.includes(path[0] ?? '')) return [];
  const [, owner, method] = path;
  if (owner === 'WorkflowQueue' && site.kind === 'new') return [readQueue(input, site)];
  if (method === 'registerTransaction') return [readRegistered(input, site, 'step')];
  if (owner === 'create()' || path.includes('create()')) return path.at(-1) === 'enqueue' ? [readEnqueued(input, site)] : [];
  if (owner !== 'DBOS') return [];
  switch (method) {
    case 'registerWorkflow': return [readRegistered(input, site, 'workflow')];
    case 'registerStep': case 'runStep': return [readRegistered(input, site, 'step')];
    case 'registerScheduled': return [readScheduled(input, site, site.args[0], site.args[1], 'crontab')];
    case 'createSchedule': return [readScheduled(input, site, undefined, site.args[0], 'schedule')];
    case 'applySchedules': return readSchedules(input, site);
    case 'registerQueue': return [readQueue(input, site)];
    default: return [];
  }
}

/** `DBOS.registerWorkflow(place, { name })`; version 2 had the name as the second argument. Without one it is `place.name`. */
function readRegistered(input: TaskExtractorInput, site: CallSite, kind: 'workflow' | 'step'): TaskRecord {
  const [handler, raw] = site.args;
  const config = raw && input.evaluate(raw);
  const found = readFunctionValue(input, handler);
  const given = config?.kind === 'literal' && typeof config.value === 'string' ? raw : propertyOf(raw, 'name') ?? propertyOf(config, 'name');
  const name: Identity = given ? readTaskId(input, given) : mayName(config) ? { id: `<${plainText(raw!)}>.name`, idSource: 'dynamic' } : implicitName(found.name, handler);
  const owner = propertyOf(raw, 'ctorOrProto') ?? propertyOf(config, 'ctorOrProto');
  const className = propertyOf(config, 'className') ?? owner;
  return {
    framework: 'dbos',
    kind,
    ...name,
    ...(owner && name.idSource !== 'dynamic' && name.idSource !== 'function-name' ? { idSource: 'class-name' as const } : {}),
    id: className?.kind === 'reference' ? `${classOf(input, className.path)}.${name.id}` : className ? `${plainText(className)}.${name.id}` : name.id,
    ...readConfig(config?.kind === 'literal' ? undefined : config, kind),
    decorators: [],
    ...written('signature', found.signature),
    ...siteOf(input.model, site),
  };
}

/** `Kitchen`, `Kitchen.prototype`, or what it is called where it is imported from. */
function classOf(input: TaskExtractorInput, path: readonly string[]): string {
  const origin = findOrigin(input, input.model, path);
  return origin?.kind === 'declared' ? origin.name : path.filter((part) => part !== 'prototype').join('.');
}

/** Options that come from where nobody can look may have a name among them. */
function mayName(config: StaticValue | undefined): boolean {
  if (config === undefined || (config.kind === 'literal' && (config.value === undefined || config.value === null))) return false;
  return config.kind !== 'object' || config.spreads.length > 0;
}

function implicitName(name: string | undefined, handler: StaticValue | undefined): Identity {
  return name === undefined ? { id: handler ? `<${plainText(handler)}>.name` : '', idSource: 'dynamic' } : { id: name, idSource: 'function-name' };
}

function readQueue(input: TaskExtractorInput, site: CallSite): TaskRecord {
  const options = site.args[1] && input.evaluate(site.args[1]);
  const limits = options?.kind === 'literal' ? options : propertyOf(options, 'globalConcurrency') ?? propertyOf(options, 'concurrency');
  const taken = propertyOf(options, 'globalConcurrency') ? ['globalConcurrency'] : ['concurrency'];
  return {
    framework: 'dbos', kind: 'queue', ...readTaskId(input, site.args[0]), ...written('concurrency', numberOrStatic(limits)),
    ...optionsField(options?.kind === 'literal' ? undefined : options, taken), decorators: [], ...siteOf(input.model, site),
  };
}

/** Schedules are kept by the database under a name; what they start is a function. */
function readScheduled(input: TaskExtractorInput, site: CallSite, handler: StaticValue | undefined, raw: StaticValue | undefined, key: 'crontab' | 'schedule'): TaskRecord {
  const config = raw && input.evaluate(raw);
  const named = propertyOf(raw, 'scheduleName') ?? propertyOf(config, 'scheduleName');
  const started = handler ?? propertyOf(raw, 'workflowFn');
  const workflow = registeredName(input, started);
  const pattern = patternsOf(propertyOf(config, key));
  return {
    framework: 'dbos',
    kind: 'schedule',
    ...(named ? readTaskId(input, named) : implicitName(workflow, started)),
    schedule: written('pattern', pattern),
    ...optionsField(config, ['scheduleName', 'workflowFn', key], { workflow: { kind: 'literal', value: workflow ?? (started && plainText(started)) } }),
    decorators: [],
    ...siteOf(input.model, site),
  };
}

/** What a variable that holds a registered workflow is registered as. */
function registeredName(input: TaskExtractorInput, started: StaticValue | undefined): string | undefined {
  const item = started && readItem(input, input.model, started);
  const made = item && item.kind !== 'unknown' ? item.value : undefined;
  if (made?.kind !== 'call' || made.callee.at(-1) !== 'registerWorkflow') return readFunctionValue(input, started).name;
  const name = propertyOf(made.args[1], 'name');
  const [handler] = made.args;
  return name ? plainText(name) : handler?.kind === 'function' ? handler.name ?? '' : handler && plainText(handler).split('.').at(-1);
}

function readSchedules(input: TaskExtractorInput, site: CallSite): readonly TaskRecord[] {
  const list = site.args[0]?.kind === 'array' ? site.args[0] : site.args[0] && input.evaluate(site.args[0]);
  return list?.kind === 'array' ? list.items.map((item) => readScheduled(input, site, undefined, item, 'schedule')) : [readScheduled(input, site, undefined, list, 'schedule')];
}

/** `client.enqueue({ workflowName, queueName }, ...)` of another process, which knows the names only. */
function readEnqueued(input: TaskExtractorInput, site: CallSite): TaskRecord {
  const [raw] = site.args;
  const options = raw && input.evaluate(raw);
  const name = readTaskId(input, propertyOf(raw, 'workflowName') ?? propertyOf(options, 'workflowName'));
  const className = propertyOf(options, 'workflowClassName');
  const queue = propertyOf(options, 'queueName');
  return {
    framework: 'dbos', kind: 'job', ...name, id: className ? `${plainText(className)}.${name.id}` : name.id, ...written('queue', queue && plainText(queue)),
    ...written('priority', numberOrStatic(propertyOf(options, 'priority'))), ...optionsField(options, ['workflowName', 'workflowClassName', 'queueName', 'priority']),
    decorators: [], ...siteOf(input.model, site),
  };
}
