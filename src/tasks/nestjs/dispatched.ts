import { compareText } from '../../diagnostic/sort.js';
import type { Project } from '../../model/project.js';
import type { StaticValue } from '../../model/static-value.js';
import type { TaskRecord } from '../../model/task-record.js';
import { findOrigin } from '../named-origin.js';
import { siteOf } from '../task-site.js';
import type { TaskExtractorInput } from '../task-extractor.js';

/** Classes that some handler of the project handles. */
interface Handled {
  readonly names: ReadonlySet<string>;
  /** `file#name` */
  readonly keys: ReadonlySet<string>;
}

const known = new WeakMap<Project, Handled>();
const busMethods = new Set(['execute', 'publish', 'publishAll', 'apply']);
const handlerDecorators = new Set(['CommandHandler', 'QueryHandler', 'EventsHandler']);

/**
 * `this.commandBus.execute(new BakeBread())`: what the application sends to a handler. The framework compares classes and not names: of a
 * command class that was copied, one copy has a handler and the other has none.
 */
export function readDispatched(input: TaskExtractorInput): readonly TaskRecord[] {
  if (!input.model.imports.some(({ specifier }) => specifier === '@nestjs/cqrs')) return [];
  const handled = findHandled(input);
  return input.model.calls.flatMap((site) => {
    if (site.kind !== 'call' || site.callee.length < 2 || !busMethods.has(site.callee.at(-1)!)) return [];
    return messagesIn(site.args[0]).flatMap((path): TaskRecord[] => {
      const origin = findOrigin(input, input.model, path);
      if (origin?.kind !== 'declared' || !handled.names.has(origin.name)) return [];
      const isHandled = handled.keys.has(`${origin.model.source.path}#${origin.name}`);
      const id = isHandled ? origin.name : `${origin.name} (not the class that is handled)`;
      return [{ framework: 'nestjs', kind: 'job', id, idSource: 'class-name', decorators: [], ...siteOf(input.model, site) }];
    });
  });
}

function messagesIn(value: StaticValue | undefined): readonly (readonly string[])[] {
  if (value?.kind === 'new') return [value.callee];
  return value?.kind === 'array' ? value.items.flatMap(messagesIn) : [];
}

function findHandled(input: TaskExtractorInput): Handled {
  const remembered = known.get(input.project);
  if (remembered) return remembered;
  const files = [...input.project.scanned]
    .filter(([, { imports }]) => imports.some(({ specifier, kind }) => specifier === '@nestjs/cqrs' && kind !== 'type'))
    .map(([file]) => file)
    .sort(compareText);
  const classes = files.flatMap((file) => {
    const model = input.read(file);
    return model.classes
      .flatMap(({ decorators }) => decorators)
      .filter(({ path }) => {
        const origin = findOrigin(input, model, path);
        return origin?.kind === 'package' && origin.specifier === '@nestjs/cqrs' && handlerDecorators.has(origin.name === '*' ? origin.rest[0] ?? '' : origin.name);
      })
      .flatMap(({ args }) => args.flatMap((argument) => (argument.kind === 'reference' ? findOrigin(input, model, argument.path) ?? [] : [])));
  });
  const declared = classes.flatMap((origin) => (origin.kind === 'declared' ? [origin] : []));
  const handled = { names: new Set(declared.map(({ name }) => name)), keys: new Set(declared.map(({ model, name }) => `${model.source.path}#${name}`)) };
  known.set(input.project, handled);
  return handled;
}
