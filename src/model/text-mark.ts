import type { Span } from '../text/span.js';

/**
 * A comment that says something of more than the statement below it. `open` and `close` bound a range (`eslint-disable`, `#region`, `c8 ignore
 * start`), `file` holds for the whole file wherever it stands (`global`, `istanbul ignore file`).
 */
export interface TextMark {
  readonly action: 'open' | 'close' | 'file';
  /** What is switched: ranges of one family know nothing of those of another. */
  readonly family: string;
  /**
   * `rules`: names are switched off and on one by one, in any order. `nested`: the last one opened is the first one closed.
   */
  readonly manner: 'rules' | 'nested';
  /** The rules that are named; empty means all of them. */
  readonly names: readonly string[];
  readonly span: Span;
}
