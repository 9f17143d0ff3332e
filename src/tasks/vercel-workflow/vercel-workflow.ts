import { directoryOf, relativePath, type FilePath } from '../../host/path.js';
import type { FunctionShape } from '../../model/declaration-site.js';
import type { ModuleModel } from '../../model/module-model.js';
import type { Project } from '../../model/project.js';
import type { TaskRecord } from '../../model/task-record.js';
import { sliceSpan } from '../../text/span.js';
import { shapeFields } from '../handler-shape.js';
import { dependsOn, nearestPackage } from '../nearest-package.js';
import { locationAt } from '../task-site.js';
import type { TaskExtractor, TaskExtractorInput, TaskFileSearch } from '../task-extractor.js';

const directives = { 'use workflow': 'workflow', 'use step': 'step' } as const;
type Directive = keyof typeof directives;

/** Workflows and steps of Vercel's `workflow` 4: functions with a directive, known by the path of their module and their name. */
export const extractor: TaskExtractor = {
  framework: 'vercel-workflow',
  packages: [],
  methods: [],
  findFiles,
  extract: (input) => readFunctions(input).map((found) => readFunction(input, found)),
};

const known = new WeakMap<Project, readonly FilePath[]>();

/** The build looks into every file; this search only into those of a project that uses the package. */
function findFiles(search: TaskFileSearch): readonly FilePath[] {
  const remembered = known.get(search.project);
  if (remembered) return remembered;
  const { project } = search;
  const isOfPackage = (specifier: string): boolean => specifier === 'workflow' || specifier.startsWith('workflow/') || specifier.startsWith('@workflow/');
  const own = nearestPackage(search, project.root.endsWith('/') ? project.root : (`${project.root}/package.json` as FilePath));
  const isUsed = (own !== undefined && dependsOn(own, 'workflow')) || [...project.scanned.values()].some(({ imports }) => imports.some(({ specifier }) => isOfPackage(specifier)));
  const files = isUsed ? [...project.files].filter(([, { text }]) => /(['"])use (?:workflow|step)\1/.test(text)).map(([file]) => file) : [];
  known.set(project, files);
  return files;
}

interface FoundFunction {
  readonly directive: Directive;
  /** As the compiler plugin writes it: `order`, `order/charge`, `acts/send`, `Till.pay`, `Till#count`. */
  readonly name: string;
  readonly shape: FunctionShape;
  readonly at: number;
  /** Name of the declaration around it. */
  readonly owner: string;
}

function readFunctions({ model }: TaskExtractorInput): readonly FoundFunction[] {
  const whole = fileDirective(model);
  const exported = new Set(model.exports.flatMap(({ local, typeOnly }) => (typeOnly || local === undefined ? [] : local)));
  const top = model.functions.flatMap(({ name, shape, span }): FoundFunction[] => {
    const directive = directiveOf(shape) ?? (whole !== undefined && shape.async && exported.has(name) ? whole : undefined);
    return directive ? [{ directive, name, shape, at: span.start, owner: name }] : [];
  });
  const nested = (model.directed ?? []).flatMap(({ path, shape, span }): FoundFunction[] => {
    const directive = directiveOf(shape);
    // The compiler puts the name of a workflow in front of what stands in it, and no name of another function.
    const around = model.functions.find(({ name }) => name === path[0]);
    const isInPlain = around !== undefined && path.length > 1 && !around.shape.directives.includes('use workflow');
    return directive ? [{ directive, name: (isInPlain ? path.slice(1) : path).join('/'), shape, at: span.start, owner: path[0] ?? '' }] : [];
  });
  const methods = model.classes.flatMap(({ name: owner = 'default', members }) =>
    members.flatMap((member): FoundFunction[] => {
      const directive = member.shape && member.kind === 'method' ? directiveOf(member.shape) : undefined;
      return directive ? [{ directive, name: `${owner}${member.static ? '.' : '#'}${member.name}`, shape: member.shape!, at: member.span.start, owner }] : [];
    }),
  );
  return [...top, ...nested, ...methods];
}

function directiveOf({ directives: own }: FunctionShape): Directive | undefined {
  return own.find((one): one is Directive => Object.hasOwn(directives, one));
}

/** At the top of a file: every function that it exports. */
function fileDirective(model: ModuleModel): Directive | undefined {
  const text = model.source.text.slice(0, model.statements.find(({ role }) => role !== 'wiring')?.span.end ?? model.source.text.length);
  const found = /^(?:\s|\/\/[^\n]*\n|\/\*[^]*?\*\/)*(['"])(use (?:workflow|step))\1/.exec(text)?.[2];
  return found as Directive | undefined;
}

function readFunction(input: TaskExtractorInput, { directive, name, shape, at, owner }: FoundFunction): TaskRecord {
  const { model } = input;
  const retries = retriesOf(model, name);
  // A function without a name is numbered by the compiler in the order of the text, which any other one beside it changes.
  const isNameless = name.split('/').includes('');
  return {
    framework: 'vercel-workflow',
    kind: directives[directive],
    id: `${directives[directive]}//${moduleSpecifier(input)}//${name}`,
    idSource: isNameless ? 'dynamic' : 'file-path',
    ...(retries === undefined ? {} : { retry: { attempts: retries } }),
    ...shapeFields(shape),
    decorators: [],
    registeredBy: owner,
    registration: 'folder',
    location: locationAt(model, at),
  };
}

/** `charge.maxRetries = 5` */
function retriesOf(model: ModuleModel, name: string): number | string | undefined {
  for (const { kind, span } of model.statements) {
    const match = kind === 'expression' ? /^([\w$.]+)\.maxRetries\s*=\s*([^;]+);?$/.exec(sliceSpan(model.source.text, span).trim()) : null;
    if (match?.[1] === name) return /^\d+$/.test(match[2]!.trim()) ? Number(match[2]) : match[2]!.trim();
  }
  return undefined;
}

/** `./src/workflows/order` below the folder that is built; `@shop/jobs/orders@1.2.0` in a package of the workspace that the application depends on. */
function moduleSpecifier(input: TaskExtractorInput): string {
  const { project, model } = input;
  const file = model.source.path;
  const own = nearestPackage(input, file);
  const base = own?.directory ?? project.root;
  const path = relativePath(base, file).replace(/\.[cm]?[jt]sx?$/, '');
  const isOfWorkspace = own !== undefined && base !== project.root && typeof own.json['name'] === 'string' && isDependency(input, own.json['name'], base);
  if (!isOfWorkspace) return `./${path}`;
  return `${String(own.json['name'])}${exportSubpath(own.json['exports'], path)}@${String(own.json['version'] ?? '')}`;
}

function isDependency(input: TaskExtractorInput, name: string, base: FilePath): boolean {
  const above = nearestPackage(input, base);
  return above !== undefined && above.directory !== base && directoryOf(base) !== base && dependsOn(above, name);
}

function exportSubpath(exports: unknown, path: string): string {
  if (typeof exports !== 'object' || exports === null) return '';
  for (const [subpath, target] of Object.entries(exports)) {
    const text = typeof target === 'string' ? target : JSON.stringify(target);
    if (text.includes(`./${path}.`)) return subpath === '.' ? '' : subpath.slice(1);
  }
  return '';
}

