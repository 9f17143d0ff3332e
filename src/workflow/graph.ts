import { evaluatedKinds, findKnots } from '../analyze/import-cycle/components.js';
import { compareText } from '../diagnostic/sort.js';
import { relativePath } from '../host/path.js';
import { placeOfSpecifier, showFile } from './graph-edges.js';
import { buildGraphMap, listPackages } from './graph-map.js';
import { findGraphPath } from './graph-path.js';
import { explainSpecifier } from './graph-resolution.js';
import { loadInspected } from './inspect.js';
import type { FilePath } from '../host/path.js';
import type { EdgeKind } from '../model/import-record.js';
import type { Project, SkippedFile } from '../model/project.js';
import type { GraphReport } from '../report/schema.js';
import type { EdgeGroup } from './graph-edges.js';
import type { Workspace } from './workspace.js';

export interface GraphOptions {
  /** Kinds of imports to show and to walk along; default: all. */
  readonly kinds?: readonly EdgeGroup[];
  /** Restrict the map to what touches these files and folders. */
  readonly paths?: readonly FilePath[];
  /** Ask for the imports whose removal opens each knot, which reads the members of the knots in full. */
  readonly cut?: boolean;
  /** How does one file or folder reach another? In place of the map. */
  readonly between?: { readonly from: FilePath; readonly to: FilePath };
  /** What does a specifier mean in a file? In place of the map. */
  readonly why?: { readonly file: FilePath; readonly specifier: string };
}

const everyGroup: readonly EdgeGroup[] = ['value', 'type', 'dynamic'];

/** The import graph of the whole root, a path in it, or one resolution. Throws ToolError for a file that is not in it. */
export function graph(workspace: Workspace, options: GraphOptions = {}): GraphReport {
  const { paths = [], kinds = everyGroup, between, why } = options;
  const project = loadInspected(workspace, { paths });
  const isMap = between === undefined && why === undefined;
  return {
    version: 1,
    command: 'graph',
    summary: summarize(project),
    kinds: everyGroup.filter((group) => kinds.includes(group)),
    paths: paths.map((path) => relativePath(project.root, path) || '.'),
    map: isMap ? buildGraphMap(workspace, project, { paths, kinds, cut: options.cut === true }) : null,
    path: between === undefined ? null : findGraphPath(project, between, kinds),
    resolution: why === undefined ? null : explainSpecifier(project, why.file, why.specifier),
    unresolved: listUnresolved(project),
    unparsed: listFiles(project, project.unparsed),
    skipped: listFiles(project, project.skipped),
    brokenConfigs: listFiles(project, project.brokenConfigs),
  };
}

function summarize(project: Project): GraphReport['summary'] {
  const { graph: modules, scanned } = project;
  const edges: Record<EdgeKind, number> = { value: 0, type: 0, reexport: 0, 'side-effect': 0, dynamic: 0, require: 0 };
  for (const list of modules.edgesFrom.values()) for (const { record } of list) edges[record.kind]++;
  const knots = findKnots(modules, evaluatedKinds);
  return {
    files: project.files.size,
    codeLines: [...scanned.values()].reduce((sum, module) => sum + module.lines.code, 0),
    edges,
    components: knots.length,
    inComponents: knots.reduce((sum, members) => sum + members.length, 0),
    packages: listPackages(project).length,
    unimported: modules.modules.filter((file) => (modules.edgesTo.get(file) ?? []).every((edge) => edge.from === file)).length,
    unresolved: modules.unresolved.length,
    unparsed: project.unparsed.length,
    skipped: project.skipped.length,
    brokenConfigs: project.brokenConfigs.length,
  };
}

function listUnresolved(project: Project): GraphReport['unresolved'] {
  return project.graph.unresolved
    .map(({ from, record, reason }) => ({
      file: relativePath(project.root, from),
      line: placeOfSpecifier(project, from, record).line,
      specifier: record.specifier,
      reason,
    }))
    .sort((a, b) => compareText(a.file, b.file) || a.line - b.line || compareText(a.specifier, b.specifier));
}

function listFiles({ root }: Project, files: readonly SkippedFile[]): GraphReport['skipped'] {
  return files
    .map(({ path, reason }) => ({ file: showFile(root, path), reason }))
    .sort((a, b) => compareText(a.file, b.file));
}
