import type { FilePath } from '../../host/path.js';
import type { ImportEdge, ModuleGraph } from '../../model/project.js';
import type { CompilerFacts } from '../../model/project.js';
import { evaluatedKinds } from './components.js';
import { createBodyReads, runsWithBody, type BodyRead } from './early-reads.js';
import { hasCycle, type Knot } from './knot.js';
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
  /** Files outside the knot that names are followed to and that members wait for, sorted. */
  readonly outer: readonly FilePath[];
}

export interface DangerInput {
  readonly graph: ModuleGraph;
  readonly knot: Knot;
  readonly names: Names;
  readonly factsOf: (file: FilePath) => CompilerFacts;
  readonly isErased: (edge: ImportEdge) => boolean;
  /** Members that modules outside the knot reach first. */
  readonly entered: readonly FilePath[];
}

/**
 * Evaluates the knot in the mind: from each member, depth first along the imports in the order written, each module after
 * its imports (ECMA-262 section 16.2.1.5.3, InnerModuleEvaluation). A body read is early when the defining module has not
 * run yet. While one module waits at its top level, those that do not import it go on: of the knot it is then not known what has run.
 */
export function measureDanger({ graph, knot, names, factsOf, isErased, entered }: DangerInput): DangerMeasure {
  const evaluated = knot.edges.filter((edge) => !isErased(edge));
  const edges = evaluated.filter((edge) => isEager(names, edge));
  if (!hasCycle(knot, edges)) return { danger: hasCycle(knot, evaluated) ? 'deferred' : 'type-only', earlyReads: [], outer: [] };
  const bodyReads = createBodyReads(names, factsOf);
  const reads = knot.members.map((file) => bodyReads.of(file));
  const outer = [...new Set(reads.flat().map((read) => read.definedIn).filter((file) => !knot.place.has(file)))].sort();
  const outerEdges = findOuterEdges(graph, knot, outer).filter((edge) => !isErased(edge));
  const waits = [...knot.members, ...outer].some((file) => names.links(file).statements.some((statement) => statement.awaits));
  const simulation = createSimulation(knot, [...edges, ...outerEdges], reads, waits);
  const earlyReads: EarlyRead[] = [];
  for (const entry of knot.members) {
    const early = simulation.enterAt(entry);
    if (early) earlyReads.push({ entry, ...early });
  }
  const crashing = new Set(earlyReads.filter((read) => read.certain).map((read) => read.entry));
  const isCrash = crashing.size === knot.members.length || entered.some((entry) => crashing.has(entry));
  return { danger: isCrash ? 'crash' : earlyReads.length > 0 ? 'fragile' : 'deferred', earlyReads, outer };
}

/**
 * The ways from members to files outside whose names are read through a member: `a.ts` imports first `b.ts`, then `prices.ts`,
 * and re-exports from it; `b.ts` gets a price from `a.ts` and runs before `prices.ts`.
 */
export function findOuterEdges(graph: ModuleGraph, knot: Knot, outer: readonly FilePath[]): readonly ImportEdge[] {
  const reached = new Set(outer);
  const found: ImportEdge[] = [];
  const pending = [...outer];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    for (const edge of graph.edgesTo.get(file) ?? []) {
      if (!evaluatedKinds.has(edge.record.kind)) continue;
      found.push(edge);
      if (knot.place.has(edge.from) || reached.has(edge.from)) continue;
      reached.add(edge.from);
      pending.push(edge.from);
    }
  }
  return found;
}

function isEager(names: Names, edge: ImportEdge): boolean {
  if (edge.record.form !== 'require-call') return true;
  const { start } = edge.record.specifierSpan;
  const statement = names.links(edge.from).statements.find(({ span }) => span.start <= start && start < span.end);
  return statement === undefined || runsWithBody(statement);
}

interface Simulation {
  /** The first read that fails for sure, else one that is evaluated for sure, else one that may be. */
  readonly enterAt: (entry: FilePath) => BodyRead | undefined;
}

function createSimulation(knot: Knot, edges: readonly ImportEdge[], reads: readonly (readonly BodyRead[])[], waits: boolean): Simulation {
  const place = new Map(knot.place);
  const placeOf = (file: FilePath): number => {
    if (!place.has(file)) place.set(file, place.size);
    return place.get(file)!;
  };
  const targets: number[][] = [];
  for (const edge of [...edges].sort((a, b) => a.record.specifierSpan.start - b.record.specifierSpan.start)) {
    (targets[placeOf(edge.from)] ??= []).push(placeOf(edge.to));
  }
  const pendingReads = reads.map((list) => list.map((read) => ({ read, definedIn: placeOf(read.definedIn) })));
  return {
    enterAt: (entry) => {
      const isEntered = new Uint8Array(place.size);
      const isEvaluated = new Uint8Array(place.size);
      const next = new Int32Array(place.size);
      const path = [place.get(entry)!];
      isEntered[path[0]!] = 1;
      let possible: BodyRead | undefined;
      for (let module = path.at(-1); module !== undefined; module = path.at(-1)) {
        const target = targets[module]?.[next[module]!++];
        if (target !== undefined) {
          if (isEntered[target]) continue;
          isEntered[target] = 1;
          path.push(target);
          continue;
        }
        for (const { read, definedIn } of pendingReads[module] ?? []) {
          const isOpen = !isEvaluated[definedIn];
          // Who imports a module waits for it.
          if (!isOpen && (!waits || targets[module]?.includes(definedIn))) continue;
          if (read.certain && isOpen) return read;
          const doubtful = isOpen ? read : { ...read, certain: false, evaluated: false };
          if (possible === undefined || (doubtful.evaluated && !possible.evaluated)) possible = doubtful;
        }
        isEvaluated[module] = 1;
        path.pop();
      }
      return possible;
    },
  };
}
