import { diagnostic, type Diagnostic, type Location } from '../../diagnostic/diagnostic.js';
import type { FilePath } from '../../host/path.js';
import type { Effect, ModuleModel, Statement } from '../../model/module-model.js';
import { mayHoldShimMark } from '../../model/shim.js';
import { isInCircle } from '../circles.js';
import { evaluateFrom } from '../evaluation.js';
import { isPlainExport, readLateExports } from '../commonjs-exports.js';
import { findImport, resolveLocal } from '../export-set.js';
import type { Matching } from '../matching.js';
import { normalForm } from '../normal-form.js';
import { readShimEffect } from '../shim-form.js';
import { locate, resolveOwn, type Side } from '../side.js';

/** One observable thing at import time. */
export interface Item {
  /** Equal on both sides for the same thing; the second run of equal statements carries a number. */
  readonly key: string;
  /** Changes state, so that it may pass no other item; else it only reads, and may pass others that only read. */
  readonly ordered: boolean;
  /** A statement of the change, not an unchanged module or a package. */
  readonly own: boolean;
  readonly label: string;
  readonly at: Location;
}

/**
 * The effect of every statement of the change as it was before, by normal form. A call is judged by the body of its function
 * while that stands in the same file: after `const limit = days(1)` has moved away from `days`, the reader can no longer tell
 * that the call is pure, though nothing about it has changed.
 */
export function readEffects(side: Side): ReadonlyMap<string, Effect> {
  const effects = new Map<string, Effect>();
  for (const file of side.changedFiles) {
    const model = side.read(file);
    for (const statement of model.statements) {
      if (statement.role === 'wiring') continue;
      const { key } = normalForm(side, model, statement);
      // In a circle of requires the others see the exports that are there so far, so that each assignment to them can be observed.
      const effect = statement.assignsExports && isInCircle(side, file) ? 'ordered' : statement.effect === 'none' && readsAssignedImport(side, model, statement) ? 'possible' : statement.effect;
      if (rank[effect] >= rank[effects.get(key) ?? 'none']) effects.set(key, effect);
    }
  }
  return effects;
}

/** `const { limit } = require('./limits')` takes the value of that moment, and a function of limits.js assigns others. */
function findLateCopies(side: Side, model: ModuleModel, statement: Statement): { readonly name: string; readonly target: string }[] {
  return statement.imports.flatMap((record) => {
    const target = resolveOwn(side, model.source.path, record.specifier);
    if (target.kind !== 'file' || !record.names.some(({ imported }) => imported !== '*')) return [];
    const other = side.read(target.path);
    const late = other.format === 'commonjs' ? readLateExports(side, other) : new Set<string>();
    return record.names.flatMap(({ imported }) => (imported !== '*' && (late.has(imported) || late.has('*')) ? [{ name: imported, target: side.name(target.path) }] : []));
  });
}

/** `export let stock` of another module is a constant for the file that imports it, and changes all the same. */
function readsAssignedImport(side: Side, model: ModuleModel, statement: Statement): boolean {
  return statement.reads.some(({ name, when }) => {
    const binding = when === 'hard' && findImport(model, name) ? resolveLocal(side, model, name) : undefined;
    if (!binding || binding === 'ambiguous' || !binding.declared) return false;
    const { file, local } = binding.declared;
    return side.read(file).statements.some(({ writes }) => writes.some((write) => write.name === local));
  });
}

const rank = { none: 0, possible: 1, ordered: 2 } as const;

/** What is told of the later side: the other one, the keys of statements that have other tokens there, and the parts of one that was divided, which are one effect as it was. */
export interface Later extends Pick<Matching, 'oldKeys' | 'furtherParts'> {
  readonly before: Side;
}

/** `later`: when this is the later side. */
export function readSequence(side: Side, entry: FilePath, inPlace: boolean, effects: ReadonlyMap<string, Effect>, later?: Later): Item[] {
  const items: Item[] = [];
  const repeats = new Map<string, number>();
  const add = (key: string, rest: Omit<Item, 'key'>) => {
    const turn = (repeats.get(key) ?? 0) + 1;
    repeats.set(key, turn);
    items.push({ key: turn === 1 ? key : `${key}#${turn}`, ...rest });
  };
  evaluateFrom(side, entry, inPlace, (event) => {
    if (event.kind === 'external') {
      const { specifier, record, model } = event;
      // A package that is imported for its names can see the state of the program, but will hardly change it; one that is
      // imported for nothing else (a polyfill, a metadata shim) exists to change it.
      add(`package ${specifier}`, { ordered: record.kind === 'side-effect' || (record.form === 'require-call' && record.names.length === 0), own: false, label: `package ${specifier}`, at: locate(model, record.span.start) });
    } else if (event.kind === 'statement') {
      const { model, statement } = event;
      if (statement.role === 'wiring' && side.changed.has(side.name(event.file))) {
        for (const { name, target } of findLateCopies(side, model, statement)) {
          add(`copy ${target}#${name}`, { ordered: false, own: true, label: `${side.name(event.file)}: copies ${name} of ${target}`, at: locate(model, statement.span.start) });
        }
      }
      if (!side.changed.has(side.name(event.file)) || statement.erased || statement.role === 'wiring') return;
      // The check `deprecation-shim` tells of it.
      if (readShimEffect(side, model, statement) !== undefined) return;
      // What a new module exports can read like a statement of the god file that a circle of requires makes an effect.
      if (later && later.before.file(side.name(event.file)) === undefined && isPlainExport(side, model, statement)) return;
      if (later?.furtherParts.has(statement)) return;
      const form = normalForm(side, model, statement);
      const key = later?.oldKeys.get(statement) ?? form.key;
      const effect = effects.get(key) ?? statement.effect;
      if (effect === 'none') return;
      const text = form.words.slice(0, 14).join(' ');
      const label = `${side.name(event.file)}: ${text.length > 70 ? `${text.slice(0, 67)}...` : form.words.length > 14 ? `${text} ...` : text}`;
      add(`statement ${key}`, { ordered: effect === 'ordered', own: true, label, at: locate(model, statement.span.start) });
    } else if (!side.changed.has(side.name(event.file))) {
      const { model } = event;
      const doing = model.statements.filter(({ erased, effect }) => !erased && effect !== 'none');
      // What a shim says when it is loaded is no work of the program: it is said so that nobody loads the shim any more.
      const effects = doing.length > 0 && mayHoldShimMark(model.source.text) ? doing.filter((statement) => readShimEffect(side, model, statement) === undefined) : doing;
      if (effects.length === 0) return;
      const ordered = effects.some(({ effect }) => effect === 'ordered');
      add(`module ${side.name(event.file)}`, { ordered, own: false, label: `module ${side.name(event.file)}`, at: firstEffect(model) });
    }
  });
  return items;
}

function firstEffect(model: ModuleModel): Location {
  return locate(model, model.statements.find(({ erased, effect }) => !erased && effect !== 'none')?.span.start ?? 0);
}

export function compareSequences(entry: string, before: readonly Item[], raw: readonly Item[]): Diagnostic[] {
  // A facade may keep a package in its place by importing it for its effect alone: it stays what it was before.
  const old = new Map(before.map((item) => [item.key, item]));
  const after = raw.map((item) => ({ ...item, ordered: old.get(item.key)?.ordered ?? item.ordered }));
  const now = new Map(after.map((item) => [item.key, item]));
  const lost = before.filter(({ key }) => !now.has(key)).map((item) => lostEffect(entry, item));
  const added = after.filter(({ key }) => !old.has(key)).map((item) => addedEffect(entry, item));
  const stayed = before.filter(({ key }) => now.has(key));
  const kept = after.filter(({ key }) => old.has(key));
  const moved = findMoved(stayed, kept);
  return [...lost, ...added, ...(moved ? [movedEffect(entry, moved, stayed, kept)] : [])];
}

/** The first item of `after` that stands behind another number of ordered items, or is another ordered item, than before. */
function findMoved(before: readonly Item[], after: readonly Item[]): Item | undefined {
  const places = new Map<string, number>();
  let rank = 0;
  for (const item of before) places.set(item.key, item.ordered ? rank++ : rank);
  rank = 0;
  for (const item of after) {
    if (places.get(item.key) !== rank) return item;
    if (item.ordered) rank++;
  }
  return undefined;
}

function lostEffect(entry: string, item: Item): Diagnostic {
  return diagnostic({
    id: 'lost-effect',
    message: `importing ${entry} ran '${item.label}' before the change and does not run it now`,
    at: item.at,
    notes: ['a module whose names are only used as types, or that nobody imports, is not evaluated'],
    help: `Import the module that holds it from ${entry}.`,
  });
}

function addedEffect(entry: string, item: Item): Diagnostic {
  return diagnostic({
    id: 'added-effect',
    message: `importing ${entry} runs '${item.label}', and did not before the change`,
    at: item.at,
    help: 'Take it out of the change, or mark the import that brings it in with type.',
  });
}

function movedEffect(entry: string, item: Item, before: readonly Item[], after: readonly Item[]): Diagnostic {
  const from = before.findIndex(({ key }) => key === item.key);
  const to = after.indexOf(item);
  return diagnostic({
    id: 'effect-out-of-order',
    message: `importing ${entry} runs '${item.label}' at another point than before the change`,
    at: item.at,
    related: [{ ...before[from]!.at, label: 'before the change' }],
    notes: [`before: ${excerpt(before, from)}`, `after:  ${excerpt(after, to)}`],
    help: 'Import the modules in the order in which their statements ran before, or keep these statements in one module.',
    data: { before: before.map(({ label }) => label), after: after.map(({ label }) => label) },
  });
}

function excerpt(items: readonly Item[], at: number): string {
  return items
    .slice(Math.max(0, at - 2), at + 3)
    .map((item) => (item === items[at] ? `[${item.label}]` : item.label))
    .join(' | ');
}
