import type { Outline, OutlineDeclaration } from '../../model/outline.js';
import { lineColumnAt, type LineStarts } from '../../text/line-index.js';
import { findClusters, type Clusters } from './find-clusters.js';

export interface LargeDeclaration {
  /** Its names: `const { a, b } = f()` has two. */
  readonly name: string;
  readonly kind: OutlineDeclaration['kind'];
  /** Code lines. */
  readonly lines: number;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
}

/** What is inside of one file. Plain JSON, kept from run to run. */
export interface Contents {
  /** Names declared at top level. Overloads and merged declarations count once. */
  readonly names: number;
  readonly exported: number;
  /** Declarations: names that share a statement are one. */
  readonly declarations: number;
  /** Code lines of all declarations and loose statements. */
  readonly lines: number;
  /** Code lines of statements that declare nothing. */
  readonly looseLines: number;
  /** `share` is of `lines`. */
  readonly largest: (LargeDeclaration & { readonly share: number }) | null;
  /** Declarations that alone exceed the limit of the file, largest first. */
  readonly giants: readonly LargeDeclaration[];
  readonly clusters: Clusters;
}

export function measureContents(outline: Outline, lineStarts: LineStarts, limit: number): Contents {
  const { declarations, looseLines } = outline;
  const describe = ({ names, kind, lines, span }: OutlineDeclaration): LargeDeclaration => ({
    name: names.join(', '),
    kind,
    lines,
    ...lineColumnAt(lineStarts, span.start),
  });
  const bySize = [...declarations].sort((a, b) => b.lines - a.lines || a.span.start - b.span.start);
  const total = declarations.reduce((sum, { lines }) => sum + lines, looseLines);
  const largest = bySize[0];
  return {
    names: declarations.reduce((sum, { names }) => sum + names.length, 0),
    exported: declarations.reduce((sum, { names, exported }) => sum + (exported ? names.length : 0), 0),
    declarations: declarations.length,
    lines: total,
    looseLines,
    largest: largest === undefined ? null : { ...describe(largest), share: Math.round((largest.lines / Math.max(1, total)) * 100) / 100 },
    giants: bySize.filter(({ lines }) => lines > limit).map(describe),
    clusters: findClusters(outline),
  };
}

/** Share of the code above which one part is the file: moving the rest away leaves the god file. */
const DOMINANT_SHARE = 0.6;

/** What a split cannot help against. */
export type Obstacle =
  | { readonly kind: 'declaration'; readonly name: string; readonly share: number }
  /** Statements that declare nothing, such as the `describe` blocks of a test. */
  | { readonly kind: 'loose-statements'; readonly share: number };

export function findObstacle({ declarations, largest, looseLines, lines }: Contents): Obstacle | undefined {
  const looseShare = looseLines / Math.max(1, lines);
  if (looseShare > DOMINANT_SHARE || largest === null) return { kind: 'loose-statements', share: looseShare };
  if (declarations === 1 || largest.share > DOMINANT_SHARE) return { kind: 'declaration', name: largest.name, share: largest.share };
  return undefined;
}
