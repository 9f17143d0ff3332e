import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import { componentIndices } from '../../graph/strongly-connected.js';
import { hashText } from '../../host/hash.js';
import { baseName, directoryOf, extensionOf, joinPath, relativePath } from '../../host/path.js';
import type { ModuleModel } from '../../model/module-model.js';
import { splitIdentifier } from '../../text/identifier-words.js';
import { printQuantity } from '../../text/wording.js';
import { buildConstraintGraph, unitLabel, type ConstraintGraph } from './constraint-graph.js';
import { fileNameStyle, spell } from './file-name-style.js';
import { listNames, locate } from './messages.js';
import { estimateLines } from './part-lines.js';
import { remind, toPart } from './plan-split.js';
import type { SplitOptions } from './split-options.js';
import type { SplitPart, SplitPlan } from './split-plan.js';

/**
 * The same plan for a later version of its file. What the plan names goes where the plan says, what is gone drops out, and what is new goes to the
 * part that it has most to do with and that can take it: under the cap, and without a cycle between files. Statements without a name are
 * known again by their first line. What the new text does not allow is for `checkPlan` to say.
 */
export function carryPlan(model: ModuleModel, plan: SplitPlan, options: SplitOptions): { readonly plan: SplitPlan; readonly notes: readonly Diagnostic[] } {
  const graph = buildConstraintGraph(model, options.hiddenNeeds);
  const parts = plan.parts.map(({ file, because }) => ({ file, because }));
  let source = parts.findIndex(({ file }) => file === plan.source);
  if (source === -1) source = parts.push({ file: plan.source, because: 'it cannot leave the file' }) - 1;
  const known = findKnown(model, graph, plan);
  const placed = new Map<number, number>();
  const estimate = estimateLines(model, graph);
  const fits = (atoms: readonly number[]): boolean => estimate.roughly(atoms.flatMap((atom) => graph.atoms[atom]!.units)) <= plan.maxLines;
  const changes: string[] = known.gone.map((name) => `${name} is gone`);

  for (const atom of graph.atoms) {
    const wanted = atom.units.flatMap((unit) => known.partOfUnit.get(unit) ?? []);
    if (wanted.length === 0 && !graph.held.has(atom.index)) continue;
    const part = graph.held.has(atom.index) ? source : mostFrequent(wanted);
    placed.set(atom.index, part);
    for (const unit of atom.units) changes.push(...explainPlace(graph, unit, known.partOfUnit.get(unit), part, parts, graph.held.has(atom.index)));
  }
  for (const atom of graph.atoms) {
    if (placed.has(atom.index)) continue;
    const found = findPlace(graph, placed, atom.index, parts.length, source, fits);
    const label = unitLabel(graph.units[atom.units[0]!]!);
    const part = found?.part ?? parts.push({ file: freeFile(model, plan, parts, label, options), because: 'new since the plan was made' }) - 1;
    placed.set(atom.index, part);
    const why = found === undefined ? 'a file of its own' : found.ties > 0 ? 'with which it has most to do' : 'next to which it stands';
    for (const unit of atom.units) changes.push(`${unitLabel(graph.units[unit]!)} is new: it goes to ${parts[part]!.file}, ${why}`);
  }

  const units = parts.map((_, part) => graph.units.filter((unit) => placed.get(graph.atomOfUnit[unit.index]!) === part).map((unit) => unit.index));
  const filled = parts.map((part, index): SplitPart => toPart(model, graph, units[index]!, part.file, part.because)).filter((_, index) => units[index]!.length > 0);
  const emptied = plan.parts.filter(({ file }) => !filled.some((part) => part.file === file)).map(({ file }) => `${file} would be empty and is left out`);
  return { plan: { ...plan, fingerprint: hashText(model.source.text), parts: filled }, notes: [describeChanges(model, plan, [...changes, ...emptied])] };
}

function describeChanges(model: ModuleModel, plan: SplitPlan, changes: readonly string[]): Diagnostic {
  const count = changes.length === 0 ? 'every name is where the plan has it' : `${printQuantity(changes.length, 'difference')}`;
  return diagnostic({
    id: 'plan-carried-over',
    severity: 'info',
    message: `The plan was made for another version of ${baseName(plan.source)}: ${count}`,
    at: locate(model, 0),
    notes: changes,
    help: 'Read the list; to keep the plan for this version, write it with `decant plan <plan.json> -o <file>`',
    data: { changes },
  });
}

interface Known {
  readonly partOfUnit: ReadonlyMap<number, number>;
  /** Names and first lines of statements that the new text does not have. */
  readonly gone: readonly string[];
}

function findKnown(model: ModuleModel, graph: ConstraintGraph, plan: SplitPlan): Known {
  const partOfUnit = new Map<number, number>();
  const gone: string[] = [];
  const loose = graph.units.filter((unit) => unit.looseId !== undefined);
  plan.parts.forEach((part, index) => {
    for (const name of part.declarations) {
      const unit = graph.unitOfName.get(name);
      if (unit === undefined) gone.push(name);
      else partOfUnit.set(unit, index);
    }
    for (const entry of part.statements ?? []) {
      // An id alone is the number of the statement, which says nothing about another version.
      const line = entry.slice(entry.indexOf(' ') + 1);
      const unit = entry.includes(' ') ? loose.find((one) => !partOfUnit.has(one.index) && remind(model, one.start) === line) : undefined;
      if (unit === undefined) gone.push(`the statement ${line}`);
      else partOfUnit.set(unit.index, index);
    }
  });
  return { partOfUnit, gone };
}

function mostFrequent(parts: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const part of parts) counts.set(part, (counts.get(part) ?? 0) + 1);
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0];
}

function explainPlace(graph: ConstraintGraph, unit: number, was: number | undefined, part: number, parts: readonly { readonly file: string }[], isHeld: boolean): string[] {
  if (was === part) return [];
  const { units } = graph.atoms[graph.atomOfUnit[unit]!]!;
  const others = listNames(units.filter((other) => other !== unit).map((other) => unitLabel(graph.units[other]!)));
  const why = isHeld ? 'it cannot leave the file any more' : `it must share a file with ${others}`;
  const label = unitLabel(graph.units[unit]!);
  if (was !== undefined) return [`${label} goes to ${parts[part]!.file} and not to ${parts[was]!.file}: ${why}`];
  return [`${label} is new: it goes to ${parts[part]!.file}, because ${isHeld ? 'it cannot leave the file' : why}`];
}

/** The part with the most references from or to the atom among those that it fits into; among equals the one whose code stands nearest above. */
function findPlace(
  graph: ConstraintGraph, placed: ReadonlyMap<number, number>, atom: number, parts: number, source: number, fits: (atoms: readonly number[]) => boolean,
): { readonly part: number; readonly ties: number } | undefined {
  const ties = Array.from({ length: parts }, () => 0);
  for (const edge of graph.edges) {
    const [from, to] = [graph.atomOfUnit[edge.from]!, graph.atomOfUnit[edge.to]!];
    const other = from === atom ? to : to === atom ? from : undefined;
    const part = other === undefined || edge.kind === 'effect' ? undefined : placed.get(other);
    if (part !== undefined) ties[part]!++;
  }
  const above = [...placed].filter(([other]) => graph.atoms[other]!.start < graph.atoms[atom]!.start).sort(([a], [b]) => graph.atoms[b]!.start - graph.atoms[a]!.start).map(([, part]) => part);
  const nearness = (part: number): number => (above.includes(part) ? above.indexOf(part) : Infinity);
  const hasRoom = (part: number): boolean => part === source || fits([...placed].flatMap(([other, its]) => (its === part ? [other] : [])).concat(atom));
  const candidates = ties.map((_, part) => part).filter((part) => part !== source || ties[part]! > 0)
    .sort((a, b) => ties[b]! - ties[a]! || nearness(a) - nearness(b) || a - b);
  const part = candidates.find((candidate) => hasRoom(candidate) && isLegal(graph, new Map([...placed, [atom, candidate]]), parts, source));
  return part === undefined ? undefined : { part, ties: ties[part]! };
}

/** No cycle between parts, and nothing that needs the file that stays. */
function isLegal(graph: ConstraintGraph, placed: ReadonlyMap<number, number>, parts: number, source: number): boolean {
  const successors: number[][] = Array.from({ length: parts }, () => []);
  for (const [atom, part] of placed) {
    for (const other of graph.dependencies[atom]!) {
      const to = placed.get(other);
      if (to !== undefined && to !== part) successors[part]!.push(to);
    }
    for (const other of graph.typeDependencies[atom]!) if (part !== source && placed.get(other) === source) return false;
  }
  if (successors.some((list, part) => part !== source && list.includes(source))) return false;
  return [...componentIndices(parts, successors)].every((component) => component.length < 2);
}

/** Beside the other parts, called after its first name in their style. */
function freeFile(model: ModuleModel, plan: SplitPlan, parts: readonly { readonly file: string }[], label: string, options: SplitOptions): string {
  const extension = extensionOf(model.source.path);
  const beside = plan.parts.find(({ file }) => file !== plan.source)?.file;
  const folder = beside === undefined ? options.directory : directoryOf(joinPath(options.root, beside));
  const taken = new Set([...options.existing, ...parts.map(({ file }) => baseName(file))].map((name) => name.toLowerCase()));
  const stem = spell(splitIdentifier(label.replace(/^@/, 'statement')), fileNameStyle('', plan.parts.map(({ file }) => baseName(file)))) || 'rest';
  for (let number = 1; ; number++) {
    const name = `${stem}${number === 1 ? '' : `-${number}`}${extension}`;
    if (!taken.has(name.toLowerCase())) return relativePath(options.root, joinPath(folder, name));
  }
}
