import type { ModuleModel, Statement, StatementKind } from '../../model/module-model.js';
import type { ReferenceTime } from '../../model/reference.js';
import { compareText } from '../../diagnostic/sort.js';
import { componentIndices } from '../../graph/strongly-connected.js';
import { sliceSpan } from '../../text/span.js';
import { findCopiedNames } from './copied-names.js';
import { findOrderNeeds, type HiddenNeeds } from './hidden-order.js';

/** The smallest thing a plan can name: a declared name with all its statements, or one loose statement. */
export interface Unit {
  readonly index: number;
  readonly statements: readonly number[];
  /** Declared names in source order; empty for a loose statement. */
  readonly names: readonly string[];
  readonly looseId?: string;
  readonly kind: StatementKind;
  readonly exported: boolean;
  /** Nothing of it exists at run time. */
  readonly erased: boolean;
  /** Physical lines of its statements with their own comments. */
  readonly lines: number;
  /** Offset of its first statement. */
  readonly start: number;
}

/**
 * Why units share an atom. `overloads`: one name over several statements. `let`: a binding and its writers.
 * `members`: `Foo.displayName = ..` belongs to Foo. `together`: they mean something else in two files. `private`: a name that cannot be exported and what uses it. `cycle`: they
 * need each other's values.
 */
export type AtomCause = 'declaration' | 'overloads' | 'let' | 'members' | 'together' | 'private' | 'cycle';

/** Units that must stay in one file. */
export interface Atom {
  readonly index: number;
  /** In source order. */
  readonly units: readonly number[];
  readonly cause: AtomCause;
  /** The names (or loose ids) that make it an atom, e.g. the `let` and its writers. */
  readonly causedBy: readonly string[];
  readonly lines: number;
  readonly start: number;
}

/** `from` needs `to`. A `type` edge is erased and constrains nothing by default. */
export interface UnitEdge {
  readonly from: number;
  readonly to: number;
  readonly kind: 'value' | 'effect' | 'type';
  /** The name that is read, or the loose id or name of the earlier effect. */
  readonly name: string;
  readonly when: ReferenceTime;
}

export interface ConstraintGraph {
  readonly units: readonly Unit[];
  readonly atoms: readonly Atom[];
  readonly edges: readonly UnitEdge[];
  /** Unit of each statement index; undefined for wiring. */
  readonly unitOfStatement: readonly (number | undefined)[];
  readonly unitOfName: ReadonlyMap<string, number>;
  readonly atomOfUnit: readonly number[];
  /** Constraint successors (value and effect) of each atom, sorted, without itself. */
  readonly dependencies: readonly (readonly number[])[];
  /** Type-only successors of each atom, sorted, without itself. */
  readonly typeDependencies: readonly (readonly number[])[];
  /** Atoms that must stay in the source file: pinned ones and everything that needs them. */
  readonly held: ReadonlySet<number>;
}

const causeRank: readonly AtomCause[] = ['declaration', 'overloads', 'members', 'together', 'let', 'private', 'cycle'];

const graphs = new WeakMap<ModuleModel, { readonly hidden: HiddenNeeds | undefined; readonly graph: ConstraintGraph }>();

/** Step S0: units, the atoms that they form, and what needs what. The same object for the same model, so that what is derived from it is derived once. */
export function buildConstraintGraph(model: ModuleModel, hidden?: HiddenNeeds): ConstraintGraph {
  const known = graphs.get(model);
  if (known && known.hidden === hidden) return known.graph;
  const graph = computeGraph(model, hidden);
  graphs.set(model, { hidden, graph });
  return graph;
}

function computeGraph(model: ModuleModel, hidden: HiddenNeeds | undefined): ConstraintGraph {
  const { units, unitOfStatement, unitOfName } = buildUnits(model);
  const edges = findUnitEdges(model, unitOfStatement, unitOfName, hidden);
  const links = findLinks(model, unitOfStatement, unitOfName);

  const groups = disjointSets(units.length);
  for (const link of links) for (const unit of link.units) groups.join(link.units[0]!, unit);
  const roots = units.map((unit) => groups.find(unit.index));
  const successors: number[][] = units.map(() => []);
  for (const edge of edges) {
    if (edge.kind !== 'type' && roots[edge.from] !== roots[edge.to]) successors[roots[edge.from]!]!.push(roots[edge.to]!);
  }
  const knots: Link[] = [];
  for (const component of componentIndices(units.length, successors)) {
    if (component.length < 2) continue;
    const inside = new Set(component);
    const members = units.filter((unit) => inside.has(roots[unit.index]!));
    knots.push({ units: members.map((unit) => unit.index), cause: 'cycle', causedBy: members.map(unitLabel) });
    for (const root of component) groups.join(component[0]!, root);
  }
  return assemble(model, { units, unitOfStatement, unitOfName, edges, links: [...links, ...knots], find: groups.find });
}

/** How a unit is called in messages: its first name, or the loose id. */
export function unitLabel(unit: Unit): string {
  return unit.names[0] ?? unit.looseId ?? `statement ${unit.statements[0]! + 1}`;
}

/** Physical lines that a slice of whole statements takes in a file of its own. */
export function countLines(text: string): number {
  const breaks = text.match(/\r\n|[\n\r\u2028\u2029]/g)?.length ?? 0;
  return breaks + (/[\n\r\u2028\u2029]$/.test(text) || text === '' ? 0 : 1);
}

export function isPlaced(statement: Statement): boolean {
  return statement.role !== 'wiring';
}

interface Link {
  readonly units: readonly number[];
  readonly cause: AtomCause;
  readonly causedBy: readonly string[];
}

function buildUnits(model: ModuleModel) {
  const placed = model.statements.filter(isPlaced);
  const groups = disjointSets(model.statements.length);
  const firstOfName = new Map<string, number>();
  for (const statement of placed) {
    for (const name of statement.declares) {
      const first = firstOfName.get(name);
      if (first === undefined) firstOfName.set(name, statement.index);
      else groups.join(first, statement.index);
    }
  }
  const byRoot = new Map<number, Statement[]>();
  for (const statement of placed) {
    const root = groups.find(statement.index);
    const members = byRoot.get(root);
    if (members) members.push(statement);
    else byRoot.set(root, [statement]);
  }
  const exportedLocals = new Set(model.exports.flatMap((entry) => (entry.local === undefined ? [] : [entry.local])));
  const unitOfStatement: (number | undefined)[] = model.statements.map(() => undefined);
  const unitOfName = new Map<string, number>();
  const units: Unit[] = [];
  for (const members of [...byRoot.values()].sort((a, b) => a[0]!.span.start - b[0]!.span.start)) {
    const first = members[0]!;
    const names = [...new Set(members.flatMap((member) => member.declares))];
    const index = units.length;
    for (const member of members) unitOfStatement[member.index] = index;
    for (const name of names) unitOfName.set(name, index);
    units.push({
      index,
      statements: members.map((member) => member.index),
      names,
      ...(first.looseId === undefined ? {} : { looseId: first.looseId }),
      kind: first.kind,
      exported: names.some((name) => exportedLocals.has(name)) || members.some((member) => member.exportedAs.length > 0),
      erased: members.every((member) => member.erased),
      lines: members.reduce((sum, member) => sum + countLines(sliceSpan(model.source.text, member.fullSpan)), 0),
      start: first.span.start,
    });
  }
  return { units, unitOfStatement, unitOfName };
}

function findUnitEdges(
  model: ModuleModel,
  unitOfStatement: readonly (number | undefined)[],
  unitOfName: ReadonlyMap<string, number>,
  hidden: HiddenNeeds | undefined,
): UnitEdge[] {
  const edges: UnitEdge[] = [];
  const seen = new Set<string>();
  const add = (edge: UnitEdge): void => {
    const key = `${edge.from} ${edge.to} ${edge.kind} ${edge.name} ${edge.when}`;
    if (edge.from === edge.to || seen.has(key)) return;
    seen.add(key);
    edges.push(edge);
  };
  let lastOrdered: Statement | undefined;
  let readersSince: Statement[] = [];
  const effect = (later: Statement, earlier: Statement): void => {
    const name = earlier.declares[0] ?? earlier.looseId ?? '';
    add({ from: unitOfStatement[later.index]!, to: unitOfStatement[earlier.index]!, kind: 'effect', name, when: 'hard' });
  };
  for (const statement of model.statements) {
    const from = unitOfStatement[statement.index];
    if (from === undefined) continue;
    for (const read of [...statement.reads, ...statement.writes]) {
      const to = unitOfName.get(read.name);
      if (to !== undefined) add({ from, to, kind: read.when === 'type' ? 'type' : 'value', name: read.name, when: read.when });
    }
    if (statement.effect === 'none') continue;
    if (lastOrdered) effect(statement, lastOrdered);
    if (statement.effect === 'possible') {
      readersSince.push(statement);
      continue;
    }
    for (const reader of readersSince) effect(statement, reader);
    lastOrdered = statement;
    readersSince = [];
  }
  for (const { from, to } of findOrderNeeds(model, hidden)) effect(from, to);
  return edges;
}

function findLinks(model: ModuleModel, unitOfStatement: readonly (number | undefined)[], unitOfName: ReadonlyMap<string, number>): Link[] {
  const links: Link[] = [];
  const writers = new Map<string, number[]>();
  const keptPrivate = new Set(model.statements.flatMap((statement) => (statement.keepPrivate === undefined ? [] : statement.declares)));
  for (const statement of model.statements) {
    const unit = unitOfStatement[statement.index];
    if (unit === undefined) continue;
    for (const { name } of keptPrivate.size > 0 ? [...statement.reads, ...statement.writes] : []) {
      const owner = keptPrivate.has(name) ? unitOfName.get(name) : undefined;
      if (owner !== undefined && owner !== unit) {
        links.push({ units: [owner, unit], cause: 'private', causedBy: [name, statement.declares[0] ?? statement.looseId ?? name] });
      }
    }
    for (const { name } of statement.standsWith ?? []) {
      const owner = unitOfName.get(name);
      if (owner !== undefined && owner !== unit) links.push({ units: [owner, unit], cause: 'together', causedBy: [name, statement.declares[0] ?? statement.looseId ?? name] });
    }
    for (const write of statement.writes) {
      if (!unitOfName.has(write.name) || unitOfName.get(write.name) === unit) continue;
      writers.set(write.name, [...(writers.get(write.name) ?? []), unit]);
    }
    const owner = patchedName(model, statement);
    const ownerUnit = owner === undefined ? undefined : unitOfName.get(owner);
    if (owner !== undefined && ownerUnit !== undefined) {
      links.push({ units: [ownerUnit, unit], cause: 'members', causedBy: [owner, statement.looseId ?? owner] });
    }
  }
  for (const { name, statements } of findCopiedNames(model)) {
    const owner = unitOfName.get(name);
    const units = statements.flatMap((statement) => unitOfStatement[statement.index] ?? []);
    const causedBy = [name, ...statements.map((statement) => statement.declares[0] ?? statement.looseId ?? '')];
    if (owner !== undefined) links.push({ units: [owner, ...units], cause: 'let', causedBy });
  }
  for (const [name, units] of [...writers].sort(([a], [b]) => compareText(a, b))) {
    const labels = units.map((unit) => model.statements.find((statement) => unitOfStatement[statement.index] === unit)!);
    const causedBy = [name, ...new Set(labels.map((statement) => statement.declares[0] ?? statement.looseId ?? ''))];
    links.push({ units: [unitOfName.get(name)!, ...units], cause: 'let', causedBy });
  }
  return links;
}

/**
 * The name whose member a loose statement assigns: `Cart.displayName = 'cart'`, `Cart.prototype['total'] = ..`.
 * In another file TypeScript rejects the assignment (an expando must stand beside its declaration) and readers of `Cart` would miss it.
 */
export function patchedName(model: ModuleModel, statement: Statement): string | undefined {
  if (statement.role !== 'loose') return undefined;
  const text = sliceSpan(model.source.text, statement.span);
  const name = /^[\p{ID_Start}$_][\p{ID_Continue}$]*/u.exec(text)?.[0];
  if (name === undefined || !memberTarget.test(text.slice(name.length))) return undefined;
  return model.statements.some(({ declares, holdsState }) => holdsState === true && declares.includes(name)) ? undefined : name;
}

/** Members, then an assignment operator that is neither a comparison nor an arrow. */
const memberTarget = /^\s*(?:(?:!?\s*\.\s*[\p{ID_Continue}$#]+|\[[^\]]*\])\s*)+(?:\?\?|\|\||&&|\*\*|<<|>>>?|[-+*/%&|^])?=(?![=>])/u;

function assemble(
  model: ModuleModel,
  parts: Pick<ConstraintGraph, 'units' | 'unitOfStatement' | 'unitOfName' | 'edges'> & {
    links: readonly Link[];
    find: (unit: number) => number;
  },
): ConstraintGraph {
  const { units, edges, links, find } = parts;
  const atomOfUnit: number[] = [];
  const atomOfRoot = new Map<number, number>();
  const members: number[][] = [];
  for (const unit of units) {
    const root = find(unit.index);
    let atom = atomOfRoot.get(root);
    if (atom === undefined) {
      atom = members.length;
      atomOfRoot.set(root, atom);
      members.push([]);
    }
    atomOfUnit.push(atom);
    members[atom]!.push(unit.index);
  }
  const causes = members.map((list): { cause: AtomCause; causedBy: string[] } => {
    const unit = units[list[0]!]!;
    return {
      cause: unit.statements.length > 1 ? 'overloads' : 'declaration',
      causedBy: unit.names.length > 0 ? [...unit.names] : [unitLabel(unit)],
    };
  });
  for (const link of links) {
    const known = causes[atomOfUnit[link.units[0]!]!]!;
    if (causeRank.indexOf(link.cause) > causeRank.indexOf(known.cause)) [known.cause, known.causedBy] = [link.cause, [...link.causedBy]];
    else if (link.cause === known.cause) known.causedBy = [...new Set([...known.causedBy, ...link.causedBy])];
  }
  const atoms = members.map((list, index): Atom => ({
    index,
    units: list,
    cause: causes[index]!.cause,
    causedBy: causes[index]!.causedBy,
    lines: list.reduce((sum, unit) => sum + units[unit]!.lines, 0),
    start: units[list[0]!]!.start,
  }));
  const dependencies = atoms.map(() => new Set<number>());
  const typeDependencies = atoms.map(() => new Set<number>());
  for (const edge of edges) {
    const [from, to] = [atomOfUnit[edge.from]!, atomOfUnit[edge.to]!];
    if (from !== to) (edge.kind === 'type' ? typeDependencies : dependencies)[from]!.add(to);
  }
  const ascending = (set: Set<number>): number[] => [...set].sort((a, b) => a - b);
  const graph = {
    ...parts,
    atoms,
    atomOfUnit,
    dependencies: dependencies.map(ascending),
    typeDependencies: typeDependencies.map(ascending),
  };
  const { links: _links, find: _find, ...plain } = graph;
  return { ...plain, held: findHeld(model, plain) };
}

/**
 * A part must never import the file that re-exports it, not even for a type: type imports close the cycle that the
 * split is meant to avoid. So whatever reads a pinned statement's names stays with it.
 */
function findHeld(model: ModuleModel, graph: Omit<ConstraintGraph, 'held'>): ReadonlySet<number> {
  const dependents: number[][] = graph.atoms.map(() => []);
  for (const lists of [graph.dependencies, graph.typeDependencies])
    lists.forEach((list, from) => list.forEach((to) => dependents[to]!.push(from)));
  const held = new Set<number>();
  const queue = model.statements.flatMap((statement) => {
    const unit = graph.unitOfStatement[statement.index];
    return unit === undefined || statement.pins.length === 0 ? [] : [graph.atomOfUnit[unit]!];
  });
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (held.has(next)) continue;
    held.add(next);
    queue.push(...dependents[next]!);
  }
  return held;
}

function disjointSets(size: number) {
  const parent = Array.from({ length: size }, (_, i) => i);
  const find = (node: number): number => {
    let root = node;
    while (parent[root] !== root) root = parent[root]!;
    while (parent[node] !== root) [parent[node], node] = [root, parent[node]!];
    return root;
  };
  /** The smaller root wins, so the result does not depend on the order of joins. */
  const join = (a: number, b: number): void => {
    const [low, high] = [find(a), find(b)].sort((x, y) => x - y) as [number, number];
    parent[high] = low;
  };
  return { find, join };
}
