import { compareText } from '../diagnostic/sort.js';
import type { FilePath } from '../host/path.js';
import type { ImportEdge, ModuleGraph, ScannedModule, UnresolvedImport } from '../model/project.js';
import type { Resolution } from '../model/resolution.js';

/** What one module contributes to the graph. */
export interface LinkedModule {
  readonly edges: readonly ImportEdge[];
  readonly unresolved: readonly UnresolvedImport[];
}

export function linkModule(
  module: ScannedModule,
  modules: { readonly has: (path: FilePath) => boolean },
  resolve: (from: FilePath, specifier: string) => Resolution,
): LinkedModule {
  const edges: ImportEdge[] = [];
  const unresolved: UnresolvedImport[] = [];
  const from = module.path;
  for (const record of module.imports) {
    const resolution = resolve(from, record.specifier);
    if (resolution.kind === 'file' && modules.has(resolution.path)) edges.push({ from, to: resolution.path, record });
    else if (resolution.kind === 'unresolved') unresolved.push({ from, record, reason: resolution.reason });
  }
  return { edges, unresolved };
}

/** Modules sorted by path; edges of a module in the order of its text, edges to a module by importer and then by text. */
export function buildGraph(linked: ReadonlyMap<FilePath, LinkedModule>): ModuleGraph {
  const modules = [...linked.keys()].sort(compareText);
  const edgesFrom = new Map<FilePath, readonly ImportEdge[]>();
  const edgesTo = new Map<FilePath, ImportEdge[]>(modules.map((path) => [path, []]));
  const unresolved: UnresolvedImport[] = [];
  for (const path of modules) {
    const module = linked.get(path)!;
    edgesFrom.set(path, module.edges);
    for (const edge of module.edges) edgesTo.get(edge.to)?.push(edge);
    unresolved.push(...module.unresolved);
  }
  return Object.freeze({ modules, edgesFrom, edgesTo, unresolved });
}
