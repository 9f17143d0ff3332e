import type { ClassSite, DecoratorUse, MemberSite } from '../../model/declaration-site.js';
import type { ModuleModel } from '../../model/module-model.js';
import type { Project } from '../../model/project.js';
import type { StaticValue } from '../../model/static-value.js';
import type { TaskRecord } from '../../model/task-record.js';
import { shapeFields } from '../handler-shape.js';
import { inputOf } from '../listed-names.js';
import { findOrigin } from '../named-origin.js';
import { optionsField } from '../record-fields.js';
import { propertyOf } from '../static-text.js';
import { exportedNameOf } from '../task-object.js';
import { locationAt, readTaskId } from '../task-site.js';
import type { TaskExtractorInput } from '../task-extractor.js';
import { readDefineOptions, readInterval } from './options.js';

/**
 * Methods with `@Define()` or `@Every('1 hour')` in a class with `@JobsController({ namespace })`: the id is the namespace, a dot, and the name in
 * the options or else of the method. The class registers nothing: `registerJobs(agenda, [new MailJobs()])` does.
 */
export function readControllers(input: TaskExtractorInput, packages: readonly string[]): TaskRecord[] {
  return input.model.classes.flatMap((site) => {
    const controller = site.decorators.find((one) => exportedNameOf(input.model, packages, one.path) === 'JobsController');
    if (!controller) return [];
    const isListed = site.name !== undefined && listedClasses(input, packages).has(`${input.model.source.path}#${site.name}`);
    return site.members.flatMap((member) => readMember(input, packages, site, controller, member, isListed));
  });
}

function readMember(input: TaskExtractorInput, packages: readonly string[], site: ClassSite, controller: DecoratorUse, member: MemberSite, isListed: boolean): TaskRecord[] {
  // Decorators are applied from the last to the first, and each replaces what an earlier one said of the method.
  const decorator = member.decorators.find((one) => /^(?:Define|Every)$/.test(exportedNameOf(input.model, packages, one.path) ?? ''));
  if (!decorator) return [];
  const isEvery = exportedNameOf(input.model, packages, decorator.path) === 'Every';
  const options = decorator.args[isEvery ? 1 : 0];
  const known = options && input.evaluate(options);
  const common = {
    framework: 'agenda',
    ...readId(input, propertyOf(controller.args[0] && input.evaluate(controller.args[0]), 'namespace'), known, member),
    decorators: [...site.decorators, ...member.decorators].map(({ text }) => text),
    registeredBy: `${site.name ?? 'default'}.${member.name}`,
    registration: isListed ? 'list' as const : 'decorator' as const,
    location: locationAt(input.model, decorator.span.start),
  };
  const defined = readDefineOptions(known);
  const shape = member.shape ? shapeFields(member.shape, { wrappers: ['Job'] }) : {};
  const task: TaskRecord = { ...common, kind: 'task', ...defined, ...shape };
  if (!isEvery) return [task];
  const { schedule } = readInterval(decorator.args[0] && input.evaluate(decorator.args[0]), known);
  const skip = propertyOf(known, 'skipImmediate');
  return [task, { ...common, kind: 'schedule', ...(schedule ? { schedule } : {}), ...optionsField(undefined, [], skip ? { skipImmediate: skip } : {}) }];
}

function readId(input: TaskExtractorInput, namespace: StaticValue | undefined, options: StaticValue | undefined, member: MemberSite): Pick<TaskRecord, 'id' | 'idSource'> {
  const written = propertyOf(options, 'name');
  const name = written ? readTaskId(input, written) : { id: member.name, idSource: 'method-name' as const };
  if (namespace === undefined) return name;
  const prefix = readTaskId(input, namespace);
  return { id: `${prefix.id}.${name.id}`, idSource: prefix.idSource === 'dynamic' ? 'dynamic' : name.idSource };
}

const listed = new WeakMap<Project, ReadonlySet<string>>();

/** `file#name` of the classes whose instances any `registerJobs` of the project is given. */
function listedClasses(input: TaskExtractorInput, packages: readonly string[]): ReadonlySet<string> {
  const known = listed.get(input.project);
  if (known) return known;
  const names = new Set<string>();
  for (const [file, { imports }] of input.project.scanned) {
    if (!imports.some(({ specifier }) => packages.includes(specifier))) continue;
    const model = input.read(file);
    for (const { callee, args } of model.calls) {
      if (exportedNameOf(model, packages, callee) === 'registerJobs' && args[1]) addClasses(inputOf(input, model), model, args[1], names, 0);
    }
  }
  listed.set(input.project, names);
  return names;
}

/** `new MailJobs(mailer)`, a constant that holds one, `container.get(MailJobs)`: every class that the item names counts. */
function addClasses(input: TaskExtractorInput, model: ModuleModel, value: StaticValue, names: Set<string>, depth: number): void {
  if (depth > 8) return;
  const each = (values: readonly StaticValue[]) => values.forEach((one) => addClasses(input, model, one, names, depth + 1));
  if (value.kind === 'array') return each(value.items);
  if (value.kind === 'spread') return each([value.value]);
  if (value.kind !== 'new' && value.kind !== 'call' && value.kind !== 'reference') return;
  if (value.kind !== 'reference') each(value.args);
  const origin = findOrigin(input, model, value.kind === 'reference' ? value.path : value.callee);
  if (origin?.kind !== 'declared') return;
  if (origin.model.classes.some(({ name }) => name === origin.name)) names.add(`${origin.model.source.path}#${origin.name}`);
  const held = origin.model.constants.get(origin.name);
  if (held) addClasses(inputOf(input, origin.model), origin.model, held, names, depth + 1);
}
