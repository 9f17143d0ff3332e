import type { ApiEntry, ApiNode, ApiSurface } from '../../model/api.js';
import { createComparison } from './compare-declarations.js';
import type { Comparison } from './compare-types.js';
import { differ, type Difference, type Place } from './difference.js';

/** One entry file that stands on both sides. */
export interface EntryPair {
  readonly name: string;
  readonly before: ApiEntry;
  readonly after: ApiEntry;
}

export interface EntryDifference extends Difference {
  readonly entry: string;
}

/** Compares all that these entries export, together: one hidden type is the same whichever of them speaks of it. */
export function compareEntries(before: ApiSurface, after: ApiSurface, pairs: readonly EntryPair[]): readonly EntryDifference[] {
  const comparison = createComparison(before, after);
  for (const { before: old, after: now } of pairs) {
    for (const [name, { symbol }] of old.exports) {
      const other = now.exports.get(name);
      // What has a name outside corresponds by that name, before anything speaks of it.
      if (other && before.symbols[symbol]!.identity === undefined && after.symbols[other.symbol]!.identity === undefined) comparison.link(symbol, other.symbol);
    }
  }
  return pairs.flatMap((pair) => {
    const found = [...compareExports(comparison, pair), ...compareStars(pair), ...compareAugmentations(comparison, pair), ...comparison.drain()];
    return found.map((difference) => ({ ...difference, entry: pair.name }));
  });
}

function compareExports(comparison: Comparison, { before, after }: EntryPair): Difference[] {
  const found: Difference[] = [];
  for (const [name, { symbol, typeOnly }] of before.exports) {
    const other = after.exports.get(name);
    const place: Place = { via: name, path: [], ...shownAs('before', comparison.symbolsBefore[symbol]!.declarations), ...(other ? shownAs('after', comparison.symbolsAfter[other.symbol]!.declarations) : {}) };
    if (other === undefined) found.push(...differ('breaking', 'export-removed', 'is no longer exported', place));
    else {
      if (typeOnly !== other.typeOnly) found.push(...differ(typeOnly ? 'additive' : 'breaking', typeOnly ? 'type-to-value-export' : 'value-to-type-export', typeOnly ? 'is exported as a value now' : 'is exported as a type alone now', place));
      found.push(...comparison.compareSymbols(symbol, other.symbol, place));
    }
  }
  for (const [name, { symbol }] of after.exports) {
    if (!before.exports.has(name)) found.push(...differ('additive', 'export-added', 'is exported, and was not', { via: name, path: [], ...shownAs('after', comparison.symbolsAfter[symbol]!.declarations) }));
  }
  return found;
}

function shownAs(side: 'before' | 'after', [first]: readonly ApiNode[]): Partial<Place> {
  return first?.shown === undefined ? {} : { [side]: first.shown };
}

function compareStars({ before, after }: EntryPair): Difference[] {
  const say = (star: string, impact: 'breaking' | 'additive', fact: string) => differ(impact, impact === 'breaking' ? 'star-removed' : 'star-added', fact, { via: `* of ${star.replace(/#$/, '')}`, path: [] });
  return [
    ...before.stars.filter((star) => !after.stars.includes(star)).flatMap((star) => say(star, 'breaking', 'is no longer passed on')),
    ...after.stars.filter((star) => !before.stars.includes(star)).flatMap((star) => say(star, 'additive', 'is passed on, and was not')),
  ];
}

function compareAugmentations(comparison: Comparison, { before, after }: EntryPair): Difference[] {
  const key = ({ target, name }: ApiEntry['augmentations'][number]): string => `${target}\0${name}`;
  const old = new Map(before.augmentations.map((one) => [key(one), one]));
  const now = new Map(after.augmentations.map((one) => [key(one), one]));
  const placeOf = ({ target, name }: ApiEntry['augmentations'][number]): Place => ({ via: `${name} of ${target === 'global' ? 'the global scope' : `the module ${target.replace(/#$/, '')}`}`, path: [] });
  const kept = [...old].flatMap(([at, one]) => {
    const other = now.get(at);
    if (other === undefined) return differ('breaking', 'augmentation-removed', 'is no longer extended', { ...placeOf(one), ...shownAs('before', comparison.symbolsBefore[one.symbol]!.declarations) });
    comparison.link(one.symbol, other.symbol);
    return comparison.compareSymbols(one.symbol, other.symbol, placeOf(one));
  });
  return [...kept, ...[...now].filter(([at]) => !old.has(at)).flatMap(([, one]) => differ('additive', 'augmentation-added', 'is extended, and was not', placeOf(one)))];
}
