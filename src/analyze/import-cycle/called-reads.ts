import type { FilePath } from '../../host/path.js';
import type { LinkStatement } from '../../model/module-links.js';
import type { Binding, Follower, Meaning, Names } from './names.js';
import { createContextReader, failsOnUndefined, type ReadContext } from './read-context.js';
import { isLocalCallee, readChainCall, runsWithoutCall } from './unfollowed-calls.js';

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
  /** Whether a use of the value runs code of the knot without a call: `total.soup` with a getter, `[...menu]`, `${dish}`. */
  readonly runsWhenUsed: (binding: Binding) => boolean;
  /** For a call of something unknown: every function of the module. Read like a binding. */
  readonly anythingOf: (file: FilePath) => Binding;
  /** For a call of something without a name in a statement: every function that stands or is named there. */
  readonly mentionedBy: (file: FilePath, statement: LinkStatement) => Binding;
}

interface CallTarget {
  readonly binding: Binding;
  readonly isDirect: boolean;
}

/** In place of a name: every function of a module. */
const anything = '*';

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

  const anythingOf = (file: FilePath): Binding => ({ kind: 'binding', file, name: anything, early: 'ready', statements: names.links(file).statements });

  const statementsWriting = ({ file, name }: Binding): readonly LinkStatement[] =>
    names.links(file).statements.filter((statement) => statement.writes.some((write) => write.name === name && write.when !== 'type'));

  /** `menu.cook = () => soup;`, `Menu.prototype.cook = () => soup;` */
  const statementsExtending = ({ file, name }: Binding): readonly LinkStatement[] => {
    const { source, statements } = names.links(file);
    return statements.filter(({ kind, reads, span }) => {
      const first = reads[0];
      if (kind !== 'expression' || first?.name !== name || first.span.start !== span.start) return false;
      return /^\s*[.[][^=(]*=(?![=>])/.test(source.text.slice(first.span.end, Math.min(span.end, first.span.end + 200)));
    });
  };

  const using = new Map<string, boolean>();
  const runsWhenUsed = (binding: Binding, depth = 0): boolean => {
    if (!names.isMember(binding.file)) return false;
    const key = `${keyOf(binding)}\n${depth}`;
    const cached = using.get(key);
    if (cached !== undefined) return cached;
    using.set(key, false);
    const { text } = names.links(binding.file).source;
    const runs = binding.statements.some((statement) => {
      if (runsWithoutCall(text, statement, depth > 0)) return true;
      // `const menu = new Menu()`: the getters of the class are those of the instance.
      if (statement.kind !== 'variable' || depth > 0) return false;
      return statement.reads.some((read) => {
        if (read.when !== 'hard' || !/\bnew\s+$/.test(text.slice(Math.max(0, read.span.start - 10), read.span.start))) return false;
        const made = names.within.local(binding.file, read.name);
        return made.kind === 'binding' && runsWhenUsed(made, 1);
      });
    });
    using.set(key, runs);
    return runs;
  };

  /**
   * A function of the knot may run before the imports of its module have, those from outside the knot too: `lookUp`, called
   * from the circle, reads `prices`, which the module of `lookUp` imports after the circle. One step outside is followed.
   */
  const readsOf = ({ binding, certain }: Called, found: Map<string, CalledRead>, pending: Called[]): void => {
    const { calls, source } = names.links(binding.file);
    const follower = names.isMember(binding.file) ? names.anywhere : names.within;
    const isMember = names.isMember(binding.file);
    const assigning = statementsWriting(binding);
    const extending = isMember ? statementsExtending(binding) : [];
    const isAnything = binding.name === anything;
    const isFixed = assigning.length === 0;
    for (const statement of [...binding.statements, ...assigning, ...extending]) {
      if (statement.erased) continue;
      const contextAt = createContextReader(source.text, statement.span);
      // What runs of a class depends on the member that is called.
      const isFunction = certain && isFixed && statement.kind !== 'class' && !extending.includes(statement);
      const isRunByCall = (at: number): boolean => {
        const context = contextAt(at);
        return context.isOwnBody && context.unconditional;
      };
      for (const read of statement.reads) {
        // `const cook = fry`, `class Soup extends Dish`: what stands there may be called in its place.
        if (isMember && read.when !== 'type') {
          const named = names.within.local(binding.file, read.name);
          const chain = named.kind === 'binding' && read.when === 'soft' ? readChainCall(source.text, read.span.end) : 'none';
          if (named.kind === 'binding' && (read.when === 'hard' || chain !== 'none' || runsWhenUsed(named))) pending.unshift({ binding: named, certain: false });
          if (chain === 'result') pending.unshift({ binding: anythingOf(binding.file), certain: false });
        }
        // Of all functions of a module also those that were handed to a call and kept: `steps.set('boil', () => Dish.price)`.
        const isKept = isAnything && read.when === 'hard' && contextAt(read.span.start).functions > 0;
        if (read.when !== 'soft' && !isKept) continue;
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
        if (!target && isMember && call.callee.length === 1 && isLocalCallee(source.text, statement, call.callee[0]!)) {
          const isImported = names.importOf(binding.file, call.callee[0]!) !== undefined;
          if (!isImported) pending.unshift({ binding: anythingOf(binding.file), certain: false });
        }
        if (!target) continue;
        const isSure = isFunction && target.isDirect && isRunByCall(call.span.start);
        if (isSure) pending.push({ binding: target.binding, certain: true });
        else pending.unshift({ binding: target.binding, certain: false });
      }
    }
  };

  return {
    targetOf: (file, callee) => targetOf(names.within, file, callee),
    runsWhenUsed: (binding) => runsWhenUsed(binding),
    anythingOf,
    mentionedBy: (file, statement) => ({ kind: 'binding', file, name: `@${statement.index}`, early: 'ready', statements: [statement] }),
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
