import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import { compareText } from '../../diagnostic/sort.js';
import { stronglyConnectedComponents } from '../../graph/strongly-connected.js';
import type { FilePath } from '../../host/path.js';
import type { ModuleModel, Statement } from '../../model/module-model.js';
import type { Reference } from '../../model/reference.js';
import { evaluateFrom } from '../evaluation.js';
import { resolveExport, resolveLocal, type Binding } from '../export-set.js';
import { normalForm } from '../normal-form.js';
import { locate, type Side } from '../side.js';

interface Start {
  readonly side: Side;
  readonly entry: FilePath;
  /** Keys of statements that have other tokens than on the earlier side. */
  readonly oldKeys?: ReadonlyMap<Statement, string>;
}

interface EarlyRead {
  readonly key: string;
  readonly model: ModuleModel;
  readonly statement: Statement;
  readonly name: string;
  readonly binding: Binding;
  /** Functions and objects through which the read happens. */
  readonly through: readonly string[];
}

/** Reads of a binding whose statement has not run yet, that were none before: a ReferenceError, or an `undefined`. */
export function findEarlyReads(before: Start, after: Start, entry: string, inPlace: boolean): Diagnostic[] {
  const [early, now] = readBothEarly(before, after, inPlace);
  const known = new Set(early.map(({ key }) => key));
  const kept = new Set(now.map(({ key }) => key));
  // Through functions it is the first read that throws, and one that is still early throws as well as another.
  const throwing = new Set(now.map(({ statement }) => statement));
  const late = early.filter((read) => !kept.has(read.key) && (read.through.length === 0 || !throwing.has(read.statement)) && isCaught(before.side, read)).map(({ model, statement, name, binding }) =>
    diagnostic({
      id: 'read-after-initialisation',
      message: `when ${entry} is imported, '${name}' is initialised before it is read`,
      at: locate(model, statement.span.start),
      related: [binding.at],
      notes: ['before the change the read came first, threw a ReferenceError and the statement caught it'],
      help: 'Keep both statements in one module.',
      data: { name, origin: binding.origin },
    }),
  );
  const tooEarly = now
    .filter(({ key }) => !known.has(key))
    .map(({ model, statement, name, binding, through }) =>
      diagnostic({
        id: 'read-before-initialisation',
        message: `when ${entry} is imported, '${name}' is read before ${binding.origin} is initialised`,
        at: locate(model, statement.span.start),
        related: [binding.at],
        notes: [
          ...(through.length > 0 ? [`read through ${through.join(' -> ')}`] : []),
          'before the change it was initialised by then; in an import cycle the module that is entered first runs last',
        ],
        help: 'Cut the import cycle between the two modules, or move both declarations into one.',
        data: { name, origin: binding.origin },
      }),
    );
  return [...tooEarly, ...late];
}

/**
 * A direct read that throws can only be part of a working program inside `try`. So can one through functions, where a module outside
 * the change runs before the old file: `try { log(makeSign()); } catch { log('too early'); }` in a circle with it.
 */
function isCaught(side: Side, { model, statement, through }: EarlyRead): boolean {
  const isKnown = through.length === 0 || !side.changed.has(side.name(model.source.path));
  return isKnown && normalForm(side, model, statement).words.includes('try');
}

/**
 * The changed files and every file in a cycle with one, on either side. Modules of another knot run in an order that follows from the one that is entered first, which runs last: a barrel
 * that names `./shop/basket` in place of a facade may come to a knot from the end at which it does not work, though no member of it is changed. Only such knots are read too.
 */
function readBothEarly(before: Start, after: Start, inPlace: boolean): readonly [readonly EarlyRead[], readonly EarlyRead[]] {
  const near = nearChange(before.side, after.side);
  const first = [readEarly(before, inPlace, near.before), readEarly(after, inPlace, near.after)] as const;
  const entered = [...first[1].entered].filter(([knot, name]) => !near.names.has(knot) && first[0].entered.get(knot) !== name).map(([knot]) => knot);
  if (entered.length === 0) return [first[0].found, first[1].found];
  const wider = placesOf(before.side, after.side, [...near.names, ...entered.flatMap((knot) => [...membersOf(after.side, knot), ...membersOf(before.side, knot)])]);
  return [readEarly(before, inPlace, wider.before).found, readEarly(after, inPlace, wider.after).found];
}

interface Places {
  readonly names: ReadonlySet<string>;
  readonly before: ReadonlySet<FilePath>;
  readonly after: ReadonlySet<FilePath>;
}

function placesOf(before: Side, after: Side, all: readonly string[]): Places {
  const names = new Set(all);
  const filesOf = (side: Side): ReadonlySet<FilePath> => new Set([...names].flatMap((name) => side.file(name) ?? []));
  return { names, before: filesOf(before), after: filesOf(after) };
}

const nearPlaces = new WeakMap<Side, WeakMap<Side, Places>>();

/** Every entry asks for them, and a change of two thousand importers has hundreds of entries. */
function nearChange(before: Side, after: Side): Places {
  const known = nearPlaces.get(before) ?? new WeakMap<Side, Places>();
  nearPlaces.set(before, known);
  const found = known.get(after) ?? placesOf(before, after, [...namesNearChange(before), ...namesNearChange(after)]);
  known.set(after, found);
  return found;
}

interface EarlyReads {
  readonly found: readonly EarlyRead[];
  /** The member of each knot that ran last, by the first name of the knot. */
  readonly entered: ReadonlyMap<string, string>;
}

function readEarly({ side, entry, oldKeys }: Start, inPlace: boolean, near: ReadonlySet<FilePath>): EarlyReads {
  const keyOf = (model: ModuleModel, statement: Statement): string => oldKeys?.get(statement) ?? normalForm(side, model, statement).key;
  const { knotOf } = knotsOf(side);
  const ran = new Set<Statement>();
  const found: EarlyRead[] = [];
  const last = new Map<string, FilePath>();
  evaluateFrom(side, entry, inPlace, (event) => {
    if (event.kind !== 'statement') return;
    const { file, model, statement } = event;
    const knot = knotOf.get(file);
    if (knot !== undefined) last.set(knot, file);
    if (near.has(file)) found.push(...earlyReadsOf(side, model, statement, ran, near, keyOf));
    ran.add(statement);
  });
  return { found, entered: new Map([...last].map(([knot, file]) => [knot, side.name(file)])) };
}

export interface Knots {
  readonly knotOf: ReadonlyMap<FilePath, string>;
  /** Names of the members, by the first of them. */
  readonly members: ReadonlyMap<string, readonly string[]>;
}

const knots = new WeakMap<Side, Knots>();

export function knotsOf(side: Side): Knots {
  const cached = knots.get(side);
  if (cached) return cached;
  const { edgesFrom, modules } = side.project.graph;
  const targets = (file: FilePath) => (edgesFrom.get(file) ?? []).filter(({ record }) => record.kind !== 'type' && record.kind !== 'dynamic').map(({ to }) => to);
  const knotOf = new Map<FilePath, string>();
  const members = new Map<string, readonly string[]>();
  for (const files of stronglyConnectedComponents([...modules], targets)) {
    if (files.length < 2) continue;
    const names = files.map((file) => side.name(file)).sort(compareText);
    members.set(names[0]!, names);
    for (const file of files) knotOf.set(file, names[0]!);
  }
  const found = { knotOf, members };
  knots.set(side, found);
  return found;
}

function membersOf(side: Side, knot: string): readonly string[] {
  return knotsOf(side).members.get(knot) ?? [];
}

function namesNearChange(side: Side): readonly string[] {
  const { knotOf } = knotsOf(side);
  return side.changedFiles.flatMap((file) => [side.name(file), ...membersOf(side, knotOf.get(file) ?? '')]);
}

interface Visit {
  readonly model: ModuleModel;
  readonly references: readonly Reference[];
  /** Where they stand. */
  readonly statements: readonly Statement[];
  readonly through: readonly string[];
}

/**
 * Follows what the statement reads at once, and then what the functions and objects that it reads would read when called.
 * That a statement with a call calls them is a guess; a wrong one does no harm, for it is made on both sides and only the difference counts.
 */
function earlyReadsOf(side: Side, model: ModuleModel, statement: Statement, ran: ReadonlySet<Statement>, near: ReadonlySet<FilePath>, keyOf: (model: ModuleModel, statement: Statement) => string): EarlyRead[] {
  const found: EarlyRead[] = [];
  const visited = new Set<string>();
  const mayCall = isCaller(side, model, statement);
  const queue: Visit[] = [{ model, references: statement.reads.filter(({ when }) => when === 'hard'), statements: [statement], through: [] }];
  for (let visit = queue.pop(); visit; visit = queue.pop()) {
    for (const binding of visit.references.flatMap(({ name }) => bindingsOf(side, visit, name))) {
      if (!binding || binding === 'ambiguous' || !binding.declared || binding.typeOnly || visited.has(binding.origin)) continue;
      visited.add(binding.origin);
      const { file, local, statements } = binding.declared;
      if (!near.has(file) || statements.includes(statement)) continue;
      if (isUninitialised(binding, ran)) {
        const key = `${keyOf(model, statement)}\u0000${statements.map((one) => keyOf(side.read(file), one)).join('\u0000')}\u0000${local}`;
        found.push({ key, model, statement, name: local, binding, through: visit.through });
        if (hasNoValue(binding, ran)) continue;
      }
      if (!mayCall) continue;
      const references = statements.flatMap(({ reads }) => reads.filter(({ when }) => when === 'soft'));
      queue.push({ model: side.read(file), references, statements, through: [...visit.through, local] });
    }
  }
  return found;
}

/**
 * Only what calls can read through a function. `module.exports = { cost, makeSign }` hands both on: that `makeSign` would read what is not there yet
 * is nothing new, where the old file called it in the same place. A call that is marked pure has no effect and is a call.
 */
function isCaller(side: Side, model: ModuleModel, statement: Statement): boolean {
  return statement.effect !== 'none' || normalForm(side, model, statement).words.some((word) => word === '(' || word === 'new' || word.startsWith('`'));
}

/** What a name means; for a module namespace, what the members mean that are read from it by name. */
function bindingsOf(side: Side, { model, statements }: Visit, name: string): readonly ReturnType<typeof resolveLocal>[] {
  const binding = resolveLocal(side, model, name);
  if (!binding || binding === 'ambiguous' || binding.namespaceOf === undefined) return [binding];
  const { namespaceOf } = binding;
  return statements.flatMap((statement) => {
    const { words } = normalForm(side, model, statement);
    return words.flatMap((word, at) => (word === name && words[at + 1] === '.' ? [resolveExport(side, namespaceOf, words[at + 2] ?? '')] : []));
  });
}

/** Nothing is read behind a `const` that is not there yet: the read of it throws. A `var` may have been assigned from elsewhere. */
function hasNoValue({ kinds, declared }: Binding, ran: ReadonlySet<Statement>): boolean {
  return kinds.every((kind) => kind === 'const' || kind === 'let' || kind === 'class') && declared!.statements.every((statement) => !ran.has(statement));
}

/** A function is there before anything runs; so is everything that leaves no trace at run time. */
function isUninitialised({ kinds, declared }: Binding, ran: ReadonlySet<Statement>): boolean {
  if (kinds.includes('function')) return false;
  return declared!.statements.some((statement) => !statement.erased && !ran.has(statement));
}
