import type { Span } from '../text/span.js';

/** `hard`: evaluated while the module body runs. `soft`: only inside deferred bodies. `type`: erased. */
export type ReferenceTime = 'hard' | 'soft' | 'type';

/** A use of a top-level binding of this module (its own declaration or an imported name). */
export interface Reference {
  readonly name: string;
  readonly span: Span;
  readonly when: ReferenceTime;
}
