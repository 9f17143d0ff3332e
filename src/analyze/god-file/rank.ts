import { compareText } from '../../diagnostic/sort.js';
import { findObstacle, type Contents } from './measure-contents.js';
import type { GodFile } from './measured-file.js';

/** How much a file asks to be split: the product of its factors. */
export interface Score {
  readonly value: number;
  /** Lines over limit. */
  readonly size: number;
  /** `1 + log2(1 + commits)`; 1 when git was not asked. */
  readonly change: number;
  /** `1 + log2(1 + importing files) / 4`. */
  readonly reach: number;
  /**
   * What a split takes away: `1 + (clusters - 1) / 4`, for 8 clusters at most. Where one class or the statements of a test are most
   * of the file, the share that is left to move, at least a twentieth. 1 when nothing was measured.
   */
  readonly relief: number;
}

/** More clusters than this say that the file is a collection, not that it is worse. */
const MOST_CLUSTERS = 8;
const LEAST_RELIEF = 0.05;

/**
 * Size times change frequency is the hotspot of Tornhill ("Your Code as a Crime Scene", 2015): a long file that nobody touches
 * costs little, and of two that are touched the long one costs more. Commits and importers enter by their logarithm, because
 * both are distributed with a long tail and the hundredth says less than the first. Fan-in counts for a quarter: it says how
 * many files feel a change, not that there will be one. The product is what the file costs; relief is how much of that a split
 * can end, so a table of 19,000 lines does not stand before ten files that are really several.
 */
export function scoreGodFile({ lines, threshold, commits, fanIn, contents }: GodFile): Score {
  const size = lines / threshold;
  const change = commits === undefined ? 1 : 1 + Math.log2(1 + commits);
  const reach = 1 + Math.log2(1 + fanIn) / 4;
  const relief = contents === undefined ? 1 : measureRelief(contents);
  return { value: size * change * reach * relief, size, change, reach, relief };
}

function measureRelief(contents: Contents): number {
  const obstacle = findObstacle(contents);
  if (obstacle !== undefined) return Math.max(LEAST_RELIEF, 1 - obstacle.share);
  return 1 + (Math.min(MOST_CLUSTERS, countConcerns(contents)) - 1) / 4;
}

/** Declarations that stand alone are one more concern when they are much of the file. */
function countConcerns({ clusters: { found, alone } }: Contents): number {
  const inFound = found.reduce((sum, { lines }) => sum + lines, 0);
  return Math.max(1, found.length + (alone.lines * 9 > inFound ? 1 : 0));
}

/** Highest first, equal scores by path; generated files are not ranked: the generator would undo the split. */
export function rankGodFiles(files: readonly GodFile[]): ReadonlyMap<GodFile, { readonly rank: number; readonly score: Score }> {
  const scored = files.filter(({ generated }) => !generated).map((file) => ({ file, score: scoreGodFile(file) }));
  scored.sort((a, b) => b.score.value - a.score.value || compareText(a.file.name, b.file.name));
  return new Map(scored.map(({ file, score }, index) => [file, { rank: index + 1, score }]));
}
