import type { FilePath } from '../host/path.js';
import type { ModuleModel, Statement } from '../model/module-model.js';
import { isInCircle } from './circles.js';
import { evaluateFrom } from './evaluation.js';
import { findImport, resolveExport, resolveLocal } from './export-set.js';
import type { NormalForm } from './normal-form.js';
import { readShimEffect } from './shim-form.js';
import { resolveOwn, type Side } from './side.js';

/** Declarations in a row that take modules apart by names alone. */
export interface TakenApart {
  readonly keyword: string;
  readonly kind: 'namespace' | 'require' | 'import';
  /** The modules in the order in which they are named. */
  readonly modules: readonly FilePath[];
  readonly names: readonly TakenName[];
  /** Index behind the last of their words. */
  readonly end: number;
}

interface TakenName {
  readonly local: string;
  readonly origin: string;
  readonly isAssigned: boolean;
  /** How many names its declaration makes. */
  readonly beside: number;
}

/**
 * `const { a, b: c } = ns`, `= require(S)`, `= await import(S)` at an index, with those of the same kind that follow it, as further statements or declarations. Each makes its local names,
 * so that one that takes of a facade what two take of the modules behind it makes the same as the two. A rest, a default or a pattern in a pattern is no such declaration.
 */
export function readTakenApart(side: Side, model: ModuleModel, statement: Statement, form: NormalForm, at: number): TakenApart | undefined {
  const { words, tokens } = form;
  const keyword = words[at]!;
  if (words[at + 1] !== '{' || !/^(?:const|let|var)$/.test(keyword) || words[at - 1] === '.') return undefined;
  let found: TakenApart | undefined;
  for (let open = at + 1; ;) {
    const pattern = readNames(words, open);
    const value = pattern && words[pattern.end] === '=' ? readValue(side, model, statement, form, pattern.end + 1) : undefined;
    if (!pattern || !value || (found && found.kind !== value.kind) || !endsThere(form, value.end)) return found;
    const names = pattern.items.map(([name, local], _, { length }) => bindingOf(side, value.file, name, local, length));
    if (names.some((name) => name === undefined)) return found;
    found = { keyword, kind: value.kind, modules: [...(found?.modules ?? []), value.file], names: [...(found?.names ?? []), ...(names as readonly TakenName[])], end: value.end };
    const next = words[value.end] === ';' ? value.end + 1 : value.end;
    if (words[value.end] === ',' && words[value.end + 1] === '{') open = value.end + 1;
    else if (words[next] === keyword && words[next + 1] === '{' && (next > value.end || tokens[next]!.newlineBefore)) open = next + 1;
    else return found;
  }
}

/** What such declarations make, in whatever order. */
export function printTakenApart(parts: readonly TakenApart[]): string {
  const { keyword, kind } = parts[0]!;
  return `<${[keyword, kind, ...parts.flatMap(({ names }) => names.map(({ local, origin }) => `${local}=${origin}`)).sort()].join(' ')}>`;
}

/**
 * Whether declarations that make the same may stand for others. One that was divided loads its modules one after the other: what runs then is to be the same in the same order, and a name that
 * is assigned meanwhile, which an `await` more gives time for, is to be taken together with as many others as before. As many declarations as there were load what they loaded.
 */
export function mayStandFor(before: Side, old: readonly TakenApart[], after: Side, now: readonly TakenApart[]): boolean {
  const count = (parts: readonly TakenApart[]): number => parts.reduce((sum, { modules }) => sum + modules.length, 0);
  return count(old) === count(now) || printLoads(before, old) === printLoads(after, now);
}

function printLoads(side: Side, parts: readonly TakenApart[]): string {
  const { kind } = parts[0]!;
  const running = kind === 'namespace' ? [] : [...new Set(parts.flatMap(({ modules }) => modules.flatMap((file) => readLoads(side, file))))];
  const assigned = kind === 'import' ? parts.flatMap(({ names }) => names.filter(({ isAssigned }) => isAssigned).map(({ local, beside }) => `${local} of ${beside}`)) : [];
  return [...running, ...assigned.sort()].join('\n');
}

/** Every such row of a statement, in source order. */
export function listTakenApart(side: Side, model: ModuleModel, statement: Statement, form: NormalForm): readonly TakenApart[] {
  const found: TakenApart[] = [];
  for (let at = 0; at < form.words.length;) {
    const apart = readTakenApart(side, model, statement, form, at);
    if (apart) found.push(apart);
    at = apart?.end ?? at + 1;
  }
  return found;
}

function bindingOf(side: Side, file: FilePath, name: string, local: string, beside: number): TakenName | undefined {
  const found = resolveExport(side, file, name);
  if (!found || found === 'ambiguous') return undefined;
  const { declared } = found;
  const isAssigned = declared !== undefined && side.read(declared.file).format !== 'commonjs' && side.read(declared.file).statements.some(({ writes }) => writes.some((write) => write.name === declared.local));
  return { local, origin: found.origin, isAssigned, beside };
}

/** `{ a, b: c }` by the index of its opening brace. */
function readNames(words: readonly string[], open: number): { readonly items: readonly (readonly [name: string, local: string])[]; readonly end: number } | undefined {
  const items: (readonly [string, string])[] = [];
  let at = open + 1;
  while (words[at] !== '}') {
    const name = /^(?:(["'])(.*)\1|([\p{ID_Start}$_][\p{ID_Continue}$]*))$/u.exec(words[at] ?? '');
    const isRenamed = words[at + 1] === ':';
    const local = isRenamed ? words[at + 2] : words[at];
    if (!name || !/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(local ?? '')) return undefined;
    items.push([name[2] ?? name[3]!, local!]);
    at += isRenamed ? 3 : 1;
    if (words[at] === ',') at++;
    else if (words[at] !== '}') return undefined;
  }
  return items.length > 0 ? { items, end: at + 1 } : undefined;
}

/** A module that is named, required or awaited, in as many parentheses as there may be. */
function readValue(side: Side, model: ModuleModel, statement: Statement, { words, tokens }: NormalForm, from: number): { readonly kind: TakenApart['kind']; readonly file: FilePath; readonly end: number } | undefined {
  let start = from;
  while (words[start] === '(') start++;
  let [end, file, kind]: [number, FilePath | undefined, TakenApart['kind']] = [start + 1, undefined, 'namespace'];
  const call = words[start] === 'await' && words[start + 1] === 'import' ? start + 1 : words[start] === 'require' ? start : undefined;
  if (call !== undefined) {
    const record = words[call + 1] === '(' && words[call + 3] === ')' ? statement.imports.find(({ specifierSpan }) => specifierSpan.start - 1 === tokens[call + 2]!.start) : undefined;
    const target = record && resolveOwn(side, model.source.path, record.specifier);
    [end, file, kind] = [call + 4, target?.kind === 'file' ? target.path : undefined, call === start ? 'require' : 'import'];
  } else if (findImport(model, words[start] ?? '') && statement.reads.some(({ span }) => span.start === tokens[start]!.start)) {
    const meant = resolveLocal(side, model, words[start]!);
    file = meant && meant !== 'ambiguous' ? meant.namespaceOf : undefined;
  }
  for (let depth = start - from; depth > 0; depth--) if (words[end++] !== ')') return undefined;
  return file === undefined ? undefined : { kind, file, end };
}

/** A word on the next line begins another statement, unless it is an operator; a sign there goes on with this one. */
function endsThere({ words, tokens }: NormalForm, at: number): boolean {
  const token = tokens[at];
  return token === undefined || /^[;,}]$/.test(token.text) || (token.newlineBefore && token.kind === 'word' && !/^(?:in|instanceof)$/.test(words[at]!));
}

const loads = new WeakMap<Side, Map<FilePath, readonly string[]>>();

/** The modules that do something when one is loaded, itself among them, in their order, and those of circles, in which it depends on the order what is there already. */
function readLoads(side: Side, file: FilePath): readonly string[] {
  const known = loads.get(side) ?? new Map<FilePath, readonly string[]>();
  loads.set(side, known);
  const found = known.get(file);
  if (found) return found;
  const running: string[] = [];
  evaluateFrom(side, file, false, (event) => {
    if (event.kind === 'external' && event.record.kind === 'side-effect') running.push(`runs ${event.specifier}`);
    else if (event.kind === 'module' && (isInCircle(side, event.file, 'dynamic') || event.model.statements.some((one) => one.effect === 'ordered' && !one.erased && readShimEffect(side, event.model, one) === undefined))) running.push(`runs ${side.name(event.file)}`);
  });
  known.set(file, running);
  return running;
}
