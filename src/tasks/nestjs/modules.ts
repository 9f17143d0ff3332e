import { compareText } from '../../diagnostic/sort.js';
import type { FilePath } from '../../host/path.js';
import type { ClassSite } from '../../model/declaration-site.js';
import type { ModuleModel } from '../../model/module-model.js';
import type { Project } from '../../model/project.js';
import { sliceSpan } from '../../text/span.js';
import type { EvaluationScope } from '../evaluate.js';
import { findOrigin, type Origin } from '../named-origin.js';
import type { TaskExtractorInput } from '../task-extractor.js';
import { propertyOf } from '../static-text.js';
import { readItems, resolveValue, type ListItem } from './lists.js';

/** A module that names a class. */
export interface Listing {
  readonly module: string;
  readonly list: 'providers' | 'controllers';
}

interface NestModule {
  readonly key: string;
  readonly name: string;
  readonly imports: readonly string[];
  /** Keys of the classes in each list. */
  readonly lists: Readonly<Record<Listing['list'], readonly string[]>>;
  /** Something in `imports` can only be told at run time. */
  readonly isOpen: boolean;
}

interface ModuleGraph {
  readonly listings: ReadonlyMap<string, readonly Listing[]>;
  readonly reachable: ReadonlySet<string>;
}

const known = new WeakMap<Project, ModuleGraph>();

/** Lists of reachable modules that name a class of the file, or a class that extends it. */
export function listingsOf(input: TaskExtractorInput, className: string): readonly Listing[] {
  return graphOf(input).listings.get(keyOf(input.model, className)) ?? [];
}

/** Whether the class is a module that the application loads. */
export function isReachableModule(input: TaskExtractorInput, className: string): boolean {
  return graphOf(input).reachable.has(keyOf(input.model, className));
}

function keyOf(model: ModuleModel, name: string): string {
  return `${model.source.path}#${name}`;
}

function graphOf(input: EvaluationScope): ModuleGraph {
  const remembered = known.get(input.project);
  if (remembered) return remembered;
  const graph = buildGraph(input);
  known.set(input.project, graph);
  return graph;
}

function buildGraph(scope: EvaluationScope): ModuleGraph {
  const modules = findFiles(scope.project, '@nestjs/common', /\bModule\s*\(/).flatMap((file) => readModules(scope, scope.read(file)));
  const reachable = findReachable(scope, modules);
  const listings = new Map<string, Listing[]>();
  for (const one of modules) {
    if (!reachable.has(one.key)) continue;
    for (const list of ['providers', 'controllers'] as const) {
      for (const key of one.lists[list]) {
        for (const counted of [key, ...baseClasses(scope, key)]) listings.set(counted, [...(listings.get(counted) ?? []), { module: one.name, list }]);
      }
    }
  }
  return { listings, reachable };
}

function findFiles(project: Project, specifier: string, text: RegExp): readonly FilePath[] {
  return [...project.scanned]
    .filter(([file, { imports }]) => imports.some((one) => one.specifier === specifier && one.kind !== 'type') && text.test(project.files.get(file)?.text ?? ''))
    .map(([file]) => file)
    .sort(compareText);
}

function readModules(scope: EvaluationScope, model: ModuleModel): readonly NestModule[] {
  return model.classes.flatMap((site): NestModule[] => {
    const use = site.decorators.find(({ path }) => {
      const origin = findOrigin(scope, model, path);
      return origin?.kind === 'package' && origin.specifier === '@nestjs/common' && (origin.name === 'Module' || origin.rest[0] === 'Module');
    });
    if (!use) return [];
    const metadata = use.args[0] && resolveValue(scope, model, use.args[0]);
    const written = (key: string): readonly ListItem[] => {
      const list = metadata && propertyOf(metadata.value, key);
      return [...(list ? readItems(scope, metadata.model, list) : []), ...readReturnedLists(scope, model, site, key)];
    };
    const imports = written('imports');
    // What is spread into the metadata may hold any of the lists.
    const isComputed = metadata !== undefined && (metadata.value.kind !== 'object' || metadata.value.spreads.length > 0);
    return [{
      key: keyOf(model, site.name ?? 'default'),
      name: site.name ?? 'default',
      imports: imports.flatMap(({ classKey }) => classKey ?? []),
      lists: { providers: keysOf(written('providers')), controllers: keysOf(written('controllers')) },
      isOpen: isComputed || imports.some(({ isUnknown }) => isUnknown),
    }];
  });
}

function keysOf(items: readonly ListItem[]): readonly string[] {
  return [...new Set(items.flatMap(({ classKey }) => classKey ?? []))];
}

/** `static forRoot(): DynamicModule { return { module: MailModule, providers: [MailProcessor] } }`: a function body is only known as text. */
function readReturnedLists(scope: EvaluationScope, model: ModuleModel, site: ClassSite, key: string): readonly ListItem[] {
  return site.members
    .filter((member) => member.static && member.shape)
    .flatMap((member) => [...sliceSpan(model.source.text, member.span).matchAll(new RegExp(`\\b${key}\\s*:\\s*(\\[[^\\]]*\\])`, 'g'))])
    .flatMap(([, list]) => readItems(scope, model, { kind: 'dynamic', text: list! }));
}

/** Modules that the application loads, starting from those that a factory is given; all of them where no factory is, or where a list is computed. */
function findReachable(scope: EvaluationScope, modules: readonly NestModule[]): ReadonlySet<string> {
  const byKey = new Map(modules.map((one) => [one.key, one]));
  const everything = new Set(byKey.keys());
  const roots = findFiles(scope.project, '@nestjs/core', /Factory\b/).flatMap((file) => readRoots(scope, scope.read(file)));
  if (roots.every((key) => !byKey.has(key)) || findFiles(scope.project, '@nestjs/core', /\bLazyModuleLoader\b/).length > 0) return everything;
  const reached = new Set<string>();
  const queue = [...roots];
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    const one = byKey.get(key);
    if (!one || reached.has(key)) continue;
    if (one.isOpen) return everything;
    reached.add(key);
    queue.push(...one.imports);
  }
  return reached;
}

const factoryMethods = new Set(['create', 'createMicroservice', 'createApplicationContext', 'run', 'runWithoutClosing']);

/** `NestFactory.create(AppModule)`, `NestFactory.create(AppModule.register())` */
function readRoots(scope: EvaluationScope, model: ModuleModel): readonly string[] {
  return model.calls.flatMap(({ callee, args }) => {
    const [first] = args;
    return first && callee.length > 1 && factoryMethods.has(callee.at(-1)!) ? readItems(scope, model, first).flatMap(({ classKey }) => classKey ?? []) : [];
  });
}

/** A decorated method of a base class is found on the instance of the class that extends it. */
function baseClasses(scope: EvaluationScope, key: string, seen: readonly string[] = []): readonly string[] {
  const at = key.lastIndexOf('#');
  const model = scope.read(key.slice(0, at) as FilePath);
  const base = model.classes.find(({ name }) => (name ?? 'default') === key.slice(at + 1))?.extends;
  const origin: Origin | undefined = base && findOrigin(scope, model, base);
  if (origin?.kind !== 'declared') return [];
  const own = keyOf(origin.model, origin.name);
  return seen.includes(own) ? [] : [own, ...baseClasses(scope, own, [...seen, own])];
}

