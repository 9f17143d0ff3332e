import { createOverlayFileSystem } from '../host/overlay-file-system.js';
import { hashText } from '../host/hash.js';
import type { FilePath } from '../host/path.js';
import type { ImportEdge, ModuleGraph, Project } from '../model/project.js';
import { makeProject, originOf, scanSource } from './assemble.js';
import { linkModule, type LinkedModule } from './link.js';
import { overlayValues } from './overlaid-map.js';
import { decodeSource } from './read-source.js';
import { createWiringTest } from './relink-wiring.js';

/**
 * The project with another text of one file, as `relink` gives it, at a cost that does not grow with the project: the names of the files are the same, and so are
 * all links but those of that file. Undefined where that is not enough: for a file that is no module of the project, before or after. The revision of a revision is one
 * of the first project.
 */
export function reviseProject(project: Project, file: FilePath, text: string): Project | undefined {
  const source = project.files.get(file);
  if (!source || !project.scanned.has(file) || createWiringTest(project)(file)) return undefined;
  const origin = originOf(project);
  const bytes = new TextEncoder().encode((source.bom ? '\uFEFF' : '') + text);
  const revised = decodeSource(file, bytes);
  if ('skipped' in revised) return undefined;
  const result = scanSource(revised, origin.resolver);
  if (result.kind !== 'scanned') return undefined;
  const only = <T>(value: T): ReadonlyMap<FilePath, T> => new Map([[file, value]]);
  const links = linkModule(result.module, project.scanned, origin.resolver.resolve);
  const scanned = overlayValues(project.scanned, only(result.module));
  const modules = { scanned, linked: overlayValues(origin.linked, only(links)), graph: reviseGraph(project.graph, file, links) };
  const { root, unparsed, skipped, brokenConfigs, declaredTasks } = project;
  const hash = hashText(revised.text);
  return makeProject(
    {
      root,
      fileSystem: createOverlayFileSystem(origin.fileSystem, new Map([[file, bytes]])),
      resolver: origin.resolver,
      files: overlayValues(project.files, only(revised)),
      unparsed,
      skipped,
      declaredTasks,
      hashOf: (path) => (path === file ? hash : project.contentHash(path)),
      revises: { project: project.revises?.project ?? project, file },
    },
    brokenConfigs,
    () => modules,
  );
}

/** Edges to a module stay sorted by importer and then by text. */
function reviseGraph(graph: ModuleGraph, file: FilePath, links: LinkedModule): ModuleGraph {
  const before = graph.edgesFrom.get(file) ?? [];
  const edgesTo = new Map<FilePath, readonly ImportEdge[]>();
  for (const target of new Set([...before, ...links.edges].map(({ to }) => to))) {
    const others = (graph.edgesTo.get(target) ?? []).filter(({ from }) => from !== file);
    const own = links.edges.filter(({ to }) => to === target);
    const place = others.findIndex(({ from }) => from > file);
    edgesTo.set(target, place === -1 ? [...others, ...own] : [...others.slice(0, place), ...own, ...others.slice(place)]);
  }
  const others = graph.unresolved.filter(({ from }) => from !== file);
  const place = others.findIndex(({ from }) => from > file);
  return Object.freeze({
    modules: graph.modules,
    edgesFrom: overlayValues(graph.edgesFrom, new Map([[file, links.edges]])),
    edgesTo: overlayValues(graph.edgesTo, edgesTo),
    unresolved: place === -1 ? [...others, ...links.unresolved] : [...others.slice(0, place), ...links.unresolved, ...others.slice(place)],
    revises: { graph: graph.revises?.graph ?? graph, file },
  });
}
