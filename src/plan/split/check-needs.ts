import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import { shortestCycle } from '../../graph/shortest-cycle.js';
import { componentIndices } from '../../graph/strongly-connected.js';
import type { ModuleModel, Statement } from '../../model/module-model.js';
import type { Reference } from '../../model/reference.js';
import { sliceSpan } from '../../text/span.js';
import { staysInSource } from './check-files.js';
import { findCopiedNames } from './copied-names.js';
import { findOrderNeeds, type HiddenNeeds } from './hidden-order.js';
import { listNames, locate } from './messages.js';
import type { SplitPlan } from './split-plan.js';

/** One statement needs another: its value, its effect before its own, or (erased) its type. */
interface Need {
  readonly from: Statement;
  readonly to: Statement;
  readonly kind: 'value' | 'effect' | 'type';
  readonly name: string;
}

/** Checks that statements that must share a file do, that parts need each other in no cycle, that nothing needs the facade, and the cap. */
export function checkNeeds(model: ModuleModel, plan: SplitPlan, partOf: readonly (number | undefined)[], hidden?: HiddenNeeds): Diagnostic[] {
  const placed = model.statements.filter((statement) => statement.role !== 'wiring');
  const declaring = new Map<string, Statement>();
  for (const statement of placed) for (const name of statement.declares) if (!declaring.has(name)) declaring.set(name, statement);
  const orders = findOrderNeeds(model, hidden).map(({ from, to }): Need => ({ from, to, kind: 'effect', name: labelOf(to) }));
  const needs = [...findNeeds(placed, declaring), ...orders];
  const fileOf = (statement: Statement): string => plan.parts[partOf[statement.index]!]!.file;
  const torn = [
    ...checkWriters(model, placed, declaring, fileOf),
    ...checkMembers(model, placed, declaring, fileOf),
    ...checkCopies(model, declaring, fileOf),
    ...checkPrivate(model, needs, fileOf),
    ...checkTogether(model, placed, declaring, fileOf),
  ];
  const staying = new Set(plan.parts.flatMap((part, index) => (staysInSource(plan, part) ? [index] : [])));
  return [
    ...torn,
    ...checkPins(model, plan, placed, partOf, staying),
    ...checkFacade(model, needs, partOf, staying, fileOf),
    ...checkCycles(model, plan, placed, needs, partOf),
    ...checkCap(model, plan, placed, needs, partOf),
  ];
}

function labelOf(statement: Statement): string {
  return statement.declares[0] ?? statement.looseId ?? `statement ${statement.index + 1}`;
}

function findNeeds(placed: readonly Statement[], declaring: ReadonlyMap<string, Statement>): Need[] {
  const needs: Need[] = [];
  for (const from of placed) {
    for (const reference of [...from.reads, ...from.writes]) {
      const to = declaring.get(reference.name);
      if (to && to !== from) needs.push({ from, to, kind: reference.when === 'type' ? 'type' : 'value', name: reference.name });
    }
  }
  // Every observer keeps its side of every change: between two neighbours in effect order of which one is a change.
  const observers = placed.filter((statement) => statement.effect !== 'none');
  observers.forEach((from, i) => {
    for (let j = i - 1; j >= 0; j--) {
      const to = observers[j]!;
      if (from.effect === 'ordered' || to.effect === 'ordered') needs.push({ from, to, kind: 'effect', name: labelOf(to) });
      if (to.effect === 'ordered') break;
    }
  });
  return needs;
}

function tornAtom(
  model: ModuleModel,
  at: number,
  cause: string,
  names: readonly string[],
  fact: string,
  files: readonly string[],
): Diagnostic {
  return diagnostic({
    id: 'plan-splits-atom',
    message: `${fact} must share a file, the plan puts them in ${listNames([...new Set(files)])}`,
    at: locate(model, at),
    help: `List ${listNames([...new Set(names)])} in one part`,
    data: { cause, names: [...new Set(names)] },
  });
}

type FileOf = (statement: Statement) => string;

function checkWriters(
  model: ModuleModel,
  placed: readonly Statement[],
  declaring: ReadonlyMap<string, Statement>,
  fileOf: FileOf,
): Diagnostic[] {
  return placed.flatMap((writer) =>
    writer.writes.flatMap((write) => {
      const owner = declaring.get(write.name);
      if (!owner || fileOf(owner) === fileOf(writer)) return [];
      const fact = `\`let ${write.name}\` and its writer \`${labelOf(writer)}\``;
      return [tornAtom(model, write.span.start, 'let', [write.name, labelOf(writer)], fact, [fileOf(owner), fileOf(writer)])];
    }),
  );
}

function checkCopies(model: ModuleModel, declaring: ReadonlyMap<string, Statement>, fileOf: FileOf): Diagnostic[] {
  return findCopiedNames(model).flatMap(({ name, statements }) =>
    statements.flatMap((reader) => {
      const owner = declaring.get(name);
      // A reader that also assigns it is told as a writer.
      if (!owner || fileOf(owner) === fileOf(reader) || reader.writes.some((write) => write.name === name)) return [];
      const fact = `\`${name}\`, which is assigned after \`${labelOf(reader)}\` gets it, and \`${labelOf(reader)}\``;
      return [tornAtom(model, reader.span.start, 'let', [name, labelOf(reader)], fact, [fileOf(owner), fileOf(reader)])];
    }),
  );
}

const memberAssignment = /^(?:\s*!?\s*\.\s*[\p{ID_Continue}$#]+|\s*\[[^\]]*\])+\s*(?:[-+*/%&|^]|\?\?|\|\||&&|\*\*|<<|>>>?)?=(?![=>])/u;

/** The name whose member a loose statement assigns: its first token, followed by a path of members and an assignment operator. */
function patchedOwner(model: ModuleModel, statement: Statement): Reference | undefined {
  const [owner] = statement.reads;
  if (statement.role !== 'loose' || !owner || owner.span.start !== statement.span.start) return undefined;
  return memberAssignment.test(sliceSpan(model.source.text, statement.span).slice(owner.name.length)) ? owner : undefined;
}

function checkMembers(
  model: ModuleModel,
  placed: readonly Statement[],
  declaring: ReadonlyMap<string, Statement>,
  fileOf: FileOf,
): Diagnostic[] {
  return placed.flatMap((statement) => {
    const owner = patchedOwner(model, statement);
    const declaration = owner && declaring.get(owner.name);
    if (!owner || !declaration || declaration.holdsState === true || fileOf(declaration) === fileOf(statement)) return [];
    const fact = `\`${owner.name}\` and the assignment to its member (${statement.looseId ?? 'statement'})`;
    return [
      tornAtom(model, statement.span.start, 'members', [owner.name, labelOf(statement)], fact, [fileOf(declaration), fileOf(statement)]),
    ];
  });
}

function checkPrivate(model: ModuleModel, needs: readonly Need[], fileOf: FileOf): Diagnostic[] {
  return needs.flatMap((need) => {
    const { from, to, kind, name } = need;
    if (to.keepPrivate === undefined || kind === 'effect' || fileOf(from) === fileOf(to)) return [];
    const found = tornAtom(model, from.span.start, 'private', [name, labelOf(from)], `\`${name}\` and its user \`${labelOf(from)}\``, [fileOf(to), fileOf(from)]);
    return [{ ...found, notes: [to.keepPrivate] }];
  });
}

function checkTogether(model: ModuleModel, placed: readonly Statement[], declaring: ReadonlyMap<string, Statement>, fileOf: FileOf): Diagnostic[] {
  return placed.flatMap((statement) =>
    (statement.standsWith ?? []).flatMap(({ name, because }) => {
      const owner = declaring.get(name);
      if (!owner || fileOf(owner) === fileOf(statement)) return [];
      const found = tornAtom(model, statement.span.start, 'together', [name, labelOf(statement)], `\`${name}\` and \`${labelOf(statement)}\``, [fileOf(owner), fileOf(statement)]);
      return [{ ...found, notes: [`${labelOf(statement)} ${because}`] }];
    }),
  );
}

function checkPins(
  model: ModuleModel,
  plan: SplitPlan,
  placed: readonly Statement[],
  partOf: readonly (number | undefined)[],
  staying: ReadonlySet<number>,
): Diagnostic[] {
  return placed.flatMap((statement) =>
    statement.pins.length === 0 || staying.has(partOf[statement.index]!)
      ? []
      : [
          diagnostic({
            id: 'plan-moves-pinned',
            message: `${labelOf(statement)} cannot leave ${plan.source}: it ${statement.pins[0]!.because}`,
            at: locate(model, statement.pins[0]!.span.start),
            help: `Move ${labelOf(statement)} to a part whose file is ${plan.source}`,
            data: { name: labelOf(statement), pin: statement.pins[0]!.kind },
          }),
        ],
  );
}

function checkFacade(
  model: ModuleModel,
  needs: readonly Need[],
  partOf: readonly (number | undefined)[],
  staying: ReadonlySet<number>,
  fileOf: FileOf,
): Diagnostic[] {
  const seen = new Set<string>();
  return needs.flatMap((need) => {
    const key = `${labelOf(need.from)} ${need.name}`;
    if (staying.has(partOf[need.from.index]!) || !staying.has(partOf[need.to.index]!) || seen.has(key)) return [];
    seen.add(key);
    const how = need.kind === 'effect' ? 'runs after' : need.kind === 'type' ? 'uses the type' : 'uses';
    const fact = `${labelOf(need.from)} in ${fileOf(need.from)} ${how} ${need.name}`;
    return [
      diagnostic({
        id: 'plan-needs-source',
        message: `${fact}, which stays in ${fileOf(need.to)}, and no part may import the facade`,
        at: locate(model, need.from.span.start),
        help: `Keep ${labelOf(need.from)} in ${fileOf(need.to)} too, or move ${need.name} out of it`,
        data: { from: labelOf(need.from), to: need.name, kind: need.kind },
      }),
    ];
  });
}

function checkCycles(
  model: ModuleModel,
  plan: SplitPlan,
  placed: readonly Statement[],
  needs: readonly Need[],
  partOf: readonly (number | undefined)[],
): Diagnostic[] {
  const links = new Map<number, Map<number, Need>>(plan.parts.map((_, part) => [part, new Map()]));
  const binding = needs.filter((need) => need.kind !== 'type');
  for (const need of binding) {
    const [from, to] = [partOf[need.from.index]!, partOf[need.to.index]!];
    if (from !== to && !(links.get(from)!.get(to)?.kind === 'value')) links.get(from)!.set(to, need);
  }
  const cycle = shortestCycle([...plan.parts.keys()], (part) => [...links.get(part)!.keys()]);
  if (!cycle) return [];
  const steps = cycle.map((part, i) => {
    const next = cycle[(i + 1) % cycle.length]!;
    const need = links.get(part)!.get(next)!;
    const why = need.kind === 'effect' ? `${labelOf(need.from)} runs after ${need.name}` : `${labelOf(need.from)} uses ${need.name}`;
    return { need, text: `${plan.parts[part]!.file} needs ${plan.parts[next]!.file} (${why})` };
  });
  const witness = steps.map((step) => step.text).join(' and ');
  const knot = findTornKnot(
    placed,
    binding,
    steps.map((step) => step.need.from.index),
    partOf,
  );
  if (knot) {
    const files = knot.map((statement) => plan.parts[partOf[statement.index]!]!.file);
    const names = knot.map(labelOf);
    const found = tornAtom(model, knot[0]!.span.start, 'cycle', names, `${listNames(names)} need each other and`, files);
    return [{ ...found, notes: [witness] }];
  }
  return [
    diagnostic({
      id: 'plan-cycle',
      message: `The parts need each other in a cycle: ${witness}`,
      at: locate(model, steps[0]!.need.from.span.start),
      help: `Move ${labelOf(steps[0]!.need.from)} or ${labelOf(steps.at(-1)!.need.from)} so that one direction disappears`,
      data: { files: cycle.map((part) => plan.parts[part]!.file), names: steps.map((step) => [labelOf(step.need.from), step.need.name]) },
    }),
  ];
}

/** Statements of the witness that need each other whatever the plan, when the plan puts them in several files. */
function findTornKnot(
  placed: readonly Statement[],
  needs: readonly Need[],
  witness: readonly number[],
  partOf: readonly (number | undefined)[],
): Statement[] | undefined {
  const place = new Map(placed.map((statement, i) => [statement.index, i]));
  const successors: number[][] = placed.map(() => []);
  for (const need of needs) successors[place.get(need.from.index)!]!.push(place.get(need.to.index)!);
  return componentIndices(placed.length, successors)
    .map((component) => component.map((i) => placed[i]!))
    .find(
      (members) =>
        members.some((member) => witness.includes(member.index)) && new Set(members.map((member) => partOf[member.index])).size > 1,
    );
}

/** Counts from below (own statements, header, one line per module used), so that a plan is refused only for what is certain. */
function checkCap(
  model: ModuleModel,
  plan: SplitPlan,
  placed: readonly Statement[],
  needs: readonly Need[],
  partOf: readonly (number | undefined)[],
): Diagnostic[] {
  const lineOf = (offset: number): number => locate(model, offset).line;
  const header = model.header.end > model.header.start ? lineOf(model.header.end) - lineOf(model.header.start) : 0;
  const members = plan.parts.map((): Statement[] => []);
  for (const statement of placed) members[partOf[statement.index] ?? -1]?.push(statement);
  const uses = plan.parts.map(() => new Set<number | undefined>());
  for (const need of needs) if (need.kind !== 'effect') uses[partOf[need.from.index] ?? -1]?.add(partOf[need.to.index]);
  return plan.parts.flatMap((part, index) => {
    if (staysInSource(plan, part)) return [];
    const own = members[index]!;
    const body = own.reduce((sum, statement) => sum + lineOf(statement.fullSpan.end) - lineOf(statement.fullSpan.start), 0);
    const used = uses[index]!;
    used.delete(index);
    const lines = header + body + used.size;
    if (lines <= plan.maxLines || isOneAtom(model, own, needs)) return [];
    return [
      diagnostic({
        id: 'plan-over-cap',
        message: `${part.file} would have at least ${lines} lines, the cap is ${plan.maxLines}`,
        at: locate(model, own[0]!.span.start),
        help: 'Move some of its declarations to another part',
        data: { file: part.file, lines, maxLines: plan.maxLines },
      }),
    ];
  });
}

/** Whether the statements of an oversize part hold together: by needs in both directions, by a write or by a shared name. */
function isOneAtom(model: ModuleModel, own: readonly Statement[], needs: readonly Need[]): boolean {
  const place = new Map(own.map((statement, i) => [statement.index, i]));
  const successors: number[][] = own.map(() => []);
  const both = (a: number, b: number): void => {
    successors[a]!.push(b);
    successors[b]!.push(a);
  };
  // `interface Heat {}` and `let heat, Heat;`: the reason stands at one of the statements of a name.
  const keptPrivate = new Set(model.statements.flatMap((statement) => (statement.keepPrivate === undefined ? [] : statement.declares)));
  for (const need of needs) {
    const [from, to] = [place.get(need.from.index), place.get(need.to.index)];
    if (from === undefined || to === undefined) continue;
    if (keptPrivate.has(need.name) && need.kind !== 'effect') both(from, to);
    if (need.kind === 'type') continue;
    const isWrite = need.from.writes.some((write) => write.name === need.name);
    const patches = need.kind === 'value' && patchedOwner(model, need.from)?.name === need.name;
    if (isWrite || patches) both(from, to);
    else successors[from]!.push(to);
  }
  for (const { name, statements } of findCopiedNames(model)) {
    const holders = [...own.filter((statement) => statement.declares.includes(name)), ...statements].flatMap((one) => place.get(one.index) ?? []);
    for (const holder of holders) both(holders[0]!, holder);
  }
  own.forEach((statement, i) => {
    for (const { name } of statement.standsWith ?? []) {
      const j = own.findIndex((other) => other.declares.includes(name));
      if (j !== -1) both(i, j);
    }
  });
  own.forEach((statement, i) =>
    own.slice(0, i).forEach((earlier, j) => {
      if (earlier.declares.some((name) => statement.declares.includes(name))) both(i, j);
    }),
  );
  return own.length === 0 || componentIndices(own.length, successors).length === 1;
}
