import { evaluatedKinds, findKnots } from '../analyze/import-cycle/components.js';
import { compareText } from '../diagnostic/sort.js';
import { relativePath } from '../host/path.js';
import { compareEdges, groupOf, placeOfSpecifier, reportEdge } from './graph-edges.js';
import { analyze } from './inspect.js';
import { isSelected } from './selection.js';
import type { FilePath } from '../host/path.js';
import type { ImportEdge, Project } from '../model/project.js';
import type { GraphReport } from '../report/schema.js';
import type { EdgeGroup } from './graph-edges.js';
import type { Workspace } from './workspace.js';

type GraphMap = NonNullable<GraphReport['map']>;
type Knot = GraphMap['knots'][number];

export interface MapOptions {
  readonly paths: readonly FilePath[];
  readonly kinds: readonly EdgeGroup[];
  readonly cut: boolean;
}

/** With paths: the files below them, what those import, and what imports those; of the edges the ones with an end below them. */
export function buildGraphMap(workspace: Workspace, project: Project, { paths, kinds, cut }: MapOptions): GraphMap {
  const { root, graph, scanned } = project;
  const groups = new Set(kinds);
  const isWanted = ({ record }: ImportEdge): boolean => groups.has(groupOf(record.kind));
  const edges = graph.modules
    .flatMap((file) => graph.edgesFrom.get(file) ?? [])
    .filter((edge) => isWanted(edge) && (isSelected(paths, edge.from) || isSelected(paths, edge.to)));
  const shown = new Set([...graph.modules.filter((file) => isSelected(paths, file)), ...edges.flatMap((edge) => [edge.from, edge.to])]);
  return {
    files: graph.modules
      .filter((file) => shown.has(file))
      .map((file) => ({
        file: relativePath(root, file),
        codeLines: scanned.get(file)!.lines.code,
        physicalLines: scanned.get(file)!.lines.physical,
        fanIn: countFiles((graph.edgesTo.get(file) ?? []).filter(isWanted), (edge) => edge.from),
        fanOut: countFiles((graph.edgesFrom.get(file) ?? []).filter(isWanted), (edge) => edge.to),
      })),
    edges: edges.map((edge) => reportEdge(project, edge)).sort(compareEdges),
    ...listLeaves(project, paths, groups),
    packages: listPackages(project, (file) => isSelected(paths, file)),
    knots: listKnots(workspace, project, paths, cut),
  };
}

function countFiles(edges: readonly ImportEdge[], fileOf: (edge: ImportEdge) => FilePath): number {
  return new Set(edges.map(fileOf)).size;
}

/** Imports that end in a file outside of the graph. */
function listLeaves(project: Project, paths: readonly FilePath[], groups: ReadonlySet<EdgeGroup>): Pick<GraphMap, 'assets' | 'outside'> {
  const { root, scanned } = project;
  const leaves: Pick<GraphMap, 'assets' | 'outside'> = { assets: [], outside: [] };
  for (const { path, imports } of scanned.values()) {
    if (!isSelected(paths, path)) continue;
    for (const record of imports) {
      const found = project.resolve(path, record.specifier);
      const isLeaf = found.kind === 'asset' || (found.kind === 'file' && !scanned.has(found.path));
      if (!isLeaf || !groups.has(groupOf(record.kind))) continue;
      const { line } = placeOfSpecifier(project, path, record);
      const leaf = { from: relativePath(root, path), to: relativePath(root, found.path), line, specifier: record.specifier };
      leaves[found.kind === 'asset' ? 'assets' : 'outside'].push(leaf);
    }
  }
  const compareLeaves = (a: GraphMap['assets'][number], b: GraphMap['assets'][number]) => compareText(a.from, b.from) || a.line - b.line || compareText(a.to, b.to);
  return { assets: leaves.assets.sort(compareLeaves), outside: leaves.outside.sort(compareLeaves) };
}

/** Most imports first. */
export function listPackages(project: Project, accepts: (file: FilePath) => boolean = () => true): GraphMap['packages'] {
  const used = new Map<string, FilePath[]>();
  for (const { path, imports } of project.scanned.values()) {
    if (!accepts(path)) continue;
    for (const { specifier } of imports) {
      const found = project.resolve(path, specifier);
      if (found.kind !== 'external') continue;
      const list = used.get(found.packageName);
      if (list) list.push(path);
      else used.set(found.packageName, [path]);
    }
  }
  return [...used]
    .map(([name, importers]) => ({ name, imports: importers.length, files: new Set(importers).size }))
    .sort((a, b) => b.imports - a.imports || compareText(a.name, b.name));
}

/** The knots with a member below the paths, largest first. */
function listKnots(workspace: Workspace, project: Project, paths: readonly FilePath[], withCut: boolean): Knot[] {
  const knots = findKnots(project.graph, evaluatedKinds);
  const cutOf = withCut && knots.length > 0 ? findCuts(workspace, project) : new Map<string, Knot['cut']>();
  return knots
    .filter((members) => members.some((file) => isSelected(paths, file)))
    .map((files) => {
      const members = files.map((file) => relativePath(project.root, file)).sort(compareText);
      return { members, cut: cutOf.get(members[0]!) ?? null };
    })
    .sort((a, b) => b.members.length - a.members.length || compareText(a.members[0]!, b.members[0]!));
}

/** The cut that `decant check` proposes, by the first member of the knot: two commands must not give two answers. */
function findCuts(workspace: Workspace, project: Project): ReadonlyMap<string, Knot['cut']> {
  const { analyzers } = workspace.config;
  const cyclesOnly = {
    ...analyzers,
    'god-file': { ...analyzers['god-file'], severity: 'off' as const, overrides: [] },
    'layer-violation': { ...analyzers['layer-violation'], severity: 'off' as const },
  };
  const found = analyze({ ...workspace, config: { ...workspace.config, analyzers: cyclesOnly } }, project, {});
  const cuts = new Map<string, Knot['cut']>();
  for (const { id, data } of found) {
    const { members, cut } = data;
    if (id !== 'import-cycle' || data['danger'] === 'type-only' || !Array.isArray(members) || !Array.isArray(cut)) continue;
    const first = members.filter((member): member is string => typeof member === 'string').sort(compareText)[0];
    const edges = cut.filter(isPair).map(({ from, to }) => ({ from, to }));
    if (first !== undefined && edges.length > 0) cuts.set(first, edges);
  }
  return cuts;
}

function isPair(value: unknown): value is { from: string; to: string } {
  return typeof value === 'object' && value !== null && 'from' in value && typeof value.from === 'string' && 'to' in value && typeof value.to === 'string';
}
