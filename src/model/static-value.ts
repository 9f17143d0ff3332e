import type { FilePath } from '../host/path.js';
import type { Span } from '../text/span.js';
import type { ReferenceTime } from './reference.js';

export type Arithmetic = '+' | '-' | '*' | '/';

/** What can be said of an expression without running it. */
export type StaticValue =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null | undefined }
  /** `spreads` come first, in order; `entries` follow them and win. */
  | { readonly kind: 'object'; readonly entries: readonly { readonly key: string; readonly value: StaticValue }[]; readonly spreads: readonly StaticValue[] }
  | { readonly kind: 'array'; readonly items: readonly StaticValue[] }
  /** An identifier or a dotted path of identifiers, not followed yet. `local`: a parameter or variable of a function, not the top-level name that it may hide. `from`: the file whose name it is, once somebody has tried to follow it. */
  | { readonly kind: 'reference'; readonly path: readonly string[]; readonly local?: true; readonly from?: FilePath }
  | { readonly kind: 'function'; readonly name?: string; readonly parameters: readonly string[]; readonly async: boolean }
  | { readonly kind: 'new'; readonly callee: readonly string[]; readonly args: readonly StaticValue[] }
  /** The result of a call, which nobody makes here. `text` is the call as written, white space folded. */
  | { readonly kind: 'call'; readonly callee: readonly string[]; readonly args: readonly StaticValue[]; readonly text: string }
  /** Arithmetic, or text put together, from parts with names in them. A template is a sum that starts with ''. `text` as for `call`. */
  | { readonly kind: 'binary'; readonly operator: Arithmetic; readonly left: StaticValue; readonly right: StaticValue; readonly text: string }
  /** `...list` among the items of an array. */
  | { readonly kind: 'spread'; readonly value: StaticValue }
  | { readonly kind: 'dynamic'; readonly text: string };

/** `60 * 1000`, `'mail' + '.send'`, `'mail' + 1`; undefined where a part is no literal, or is neither text nor number. */
export function foldArithmetic(left: StaticValue, operator: Arithmetic, right: StaticValue): StaticValue | undefined {
  if (left.kind !== 'literal' || right.kind !== 'literal') return undefined;
  const [a, b] = [left.value, right.value];
  if (operator === '+' && (typeof a === 'string' || typeof b === 'string')) return { kind: 'literal', value: `${a}${b}` };
  if (typeof a !== 'number' || typeof b !== 'number') return undefined;
  switch (operator) {
    case '+': return { kind: 'literal', value: a + b };
    case '-': return { kind: 'literal', value: a - b };
    case '*': return { kind: 'literal', value: a * b };
    case '/': return { kind: 'literal', value: a / b };
  }
}

/**
 * A call or construction whose callee is a dotted path of identifiers (`queue.add`, `this.queue.add`, `new Worker`). In a chain a call within
 * the path is a part that ends in `()`: `queue.createJob(data).retries(2)` is a call `['queue', 'createJob']` and a chained call
 * `['queue', 'createJob()', 'retries']`, both of which start where `queue` does.
 */
export interface CallSite {
  readonly kind: 'call' | 'new';
  readonly callee: readonly string[];
  readonly args: readonly StaticValue[];
  /** Printed type arguments. */
  readonly typeArguments: readonly string[];
  readonly span: Span;
  readonly when: ReferenceTime;
  /** Index of the top-level statement that contains it. */
  readonly statement: number;
  /** Innermost enclosing top-level declared name, if any. */
  readonly within?: string;
  /** Variable that receives the result: `const q = new Queue()` -> `q`. */
  readonly assignedTo?: string;
}

/** A place that chooses by the value of a dotted path: `switch (job.name)`, or a chain of `job.name === '...'`. */
export interface Dispatch {
  readonly subject: readonly string[];
  readonly cases: readonly StaticValue[];
  readonly span: Span;
  /** Index of the top-level statement that contains it. */
  readonly statement: number;
  /** Innermost enclosing top-level declared name, if any. */
  readonly within?: string;
}
