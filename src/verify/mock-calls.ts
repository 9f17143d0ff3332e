import type { FilePath } from '../host/path.js';
import type { ModuleModel } from '../model/module-model.js';
import { exportSet, resolveExport } from './export-set.js';
import type { Side } from './side.js';

/** A call by which a test replaces a module, by what it replaces and not by the path of who passes that on. */
export interface MockCall {
  /** Index behind the call. */
  readonly end: number;
  /** Everything but the path and the names: equal for calls that replace alike. */
  readonly frame: string;
  /** What is put in place of each declaration. Without a list of names: the files that declare what the module exports. */
  readonly items: readonly string[];
}

/** The runner's own name, or another one that the file gives it. */
const runners = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
const methods = /^(?:mock|doMock|unmock|doUnmock|dontMock|deepUnmock|setMock|unstable_mockModule|module)$/;

/** The mock that starts at an index, if one does. */
export function readMockCall(side: Side, model: ModuleModel, words: readonly string[], start: number): MockCall | undefined {
  if (!runners.test(words[start] ?? '') || words[start + 1] !== '.' || !methods.test(words[start + 2] ?? '') || (words[start - 1] === '.' && words[start] !== 'mock')) return undefined;
  if (words[start + 2] === 'module' && words[start] !== 'mock') return undefined;
  let at = start + 3;
  if (words[at] === '<') at = skipTypes(words, at);
  if (words[at] !== '(') return undefined;
  const end = closing(words, at) + 1;
  const first = words[at + 1] === 'import' && words[at + 2] === '(' ? at + 3 : at + 1;
  const target = end === 0 ? undefined : targetOf(side, model, words[first]);
  if (target === undefined) return undefined;
  const print = (from: number, to: number): string => words.slice(from, to).map((word) => (targetOf(side, model, word) === target ? '@' : word)).join(' ');
  const open = findList(words, first + 1, end);
  if (open === undefined) return { end, frame: print(start, end), items: listFiles(side, target) };
  const close = closing(words, open);
  const entries = splitEntries(words, open + 1, close);
  const items = entries.filter(([from]) => words[from] !== '...' && words[from] !== '__esModule').map(([from, to]) => `${homeOf(side, target, keyOf(words, from))}=${print(from, to)}`);
  const shared = entries.filter(([from]) => words[from] === '...' || words[from] === '__esModule').map(([from, to]) => print(from, to));
  return { end, frame: `${print(start, open)} {${shared.join(', ')}} ${print(close + 1, end)}`, items };
}

/** The mock that starts at an index together with those right behind it that replace alike: they are one replacement. */
export function readMocks(side: Side, model: ModuleModel, words: readonly string[], start: number): MockCall | undefined {
  const first = readMockCall(side, model, words, start);
  if (!first) return undefined;
  // `await` and the `t.` of `t.mock.module` stand before each of them.
  const context = words[start - 1] === '.' ? start - 2 : start;
  const prefix = words.slice(words[context - 1] === 'await' ? context - 1 : context, start);
  const items = [...first.items];
  let { end } = first;
  for (;;) {
    const from = words[end] === ';' ? end + 1 : end;
    const next = prefix.every((word, index) => words[from + index] === word) ? readMockCall(side, model, words, from + prefix.length) : undefined;
    if (next?.frame !== first.frame) return { end, frame: first.frame, items };
    items.push(...next.items);
    end = next.end;
  }
}

const loaders = /^(?:requireActual|importActual|requireMock|importMock|createMockFromModule|genMockFromModule)$/;

/** `vi.importActual<typeof import('./shop')>('./shop')` at an index: what is asked for, and the index behind it. */
export function readActualCall(side: Side, model: ModuleModel, words: readonly string[], start: number): { readonly call: string; readonly target: FilePath; readonly end: number } | undefined {
  if (!runners.test(words[start] ?? '') || words[start + 1] !== '.' || !loaders.test(words[start + 2] ?? '') || words[start - 1] === '.') return undefined;
  const open = words[start + 3] === '<' ? skipTypes(words, start + 3) : start + 3;
  const target = words[open] === '(' && words[open + 2] === ')' ? targetOf(side, model, words[open + 1]) : undefined;
  return target === undefined ? undefined : { call: words.slice(start, start + 3).join(''), target, end: open + 3 };
}

/** Meaning of calls with one frame, in one place: which of them replaces which name says nothing. */
export function printMocks(frame: string, items: Iterable<string>): string {
  return `<mock ${frame}: ${[...new Set(items)].sort().join(' | ')}>`;
}

function targetOf(side: Side, model: ModuleModel, word: string | undefined): FilePath | undefined {
  const written = /^<file:(.*)>$/.exec(word ?? '');
  if (written) return side.file(written[1]!);
  const specifier = /^(["'`])([^"'`$]+)\1$/.exec(word ?? '')?.[2];
  const target = specifier === undefined ? undefined : side.project.resolve(model.source.path, specifier);
  return target?.kind === 'file' ? target.path : undefined;
}

/** The object that lists the names: what a factory returns, the second argument itself, or `namedExports` in it. */
function findList(words: readonly string[], from: number, end: number): number | undefined {
  for (let at = from; at < end; at++) {
    if (words[at] !== '{') continue;
    const before = words[at - 1];
    if (before === '(' || before === 'return') return at;
    if (before === ':' && /^(?:namedExports|exports)$/.test(words[at - 2] ?? '')) return at;
  }
  return undefined;
}

function splitEntries(words: readonly string[], from: number, to: number): (readonly [number, number])[] {
  const entries: (readonly [number, number])[] = [];
  let start = from;
  for (let at = from; at <= to; at++) {
    if (at < to && words[at] !== ',') {
      if (isOpening(words[at]!)) at = closing(words, at);
      continue;
    }
    if (at > start) entries.push([start, at]);
    start = at + 1;
  }
  return entries;
}

function keyOf(words: readonly string[], from: number): string {
  const isMarked = /^(?:async|get|set|\*)$/.test(words[from]!) && !/^[:,(}]$/.test(words[from + 1] ?? '');
  return words[isMarked ? from + 1 : from]!.replace(/^(["'])(.*)\1$/, '$2');
}

function homeOf(side: Side, target: FilePath, name: string): string {
  const found = resolveExport(side, target, name);
  return found && found !== 'ambiguous' ? found.origin : `? ${name}`;
}

function listFiles(side: Side, target: FilePath): string[] {
  return [...exportSet(side, target).names.values()].filter(({ typeOnly }) => !typeOnly).map(({ declared, origin }) => (declared ? side.name(declared.file) : origin));
}

function isOpening(word: string): boolean {
  return /^[([{]$/.test(word) || /\$\{$/.test(word);
}

/** Index of the bracket that closes the one at `open`; -1 without one. */
function closing(words: readonly string[], open: number): number {
  let depth = 0;
  for (let at = open; at < words.length; at++) {
    if (isOpening(words[at]!) && !/^\}/.test(words[at]!)) depth++;
    else if (/^[)\]}]$/.test(words[at]!) || /^\}[^]*`$/.test(words[at]!)) depth--;
    if (depth === 0) return at;
  }
  return -1;
}

function skipTypes(words: readonly string[], open: number): number {
  let depth = 0;
  for (let at = open; at < words.length; at++) {
    if (words[at] === '<') depth++;
    else if (words[at] === '>') depth--;
    else if (isOpening(words[at]!)) at = closing(words, at);
    if (depth === 0) return at + 1;
    if (at === -1) break;
  }
  return words.length;
}
