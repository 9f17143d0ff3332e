import type { FilePath } from '../../host/path.js';
import type { ImportEdge } from '../../model/project.js';
import { hasCycle, successorsOf, type Knot } from './knot.js';
import type { Names } from './names.js';

/** An import through a module that only passes names on, and where the names are defined. */
export interface Detour {
  readonly edge: ImportEdge;
  /** By defining file, names as the file exports them; sorted. */
  readonly definitions: ReadonlyMap<FilePath, readonly string[]>;
}

/**
 * The imports and re-exports of a knot of which every name is defined elsewhere in the project. A namespace import of the
 * barrel itself is none: it is the barrel that is meant.
 */
export function findDetours(knot: Knot, names: Names): ReadonlyMap<ImportEdge, Detour> {
  const detours = new Map<ImportEdge, Detour>();
  for (const edge of knot.edges) {
    const { form, kind, names: imported } = edge.record;
    if ((form !== 'import' && form !== 'export-from') || imported.length === 0 || kind === 'type') continue;
    const definitions = new Map<FilePath, string[]>();
    const isDetour = imported.every((name) => {
      const meaning = names.anywhere.exported(edge.to, name.imported);
      if (meaning.kind === 'outside' || meaning.kind === 'unknown' || meaning.file === edge.to) return false;
      const known = definitions.get(meaning.file);
      const exported = meaning.kind === 'namespace' ? '*' : meaning.name;
      if (known) known.push(exported);
      else definitions.set(meaning.file, [exported]);
      return true;
    });
    if (isDetour) detours.set(edge, { edge, definitions });
  }
  return detours;
}

/** Whether the knot falls apart when every import of a name through a re-exporting module goes to the module that defines it. */
export function isBarrelArtefact(knot: Knot, names: Names): boolean {
  // A module that imports itself to get at what it re-exports is no detour through another one.
  if (knot.members.length === 1) return false;
  let isRedirected = false;
  const edges: Pick<ImportEdge, 'from' | 'to'>[] = [];
  for (const edge of knot.edges) {
    const { form, names: imported } = edge.record;
    let stays = (form !== 'import' && form !== 'export-from') || imported.length === 0;
    if (!stays) {
      for (const name of imported) {
        const meaning = names.within.exported(edge.to, name.imported);
        if (meaning.kind === 'unknown' || (meaning.kind !== 'outside' && meaning.file === edge.to)) stays = true;
        else {
          isRedirected = true;
          if (meaning.kind !== 'outside' && meaning.file !== edge.from) edges.push({ from: edge.from, to: meaning.file });
        }
      }
    }
    if (stays) edges.push(edge);
  }
  return isRedirected && !hasCycle(knot, edges);
}

/** Steps of asking for every detour whether its definitions lead back; above it the rest is taken to. */
const REACH_STEPS = 5_000_000;

/** The detours whose definitions do not lead back to the importer except by way of the barrel. */
export function findFreeDetours(knot: Knot, detours: ReadonlyMap<ImportEdge, Detour>): ReadonlySet<ImportEdge> {
  const free = new Set<ImportEdge>();
  if (detours.size === 0) return free;
  const successors = successorsOf(knot, knot.edges);
  const seen = new Int32Array(knot.members.length).fill(-1);
  let [mark, steps] = [0, 0];
  for (const [edge, { definitions }] of detours) {
    if (steps > REACH_STEPS) break;
    const [goal, barrel] = [knot.place.get(edge.from)!, knot.place.get(edge.to)!];
    const pending = [...definitions.keys()].flatMap((file) => knot.place.get(file) ?? []);
    mark++;
    for (const node of pending) seen[node] = mark;
    let leadsBack = false;
    for (let node = pending.pop(); node !== undefined && !leadsBack; node = pending.pop()) {
      leadsBack = node === goal;
      for (const target of successors[node]!) {
        steps++;
        if (target === barrel || seen[target] === mark) continue;
        seen[target] = mark;
        pending.push(target);
      }
    }
    if (!leadsBack) free.add(edge);
  }
  return free;
}
