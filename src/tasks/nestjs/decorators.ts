import type { ClassSite, DecoratorUse, MemberSite } from '../../model/declaration-site.js';
import type { TaskRecord } from '../../model/task-record.js';
import { shapeFields } from '../handler-shape.js';
import { findOrigin } from '../named-origin.js';
import { locationAt } from '../task-site.js';
import type { TaskExtractorInput } from '../task-extractor.js';
import { listingsOf, type Listing } from './modules.js';

/** One decorator of a class or a member, with the package that it comes from. */
export interface NestDecorator {
  readonly specifier: string;
  /** As the package exports it. */
  readonly name: string;
  readonly use: DecoratorUse;
}

/** Decorators of packages, in the order of the source; what the project wrote itself is left out. */
export function nestDecorators(input: TaskExtractorInput, uses: readonly DecoratorUse[]): readonly NestDecorator[] {
  return uses.flatMap((use): NestDecorator[] => {
    const origin = findOrigin(input, input.model, use.path);
    if (origin?.kind !== 'package') return [];
    const name = origin.name === '*' ? origin.rest[0] : origin.name;
    return name === undefined ? [] : [{ specifier: origin.specifier, name, use }];
  });
}

/** The same of a method that takes the message itself. */
export function messageFields(member: MemberSite | undefined): Partial<TaskRecord> {
  return member?.shape ? shapeFields(member.shape) : {};
}

/** A class with the lists of modules that name it. */
export interface ClassInput {
  readonly input: TaskExtractorInput;
  readonly site: ClassSite;
  readonly decorators: readonly NestDecorator[];
  /** Of reachable modules. */
  readonly listings: readonly Listing[];
}

export function openClass(input: TaskExtractorInput, site: ClassSite): ClassInput {
  return { input, site, decorators: nestDecorators(input, site.decorators), listings: listingsOf(input, site.name ?? 'default') };
}

export type Facts = Pick<TaskRecord, 'kind' | 'id' | 'idSource'> & Partial<TaskRecord>;

/** Signature of a method that takes a job, with the type of its payload: `Job<Letter>` has `Letter`. */
export function jobFields(member: MemberSite | undefined): Partial<TaskRecord> {
  return member?.shape ? shapeFields(member.shape, { wrappers: ['Job'] }) : {};
}

/**
 * One record for each module that lists the class, because the framework makes an instance of it in each; one without `registration` where
 * none does. A message handler counts in `controllers` only, a processor in `providers` only.
 */
export function recordsOf(owner: ClassInput, facts: Facts, where: readonly Listing['list'][], member?: MemberSite, framework = 'nestjs'): TaskRecord[] {
  const { input, site } = owner;
  const name = site.name ?? 'default';
  const record: TaskRecord = {
    framework,
    decorators: [...site.decorators, ...(member?.decorators ?? [])].map(({ text }) => text),
    ...(member?.shape ? { signature: shapeFields(member.shape).signature } : {}),
    ...facts,
    registeredBy: member ? `${name}.${member.name}` : name,
    location: locationAt(input.model, (member ?? site).span.start),
  };
  const listed = owner.listings.filter(({ list }) => where.includes(list));
  return listed.length === 0 ? [record] : listed.map(() => ({ ...record, registration: 'providers' }));
}
