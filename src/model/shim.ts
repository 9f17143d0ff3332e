/**
 * How loud a shim is. `jsdoc`: editors strike its names. `runtime`: it warns when it is loaded, too. `error`: it throws. A plain facade, without any
 * of this, is `silent`.
 */
export const shimStages = ['jsdoc', 'runtime', 'error'] as const;
export type ShimStage = (typeof shimStages)[number];

/** What the line of a shim says of it. */
export interface ShimMark {
  readonly stage: ShimStage;
  /** The day on which it became a shim, `2026-11-22`. */
  readonly since: string;
  /** A version or a day; the shim is overdue from then on. */
  readonly after?: string;
}

const line = /^\/\/ decant-shim (jsdoc|runtime|error), deprecated since (\d{4}-\d{2}-\d{2})(?:, to be removed after (\S+))?[^\S\r\n]*$/m;

/** Whether it is worth looking for the mark: a regular expression over every line of a project is felt. */
export function mayHoldShimMark(text: string): boolean {
  return text.includes('// decant-shim ');
}

/** The mark of a shim with its place, the newline excluded; undefined for every other file. */
export function readShimMark(text: string): (ShimMark & { readonly start: number; readonly end: number }) | undefined {
  if (!mayHoldShimMark(text)) return undefined;
  const found = line.exec(text);
  if (!found) return undefined;
  const [all, stage, since, after] = found;
  return { stage: stage as ShimStage, since: since!, ...(after === undefined ? {} : { after }), start: found.index, end: found.index + all.length };
}

export function printShimMark({ stage, since, after }: ShimMark): string {
  return `// decant-shim ${stage}, deprecated since ${since}${after === undefined ? '' : `, to be removed after ${after}`}`;
}

/** A day that exists, or a version: what `after` may be. */
export function isRemovalPoint(text: string): boolean {
  // 2027-02-30 would pass for a version with something behind its number.
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? isDay(text) : /^v?\d+(?:\.\d+){0,2}(?:-[\w.-]+)?$/.test(text);
}

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  // Some engines roll 2027-02-30 over to March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** Whether that day has passed, or that version is reached. Undefined when there is no version to compare with. */
export function isOverdue(after: string, today: string, version: string | undefined): boolean | undefined {
  if (/^\d{4}-\d{2}-\d{2}$/.test(after)) return today > after;
  return version === undefined || !/^v?\d/.test(version) ? undefined : compareVersions(version, after) >= 0;
}

/** By number; `2.0.0-beta.1` is before `2.0.0` (semver.org, 11). */
function compareVersions(one: string, other: string): number {
  const [a, b] = [readVersion(one), readVersion(other)];
  for (let at = 0; at < 3; at++) {
    const difference = (a.numbers[at] ?? 0) - (b.numbers[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return Number(b.isEarly) - Number(a.isEarly);
}

function readVersion(text: string): { readonly numbers: readonly number[]; readonly isEarly: boolean } {
  const [main = '', early] = text.replace(/^v/, '').split('+')[0]!.split(/-(.*)/s);
  return { numbers: main.split('.').map(Number), isEarly: early !== undefined };
}
