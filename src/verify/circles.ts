import { stronglyConnectedComponents } from '../graph/strongly-connected.js';
import type { FilePath } from '../host/path.js';
import type { EdgeKind } from '../model/import-record.js';
import type { Project } from '../model/project.js';
import type { Side } from './side.js';

const known = new WeakMap<Project, Map<EdgeKind | undefined, ReadonlySet<FilePath>>>();

/** Whether a module imports itself, through others or not; types apart, and edges of the kind `besides`. Found for all modules at once. */
export function isInCircle({ project }: Side, file: FilePath, besides?: EdgeKind): boolean {
  const found = known.get(project) ?? new Map<EdgeKind | undefined, ReadonlySet<FilePath>>();
  known.set(project, found);
  let members = found.get(besides);
  if (!members) found.set(besides, (members = findMembers(project, besides)));
  return members.has(file);
}

function findMembers({ graph }: Project, besides: EdgeKind | undefined): ReadonlySet<FilePath> {
  const targets = (file: FilePath): readonly FilePath[] =>
    (graph.edgesFrom.get(file) ?? []).flatMap(({ to, record }) => (record.kind === 'type' || record.kind === besides ? [] : [to]));
  const circles = stronglyConnectedComponents(graph.modules, targets).filter(([first, ...others]) => others.length > 0 || targets(first!).includes(first!));
  return new Set(circles.flat());
}
