import { buildStateCells, type BuiltCell, type CellRequest } from '../codemod/state-cell/state-cell.js';
import { findFitState } from '../codemod/state-cell/unfit-state.js';
import { diagnostic, type Diagnostic } from '../diagnostic/diagnostic.js';
import { createModuleReader } from '../load/module-reader.js';
import { relink } from '../load/relink.js';
import type { FilePath } from '../host/path.js';
import type { ModuleModel } from '../model/module-model.js';
import type { Project } from '../model/project.js';
import { buildConstraintGraph, type Atom, type ConstraintGraph } from '../plan/split/constraint-graph.js';
import { canStandAt, findHeldState, groupState, type HeldState } from '../plan/split/held-state.js';
import type { HiddenNeeds } from '../plan/split/hidden-order.js';
import type { SplitPlan, StateCellEdit } from '../plan/split/split-plan.js';
import { lineColumnAt } from '../text/line-index.js';
import { printQuantity } from '../text/wording.js';

export interface CellSubject {
  readonly project: Project;
  readonly read: (file: FilePath) => ModuleModel;
  /** With what the project adds to it, as it is planned. */
  readonly model: ModuleModel;
}

export interface CelledState {
  /** The file as it would be with its state in objects, in a project that has it. */
  readonly project: Project;
  readonly read: (file: FilePath) => ModuleModel;
  readonly model: ModuleModel;
  readonly edits: readonly StateCellEdit[];
  readonly notes: readonly Diagnostic[];
}

/** How a file with cells is looked at before it is planned. */
export type AddFacts = (subject: CellSubject) => { readonly model: ModuleModel; readonly hiddenNeeds?: HiddenNeeds };

/**
 * Turns the state that holds atoms over the cap into objects, atom by atom, and keeps what makes such an atom smaller. `model` of the
 * subject has its project facts already; `hidden` is what was found of it. Undefined: nothing could be done, `notes` say why.
 */
export function planStateCells(
  subject: CellSubject, maxLines: number, hidden: HiddenNeeds | undefined, addFacts: AddFacts,
): CelledState | { readonly edits: readonly []; readonly notes: readonly Diagnostic[] } {
  const { model } = subject;
  const graph = buildConstraintGraph(model, hidden);
  const notes: Diagnostic[] = [];
  const useful: { request: CellRequest; freed: number }[] = [];
  const held = model.problems.length > 0 ? [] : findHeldState(model, graph, maxLines);
  for (const state of held) {
    const { names, refused } = findFitState(model, state.names, optionsOf(subject, hidden));
    const groups = groupState(model, names);
    const freed = groups.length === 0 ? 0 : countFreed(graph, state, addFacts(rewrite(subject, groups.map((group) => ({ names: group }))).subject));
    notes.push(...refused);
    if (freed > 0) useful.push(...groups.map((group) => ({ request: { names: group }, freed })));
    else if (refused.length < state.names.length) notes.push(noteUseless(model, state));
  }
  if (useful.length === 0) return { edits: [], notes: held.length === 0 ? [noteNoState(model)] : notes };
  const { subject: celled, cells } = rewrite(subject, useful.map(({ request }) => request));
  const edits = cells.map((cell, index) => describeEdit(cell, `frees ${printQuantity(useful[index]!.freed, 'statement')}`));
  return { ...celled, edits, notes };
}

/** The cells of a plan that a person may have edited. Refuses what cannot be one. */
export function applyStateCells(subject: CellSubject, plan: SplitPlan, hidden: HiddenNeeds | undefined): CelledState | { readonly refused: readonly Diagnostic[] } {
  const { model } = subject;
  const wanted = (plan.edits ?? []).flatMap(({ names }) => names);
  const { names, refused, takenNames } = findFitState(model, wanted, optionsOf(subject, hidden));
  const problems = [...refused.map((found) => diagnostic({ ...found, severity: 'error' })), ...(plan.edits ?? []).flatMap((edit) => checkEdit(model, edit, names, takenNames))];
  const cellNames = (plan.edits ?? []).map(({ cell }) => cell);
  const isTwice = new Set(wanted).size < wanted.length || new Set(cellNames).size < cellNames.length;
  const doubled = isTwice ? [wrongEdit(model, plan.edits![0]!, 'says a name that another line of `edits` says, too')] : [];
  if (problems.length + doubled.length > 0) return { refused: [...problems, ...doubled] };
  const { subject: celled, cells } = rewrite(subject, plan.edits!.map(({ cell, names: own }) => ({ cell, names: own })));
  return { ...celled, edits: plan.edits!.map((edit, index) => ({ ...edit, occurrences: cells[index]!.occurrences })), notes: [] };
}

function optionsOf({ project, model }: CellSubject, hidden: HiddenNeeds | undefined) {
  const isTyped = model.dialect === 'ts' || model.dialect === 'tsx' || project.compilerFacts(model.source.path).checkJs === true;
  return { isTyped, isInCycle: hidden !== undefined && hidden.size > 0 };
}

function rewrite(subject: CellSubject, requests: readonly CellRequest[]): { readonly subject: CellSubject; readonly cells: readonly BuiltCell[] } {
  const { source } = subject.model;
  const { text, cells } = buildStateCells(subject.model, requests, optionsOf(subject, undefined).isTyped);
  const project = relink(subject.project, { changes: [{ kind: 'modify', file: source.path, text, bom: source.bom, because: 'state becomes an object' }], applicability: 'safe' });
  const readNew = createModuleReader(project);
  const plain = readNew(source.path);
  const isCell = new Set(cells.map(({ cell }) => cell));
  const model = { ...plain, statements: plain.statements.map((statement) => (statement.declares.some((name) => isCell.has(name)) ? { ...statement, holdsState: true } : statement)) };
  const read = (file: FilePath): ModuleModel => (file === source.path ? model : subject.read(file));
  return { subject: { project, read, model }, cells };
}

/** What may be left of an atom for its state to be worth an object. */
const worthwhile = 0.9;

/** How many of the statements that shared an atom with the state are no longer in the largest atom that is left of it. */
function countFreed(graph: ConstraintGraph, { atom, names }: HeldState, { model, hiddenNeeds }: ReturnType<AddFacts>): number {
  if (model.problems.length > 0) return 0;
  const after = buildConstraintGraph(model, hiddenNeeds);
  const loose = new Map(after.units.flatMap((unit) => (unit.looseId === undefined ? [] : [[unit.looseId, unit.index] as const])));
  const sizes = new Map<Atom, number>();
  let total = 0;
  for (const index of atom.units) {
    const unit = graph.units[index]!;
    if (unit.names.some((name) => names.includes(name))) continue;
    const now = unit.looseId === undefined ? after.unitOfName.get(unit.names[0]!) : loose.get(unit.looseId);
    const to = now === undefined ? undefined : after.atoms[after.atomOfUnit[now]!];
    total++;
    if (to) sizes.set(to, (sizes.get(to) ?? 0) + 1);
  }
  const [largest, lines] = [Math.max(0, ...sizes.values()), Math.max(0, ...[...sizes.keys()].map((one) => one.lines))];
  // One class of 600 lines with its counter is no smaller without the counter.
  if (total < 2 || lines > atom.lines * worthwhile) return 0;
  return largest > 1 ? total - largest : total;
}

function describeEdit({ cell, names, occurrences }: BuiltCell, because: string): StateCellEdit {
  return { kind: 'state-cell', cell, names: [...names], occurrences, because };
}

function checkEdit(model: ModuleModel, edit: StateCellEdit, fit: readonly string[], taken: ReadonlySet<string>): Diagnostic[] {
  const declaring = model.statements.filter(({ role, declares }) => role === 'declaration' && declares.some((name) => edit.names.includes(name)));
  const unknown = edit.names.find((name) => !declaring.some(({ declares }) => declares.includes(name)));
  if (unknown !== undefined) return [wrongEdit(model, edit, `names ${unknown}, which the file does not declare`)];
  const missing = declaring.flatMap(({ declares }) => declares).find((name) => fit.includes(name) && !edit.names.includes(name));
  if (missing !== undefined) return [wrongEdit(model, edit, `leaves out ${missing}, which the same statement declares`)];
  const inOrder = declaring.flatMap(({ declares }) => declares).filter((name) => edit.names.includes(name));
  if (inOrder.join() !== edit.names.join()) return [wrongEdit(model, edit, 'lists its variables in another order than the file')];
  const late = declaring.find((statement) => statement !== declaring[0] && !canStandAt(model, statement, declaring[0]!.index));
  if (late) return [wrongEdit(model, edit, `makes the object before ${late.declares[0]} may have its first value`)];
  return taken.has(edit.cell) ? [wrongEdit(model, edit, 'has a name that the file uses already')] : [];
}

function wrongEdit(model: ModuleModel, { cell }: StateCellEdit, fact: string): Diagnostic {
  return diagnostic({
    id: 'state-cell-refused',
    message: `The state cell ${cell} of the plan ${fact}`,
    at: { file: model.source.path, line: 1, column: 1 },
    help: 'Correct the `edits` of the plan, or plan again with --state-cell',
    data: { cell },
  });
}

function noteNoState(model: ModuleModel): Diagnostic {
  return diagnostic({
    id: 'state-cell-unused',
    severity: 'info',
    message: 'No statements are held together beyond the cap by a variable that they assign',
    at: { file: model.source.path, line: 1, column: 1 },
    help: 'Leave --state-cell out',
  });
}

function noteUseless(model: ModuleModel, { atom, names }: HeldState): Diagnostic {
  return diagnostic({
    id: 'state-cell-unused',
    severity: 'info',
    message: `A state object for ${names.join(', ')} would free nothing: the statements that assign them need each other as well`,
    at: { file: model.source.path, ...lineColumnAt(model.source.lineStarts, atom.start) },
    help: 'Leave --state-cell out, or cut what else ties them together',
    data: { names },
  });
}
