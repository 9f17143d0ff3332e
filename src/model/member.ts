import type { Span } from '../text/span.js';
import { printQuantity } from '../text/wording.js';

/** One piece of a large declaration that a person could take out of it: a method, a property of an object, an inner function, a block. */
export interface Member {
  /** `render`, `get total`, `case 'paid'`, `if (options.strict)`; accessors of one name and overloads are one member. */
  readonly name: string;
  readonly kind: 'method' | 'accessor' | 'property' | 'function' | 'block' | 'case' | 'declaration';
  /** From the first token of its first declaration to the last token of its last. */
  readonly span: Span;
  /** Physical lines of all its declarations. */
  readonly lines: number;
  /**
   * What it shares with the rest and would have to be handed: fields and private members behind `this`, `super`, `this` itself, locals of
   * the function around it. Sorted.
   */
  readonly shares: readonly string[];
}

/** Members that a reader is told of. */
const told = 5;

/** One fact a member: "render (210 lines) shares cache, depth with the rest". Those that would leave most easily, at most five. */
export function printMembers(members: readonly Member[]): string[] {
  return members.slice(0, told).map(({ name, lines, shares }) => {
    const some = shares.slice(0, 4).join(', ') + (shares.length > 4 ? ` and ${shares.length - 4} more` : '');
    return `${name} (${printQuantity(lines, 'line')}) shares ${shares.length === 0 ? 'nothing' : some} with the rest`;
  });
}

/** The same for programs. */
export function listMembers(members: readonly Member[]): { name: string; kind: string; lines: number; shares: readonly string[] }[] {
  return members.slice(0, told).map(({ name, kind, lines, shares }) => ({ name, kind, lines, shares }));
}
