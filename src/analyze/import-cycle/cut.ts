import { feedbackArcs } from '../../graph/feedback-arcs.js';
import type { WeightedArc } from '../../graph/weighted-arc.js';
import type { ImportEdge } from '../../model/project.js';
import { findFreeDetours, type Detour } from './barrels.js';
import type { Knot } from './knot.js';
import { countUses, type Names } from './names.js';

/** The cheapest imports to remove so that no circle is left. */
export interface Cut {
  /** Positions in the edges of the knot, ascending. */
  readonly edges: readonly number[];
  /** No cheaper set of imports does it. */
  readonly exact: boolean;
}

/**
 * What removing an import costs, in tenths of a name that is used inside functions. Marking an import as `type` is nearly
 * free, and so is an import that nothing uses. An import through a barrel whose names are defined where no way leads back is
 * cheap, because only its specifier changes. A name that is used while the module loads is dearer than one that is used in a
 * function, which can be handed over later. A re-export is dear: others import from there. An import for its side effects is
 * dearest, because the order in which modules run is all that it is for.
 */
const price = { erased: 1, unused: 2, detour: 3, soft: 10, hard: 15, reexport: 20, namespace: 30, sideEffect: 60 } as const;

export type PriceOf = (edge: ImportEdge) => number;

export function priceByScan(edge: ImportEdge): number {
  const { form, kind, names } = edge.record;
  if (kind === 'type') return price.erased;
  if (kind === 'side-effect') return price.sideEffect;
  if (form === 'export-star') return price.namespace;
  if (names.length === 0) return price.namespace;
  const priceOfName = kind === 'reexport' ? price.reexport : price.soft;
  return names.reduce<number>((total, name) => total + (name.imported === '*' ? price.namespace : priceOfName), 0);
}

export function createPrices(knot: Knot, names: Names, isErased: (edge: ImportEdge) => boolean, detours: ReadonlyMap<ImportEdge, Detour>): PriceOf {
  const free = findFreeDetours(knot, detours);
  return (edge) => {
    const { record } = edge;
    if (isErased(edge)) return price.erased;
    if (free.has(edge)) return price.detour;
    if (record.form === 'export-star') return price.reexport * Math.max(1, names.links(edge.to).exports.length);
    if (record.kind !== 'value') return priceByScan(edge);
    const uses = countUses(names, edge.from, record);
    if (uses.hard + uses.soft + uses.exported === 0) return price.unused;
    return record.names.reduce<number>((total, name) => {
      if (name.imported === '*') return total + price.namespace;
      const own = name.typeOnly ? undefined : names.usesIn(edge.from).get(name.local);
      return total + (own === undefined ? 0 : own.hard > 0 ? price.hard : own.exported > 0 ? price.reexport : price.soft);
    }, price.erased);
  };
}

export function findCut(knot: Knot, priceOf: PriceOf): Cut {
  const arcs = knot.edges.map((edge): WeightedArc => ({ from: knot.place.get(edge.from)!, to: knot.place.get(edge.to)!, weight: priceOf(edge) }));
  const known = latest.find(({ count, arcs: others }) => count === knot.members.length && isSame(arcs, others));
  if (known) return known.cut;
  const { cut: edges, exact } = feedbackArcs(knot.members.length, arcs);
  const cut = { edges, exact };
  if (arcs.length <= REMEMBERED_ARCS) latest = [{ count: knot.members.length, arcs, cut }, ...latest.slice(0, REMEMBERED_CUTS - 1)];
  return cut;
}

/** An editor asks for the knot of the open file after every word, and few words change what its imports cost. */
const REMEMBERED_CUTS = 4;
/** Of a larger knot the arcs are too much to keep: those of a complete graph of 1,000 modules are a million. */
const REMEMBERED_ARCS = 50_000;
let latest: readonly { readonly count: number; readonly arcs: readonly WeightedArc[]; readonly cut: Cut }[] = [];

function isSame(one: readonly WeightedArc[], other: readonly WeightedArc[]): boolean {
  return one.length === other.length && one.every(({ from, to, weight }, i) => from === other[i]!.from && to === other[i]!.to && weight === other[i]!.weight);
}
