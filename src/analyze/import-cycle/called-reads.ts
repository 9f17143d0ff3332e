import type { FilePath } from '../../host/path.js';
import type { LinkStatement, ModuleLinks } from '../../model/module-links.js';
import type { Reference } from '../../model/reference.js';
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
  readonly handed: (file: FilePath, read: Reference, context: ReadContext) => Binding | undefined;
  /** What a read means inside the knot; `menu.soup` of a namespace import is the soup. */
  readonly namedBy: (file: FilePath, read: Reference) => Meaning;
  /** Whether a use of the value runs code of the knot without a call: `total.soup` with a getter, `[...menu]`, `${dish}`. */
  readonly runsWhenUsed: (binding: Binding) => boolean;
  /** For a call of something unknown: every function of the module. Read like a binding. */
  readonly anythingOf: (file: FilePath) => Binding;
  /** For a call of something without a name in a statement, or in a part of it: every function that stands or is named there. */
  readonly mentionedBy: (file: FilePath, statement: LinkStatement) => Binding;
}

interface CallTarget {
  readonly binding: Binding;
  readonly isDirect: boolean;
}

/** What a function reads and calls itself. */
interface OwnReads {
  readonly reads: ReadonlyMap<string, CalledRead>;
  readonly sure: readonly Binding[];
  readonly unsure: readonly Binding[];
}

/** In place of a name: every function of a module. */
const anything = '*';
/** In place of a name, with the place: every function of a statement, or of a part of it. */
const mentioned = '@';

interface Called {
  readonly binding: Binding;
  readonly certain: boolean;
}

/** Methods of arrays and strings that call what they are given before they return. */
export const runsCallbacks =
  /^(?:map|forEach|filter|reduce|reduceRight|some|every|find|findIndex|findLast|findLastIndex|flatMap|sort|toSorted|from|replace|replaceAll)$/;

/** `Reflect.construct(Soup, [])` */
const callsGiven = /^(?:apply|call|construct)$/;
const inertBefore = /(?:\b(?:typeof|instanceof|case)\s+|[!=]==?\s*|<\/?)$/;
const inertAfter = /^\s*(?:[!=]==?(?!=)|instanceof\b)/;

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

  const namedBy = (file: FilePath, { name, span }: Reference): Meaning => {
    const meaning = names.within.local(file, name);
    const member = meaning.kind === 'namespace' ? memberAfter(names.links(file).source.text, span.end) : undefined;
    return meaning.kind === 'namespace' && member ? names.within.exported(meaning.file, member.name) : meaning;
  };

  /**
   * What a function names it may run, give to others or give back, and then these run it: `return [cook]`, `waiters.push(serve)`. Not
   * what it compares or shows, and not what it hands to a function from outside, as in `app.get('/soup', cook)`.
   */
  const mayRunLater = (file: FilePath, text: string, read: Reference, contextAt: (at: number) => ReadContext): boolean => {
    const { start, end } = read.span;
    if (inertBefore.test(text.slice(Math.max(0, start - 20), start)) || inertAfter.test(text.slice(end, end + 20))) return false;
    const { call } = contextAt(start);
    if (!call) return true;
    return call.isMember ? runsCallbacks.test(call.name) || callsGiven.test(call.name) : names.importOf(file, call.name) === undefined || names.within.local(file, call.name).kind === 'binding';
  };

  /**
   * A function of the knot may run before the imports of its module have, those from outside the knot too: `lookUp`, called
   * from the circle, reads `prices`, which the module of `lookUp` imports after the circle. One step outside is followed.
   */
  const readOwn = ({ binding, certain }: Called): OwnReads => {
    const found = new Map<string, CalledRead>();
    const followed = new Map<string, Binding>();
    const sure: Binding[] = [];
    const follow = (next: Binding): void => void followed.set(keyOf(next), next);
    const { source } = names.links(binding.file);
    const follower = names.isMember(binding.file) ? names.anywhere : names.within;
    const isMember = names.isMember(binding.file);
    const assigning = statementsWriting(binding);
    const extending = isMember ? statementsExtending(binding) : [];
    const isUnnamed = binding.name === anything || binding.name.startsWith(mentioned);
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
          const named = namedBy(binding.file, read);
          const chain = named.kind === 'binding' && read.when === 'soft' ? readChainCall(source.text, read.span.end) : 'none';
          const follows = named.kind === 'binding' && (read.when === 'hard' || chain !== 'none' || runsWhenUsed(named) || mayRunLater(binding.file, source.text, read, contextAt));
          if (follows) follow(named);
          if (chain === 'result') follow(anythingOf(binding.file));
        }
        // Where any function may run, also those that were handed to a call and kept: `steps.set('boil', () => Dish.price)`.
        const isKept = isUnnamed && read.when === 'hard' && contextAt(read.span.start).functions > 0;
        if (read.when !== 'soft' && !isKept) continue;
        let meaning: Meaning = follower.local(binding.file, read.name);
        let { end } = read.span;
        if (isMember && copies(binding.file)) addCopied(binding.file, read, namedBy(binding.file, read), found);
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
      for (const call of callsIn(names.links(binding.file), statement.index)) {
        if (call.when !== 'soft' || call.span.start < statement.span.start || call.span.end > statement.span.end) continue;
        const target = targetOf(follower, binding.file, call.callee);
        if (!target && isMember && call.callee.length === 1 && isLocalCallee(source.text, statement, call.callee[0]!)) {
          const isImported = names.importOf(binding.file, call.callee[0]!) !== undefined;
          if (!isImported) follow(anythingOf(binding.file));
        }
        if (!target) continue;
        const isSure = isFunction && target.isDirect && isRunByCall(call.span.start);
        if (isSure) sure.push(target.binding);
        else follow(target.binding);
      }
    }
    return { reads: found, sure, unsure: [...followed.values()] };
  };

  /**
   * A CommonJS function that is called before its module has run has no imports yet: they are variables of the module. And what it takes
   * through a barrel is not there before the barrel has run.
   */
  const addCopied = (file: FilePath, { name }: Reference, meaning: Meaning, found: Map<string, CalledRead>): void => {
    const record = names.importOf(file, name);
    if (!record) return;
    const through = names.memberAt(file, record.specifier);
    const places = through === undefined || (meaning.kind === 'binding' && meaning.file === through) ? [file] : [file, through];
    for (const place of places) {
      const binding: Binding = { kind: 'binding', file: place, name, early: 'dead', statements: [] };
      const key = keyOf(binding);
      if (!found.has(key)) found.set(key, { binding, certain: false, evaluated: false, yields: place === file ? 'error' : 'undefined' });
    }
  };

  const owned = new Map<string, OwnReads>();
  const ownReadsOf = (called: Called): OwnReads => {
    const key = `${called.certain ? '!' : ''}${keyOf(called.binding)}`;
    let own = owned.get(key);
    if (!own) owned.set(key, (own = readOwn(called)));
    return own;
  };

  return {
    targetOf: (file, callee) => targetOf(names.within, file, callee),
    runsWhenUsed: (binding) => runsWhenUsed(binding),
    anythingOf,
    mentionedBy: (file, statement) => {
      const { start, end } = statement.span;
      return { kind: 'binding', file, name: `${mentioned}${start}-${end}`, early: 'ready', statements: [{ ...statement, reads: statement.reads.filter(({ span }) => start <= span.start && span.end <= end) }] };
    },
    by: (binding) => {
      const start = keyOf(binding);
      const cached = known.get(start);
      if (cached) return cached;
      const found = new Map<string, CalledRead>();
      const seen = new Set<string>();
      // What is called for sure comes first.
      const sure: Called[] = [{ binding, certain: true }];
      const unsure: Called[] = [];
      for (let called = sure.pop(); called !== undefined; called = sure.pop() ?? unsure.pop()) {
        const key = keyOf(called.binding);
        if (seen.has(key)) continue;
        seen.add(key);
        const own = ownReadsOf(called);
        for (const [name, read] of own.reads) if (!found.has(name) || (read.certain && !found.get(name)!.certain)) found.set(name, read);
        for (const next of own.sure) sure.push({ binding: next, certain: true });
        for (const next of own.unsure) unsure.push({ binding: next, certain: false });
      }
      const reads = [...found.values()];
      known.set(start, reads);
      return reads;
    },
    namedBy,
    handed: (file, read, { call }) => {
      if (!call || call.isThunk) return undefined;
      if (call.isMember ? !runsCallbacks.test(call.name) : names.within.local(file, call.name).kind !== 'binding') return undefined;
      const meaning = namedBy(file, read);
      return meaning.kind === 'binding' ? meaning : undefined;
    },
  };
}

/** A file of the knot is asked about each of its statements. */
const callsByLinks = new WeakMap<ModuleLinks, ReadonlyMap<number, ModuleLinks['calls']>>();

function groupCalls({ calls }: ModuleLinks): ReadonlyMap<number, ModuleLinks['calls']> {
  const groups = new Map<number, ModuleLinks['calls'][number][]>();
  for (const call of calls) {
    const known = groups.get(call.statement);
    if (known) known.push(call);
    else groups.set(call.statement, [call]);
  }
  return groups;
}

function callsIn(links: ModuleLinks, statement: number): ModuleLinks['calls'] {
  let calls = callsByLinks.get(links);
  if (!calls) callsByLinks.set(links, (calls = groupCalls(links)));
  return calls.get(statement) ?? [];
}

function keyOf(binding: Binding): string {
  return `${binding.file}\n${binding.name}`;
}

/** `.soups` or `?.soups` behind a name. */
export function memberAfter(text: string, at: number): { readonly name: string; readonly end: number } | undefined {
  const match = /^\s*(?:\?\.|\.)\s*([\p{ID_Start}$_][\p{ID_Continue}$]*)/u.exec(text.slice(at, at + 200));
  return match ? { name: match[1]!, end: at + match[0].length } : undefined;
}
