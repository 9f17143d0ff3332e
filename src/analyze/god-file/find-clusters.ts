import { findCommunities } from '../../graph/communities.js';
import type { Outline, OutlineDeclaration } from '../../model/outline.js';
import { nameClusters } from './name-clusters.js';

export interface Cluster {
  /** A word that its names share, or the name of its largest declaration. */
  readonly name: string;
  readonly declarations: number;
  /** Code lines. */
  readonly lines: number;
}

/** How many concerns a file has, judged by which of its declarations use which. */
export interface Clusters {
  /** Largest first. One that covers the file when nothing falls apart; none when no two declarations hang together. */
  readonly found: readonly Cluster[];
  /** Uses of values that lead from one found cluster to another, and all uses inside and between them. */
  readonly crossing: number;
  readonly uses: number;
  /** Names that so many declarations use that they connect nothing. */
  readonly shared: number;
  /** Declarations that neither use another one nor are used, shared names apart. */
  readonly alone: { readonly declarations: number; readonly lines: number };
}

/** Used by more than this share of the declarations, and by more than this many: `log` belongs to no concern. */
const SHARED_SHARE = 0.1;
const SHARED_USERS = 5;
/**
 * A type that two functions mention joins them less than a call: its name costs nothing to import. In a file of types alone the
 * weights are all the same.
 */
const TYPE_WEIGHT = 0.25;
const TYPE_OF_TYPE_WEIGHT = 0.5;
/**
 * Below the 1 of plain modularity, which prefers more groups than a person sees: on the three god files of fixtures/programs it finds
 * 6, 8 and 8 clusters at 1, and 4, 6 and 5 at 0.7, where the planner makes 6, 5 and 5 modules.
 */
const RESOLUTION = 0.7;
/** Clauset, Newman, Moore, "Finding community structure in very large networks", Phys. Rev. E 70, 2004: real structure begins here. */
const LEAST_MODULARITY = 0.3;
/** Smaller groups are details of a file: of the lines for three declarations and more, and for one or two. */
const LEAST_SHARE = 0.06;
const LEAST_SHARE_OF_FEW = 0.1;

/**
 * Groups declarations that use each other (`src/graph/communities.ts`). A use weighs less the more declarations share the used name,
 * so one small helper does not join two concerns, as it would in connected components (LCOM4).
 */
export function findClusters({ declarations }: Outline): Clusters {
  const graph = buildUses(declarations);
  const { groups, modularity } = findCommunities({ count: declarations.length, edges: graph.edges }, RESOLUTION);
  const total = sumLines(declarations);
  // A set: a table of 400,000 constants is a list of 400,000 that stand alone, and to look each up in the list took minutes.
  const alone = new Set(groups.filter((group) => group.length === 1 && !graph.connected.has(group[0]!)).flat());
  const isLarge = (group: readonly number[]) =>
    group.some((member) => !alone.has(member)) && linesOf(declarations, group) >= total * (group.length > 2 ? LEAST_SHARE : LEAST_SHARE_OF_FEW);
  const large = groups.filter(isLarge);
  const apart = large.length > 1 && modularity >= LEAST_MODULARITY;
  const rest = declarations.map((_, index) => index).filter((index) => !alone.has(index));
  const found = apart ? large : rest.length > 0 && linesOf(declarations, rest) >= total * LEAST_SHARE ? [rest] : [];
  const names = nameClusters(declarations, found);
  const clusterOf = new Map(found.flatMap((group, cluster) => group.map((member) => [member, cluster] as const)));
  const inFound = graph.counted.filter(([user, used]) => clusterOf.has(user) && clusterOf.has(used));
  return {
    found: found
      .map((group, index) => ({ name: names[index]!, declarations: group.length, lines: linesOf(declarations, group) }))
      .sort((a, b) => b.lines - a.lines),
    crossing: inFound.filter(([user, used]) => clusterOf.get(user) !== clusterOf.get(used)).length,
    uses: inFound.length,
    shared: graph.shared,
    alone: { declarations: alone.size, lines: linesOf(declarations, [...alone]) },
  };
}

interface Uses {
  readonly edges: { readonly a: number; readonly b: number; readonly weight: number }[];
  /** User and used: of values, or of types in a file that has nothing else. */
  readonly counted: (readonly [number, number])[];
  readonly connected: ReadonlySet<number>;
  readonly shared: number;
}

function buildUses(declarations: readonly OutlineDeclaration[]): Uses {
  const indexOf = new Map(declarations.flatMap(({ names }, index) => names.map((name) => [name, index] as const)));
  const pairs = declarations.flatMap(({ uses }, user) => {
    const targets = new Set(uses.map((name) => indexOf.get(name)).filter((used) => used !== undefined && used !== user));
    return [...targets].map((used) => [user, used!] as const);
  });
  const users = new Array<number>(declarations.length).fill(0);
  for (const [, used] of pairs) users[used]!++;
  const limit = Math.max(SHARED_USERS, declarations.length * SHARED_SHARE);
  const isShared = (index: number) => users[index]! > limit;
  const isType = (index: number) => declarations[index]!.kind === 'interface' || declarations[index]!.kind === 'type';
  const onlyTypes = declarations.every((_, index) => isType(index));
  const kept = pairs.filter(([, used]) => !isShared(used));
  return {
    edges: kept.map(([a, b]) => ({ a, b, weight: (isType(b) ? (isType(a) ? TYPE_OF_TYPE_WEIGHT : TYPE_WEIGHT) : 1) / Math.sqrt(users[b]!) })),
    counted: kept.filter(([, used]) => onlyTypes || !isType(used)),
    connected: new Set(kept.flat()),
    shared: users.filter((_, index) => isShared(index)).length,
  };
}

function linesOf(declarations: readonly OutlineDeclaration[], members: readonly number[]): number {
  return sumLines(members.map((member) => declarations[member]!));
}

function sumLines(declarations: readonly OutlineDeclaration[]): number {
  return declarations.reduce((sum, { lines }) => sum + lines, 0);
}
