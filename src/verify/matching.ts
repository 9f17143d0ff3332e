import { compareText } from '../diagnostic/sort.js';
import type { FilePath } from '../host/path.js';
import type { ModuleModel, Statement } from '../model/module-model.js';
import { isPlainExport } from './commonjs-exports.js';
import { readMeaning } from './meaning.js';
import { readMockCall } from './mock-calls.js';
import { normalForm, type NormalForm } from './normal-form.js';
import { readShimEffect } from './shim-form.js';
import { sidesOf, type Side, type Sides, type SidesInput } from './side.js';
import { listTakenApart, mayStandFor, printTakenApart, readTakenApart, type TakenApart } from './taken-apart.js';

export interface Standing {
  readonly file: FilePath;
  /** Root-relative. */
  readonly name: string;
  readonly model: ModuleModel;
  readonly statement: Statement;
  readonly form: NormalForm;
}

export interface Pair {
  readonly before: Standing;
  readonly after: Standing;
  /** Other tokens, and every name in them means what it meant. */
  readonly byMeaning?: boolean;
}

/** Which statement of the changed files went where. */
export interface Matching {
  readonly pairs: readonly Pair[];
  /** The nearest match of a statement that stands nowhere as it was. */
  readonly altered: readonly Pair[];
  readonly lost: readonly Standing[];
  readonly doubled: readonly { readonly copy: Standing; readonly original: Standing }[];
  readonly added: readonly Standing[];
  /** Index into `pairs` for the statements of both sides. */
  readonly pairOf: ReadonlyMap<Statement, number>;
  /** Key of the old statement, for the new ones that have other tokens and mean the same. */
  readonly oldKeys: ReadonlyMap<Statement, string>;
  /** New statements that are the same as one old statement only together with the one in front of them. */
  readonly furtherParts: ReadonlySet<Statement>;
}

const matchings = new WeakMap<Sides, Matching>();

export function matchStatements(input: SidesInput): Matching {
  const sides = sidesOf(input);
  const found = matchings.get(sides);
  if (found) return found;
  const matching = buildMatching(standings(sides.before), standings(sides.after, sides.before), sides);
  matchings.set(sides, matching);
  return matching;
}

/** What a new CommonJS module needs to export its names is no statement of the god file, and what a shim says no statement of anybody. */
function standings(side: Side, before?: Side): Standing[] {
  return side.changedFiles.flatMap((file) => {
    const model = side.read(file);
    const isNew = before !== undefined && before.file(side.name(file)) === undefined;
    return model.statements
      .filter((statement) => !isNew || !isPlainExport(side, model, statement))
      .filter((statement) => statement.role !== 'wiring' && statement.kind !== 'directive' && statement.kind !== 'empty')
      .filter((statement) => readShimEffect(side, model, statement) === undefined)
      .map((statement) => ({ file, name: side.name(file), model, statement, form: normalForm(side, model, statement) }));
  });
}

function buildMatching(before: readonly Standing[], after: readonly Standing[], sides: Sides): Matching {
  const open = groupByKey(after);
  const pairs: Pair[] = [];
  const missing: Standing[] = [];
  for (const standing of before) {
    const candidates = open.get(standing.form.key) ?? [];
    const same = candidates.findIndex((candidate) => candidate.name === standing.name);
    const [match] = candidates.splice(Math.max(same, 0), 1);
    if (match) pairs.push({ before: standing, after: match });
    else missing.push(standing);
  }
  const originals = new Map(before.map((standing) => [standing.form.key, standing]));
  const doubled: { copy: Standing; original: Standing }[] = [];
  const surplus: Standing[] = [];
  for (const standing of [...open.values()].flat()) {
    const original = originals.get(standing.form.key);
    if (original) doubled.push({ copy: standing, original });
    else surplus.push(standing);
  }
  const { lost, added, furtherParts } = pairByMeaning(sides, missing, surplus, pairs);
  return { pairs, doubled, ...pairAltered(lost, added), furtherParts, pairOf: numberStatements(pairs), oldKeys: new Map(pairs.filter(({ byMeaning }) => byMeaning).map((pair) => [pair.after.statement, pair.before.form.key])) };
}

interface Unpaired {
  readonly lost: readonly Standing[];
  readonly added: readonly Standing[];
  readonly furtherParts: ReadonlySet<Statement>;
}

/** In one file a name may be taken from another module than before, if it is the same thing. */
function pairByMeaning(sides: Sides, all: readonly Standing[], others: readonly Standing[], pairs: Pair[]): Unpaired {
  if (all.length === 0 || others.length === 0) return { lost: all, added: others, furtherParts: new Set() };
  const { lost: missing, added: surplus } = pairMocks(sides, all, others, pairs);
  const meaningOf = (side: Side, { name, model, statement, form }: Standing): string => `${name}\u0000${form.exported}\u0000${readMeaning(side, model, statement, form)}`;
  const open = new Map<string, Standing[]>();
  for (const standing of surplus) {
    const key = meaningOf(sides.after, standing);
    open.set(key, [...(open.get(key) ?? []), standing]);
  }
  const lost = missing.filter((before) => {
    const candidates = open.get(meaningOf(sides.before, before)) ?? [];
    const at = candidates.findIndex((candidate) => isTakenAlike(sides, before, candidate));
    const [after] = at === -1 ? [] : candidates.splice(at, 1);
    if (after) pairs.push({ before, after, byMeaning: true });
    return after === undefined;
  });
  const left = new Set([...open.values()].flat());
  return pairParts(sides, lost, surplus.filter((standing) => left.has(standing)), pairs);
}

/** Two statements that mean the same: row by row, what is taken apart in them may stand for each other. */
function isTakenAlike({ before, after }: Sides, old: Standing, now: Standing): boolean {
  const rows = listTakenApart(before, old.model, old.statement, old.form);
  const others = listTakenApart(after, now.model, now.statement, now.form);
  return rows.length === others.length && rows.every((row, index) => mayStandFor(before, [row], after, [others[index]!]));
}

/** `const { total, open } = shop` and the statements in a row that take the same names, each of its own module. */
function pairParts(sides: Sides, missing: readonly Standing[], surplus: readonly Standing[], pairs: Pair[]): Unpaired {
  const readWhole = (side: Side, { model, statement, form }: Standing): TakenApart | undefined => {
    const apart = readTakenApart(side, model, statement, form, 0);
    return apart?.end === form.words.length ? apart : undefined;
  };
  // Equal statements of two files stand side by side in what is left.
  const free = [...surplus].sort((a, b) => compareText(a.name, b.name) || a.statement.index - b.statement.index).flatMap((standing) => {
    const apart = readWhole(sides.after, standing);
    return apart ? [{ standing, apart }] : [];
  });
  const furtherParts = new Set<Statement>();
  const done = new Set<Standing>();
  const lost = missing.filter((before) => {
    const apart = readWhole(sides.before, before);
    if (!apart) return true;
    const meaning = printTakenApart([apart]);
    for (const [start, { standing }] of free.entries()) {
      const run: typeof free = [];
      for (const part of free.slice(start)) {
        if (part.standing.name !== before.name || part.standing.form.exported !== before.form.exported || done.has(part.standing) || part.standing.statement.index !== standing.statement.index + run.length) break;
        if (part.apart.keyword !== apart.keyword || part.apart.kind !== apart.kind) break;
        run.push(part);
        if (run.reduce((total, one) => total + one.apart.names.length, 0) >= apart.names.length) break;
      }
      const parts = run.map((one) => one.apart);
      if (parts.length === 0 || printTakenApart(parts) !== meaning || !mayStandFor(sides.before, [apart], sides.after, parts)) continue;
      for (const [index, part] of run.entries()) {
        pairs.push({ before, after: part.standing, byMeaning: true });
        done.add(part.standing);
        if (index > 0) furtherParts.add(part.standing.statement);
      }
      return false;
    }
    return true;
  });
  return { lost, added: surplus.filter((standing) => !done.has(standing)), furtherParts };
}

/** One call that replaces names of several modules, and one call a module: the same names are replaced by the same values. */
function pairMocks(sides: Sides, missing: readonly Standing[], surplus: readonly Standing[], pairs: Pair[]): { lost: readonly Standing[]; added: readonly Standing[] } {
  const gathered = (side: Side, list: readonly Standing[]) => {
    const groups = new Map<string, { standings: Standing[]; items: Set<string> }>();
    for (const standing of list) {
      const words = standing.form.marked;
      const start = words[0] === 'await' ? 1 : 0;
      const mock = readMockCall(side, standing.model, words, start);
      if (mock?.end !== words.length) continue;
      const key = `${standing.name}\u0000${start}\u0000${mock.frame}`;
      const group = groups.get(key) ?? { standings: [], items: new Set() };
      groups.set(key, group);
      group.standings.push(standing);
      for (const item of mock.items) group.items.add(item);
    }
    return groups;
  };
  const after = gathered(sides.after, surplus);
  const done = new Set<Standing>();
  for (const [key, { standings, items }] of gathered(sides.before, missing)) {
    const others = after.get(key);
    if (!others || items.size !== others.items.size || [...items].some((item) => !others.items.has(item))) continue;
    pairs.push({ before: standings[0]!, after: others.standings[0]!, byMeaning: true });
    for (const standing of [...standings, ...others.standings]) done.add(standing);
  }
  return { lost: missing.filter((one) => !done.has(one)), added: surplus.filter((one) => !done.has(one)) };
}

function numberStatements(pairs: readonly Pair[]): Map<Statement, number> {
  const numbers = new Map<Statement, number>();
  pairs.forEach(({ before, after }, index) => {
    numbers.set(before.statement, index);
    numbers.set(after.statement, index);
  });
  return numbers;
}

function groupByKey(list: readonly Standing[]): Map<string, Standing[]> {
  const groups = new Map<string, Standing[]>();
  for (const standing of list) {
    const group = groups.get(standing.form.key);
    if (group) group.push(standing);
    else groups.set(standing.form.key, [standing]);
  }
  return groups;
}

function pairAltered(missing: readonly Standing[], surplus: readonly Standing[]) {
  const free = [...surplus];
  const altered: Pair[] = [];
  const lost: Standing[] = [];
  for (const standing of missing) {
    let best = -1;
    let bestScore = 0;
    free.forEach((candidate, index) => {
      const score = likeness(standing, candidate);
      if (score > bestScore) [best, bestScore] = [index, score];
    });
    const [match] = best === -1 ? [] : free.splice(best, 1);
    if (match) altered.push({ before: standing, after: match });
    else lost.push(standing);
  }
  return { altered, lost, added: free };
}

/** A shared name counts before any likeness of text; without one, more than half of the tokens must agree from both ends. */
function likeness(a: Standing, b: Standing): number {
  const shared = a.statement.declares.some((name) => b.statement.declares.includes(name));
  const agreeing = commonStart(a.form.words, b.form.words) + commonStart([...a.form.words].reverse(), [...b.form.words].reverse());
  const share = Math.min(1, agreeing / Math.max(a.form.words.length, b.form.words.length, 1));
  if (shared) return 1 + share;
  return a.statement.kind === b.statement.kind && a.statement.declares.length === 0 && share > 0.5 ? share : 0;
}

export function commonStart(a: readonly string[], b: readonly string[]): number {
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at++;
  return at;
}

/** `function addItem`, or the first words of a statement that declares nothing. */
export function describe({ statement, form }: Standing): string {
  const [name, ...others] = statement.declares;
  if (name !== undefined) return others.length === 0 ? `'${name}'` : `'${name}' and ${others.length} more`;
  const text = form.words.slice(0, 12).join(' ');
  return `statement '${text.length > 60 ? `${text.slice(0, 57)}...` : form.words.length > 12 ? `${text} ...` : text}'`;
}
