import { quoteWord } from '../text/shell-word.js';
import { splitModule } from '../codemod/split-module/split-module.js';
import { ToolError } from '../diagnostic/tool-error.js';
import { hashText } from '../host/hash.js';
import { relativePath } from '../host/path.js';
import { relink } from '../load/relink.js';
import { applyStateCells, planStateCells } from './state-cells.js';
import { lineColumnAt } from '../text/line-index.js';
import { carryPlan } from '../plan/split/carry-plan.js';
import { checkPlan } from '../plan/split/check-plan.js';
import { buildConstraintGraph } from '../plan/split/constraint-graph.js';
import { orderCommonJs } from './commonjs-facts.js';
import { findHiddenNeeds, markLiveImports, pinBehindAwaits } from './project-facts.js';
import { pinReloadedState } from './reloaded-state.js';
import { pinReplacedImports } from './replaced-imports.js';
import { findRenamedTasks, noteImplicitTasks, pinPathTasks } from './implicit-task-names.js';
import { pinTextExports } from './route-exports.js';
import { planSplit } from '../plan/split/plan-split.js';
import { pinBundledPaths } from './bundled-paths.js';
import { diagnostic, type Diagnostic } from '../diagnostic/diagnostic.js';
import type { ChangeSet } from '../edit/change-set.js';
import type { FilePath } from '../host/path.js';
import type { ModuleModel } from '../model/module-model.js';
import type { Project } from '../model/project.js';
import type { SplitOptions } from '../plan/split/split-options.js';
import type { SplitPlan, StateCellEdit } from '../plan/split/split-plan.js';

export type ComputedSplit =
  | { readonly kind: 'split'; readonly plan: SplitPlan; readonly changes: ChangeSet; readonly after: Project; readonly notes: readonly Diagnostic[] }
  | { readonly kind: 'refused'; readonly plan: SplitPlan | undefined; readonly diagnostics: readonly Diagnostic[] };

export interface SplitSubject {
  readonly project: Project;
  readonly read: (file: FilePath) => ModuleModel;
  readonly model: ModuleModel;
  readonly options: SplitOptions;
}

/** How often a plan is made again with a smaller cap because a printed file came out longer than planned. */
const replanLimit = 3;

/** Plans and prints the split. The planner estimates the lines that imports will take; what counts is what was printed. */
export function computeSplit(alone: SplitSubject): ComputedSplit {
  const plain = withProjectFacts(alone);
  if (alone.options.stateCell !== true) return suggestStateCell(alone, plain, computeAround(plain));
  const celled = planStateCells(plain, alone.options.maxLines, plain.options.hiddenNeeds, (subject) => factsOf(alone, subject));
  if (!('model' in celled)) return withNotes(computeAround(plain), celled.notes);
  const computed = computeAround(withProjectFacts({ ...alone, ...celled }));
  return withNotes(computed.kind === 'split' ? { ...computed, plan: nameEdits(alone, computed.plan, celled.edits) } : computed, celled.notes);
}

function factsOf(alone: SplitSubject, subject: Pick<SplitSubject, 'project' | 'model' | 'read'>) {
  const { model, options } = withProjectFacts({ ...alone, ...subject });
  return { model, hiddenNeeds: options.hiddenNeeds };
}

/** The plan of the file as it is on disk, although the one with the state in objects was planned. */
function nameEdits({ model }: SplitSubject, plan: SplitPlan, edits: readonly StateCellEdit[]): SplitPlan {
  const { parts, ...head } = plan;
  const named = edits.map((edit) => ({ ...edit, module: parts.find(({ declarations }) => declarations.includes(edit.cell))?.file ?? plan.source }));
  return { ...head, fingerprint: hashText(model.source.text), edits: named, parts };
}

function withNotes(computed: ComputedSplit, notes: readonly Diagnostic[]): ComputedSplit {
  return computed.kind === 'split' ? { ...computed, notes: [...computed.notes, ...notes] } : { ...computed, diagnostics: [...computed.diagnostics, ...notes.filter(({ severity }) => severity !== 'info')] };
}

/** Says of what is too large that its state could be an object, where that would help. */
function suggestStateCell(alone: SplitSubject, plain: SplitSubject, computed: ComputedSplit): ComputedSplit {
  const found = computed.kind === 'split' ? computed.notes : computed.diagnostics;
  const isHeld = (note: Diagnostic): boolean => isAboutCap(note) || (note.id === 'nothing-to-split' && note.data['lines'] !== undefined);
  if (!found.some(isHeld)) return computed;
  const celled = planStateCells(plain, alone.options.maxLines, plain.options.hiddenNeeds, (subject) => factsOf(alone, subject));
  if (celled.edits.length === 0) return computed;
  const names = celled.edits.flatMap((edit) => edit.names);
  const advise = (note: Diagnostic): Diagnostic => (isHeld(note) && names.some((name) => coversName(note, name))
    ? diagnostic({ ...note, notes: [...note.notes, ...celled.edits.map((edit) => `${edit.names.join(', ')} as properties of one object: ${edit.because}`)], help: `Let decant make the state an object: decant plan ${quoteWord(relativePath(alone.options.root, alone.model.source.path))} --state-cell` })
    : note);
  return computed.kind === 'split' ? { ...computed, notes: computed.notes.map(advise) } : { ...computed, diagnostics: computed.diagnostics.map(advise) };
}

function coversName({ data }: Diagnostic, name: string): boolean {
  return data['names'] === undefined || (data['names'] as readonly string[]).includes(name);
}

function computeAround(subject: SplitSubject): ComputedSplit {
  const { maxLines } = subject.options;
  let cap = maxLines;
  for (let round = 0; ; round++) {
    const planning = planSplit(subject.model, { ...subject.options, maxLines: cap });
    if (planning.kind === 'refused') return { kind: 'refused', plan: undefined, diagnostics: planning.diagnostics };
    const computed = applyPlan(subject, { ...planning.plan, maxLines }, planning.notes.filter((note) => !isAboutCap(note)));
    if (computed.kind !== 'split') return computed;
    const tooLong = findTooLong(subject, computed);
    const excess = Math.max(0, ...tooLong.filter((file) => file.atoms > 1).map((file) => file.lines - maxLines));
    if (excess === 0 || round === replanLimit) return { ...computed, notes: [...computed.notes, ...explainTooLong(subject, tooLong, planning.notes)] };
    cap = Math.max(1, Math.min(cap - excess, Math.floor(cap * 0.9)));
  }
}

/**
 * Prints the split of a plan that a person may have edited: every constraint is checked again. A plan of another text is carried over to this
 * one when that is wanted; otherwise it throws ToolError.
 */
export function computePlannedSplit(alone: SplitSubject, given: SplitPlan, carriesOver = false): ComputedSplit {
  const subject = withProjectFacts(alone);
  const { source } = subject.model;
  const isOutdated = given.fingerprint !== hashText(source.text);
  const { plan, notes } = isOutdated && carriesOver ? carryPlan(subject.model, given, subject.options) : { plan: given, notes: [] };
  if (isOutdated && !carriesOver) {
    throw new ToolError(
      'plan is for another version of the file',
      `${plan.source} was changed since the plan was made: its fingerprint is ${hashText(source.text).slice(0, 19)}…, the plan has ${plan.fingerprint.slice(0, 19)}…`,
      `Add --replan to carry the plan over to this version, or make it again with \`decant plan ${quoteWord(plan.source)} -o <plan.json>\`.`,
    );
  }
  if (plan.edits !== undefined && plan.edits.length > 0) return computeCelledSplit(alone, subject, plan, notes);
  const diagnostics = checkPlan(subject.model, plan, subject.options);
  if (diagnostics.some((found) => found.severity === 'error')) return { kind: 'refused', plan, diagnostics };
  return applyPlan(subject, plan, [...notes, ...diagnostics]);
}

function computeCelledSplit(alone: SplitSubject, plain: SplitSubject, plan: SplitPlan, notes: readonly Diagnostic[]): ComputedSplit {
  const celled = applyStateCells(plain, plan, plain.options.hiddenNeeds);
  if ('refused' in celled) return { kind: 'refused', plan, diagnostics: celled.refused };
  const subject = withProjectFacts({ ...alone, ...celled });
  const celledPlan = { ...plan, fingerprint: hashText(celled.model.source.text) };
  const diagnostics = checkPlan(subject.model, celledPlan, subject.options);
  if (diagnostics.some((found) => found.severity === 'error')) return { kind: 'refused', plan, diagnostics };
  const computed = applyPlan(subject, celledPlan, [...notes, ...diagnostics]);
  return computed.kind === 'split' ? { ...computed, plan: nameEdits(alone, computed.plan, celled.edits) } : { ...computed, plan };
}

/** What only the project knows: which imports change while modules run, and what a cycle of modules takes from the file. */
export function withProjectFacts(subject: SplitSubject): SplitSubject {
  const { project, model, read, options } = subject;
  const ordered = markLiveImports(project, orderCommonJs(project, model, read), read);
  const tested = pinReloadedState(project, pinReplacedImports(project, ordered, read), read);
  const placed = pinTextExports(pinBehindAwaits(project, pinBundledPaths(tested, options.bundler), read), options.folderRules ?? []);
  return { ...subject, model: pinPathTasks(project, read, placed), options: { ...options, hiddenNeeds: findHiddenNeeds(project, model) } };
}

function applyPlan({ project, model, read, options }: SplitSubject, plan: SplitPlan, notes: readonly Diagnostic[]): ComputedSplit {
  const result = splitModule({ project, model, plan, read, hiddenNeeds: options.hiddenNeeds, marksInternal: options.marksInternal });
  if (result.kind === 'refused') return { kind: 'refused', plan, diagnostics: result.diagnostics };
  if (result.kind === 'unchanged') {
    throw new ToolError('nothing to split', `the plan leaves every declaration in ${plan.source}`, 'Move declarations to other files in the plan.');
  }
  const after = relink(project, result.changes);
  const renamed = findRenamedTasks(project, read, model.source.path, after, result.changes.changes.flatMap(({ kind, file }) => (kind === 'create' ? [file] : [])));
  if (renamed.length > 0) return { kind: 'refused', plan, diagnostics: renamed };
  return { kind: 'split', plan, changes: result.changes, after, notes: [...notes, ...result.notes, ...noteImplicitTasks(project, read, model, plan)] };
}

interface TooLong {
  readonly file: FilePath;
  readonly lines: number;
  /** How many pieces it could be divided into at most; 1 when no plan can make it shorter. */
  readonly atoms: number;
  readonly names: readonly string[];
}

function findTooLong({ model, options, project }: SplitSubject, computed: Extract<ComputedSplit, { kind: 'split' }>): readonly TooLong[] {
  const graph = buildConstraintGraph(model, options.hiddenNeeds);
  return computed.changes.changes.flatMap((change): TooLong[] => {
    const lines = computed.after.scanned.get(change.file)?.lines.physical ?? 0;
    if (change.kind !== 'create' || lines <= options.maxLines) return [];
    const part = computed.plan.parts.find((candidate) => candidate.file === relativePath(project.root, change.file))!;
    const names = [...part.declarations, ...(part.statements ?? []).map((label) => label.split(' ', 1)[0]!)];
    const atoms = new Set(graph.units.flatMap((unit, index) =>
      unit.names.some((name) => names.includes(name)) || (unit.looseId !== undefined && names.includes(unit.looseId)) ? [graph.atomOfUnit[index]!] : []));
    return [{ file: change.file, lines, atoms: atoms.size, names }];
  });
}

/** The planner speaks of the cap of its own round; what the user is told is about the cap that was asked for. */
function isAboutCap(note: Diagnostic): boolean {
  return note.id === 'irreducible-declaration';
}

function explainTooLong({ model, options, project }: SplitSubject, tooLong: readonly TooLong[], planned: readonly Diagnostic[]): readonly Diagnostic[] {
  return tooLong.map(({ file, lines, names }) => {
    const cause = planned.find((note) => isAboutCap(note) && (note.data.names as readonly string[]).some((name) => names.includes(name)));
    const path = relativePath(project.root, file);
    const start = model.statements.find((statement) => statement.declares.some((name) => names.includes(name)))?.span.start ?? 0;
    return diagnostic({
      id: 'irreducible-declaration',
      severity: 'warning',
      message: `${path} has ${lines} lines, ${lines - options.maxLines} over the cap of ${options.maxLines}: what it holds cannot be divided by moving statements`,
      at: cause?.at ?? { file: model.source.path, ...lineColumnAt(model.source.lineStarts, start) },
      notes: cause ? [cause.message.replace(/: \d+ lines must.*$/, ''), ...(cause.notes ?? [])] : [`it holds ${names.slice(0, 5).join(', ')}`],
      help: cause?.help ?? `Divide ${names[0]} by hand, then plan again`,
      data: { lines, maxLines: options.maxLines, names, file: path, members: cause?.data['members'] ?? [] },
    });
  });
}
