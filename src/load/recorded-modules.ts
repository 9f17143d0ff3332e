import { countImports, elsewhere, importField, readHead, readImports, visitImports, type ReadImports, type RecordPlace } from './cache-records.js';
import { deferValues } from './deferred-map.js';
import type { Modules } from './assemble.js';
import type { FilePath } from '../host/path.js';
import type { GraphShape, ImportEdge, ScannedModule, UnresolvedImport } from '../model/project.js';
import type { LinkedModule } from './link.js';

export interface RecordedInput {
  /** All files that an import may lead to; records name them by their places. */
  readonly files: readonly FilePath[];
  /** Ascending places of those that are modules. */
  readonly modules: readonly number[];
  /** Where the module at a place of `files` was written. */
  readonly recordAt: (place: number) => RecordPlace;
}

/**
 * The modules of a project out of their records. Most runs ask for the imports of a few: what only some need is decoded for
 * those, and what all need, who imports whom, is kept as numbers.
 */
export function openModules({ files, modules: places, recordAt }: RecordedInput): Modules {
  const paths = places.map((place) => files[place]!);
  const shape = buildShape(places, files.length, recordAt);
  const read: (ReadImports | undefined)[] = [];
  const importsOf = (module: number): ReadImports => (read[module] ??= readImports(recordAt(places[module]!), paths[module]!, files));
  const importers = once(() => findImporters(shape));
  const byTarget: (ReadonlyMap<FilePath, readonly ImportEdge[]> | undefined)[] = [];
  // A file that imports a thousand others is asked by each of them.
  const edgesBetween = (from: number, to: FilePath): readonly ImportEdge[] => {
    const { edges } = importsOf(from);
    return edges.length < few ? edges.filter((edge) => edge.to === to) : (byTarget[from] ??= groupByTarget(edges)).get(to)!;
  };
  const unresolved = once(() => places.flatMap((place, module): readonly UnresolvedImport[] => (isUnresolved(recordAt(place)) ? importsOf(module).unresolved : [])));
  const linked = deferValues(paths, (module): LinkedModule => importsOf(module));
  return {
    scanned: deferValues(paths, (module): ScannedModule => new RecordedModule(paths[module]!, recordAt(places[module]!), () => importsOf(module).imports)),
    linked,
    graph: Object.freeze({
      modules: paths,
      shape,
      edgesFrom: deferValues(paths, (module) => importsOf(module).edges),
      edgesTo: deferValues(paths, (module): readonly ImportEdge[] =>
        (importers()[module] ?? []).flatMap((from) => edgesBetween(from, paths[module]!)),
      ),
      get unresolved() {
        return unresolved();
      },
    }),
  };
}

/** As a class, because a literal with a getter has a hidden class of its own, and thousands of those are slower than what they save. */
class RecordedModule implements ScannedModule {
  readonly path: FilePath;
  readonly lines: ScannedModule['lines'];
  readonly allowances: ScannedModule['allowances'];
  readonly generated: boolean;
  readonly marked: boolean;
  readonly #read: () => ScannedModule['imports'];

  constructor(path: FilePath, record: RecordPlace, read: () => ScannedModule['imports']) {
    const { lines, allowances, generated, marked } = readHead(record);
    this.path = path;
    this.lines = lines;
    this.allowances = allowances;
    this.generated = generated;
    this.marked = marked;
    this.#read = read;
  }

  get imports(): ScannedModule['imports'] {
    return this.#read();
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function buildShape(places: readonly number[], files: number, recordAt: (place: number) => RecordPlace): GraphShape {
  const moduleAt = new Int32Array(files).fill(elsewhere);
  places.forEach((place, module) => void (moduleAt[place] = module));
  const imports = places.reduce((sum, place) => sum + countImports(recordAt(place)), 0);
  const starts = new Int32Array(places.length + 1);
  const targets = new Int32Array(imports);
  const kinds = new Uint8Array(imports);
  const forms = new Uint8Array(imports);
  let length = 0;
  places.forEach((place, module) => {
    const record = recordAt(place);
    const { numbers } = record.table;
    const start = length;
    let last = -1;
    let isSorted = true;
    const found: number[] = [];
    visitImports(record, (at) => {
      if (numbers[at + importField.target]! < 0) return;
      const specifier = numbers[at + importField.specifierStart]!;
      isSorted &&= specifier >= last;
      last = specifier;
      found.push(at);
    });
    // Imports stand in the order of their statements: of two that lie in each other, the outer one may name its target last.
    if (!isSorted) found.sort((a, b) => numbers[a + importField.specifierStart]! - numbers[b + importField.specifierStart]!);
    for (const at of found) {
      targets[length] = moduleAt[numbers[at + importField.target]!]!;
      kinds[length] = numbers[at + importField.kind]!;
      forms[length++] = numbers[at + importField.form]!;
    }
    starts[module] = start;
  });
  starts[places.length] = length;
  return { starts, targets: targets.subarray(0, length), kinds: kinds.subarray(0, length), forms: forms.subarray(0, length) };
}

/** For each module those that import it, ascending, each once. */
function findImporters({ starts, targets }: GraphShape): readonly (readonly number[] | undefined)[] {
  const importers: (number[] | undefined)[] = [];
  for (let from = 0; from + 1 < starts.length; from++) {
    for (let edge = starts[from]!; edge < starts[from + 1]!; edge++) {
      const known = (importers[targets[edge]!] ??= []);
      if (known.at(-1) !== from) known.push(from);
    }
  }
  return importers;
}

const few = 16;

function groupByTarget(edges: readonly ImportEdge[]): ReadonlyMap<FilePath, readonly ImportEdge[]> {
  const groups = new Map<FilePath, ImportEdge[]>();
  for (const edge of edges) {
    const group = groups.get(edge.to);
    if (group) group.push(edge);
    else groups.set(edge.to, [edge]);
  }
  return groups;
}

function isUnresolved(record: RecordPlace): boolean {
  let found = false;
  visitImports(record, (at) => void (found ||= record.table.numbers[at + importField.target]! < elsewhere));
  return found;
}
