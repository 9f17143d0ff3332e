import type { AnalyzerInput } from '../../../src/analyze/analyzer.js';
import { configSchema } from '../../../src/config/config-schema.js';
import { directoryOf, joinPath, type FilePath } from '../../../src/host/path.js';
import { languageFor } from '../../../src/language/registry.js';
import { readModule } from '../../../src/language/typescript/read.js';
import { typescript } from '../../../src/language/typescript/typescript.js';
import { scanModule } from '../../../src/language/typescript/scan.js';
import type { ModuleLinks } from '../../../src/model/module-links.js';
import type { ModuleModel } from '../../../src/model/module-model.js';
import type { CompilerFacts, ImportEdge, Project, ScannedModule } from '../../../src/model/project.js';
import type { Resolution } from '../../../src/model/resolution.js';
import type { SourceFile } from '../../../src/model/source-file.js';
import { buildLineStarts } from '../../../src/text/line-index.js';
import { detectNewline } from '../../../src/text/newline.js';

export const root = '/shop' as FilePath;

export function at(name: string): FilePath {
  return joinPath(root, name);
}

export interface Study extends AnalyzerInput {
  /** Files whose full model was asked for. */
  readonly readFiles: readonly FilePath[];
}

/** A project of the given root-relative files with relative specifiers resolved, and the analyzers' input for it. */
export function study(texts: Readonly<Record<string, string>>, settings: unknown = {}, facts: Partial<CompilerFacts> = {}): Study {
  const compilerFacts: CompilerFacts = {
    emitDecoratorMetadata: false, verbatimModuleSyntax: false, isolatedModules: false, isolatedDeclarations: false,
    allowImportingTsExtensions: false, checkJs: false, ...facts,
  };
  const files = new Map<FilePath, SourceFile>();
  const scanned = new Map<FilePath, ScannedModule>();
  for (const [name, text] of Object.entries(texts)) {
    const path = at(name);
    const source: SourceFile = { path, text, bom: false, newline: detectNewline(text), lineStarts: buildLineStarts(text) };
    files.set(path, source);
    const scan = isComponent(path) ? languageFor(path)!.scan(source, compilerFacts) : scanModule(source);
    if (scan.kind === 'scanned') scanned.set(path, scan.module);
  }
  const resolve = (from: FilePath, specifier: string): Resolution => {
    if (!specifier.startsWith('.')) return { kind: 'external', packageName: specifier, sideEffectFree: false };
    const base = joinPath(directoryOf(from), specifier);
    const found = [base, base.replace(/js$/, 'ts'), `${base}.ts`, `${base}.js`, `${base}/index.ts`].find((path) => files.has(path as FilePath));
    return found ? { kind: 'file', path: found as FilePath } : { kind: 'unresolved', reason: 'no such file' };
  };
  const edges = [...scanned.values()].flatMap((module) =>
    module.imports.flatMap((record): ImportEdge[] => {
      const target = resolve(module.path, record.specifier);
      return target.kind === 'file' ? [{ from: module.path, to: target.path, record }] : [];
    }),
  );
  const project: Project = {
    root, files, scanned, resolve, unparsed: [], skipped: [], brokenConfigs: [], declaredTasks: [],
    contentHash: (file) => files.get(file)!.text,
    compilerFacts: () => compilerFacts,
    graph: { modules: [...scanned.keys()], edgesFrom: group(edges, 'from'), edgesTo: group(edges, 'to'), unresolved: [] },
  };
  const models = new Map<FilePath, ModuleModel>();
  const readFiles: FilePath[] = [];
  const read = (file: FilePath): ModuleModel => {
    const known = models.get(file);
    if (known) return known;
    readFiles.push(file);
    const model = isComponent(file) ? languageFor(file)!.read(files.get(file)!, compilerFacts) : readModule(files.get(file)!, compilerFacts);
    models.set(file, model);
    return model;
  };
  const known = new Map<FilePath, ModuleLinks>();
  const links = (file: FilePath): ModuleLinks => {
    if (!known.has(file)) {
      readFiles.push(file);
      known.set(file, languageFor(file)!.links(files.get(file)!, compilerFacts));
    }
    return known.get(file)!;
  };
  return {
    project, config: configSchema.parse(settings), depth: 'full', read, links, readFiles,
    outline: (file) => typescript.outline(files.get(file)!),
    memo: { recall: () => undefined, remember: () => undefined },
  };
}

function group(edges: readonly ImportEdge[], end: 'from' | 'to'): Map<FilePath, ImportEdge[]> {
  const groups = new Map<FilePath, ImportEdge[]>();
  for (const edge of edges) groups.set(edge[end], [...(groups.get(edge[end]) ?? []), edge]);
  return groups;
}

function isComponent(path: FilePath): boolean {
  return /\.(?:vue|svelte|astro)$/.test(path);
}
