import type { FileSystem } from '../host/file-system.js';
import { hashText } from '../host/hash.js';
import type { FilePath } from '../host/path.js';
import type { Language, Resolver, ScanResult } from '../language/language.js';
import { languageFor, languages } from '../language/registry.js';
import type { CompilerFacts, ModuleGraph, Project, ScannedModule, SkippedFile } from '../model/project.js';
import type { Resolution } from '../model/resolution.js';
import type { SourceFile } from '../model/source-file.js';
import { buildGraph, linkModule, type LinkedModule } from './link.js';

/** The answers of every language's resolver for one set of files. */
export interface ProjectResolver {
  readonly resolve: (from: FilePath, specifier: string) => Resolution;
  readonly compilerFacts: (file: FilePath) => CompilerFacts;
  readonly brokenConfigs: () => readonly SkippedFile[];
  readonly configFiles: () => readonly FilePath[];
  readonly explain: (from: FilePath, specifier: string) => ExplainedResolution;
  /** For another set of files under the same configuration. */
  readonly withFiles: (fileSystem: FileSystem, projectFiles: ReadonlySet<FilePath>) => ProjectResolver;
}

export interface ExplainedResolution {
  readonly resolution: Resolution;
  /** What was tried, in order, one fact a step with its outcome. */
  readonly steps: readonly string[];
}

/** How a project was made, kept beside it so that `relink` can make the next one and the project itself stays plain data. */
export interface ProjectOrigin {
  readonly fileSystem: FileSystem;
  readonly resolver: ProjectResolver;
  readonly linked: ReadonlyMap<FilePath, LinkedModule>;
}

const origins = new WeakMap<Project, ProjectOrigin>();
const marks = new WeakMap<Project, string>();

export function originOf(project: Project): ProjectOrigin {
  const origin = origins.get(project);
  if (!origin) throw new Error('the project was not made by loadProject or relink');
  return origin;
}

/** The same project, marked with what two runs share only when nothing differs that the project says. */
export function markProject(project: Project, mark: string | undefined): Project {
  if (mark !== undefined) marks.set(project, mark);
  return project;
}

/** Undefined for a project of which nothing is kept. */
export function markOf(project: Project): string | undefined {
  return marks.get(project);
}

export function createProjectResolver(
  fileSystem: FileSystem,
  root: FilePath,
  projectFiles: ReadonlySet<FilePath>,
  resolvers: Map<Language['createResolver'], Resolver> = new Map(),
): ProjectResolver {
  let last: { readonly file: FilePath; readonly resolver: Resolver } | undefined;
  // Languages that resolve alike have one resolver: for three components among thousands of files all tsconfigs and workspaces would be read again.
  const resolverFor = (file: FilePath): Resolver => {
    if (last?.file === file) return last.resolver;
    const { createResolver } = languageFor(file) ?? languages[0]!;
    let resolver = resolvers.get(createResolver);
    if (!resolver) resolvers.set(createResolver, (resolver = createResolver({ fileSystem, root, projectFiles })));
    last = { file, resolver };
    return resolver;
  };
  return {
    resolve: (from, specifier) => resolverFor(from).resolve(from, specifier),
    compilerFacts: (file) => resolverFor(file).compilerFacts(file),
    // Two resolvers read the same tsconfig, each for its own files.
    brokenConfigs: () => [...new Map([...resolvers.values()].flatMap((resolver) => resolver.brokenConfigs()).map((broken) => [broken.path, broken])).values()],
    configFiles: () => [...resolvers.values()].flatMap((resolver) => resolver.configFiles?.() ?? []),
    explain: (from, specifier) => {
      const resolver = resolverFor(from);
      return resolver.explain?.(from, specifier) ?? { resolution: resolver.resolve(from, specifier), steps: [] };
    },
    withFiles: (nextFileSystem, nextFiles) => {
      const input = { fileSystem: nextFileSystem, root, projectFiles: nextFiles };
      const next = [...resolvers].flatMap(([create, resolver]) => (resolver.withFiles ? [[create, resolver.withFiles(input)] as const] : []));
      return createProjectResolver(nextFileSystem, root, nextFiles, new Map(next));
    },
  };
}

export function scanSource(source: SourceFile, resolver: ProjectResolver): ScanResult {
  const language = languageFor(source.path);
  return language ? language.scan(source, resolver.compilerFacts(source.path)) : { kind: 'unparsed', reason: 'no language reads this kind of file' };
}

export interface Surroundings {
  readonly root: FilePath;
  readonly fileSystem: FileSystem;
  readonly resolver: ProjectResolver;
  readonly files: ReadonlyMap<FilePath, SourceFile>;
  readonly unparsed: readonly SkippedFile[];
  readonly skipped: readonly SkippedFile[];
  readonly declaredTasks: Project['declaredTasks'];
  readonly revises?: Project['revises'];
  /** Content hash of a file when it is known. */
  readonly hashOf?: (file: FilePath) => string | undefined;
}

export interface ProjectParts extends Surroundings {
  readonly scanned: ReadonlyMap<FilePath, ScannedModule>;
  /** Links of modules that still hold. */
  readonly kept?: ReadonlyMap<FilePath, LinkedModule>;
  /** Known already; default: what the resolver has met. */
  readonly brokenConfigs?: readonly SkippedFile[];
}

export function assembleProject(parts: ProjectParts): Project {
  const { resolver, scanned, kept } = parts;
  const linked = new Map<FilePath, LinkedModule>();
  for (const [path, module] of scanned) linked.set(path, kept?.get(path) ?? linkModule(module, scanned, resolver.resolve));
  const modules = { scanned, linked, graph: buildGraph(linked) };
  return makeProject(parts, parts.brokenConfigs ?? resolver.brokenConfigs(), () => modules);
}

export interface RecalledParts extends Surroundings {
  readonly brokenConfigs: readonly SkippedFile[];
  readonly recall: () => Modules;
}

/** A project of which everything is known already. Its modules are recalled when somebody asks for one. */
export function recallProject(parts: RecalledParts): Project {
  let modules: Modules | undefined;
  return makeProject(parts, parts.brokenConfigs, () => (modules ??= parts.recall()));
}

export interface Modules {
  readonly scanned: ReadonlyMap<FilePath, ScannedModule>;
  readonly linked: ReadonlyMap<FilePath, LinkedModule>;
  readonly graph: ModuleGraph;
}

/** A project of parts that hold. Its modules are asked for when somebody asks it. */
export function makeProject(parts: Surroundings, brokenConfigs: readonly SkippedFile[], modulesOf: () => Modules): Project {
  const { root, fileSystem, resolver, files, unparsed, skipped, declaredTasks, hashOf, revises } = parts;
  const { resolve, compilerFacts } = resolver;
  const hashes = new Map<FilePath, string>();
  const contentHash = (file: FilePath): string => {
    let hash = hashes.get(file) ?? hashOf?.(file);
    if (hash === undefined) hashes.set(file, (hash = hashText(files.get(file)?.text ?? '')));
    return hash;
  };
  const project: Project = Object.freeze({
    root,
    files,
    get scanned() {
      return modulesOf().scanned;
    },
    get graph() {
      return modulesOf().graph;
    },
    compilerFacts,
    resolve,
    unparsed,
    skipped,
    brokenConfigs,
    declaredTasks,
    contentHash,
    ...(revises === undefined ? {} : { revises }),
  });
  const origin: ProjectOrigin = {
    fileSystem,
    resolver,
    get linked() {
      return modulesOf().linked;
    },
  };
  origins.set(project, origin);
  return project;
}
