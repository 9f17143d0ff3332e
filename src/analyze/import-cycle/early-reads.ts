import type { FilePath } from '../../host/path.js';
import type { ModuleModel, Statement } from '../../model/module-model.js';
import type { Reference } from '../../model/reference.js';
import { lineColumnAt } from '../../text/line-index.js';
import { sliceSpan } from '../../text/span.js';
import type { Meaning, Names } from './names.js';

/** A read that happens while the body of `reader` runs, of a name that exists only once the body of `definedIn` has run. */
export interface BodyRead {
  readonly reader: FilePath;
  /** 1-based line in `reader`. */
  readonly line: number;
  readonly name: string;
  readonly definedIn: FilePath;
  /** Evaluated for sure when the statement is; else it depends on what a called function does, or on CommonJS statement order. */
  readonly certain: boolean;
  /** The function whose body reads it. */
  readonly through?: string;
}

/** What each member reads of the others while its own body runs. One entry for each name and place of definition, certain ones first. */
export function findBodyReads(names: Names, file: FilePath): readonly BodyRead[] {
  const model = names.model(file);
  const found = new Map<string, BodyRead>();
  const add = (at: number, name: string, definedIn: FilePath, certain: boolean, through?: string): void => {
    const key = `${definedIn}\n${name}`;
    const known = found.get(key);
    if (known && (known.certain || !certain)) return;
    const { line } = lineColumnAt(model.source.lineStarts, at);
    found.set(key, { reader: file, line, name, definedIn, certain, ...(through === undefined ? {} : { through }) });
  };

  for (const statement of model.statements) {
    if (statement.erased) continue;
    for (const read of statement.reads) {
      if (read.when !== 'hard') continue;
      const record = names.importOf(file, read.name);
      if (!record) continue;
      for (const { meaning, name, certain } of meaningsOfRead(names, model, read)) {
        if (meaning.kind === 'binding' && !meaning.hoisted && isLater(meaning, file, statement.index)) {
          add(read.span.start, name, meaning.file, certain && record.kind !== 'require' && isUnconditional(model, statement, read));
        } else if (meaning.kind === 'unknown' && meaning.file !== file) add(read.span.start, name, meaning.file, false);
      }
    }
    addRequired(names, model, statement, add);
  }

  for (const call of model.calls) {
    if (call.when !== 'hard' || model.statements[call.statement]?.erased) continue;
    for (const read of readsWhenCalled(names, file, call.callee[0]!)) {
      if (isLater(read, file, call.statement)) add(call.span.start, read.name, read.file, false, call.callee.join('.'));
    }
  }
  return [...found.values()].sort((a, b) => Number(b.certain) - Number(a.certain) || a.line - b.line);
}

/**
 * Whether nothing that stands before a read in its statement can keep it from running. `hard` alone does not say so: the
 * callback in `const probe = lazily(() => settings.mode)` counts as hard, because the called function may run it at once.
 * Judged by the text, so an arrow in a comment makes a read uncertain, never the other way round.
 */
function isUnconditional(model: ModuleModel, statement: Statement, read: Reference): boolean {
  if (statement.kind === 'control') return false;
  const before = model.source.text.slice(statement.span.start, read.span.start);
  return !/=>|\bfunction\b|&&|\|\||\?|\b(?:get|set|async|constructor)\b|\)\s*\{/.test(before);
}

type Binding = Extract<Meaning, { kind: 'binding' }>;

/** A module can reach its own name by way of another one; such a name is there already when its statement stands above. */
function isLater(binding: Binding, file: FilePath, statement: number): boolean {
  return binding.file !== file || binding.statements.some(({ index }) => index >= statement);
}

/** `menu.soups` of a namespace import reads `soups`; the namespace as a whole may be passed on without a read of any name. */
function meaningsOfRead(names: Names, model: ModuleModel, read: Reference): { meaning: Meaning; name: string; certain: boolean }[] {
  const file = model.source.path;
  const record = names.importOf(file, read.name)!;
  let meaning = names.meaningOf(file, read.name);
  // A member re-exports a name from outside: the reader does not import that file itself, so it may still be waiting for it.
  if (meaning.kind === 'outside' && names.memberAt(file, record.specifier)) meaning = names.meaningAnywhere(file, read.name);
  if (meaning.kind !== 'namespace') return [{ meaning, name: read.name, certain: true }];
  const member = /^\s*(?:\?\.|\.)\s*([\p{ID_Start}$_][\p{ID_Continue}$]*)/u.exec(model.source.text.slice(read.span.end, read.span.end + 200))?.[1];
  if (member !== undefined) return [{ meaning: names.exportMeaning(meaning.file, member), name: `${read.name}.${member}`, certain: true }];
  return [{ meaning: { kind: 'unknown', file: meaning.file }, name: read.name, certain: false }];
}

/**
 * CommonJS copies: `const { price } = require('./menu')` reads while the body runs, `const menu = require('./menu')` only
 * where `menu` is used. How far the other file has come by then depends on the order of its statements, so none is certain.
 */
function addRequired(names: Names, model: ModuleModel, statement: Statement, add: (at: number, name: string, definedIn: FilePath, certain: boolean) => void): void {
  const file = model.source.path;
  for (const record of statement.imports) {
    if (record.form !== 'require-call') continue;
    const target = names.memberAt(file, record.specifier);
    if (!target || target === file || !runsWithBody(statement)) continue;
    const copies = /^(?:const|let|var)\s*\{/.test(sliceSpan(model.source.text, statement.span));
    for (const name of statement.declares) {
      const use = model.statements.flatMap((other) => other.reads).find((read) => read.when === 'hard' && read.name === name);
      if (copies) add(record.span.start, name, target, false);
      else if (use) add(use.span.start, name, target, false);
    }
  }
}

/** A `require` inside a function declaration or class waits until it is called. */
export function runsWithBody(statement: Statement): boolean {
  return statement.kind !== 'function' && statement.kind !== 'class';
}

const memo = new WeakMap<Names, Map<string, readonly Binding[]>>();

/** Bindings that exist only after their module has run and that calling a name may read, through the functions of the knot. */
function readsWhenCalled(names: Names, file: FilePath, callee: string): readonly Binding[] {
  const start = names.meaningOf(file, callee);
  if (start.kind !== 'binding') return [];
  let known = memo.get(names);
  if (!known) memo.set(names, (known = new Map()));
  const cached = known.get(keyOf(start));
  if (cached) return cached;
  const reads = new Map<string, Binding>();
  const seen = new Set([keyOf(start)]);
  const pending = [start];
  for (let binding = pending.pop(); binding !== undefined; binding = pending.pop()) {
    const { calls } = names.model(binding.file);
    for (const statement of binding.statements) {
      for (const read of statement.reads) {
        if (read.when !== 'soft') continue;
        const meaning = names.meaningOf(binding.file, read.name);
        if (meaning.kind === 'binding' && !meaning.hoisted) reads.set(keyOf(meaning), meaning);
      }
      for (const call of calls) {
        if (call.statement !== statement.index || call.when !== 'soft') continue;
        const meaning = names.meaningOf(binding.file, call.callee[0]!);
        if (meaning.kind !== 'binding' || seen.has(keyOf(meaning))) continue;
        seen.add(keyOf(meaning));
        pending.push(meaning);
      }
    }
  }
  const result = [...reads.values()];
  known.set(keyOf(start), result);
  return result;
}

function keyOf(binding: Binding): string {
  return `${binding.file}\n${binding.name}`;
}
