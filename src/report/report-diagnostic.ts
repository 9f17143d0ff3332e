import { findingKey } from '../diagnostic/finding-key.js';
import { compareDiagnostics } from '../diagnostic/sort.js';
import { isInside, relativePath } from '../host/path.js';
import { escapeControls } from '../text/visible.js';
import type { Diagnostic, Location } from '../diagnostic/diagnostic.js';
import type { FilePath } from '../host/path.js';
import type { Proof, TaskComparison } from '../model/proof.js';
import type { TaskRecord } from '../model/task-record.js';
import type { ReportComparedTask, ReportDiagnostic, ReportLocation, ReportProof } from './schema.js';

/** The public form of findings: sorted, paths relative to the root, control characters in words visible. `lines`: notes may have several. */
export function reportDiagnostics(root: FilePath, diagnostics: readonly Diagnostic[], lines = true): ReportDiagnostic[] {
  const taken = new Map<string, number>();
  return [...diagnostics].sort(compareDiagnostics).map((found) => ({
    id: found.id,
    key: uniqueKey(root, found, taken),
    ...(found.standing === undefined ? {} : { standing: found.standing }),
    severity: found.severity,
    message: escapeControls(found.message, lines),
    at: reportLocation(root, found.at),
    related: found.related.map((location) => reportLocation(root, location)),
    notes: found.notes.map((note) => escapeControls(note, lines)),
    help: escapeControls(found.help, lines),
    data: { ...found.data },
    ...(found.next === undefined ? {} : { next: { ...found.next } }),
  }));
}

function uniqueKey(root: FilePath, found: Diagnostic, taken: Map<string, number>): string {
  const key = findingKey(root, found);
  const count = (taken.get(key) ?? 0) + 1;
  taken.set(key, count);
  return count === 1 ? key : `${key}:${count}`;
}

export function reportLocation(root: FilePath, location: Location): ReportLocation {
  const { line, column, label } = location;
  return { file: relativePath(root, location.file) || '.', line, column, ...(label === undefined ? {} : { label: escapeControls(label) }) };
}

/** One of two trees that a proof compared. */
export interface ProofTree {
  readonly root: FilePath;
  /** The ref or folder as the user named it; absent for the tree of the report itself, whose files need no other name. */
  readonly name?: string;
}

/** `trees` are those whose files the proof may speak of. A finding is shown by names that a reader can find, never by a temporary path. */
export function reportProof(proof: Proof, trees: readonly ProofTree[]): ReportProof {
  const places = createPlaces(trees);
  return {
    verdict: proof.verdict,
    results: proof.results.map((result) => ({
      check: result.check,
      status: result.status,
      ...(result.reason === undefined ? {} : { reason: places.rename(result.reason) }),
      counted: result.counted,
      unit: result.unit,
      diagnostics: [...result.diagnostics].sort(compareDiagnostics).flatMap((found) => reportInTree(found, places)),
      ...(result.vacuous === true ? { vacuous: true } : {}),
      ...(result.unasked === true ? { unasked: true } : {}),
    })),
    ...(proof.tasks === undefined ? {} : { tasks: reportComparedTasks(proof.tasks, places) }),
  };
}

interface Places {
  readonly treeOf: (file: FilePath) => ProofTree;
  /** The text with `main:src/till.ts` for `/tmp/decant-ref-x/tree/src/till.ts`. */
  readonly rename: (text: string) => string;
}

function createPlaces(trees: readonly ProofTree[]): Places {
  // The deeper root first: one tree may lie in a folder of the other.
  const sorted = [...trees].sort((a, b) => b.root.length - a.root.length);
  const named = sorted.filter(({ name }) => name !== undefined);
  return {
    treeOf: (file) => sorted.find(({ root }) => isInside(root, file)) ?? trees[0]!,
    rename: (text) => named.reduce((words, { root, name }) => words.replaceAll(`${root}/`, `${name!}:`).replaceAll(root, name!), text),
  };
}

function reportInTree(found: Diagnostic, { treeOf, rename }: Places): ReportDiagnostic[] {
  const { root } = treeOf(found.at.file);
  const place = (location: Location): ReportLocation => {
    const tree = treeOf(location.file);
    return { ...reportLocation(tree.root, location), ...(tree.name === undefined ? {} : { tree: tree.name }) };
  };
  return reportDiagnostics(root, [found]).map((reported) => ({
    ...reported,
    message: rename(reported.message),
    at: place(found.at),
    related: found.related.map(place),
    notes: reported.notes.map(rename),
    help: rename(reported.help),
  }));
}

const order: readonly TaskComparison['change'][] = ['lost', 'unregistered', 'changed', 'added', 'not proven', 'same'];

function reportComparedTasks(tasks: readonly TaskComparison[], { treeOf }: Places): ReportComparedTask[] {
  const place = (task: TaskRecord | undefined): ReportComparedTask['before'] =>
    task === undefined ? null : { id: escapeControls(task.id), file: relativePath(treeOf(task.location.file).root, task.location.file), line: task.location.line };
  return [...tasks]
    .sort((a, b) => order.indexOf(a.change) - order.indexOf(b.change))
    .map(({ change, before, after }) => {
      const { framework, kind, id, queue } = (before ?? after)!;
      return { change, framework, kind, id: escapeControls(id), ...(queue === undefined ? {} : { queue: escapeControls(queue) }), before: place(before), after: place(after) };
    });
}
