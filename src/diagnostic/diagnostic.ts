import type { FilePath } from '../host/path.js';

export type Severity = 'error' | 'warning' | 'info';

/** How safe it is to apply a proposed change without a person reading it. */
export type Applicability = 'safe' | 'unsafe' | 'display-only';

export interface Location {
  readonly file: FilePath;
  /** 1-based. */
  readonly line: number;
  /** 1-based, UTF-16 code units. */
  readonly column: number;
  /** What stands there, in a few words. */
  readonly label?: string;
}

/**
 * What a baseline remembers of a finding, so that growth fails and shrinkage passes. `ceiling`: a number that belongs to the
 * file of the finding and may only fall; `count` is its unit when that is not code lines. `edges`: imports, each once, sorted by
 * `from` and `to`; a new one is growth. `imports` is `type` for a knot that only type imports close: the same two files may be in a knot of
 * evaluated imports tomorrow, and that one is not known.
 */
export type RatchetFact =
  | { readonly kind: 'ceiling'; readonly value: number; readonly count?: 'physical' }
  | { readonly kind: 'edges'; readonly edges: readonly { readonly from: FilePath; readonly to: FilePath }[]; readonly imports?: 'type' };

/**
 * A finding against what was known before: not there; there and grown; there and not grown. A known finding fails no gate.
 */
export type Standing = 'new' | 'worse' | 'known';

/**
 * One finding about the code under study. `message` states a fact and gives no advice, `notes` are the evidence,
 * `help` starts with a verb. `data` holds the same facts for machines.
 */
export interface Diagnostic {
  readonly id: string;
  readonly severity: Severity;
  readonly message: string;
  readonly at: Location;
  readonly related: readonly Location[];
  readonly notes: readonly string[];
  readonly help: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Names the finding from run to run: it survives edits elsewhere and new line numbers. Unique among findings of one id. */
  readonly key?: string;
  readonly ratchet?: RatchetFact;
  /** Set when the finding was judged against a baseline or an older state. */
  readonly standing?: Standing;
  readonly next?: { readonly command: string; readonly applicability: Applicability };
}

type Optional = 'severity' | 'related' | 'notes' | 'data';

/** Fills the parts that most findings leave empty and freezes the result. */
export function diagnostic(parts: Omit<Diagnostic, Optional> & Partial<Pick<Diagnostic, Optional>>): Diagnostic {
  return Object.freeze({ severity: 'error', related: [], notes: [], data: {}, ...parts } satisfies Diagnostic);
}
