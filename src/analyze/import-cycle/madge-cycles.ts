import cyclic from 'madge/lib/cyclic.js';
import { compareText } from '../../diagnostic/sort.js';
import { stronglyConnectedComponents } from '../../graph/strongly-connected.js';
import { relativePath } from '../../host/path.js';
import type { Project } from '../../model/project.js';
import { valueTargets } from './components.js';

/** `{ id: [ids] }` as `madge --json` prints it: root-relative ids, sorted. */
export type MadgeTree = Readonly<Record<string, readonly string[]>>;

export interface MadgeCycles {
  readonly cycles: string[][];
  /** False when madge's recursion overflowed on a knot, whose cycles are then missing. */
  readonly complete: boolean;
}

/** The cycle list that madge gives for the project's value edges. Which cycles of a knot it shows depends on the names of the files. */
export function listCycles(project: Project): string[][] {
  return listTreeCycles(buildMadgeTree(project)).cycles;
}

export function buildMadgeTree(project: Project): MadgeTree {
  const entries = project.graph.modules.map((file) => {
    const targets = valueTargets(project.graph, file).map((target) => relativePath(project.root, target));
    return [relativePath(project.root, file), targets.sort(compareText)] as const;
  });
  return Object.fromEntries(entries.sort((a, b) => compareText(a[0], b[0])));
}

/**
 * Madge keeps its marks in plain objects: an id `constructor` counts as visited before the search starts, and `10` moves
 * before `9`. A prefix makes every id an ordinary key. A chain of some thousand files overflows its recursion; each knot is
 * then listed alone, which often fits.
 */
export function listTreeCycles(tree: MadgeTree): MadgeCycles {
  const ids = Object.keys(tree).sort(compareText);
  const whole = runMadge(tree, ids);
  if (whole) return { cycles: whole, complete: true };
  const cycles: string[][] = [];
  let complete = true;
  for (const members of stronglyConnectedComponents(ids, (id) => tree[id]!).reverse()) {
    const inside = new Set(members);
    const part = Object.fromEntries(members.map((id) => [id, tree[id]!.filter((target) => inside.has(target))]));
    const found = runMadge(part, members);
    if (found) cycles.push(...found);
    else complete = false;
  }
  return { cycles, complete };
}

const PREFIX = '/';

function runMadge(tree: MadgeTree, ids: readonly string[]): string[][] | undefined {
  const prefixed = Object.fromEntries(ids.map((id) => [PREFIX + id, tree[id]!.map((target) => PREFIX + target)]));
  try {
    return cyclic(prefixed).map((cycle) => cycle.map((id) => id.slice(PREFIX.length)));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
