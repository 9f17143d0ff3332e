import type { FilePath } from '../../host/path.js';
import type { Binding, Follower, Meaning, Names } from './names.js';
import { createContextReader, failsOnUndefined, type ReadContext } from './read-context.js';

/** A name that calling a function reads, before or after it is there. */
export interface CalledRead {
  readonly binding: Binding;
  /** Read whenever the function is called, and failing when it is not there yet. */
  readonly certain: boolean;
  /** Read whenever the function is called. */
  readonly evaluated: boolean;
  readonly yields: 'error' | 'undefined';
}

export interface CalledReads {
  /** What is read when a function or class of the knot is called, through all functions of the knot that it calls. */
  readonly by: (binding: Binding) => readonly CalledRead[];
  /** What a call calls. `isDirect`: the function itself and not a member of it. */
  readonly targetOf: (file: FilePath, callee: readonly string[]) => CallTarget | undefined;
  /** The function that a read hands to a call that may run it at once: `dishes.map(cook)`, or a call of a function of the knot. */
  readonly handed: (file: FilePath, name: string, context: ReadContext) => Binding | undefined;
}

interface CallTarget {
  readonly binding: Binding;
  readonly isDirect: boolean;
}

interface Called {
  readonly binding: Binding;
  readonly certain: boolean;
}

/** Methods of arrays and strings that call what they are given before they return. */
export const runsCallbacks =
  /^(?:map|forEach|filter|reduce|reduceRight|some|every|find|findIndex|findLast|findLastIndex|flatMap|sort|toSorted|from|replace|replaceAll)$/;

/** `copies`: whether a file is CommonJS when it runs, where a name that is not there yet is `undefined`. */
export function createCalledReads(names: Names, copies: (file: FilePath) => boolean): CalledReads {
  const known = new Map<string, readonly CalledRead[]>();

  const targetOf = (follower: Follower, file: FilePath, callee: readonly string[]): CallTarget | undefined => {
    const meaning = follower.local(file, callee[0]!);
    if (meaning.kind === 'binding') return { binding: meaning, isDirect: callee.length === 1 };
    if (meaning.kind !== 'namespace' || callee[1] === undefined) return undefined;
    const member = follower.exported(meaning.file, callee[1]);
    return member.kind === 'binding' ? { binding: member, isDirect: callee.length === 2 } : undefined;
  };

  /**
   * A function of the knot may run before the imports of its module have, those from outside the knot too: `lookUp`, called
   * from the circle, reads `prices`, which the module of `lookUp` imports after the circle. One step outside is followed.
   */
  const readsOf = ({ binding, certain }: Called, found: Map<string, CalledRead>, pending: Called[]): void => {
    const { calls, source } = names.links(binding.file);
    const follower = names.isMember(binding.file) ? names.anywhere : names.within;
    for (const statement of binding.statements) {
      const contextAt = createContextReader(source.text, statement.span);
      // What runs of a class depends on the member that is called.
      const isFunction = certain && statement.kind !== 'class';
      const isRunByCall = (at: number): boolean => {
        const context = contextAt(at);
        return context.isOwnBody && context.unconditional;
      };
      for (const read of statement.reads) {
        if (read.when !== 'soft') continue;
        let meaning: Meaning = follower.local(binding.file, read.name);
        let { end } = read.span;
        const member = meaning.kind === 'namespace' ? memberAfter(source.text, end) : undefined;
        if (meaning.kind === 'namespace' && member) [meaning, end] = [follower.exported(meaning.file, member.name), member.end];
        if (meaning.kind !== 'binding' || meaning.early === 'ready') continue;
        const key = keyOf(meaning);
        if (found.get(key)?.certain) continue;
        const isUndefined = meaning.early === 'undefined' || copies(binding.file);
        const evaluated = isFunction && isRunByCall(read.span.start);
        const isSure = evaluated && (!isUndefined || failsOnUndefined(source.text, read.span.start, end));
        if (!found.has(key) || isSure) found.set(key, { binding: meaning, certain: isSure, evaluated, yields: isUndefined ? 'undefined' : 'error' });
      }
      for (const call of calls) {
        if (call.statement !== statement.index || call.when !== 'soft') continue;
        const target = targetOf(follower, binding.file, call.callee);
        if (!target) continue;
        const isSure = isFunction && target.isDirect && isRunByCall(call.span.start);
        if (isSure) pending.push({ binding: target.binding, certain: true });
        else pending.unshift({ binding: target.binding, certain: false });
      }
    }
  };

  return {
    targetOf: (file, callee) => targetOf(names.within, file, callee),
    by: (binding) => {
      const start = keyOf(binding);
      const cached = known.get(start);
      if (cached) return cached;
      const found = new Map<string, CalledRead>();
      const seen = new Set<string>();
      // From the end, where the calls stand that are made for sure.
      const pending: Called[] = [{ binding, certain: true }];
      for (let called = pending.pop(); called !== undefined; called = pending.pop()) {
        const key = keyOf(called.binding);
        if (seen.has(key)) continue;
        seen.add(key);
        readsOf(called, found, pending);
      }
      const reads = [...found.values()];
      known.set(start, reads);
      return reads;
    },
    handed: (file, name, { call, functions }) => {
      if (!call || call.isThunk || functions !== 0) return undefined;
      if (call.isMember ? !runsCallbacks.test(call.name) : names.within.local(file, call.name).kind !== 'binding') return undefined;
      const meaning = names.within.local(file, name);
      return meaning.kind === 'binding' ? meaning : undefined;
    },
  };
}

function keyOf(binding: Binding): string {
  return `${binding.file}\n${binding.name}`;
}

/** `.soups` or `?.soups` behind a name. */
export function memberAfter(text: string, at: number): { readonly name: string; readonly end: number } | undefined {
  const match = /^\s*(?:\?\.|\.)\s*([\p{ID_Start}$_][\p{ID_Continue}$]*)/u.exec(text.slice(at, at + 200));
  return match ? { name: match[1]!, end: at + match[0].length } : undefined;
}
