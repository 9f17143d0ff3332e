import { nearestName } from '../diagnostic/nearest.js';
import { compareText } from '../diagnostic/sort.js';
import { ToolError } from '../diagnostic/tool-error.js';
import { baseName, isInside } from '../host/path.js';
import { groupOf, reportEdge, showFile } from './graph-edges.js';
import { isSelected } from './selection.js';
import type { FilePath } from '../host/path.js';
import type { ImportEdge, Project } from '../model/project.js';
import type { GraphReport } from '../report/schema.js';
import type { EdgeGroup } from './graph-edges.js';

/** From the strongest tie to the weakest. */
const strength: readonly EdgeGroup[] = ['value', 'dynamic', 'type'];

/**
 * A shortest path over evaluated imports; where there is none, over later ones too; where there is none either, over types
 * too. A folder stands for all files below it. A file and itself: the shortest way round. Throws ToolError for a path that
 * holds no module.
 */
export function findGraphPath(project: Project, ends: { readonly from: FilePath; readonly to: FilePath }, kinds: readonly EdgeGroup[]): NonNullable<GraphReport['path']> {
  const { from, to } = ends;
  const targets = listModules(project, to);
  const isAround = from === to;
  const sources = listModules(project, from).filter((file) => isAround || !isInside(to, file));
  if (sources.length === 0 || (isAround && sources.length > 1)) {
    throw new ToolError('one path lies in the other', `every file of ${showFile(project.root, from)} lies in ${showFile(project.root, to)}`, 'Name two files, or a folder that is not part of the other.');
  }
  const wanted = strength.filter((group) => kinds.includes(group));
  const { hops, via } = findWeakest(project, sources, targets, wanted);
  return {
    from: showFile(project.root, from),
    to: showFile(project.root, to),
    via,
    hops: hops.map((edge) => reportEdge(project, edge)),
    reverse: findHops(project, targets, new Set(sources), new Set(wanted)).length > 0,
  };
}

function findWeakest(project: Project, sources: readonly FilePath[], targets: readonly FilePath[], wanted: readonly EdgeGroup[]) {
  for (const [index, via] of wanted.entries()) {
    const hops = findHops(project, sources, new Set(targets), new Set(wanted.slice(0, index + 1)));
    if (hops.length > 0) return { hops, via };
  }
  return { hops: [], via: null };
}

/** Breadth first from all sources at once; of several shortest paths the first by file name. Empty: no path. */
function findHops({ graph }: Project, sources: readonly FilePath[], targets: ReadonlySet<FilePath>, groups: ReadonlySet<EdgeGroup>): ImportEdge[] {
  const arrivedBy = new Map<FilePath, ImportEdge | undefined>(sources.map((file) => [file, undefined]));
  for (let level: readonly FilePath[] = sources; level.length > 0; ) {
    const following: FilePath[] = [];
    for (const file of level) {
      const edges = (graph.edgesFrom.get(file) ?? []).filter((edge) => groups.has(groupOf(edge.record.kind))).sort(compareHops);
      for (const edge of edges) {
        // Asked before `arrivedBy`: on the way round, the target is a source.
        if (targets.has(edge.to)) return traceBack(edge, arrivedBy);
        if (arrivedBy.has(edge.to)) continue;
        arrivedBy.set(edge.to, edge);
        following.push(edge.to);
      }
    }
    level = following;
  }
  return [];
}

/** By target; of several imports of one file the strongest kind, then the first. */
function compareHops(a: ImportEdge, b: ImportEdge): number {
  const rank = (edge: ImportEdge) => strength.indexOf(groupOf(edge.record.kind));
  return compareText(a.to, b.to) || rank(a) - rank(b) || a.record.specifierSpan.start - b.record.specifierSpan.start;
}

function traceBack(last: ImportEdge, arrivedBy: ReadonlyMap<FilePath, ImportEdge | undefined>): ImportEdge[] {
  const hops: ImportEdge[] = [];
  for (let edge: ImportEdge | undefined = last; edge !== undefined; edge = arrivedBy.get(edge.from)) hops.unshift(edge);
  return hops;
}

function listModules(project: Project, path: FilePath): FilePath[] {
  const found = project.graph.modules.filter((file) => isSelected([path], file));
  if (found.length > 0) return found;
  throw describeAbsence(project, path);
}

/** Why a path names no module: it was left out, or it is misspelt. */
export function describeAbsence({ root, graph, unparsed, skipped }: Project, path: FilePath): ToolError {
  const shown = showFile(root, path);
  const left = [...unparsed, ...skipped].find((file) => isSelected([path], file.path));
  if (left) return new ToolError('not in the graph', `${showFile(root, left.path)} could not be read: ${left.reason}`, 'Correct the file, or name another one.');
  const near = findNearest(graph.modules.map((file) => showFile(root, file)), shown);
  const help = near === undefined ? 'Check the path, --root, and `include` and `exclude` in decant.config.json.' : `Did you mean ${near}?`;
  return new ToolError('not in the graph', `no file of the project is named ${shown}`, help);
}

/** The nearest whole path; else the file of that name in another folder, with or without its extension; else the nearest file name. */
function findNearest(names: readonly string[], shown: string): string | undefined {
  const base = baseName(shown);
  const sameName = names.find((name) => baseName(name) === base || baseName(name).startsWith(`${base}.`));
  if (sameName !== undefined) return sameName;
  const near = nearestName(shown, names);
  if (near !== undefined) return near;
  const nearBase = nearestName(base, new Set(names.map(baseName)));
  return nearBase === undefined ? undefined : names.find((name) => baseName(name) === nearBase);
}
