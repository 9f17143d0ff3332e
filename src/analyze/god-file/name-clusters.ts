import { compareText } from '../../diagnostic/sort.js';
import type { OutlineDeclaration } from '../../model/outline.js';
import { splitIdentifier, wordStem } from '../../text/identifier-words.js';

/** They say how a thing is written, not what it is about. */
const emptyWords = new Set(
  (
    'a add all and any apply as at base build by can create data default do does find for from get handle has helper if impl in info init internal is item ' +
    'list make map max min new not of on or process props read result run set should state text to type update use util value with without'
  ).split(' '),
);

/** Share of a cluster, by weight, that must have the word. */
const LEAST_COVER = 0.25;

/** One name for each group: the word that most of it has and little else has; without one, its largest declaration. No name twice. */
export function nameClusters(declarations: readonly OutlineDeclaration[], groups: readonly (readonly number[])[]): string[] {
  const largestOf = (group: readonly number[]) =>
    declarations[group.reduce((best, member) => (declarations[member]!.lines > declarations[best]!.lines ? member : best), group[0]!)]!.names[0]!;
  // A word sets a cluster off from the others.
  if (groups.length < 2) return groups.map(largestOf);
  // `soup1` and `soup2` are about soup.
  const words = declarations.map(({ names }) => new Map(names.flatMap(splitIdentifier).map((word) => word.replace(/\d+$/, '')).map((word) => [wordStem(word), word] as const)));
  // Long declarations are what a reader sees; the root keeps one of a thousand lines from naming the cluster alone.
  const weights = declarations.map(({ lines }) => Math.sqrt(lines));
  const everywhere = sumByWord(declarations.keys(), words, weights);
  const taken = new Set<string>();
  return groups.map((group) => {
    const inside = sumByWord(group, words, weights);
    const whole = group.reduce((sum, member) => sum + weights[member]!, 0);
    const scored = [...inside]
      .filter(([stem, { weight, count }]) => count > 1 && stem.length > 2 && !emptyWords.has(stem) && weight >= whole * LEAST_COVER)
      .map(([stem, { weight, surface }]) => ({ surface, score: weight ** 2 / everywhere.get(stem)!.weight }))
      .filter(({ surface }) => !taken.has(surface))
      .sort((a, b) => b.score - a.score || compareText(a.surface, b.surface));
    const name = scored[0]?.surface ?? largestOf(group);
    taken.add(name);
    return name;
  });
}

/** By stem: the weight and number of the declarations that have the word, and its shortest form. */
function sumByWord(
  members: Iterable<number>,
  words: readonly ReadonlyMap<string, string>[],
  weights: readonly number[],
): Map<string, { weight: number; count: number; surface: string }> {
  const sums = new Map<string, { weight: number; count: number; surface: string }>();
  for (const member of members) {
    for (const [stem, word] of words[member]!) {
      const known = sums.get(stem);
      if (!known) sums.set(stem, { weight: weights[member]!, count: 1, surface: word });
      else {
        known.weight += weights[member]!;
        known.count++;
        if (word.length < known.surface.length) known.surface = word;
      }
    }
  }
  return sums;
}
