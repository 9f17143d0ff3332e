import { compareText } from '../../diagnostic/sort.js';
import type { FilePath } from '../../host/path.js';
import type { ImportEdge, ModuleGraph } from '../../model/project.js';
import { evaluatedKinds, groupTargets, hasCycle, type Knot } from './components.js';
import { findBodyReads, runsWithBody, type BodyRead } from './early-reads.js';
import type { Names } from './names.js';

/**
 * `crash`: a name is read before its module has run, whichever member is entered first, or for a member that this project
 * enters first. `fragile`: only for other entries, or only if a function called meanwhile gets that far. `deferred`: never;
 * members read each other inside functions that run later. `type-only`: nothing of the circle is left at run time.
 */
export type Danger = 'crash' | 'fragile' | 'deferred' | 'type-only';

export interface EarlyRead extends BodyRead {
  /** The member that is entered first. */
  readonly entry: FilePath;
}

export interface DangerMeasure {
  readonly danger: Danger;
  /** The first early read for each entry that has one, a certain one if there is any. Sorted by entry. */
  readonly earlyReads: readonly EarlyRead[];
  /** Members that modules outside the knot reach first, sorted. Empty when nothing outside imports it. */
  readonly entered: readonly FilePath[];
}

/**
 * Evaluates the knot in the mind: from each member, depth first along the imports in the order written, each module after
 * its imports (ECMA-262 section 16.2.1.5.3, InnerModuleEvaluation). A body read is early when the defining module has not
 * run yet. Top-level await is not followed; it only delays.
 */
export function measureDanger(graph: ModuleGraph, knot: Knot, names: Names, isErased: (edge: ImportEdge) => boolean): DangerMeasure {
  const edges = knot.edges.filter((edge) => !isErased(edge) && isEager(names, edge));
  const entered = findEntered(graph, knot.members);
  if (!hasCycle(knot.members, edges)) {
    const isDeferred = knot.edges.some((edge) => !isErased(edge) && !isEager(names, edge)) && hasCycle(knot.members, knot.edges.filter((edge) => !isErased(edge)));
    return { danger: isDeferred ? 'deferred' : 'type-only', earlyReads: [], entered };
  }
  const reads = new Map(knot.members.map((file) => [file, findBodyReads(names, file)]));
  const targets = groupTargets(addOuterEdges(graph, knot, edges, [...reads.values()].flat()));
  const earlyReads: EarlyRead[] = [];
  for (const entry of knot.members) {
    const early = findEarlyRead(entry, targets, reads);
    if (early) earlyReads.push({ entry, ...early });
  }
  const crashing = new Set(earlyReads.filter((read) => read.certain).map((read) => read.entry));
  const isCrash = crashing.size === knot.members.length || entered.some((entry) => crashing.has(entry));
  return { danger: isCrash ? 'crash' : earlyReads.length > 0 ? 'fragile' : 'deferred', earlyReads, entered };
}

/**
 * The ways from members to files outside whose names are read through a member: `a.ts` imports first `b.ts`, then `prices.ts`,
 * and re-exports from it; `b.ts` gets a price from `a.ts` and runs before `prices.ts`.
 */
function addOuterEdges(graph: ModuleGraph, knot: Knot, edges: readonly ImportEdge[], reads: readonly BodyRead[]): readonly ImportEdge[] {
  const inside = new Set(knot.members);
  const outer = new Set(reads.map((read) => read.definedIn).filter((file) => !inside.has(file)));
  if (outer.size === 0) return edges;
  const added: ImportEdge[] = [];
  const pending = [...outer];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    for (const edge of graph.edgesTo.get(file) ?? []) {
      if (!evaluatedKinds.has(edge.record.kind)) continue;
      added.push(edge);
      if (inside.has(edge.from) || outer.has(edge.from)) continue;
      outer.add(edge.from);
      pending.push(edge.from);
    }
  }
  return [...edges, ...added].sort((a, b) => a.record.specifierSpan.start - b.record.specifierSpan.start);
}

function isEager(names: Names, edge: ImportEdge): boolean {
  if (edge.record.form !== 'require-call') return true;
  const { start } = edge.record.specifierSpan;
  const statement = names.model(edge.from).statements.find(({ span }) => span.start <= start && start < span.end);
  return statement === undefined || runsWithBody(statement);
}

function findEarlyRead(
  entry: FilePath,
  targets: ReadonlyMap<FilePath, readonly FilePath[]>,
  reads: ReadonlyMap<FilePath, readonly BodyRead[]>,
): BodyRead | undefined {
  const evaluated = new Set<FilePath>();
  const entered = new Set([entry]);
  const path = [{ file: entry, next: 0 }];
  let possible: BodyRead | undefined;
  for (let frame = path.at(-1); frame !== undefined; frame = path.at(-1)) {
    const target = targets.get(frame.file)?.[frame.next++];
    if (target !== undefined) {
      if (entered.has(target)) continue;
      entered.add(target);
      path.push({ file: target, next: 0 });
      continue;
    }
    for (const read of reads.get(frame.file) ?? []) {
      if (evaluated.has(read.definedIn)) continue;
      if (read.certain) return read;
      possible ??= read;
    }
    evaluated.add(frame.file);
    path.pop();
  }
  return possible;
}

/**
 * The members that evaluation reaches first, coming from the modules outside that nothing imports or that are loaded by
 * `import()`. Counting every member with an importer outside would be too many: `main.ts` imports a.ts and then b.ts, but
 * enters the knot at a.ts only.
 */
export function findEntered(graph: ModuleGraph, members: readonly FilePath[]): readonly FilePath[] {
  const inside = new Set(members);
  const leading = new Set<FilePath>();
  const pending = [...members];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    for (const edge of graph.edgesTo.get(file) ?? []) {
      if (!evaluatedKinds.has(edge.record.kind) || inside.has(edge.from) || leading.has(edge.from)) continue;
      leading.add(edge.from);
      pending.push(edge.from);
    }
  }
  const entered = new Set<FilePath>();
  const isStart = (file: FilePath): boolean => {
    const edges = (graph.edgesTo.get(file) ?? []).filter((edge) => edge.record.kind !== 'type');
    return !edges.some((edge) => evaluatedKinds.has(edge.record.kind)) || edges.some((edge) => edge.record.kind === 'dynamic' && edge.record.form === 'import-call');
  };
  for (const member of members) {
    if ((graph.edgesTo.get(member) ?? []).some((edge) => edge.record.form === 'import-call' && !inside.has(edge.from))) entered.add(member);
  }
  const starts = [...leading].filter(isStart);
  // A second knot outside leads in but has no start of its own: then each of its modules may be first.
  for (const start of starts.length > 0 ? starts : leading) {
    const first = findFirstMember(graph, start, inside, leading);
    if (first) entered.add(first);
  }
  return [...entered].sort(compareText);
}

function findFirstMember(graph: ModuleGraph, start: FilePath, inside: ReadonlySet<FilePath>, leading: ReadonlySet<FilePath>): FilePath | undefined {
  const seen = new Set([start]);
  const pending = [start];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (inside.has(file)) return file;
    const edges = (graph.edgesFrom.get(file) ?? [])
      .filter((edge) => evaluatedKinds.has(edge.record.kind) && (inside.has(edge.to) || leading.has(edge.to)) && !seen.has(edge.to))
      .sort((a, b) => b.record.specifierSpan.start - a.record.specifierSpan.start);
    for (const edge of edges) pending.push(edge.to);
    seen.add(file);
  }
  return undefined;
}
