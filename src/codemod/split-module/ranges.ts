import type { ModuleModel } from '../../model/module-model.js';
import type { TextMark } from '../../model/text-mark.js';

/** A range that is open at some place of the god file. */
interface OpenRange {
  readonly mark: TextMark;
  /** Rules that are still off; empty for all. */
  readonly names: readonly string[];
  /** Rules that were switched on again since, when all were switched off. */
  readonly except: readonly string[];
  /** The comments that open it and close it. */
  readonly open: string;
  readonly close: string;
}

type State = readonly OpenRange[];

/** What has to be written between two statements so that each stands in the ranges that it stood in. */
export interface Transition {
  readonly close: readonly string[];
  readonly open: readonly string[];
}

/** Follows the ranges through one new file, while statements and imports of the god file are written into it. */
export interface RangeWriter {
  /** Before text of the god file that begins at `from` and, when it is copied as it stands, ends at `to`. */
  readonly enter: (from: number, to?: number) => Transition;
  /** Before text that the god file did not have: closes what does not go on at `next`. */
  readonly pause: (next: number) => Transition;
  /** At the end of the file: closes what the god file closes. */
  readonly finish: () => Transition;
}

const none: Transition = { close: [], open: [] };

/** `start` is the end of the header text that the new file begins with; undefined when it begins with the copied pragmas alone. */
export function createRangeWriter(model: ModuleModel, start?: number): RangeWriter {
  if (!model.marks.some(({ action }) => action !== 'file')) return { enter: () => none, pause: () => none, finish: () => none };
  const states = readStates(model);
  const stateAt = (offset: number): State => states.findLast(({ from }) => from <= offset)?.state ?? [];
  const last = states.at(-1)!.state;
  let current = start === undefined ? last.filter(({ mark }) => mark.span.end <= model.header.end && isCopiedPragma(model, mark.span.start)) : stateAt(start);
  const goTo = (target: State): Transition => {
    const transition = findTransition(current, target);
    current = target;
    return transition;
  };
  return {
    enter: (from, to) => {
      const transition = goTo(stateAt(from));
      if (to !== undefined) current = stateAt(to);
      return transition;
    },
    pause: (next) => {
      const upcoming = stateAt(next);
      return goTo(current.filter((range) => upcoming.some((other) => isSame(range, other))));
    },
    finish: () => goTo(current.filter((range) => last.some((other) => isSame(range, other)))),
  };
}

/** Pragmas of the header that a new file begins with: all but those that bound a range which the god file closes. */
export function isCopiedPragma(model: ModuleModel, start: number): boolean {
  const mark = model.marks.find(({ span, action }) => span.start === start && action !== 'file');
  return mark === undefined || (readStates(model).at(-1)?.state.some((range) => range.mark === mark && range.open === textOf(model, mark)) ?? false);
}

/** Comments that hold for the whole file and stand neither in the header nor in what the new file has of the god file. */
export function findFilePragmas(model: ModuleModel, spans: readonly { readonly start: number; readonly end: number }[]): readonly string[] {
  return model.marks.filter(({ action, span }) => action === 'file' && !spans.some(({ start, end }) => start <= span.start && span.end <= end)).map((mark) => textOf(model, mark));
}

function textOf({ source }: ModuleModel, { span }: TextMark): string {
  return source.text.slice(span.start, span.end);
}

const known = new WeakMap<ModuleModel, readonly { readonly from: number; readonly state: State }[]>();

function readStates(model: ModuleModel): readonly { readonly from: number; readonly state: State }[] {
  const found = known.get(model);
  if (found) return found;
  let state: State = [];
  const states = [{ from: 0, state }];
  for (const mark of model.marks) {
    if (mark.action === 'file') continue;
    state = mark.action === 'open' ? [...state, openRange(model, mark)] : closeRange(state, mark);
    states.push({ from: mark.span.end, state });
  }
  known.set(model, states);
  return states;
}

function openRange(model: ModuleModel, mark: TextMark): OpenRange {
  const open = textOf(model, mark);
  return { mark, names: mark.names, except: [], open, close: mark.manner === 'nested' ? closingText(model, mark, open) : '' };
}

/** The comment that closes the range in the god file, which may be written in a way of its own. */
function closingText(model: ModuleModel, mark: TextMark, open: string): string {
  let depth = 0;
  for (const other of model.marks.slice(model.marks.indexOf(mark) + 1)) {
    if (other.family !== mark.family) continue;
    if (other.action === 'open') depth++;
    else if (depth-- === 0) return textOf(model, other);
  }
  return open;
}

function closeRange(state: State, mark: TextMark): State {
  if (mark.manner === 'nested') {
    const at = state.findLastIndex((range) => range.mark.family === mark.family);
    return state.filter((_, index) => index !== at);
  }
  return state.flatMap((range): OpenRange[] => {
    if (range.mark.family !== mark.family) return [range];
    if (mark.names.length === 0) return [];
    if (range.mark.names.length === 0) {
      const except = [...range.except, ...mark.names];
      return [{ ...range, except, open: `${range.open} ${printSwitch(range, 'enable', except)}` }];
    }
    const names = range.names.filter((name) => !mark.names.includes(name));
    if (names.length === range.names.length) return [range];
    return names.length === 0 ? [] : [{ ...range, names, open: printSwitch(range, 'disable', names) }];
  });
}

/** In the manner of the comment that opened the range: `// oxlint-disable a` is switched off by `// oxlint-enable a`. */
function printSwitch({ mark, open }: Pick<OpenRange, 'mark' | 'open'>, action: 'enable' | 'disable', names: readonly string[]): string {
  const colon = mark.family === 'tslint' || mark.family === 'jscs';
  const list = names.length === 0 ? '' : colon ? `:${names.join(' ')}` : ` ${names.join(', ')}`;
  const text = `${mark.family}${colon ? ':' : '-'}${action}${list}`;
  return open.startsWith('/*') || action === 'disable' ? `/* ${text} */` : `// ${text}`;
}

function isSame(a: OpenRange, b: OpenRange): boolean {
  return a.mark === b.mark && a.open === b.open;
}

function findTransition(from: State, to: State): Transition {
  const close: string[] = [];
  const open: string[] = [];
  const families = [...new Set([...from, ...to].map(({ mark }) => mark.family))];
  for (const family of families) {
    const own = (state: State): State => state.filter(({ mark }) => mark.family === family);
    const [old, next] = [own(from), own(to)];
    const isNested = [...old, ...next][0]!.mark.manner === 'nested';
    const shared = isNested ? old.findIndex((range, index) => !next[index] || !isSame(range, next[index])) : -1;
    const kept = isNested ? old.slice(0, shared === -1 ? old.length : shared) : old.filter((range) => next.some((other) => isSame(range, other)));
    const gone = old.filter((range) => !kept.includes(range));
    const closesAll = !isNested && gone.some(({ names }) => names.length === 0);
    if (isNested) close.unshift(...gone.map((range) => range.close).reverse());
    else if (closesAll) close.push(printSwitch(gone.find(({ names }) => names.length === 0)!, 'enable', []));
    else if (gone.length > 0) close.push(...closeRules(gone, kept));
    open.push(...next.filter((range) => closesAll || !kept.includes(range)).map((range) => range.open));
  }
  return { close, open };
}

function closeRules(gone: State, kept: State): string[] {
  if (kept.some(({ names }) => names.length === 0)) return [];
  const names = [...new Set(gone.flatMap((range) => range.names))].filter((name) => !kept.some((range) => range.names.includes(name)));
  return names.length === 0 ? [] : [printSwitch(gone[0]!, 'enable', names)];
}
