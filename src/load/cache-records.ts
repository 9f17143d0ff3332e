import type { FilePath } from '../host/path.js';
import type { EdgeKind, ImportedName, ImportRecord } from '../model/import-record.js';
import type { Allowance, ScannedModule, UnresolvedImport } from '../model/project.js';
import type { LinkedModule } from './link.js';

/** A field that a scan gains and the cache does not keep must not compile. */
type Exactly<T, K extends keyof T> = Exclude<keyof T, K> extends never ? T : never;
type Module = Exactly<ScannedModule, 'path' | 'imports' | 'lines' | 'allowances' | 'generated' | 'marked'>;
type Import = Exactly<ImportRecord, 'kind' | 'form' | 'specifier' | 'specifierSpan' | 'span' | 'names'>;

export interface RecordWriter {
  readonly put: (value: number) => void;
  readonly set: (place: number, value: number) => void;
  /** Numbers so far. */
  readonly length: () => number;
  readonly numbers: () => Int32Array;
  readonly strings: readonly string[];
  readonly textIndex: (text: string) => number;
  readonly names: readonly string[];
  readonly nameIndex: (name: string) => number;
}

export function createRecordWriter(): RecordWriter {
  const strings = createTable();
  const names = createTable();
  let numbers = new Int32Array(1 << 16);
  let length = 0;
  return {
    put: (value) => {
      if (length === numbers.length) {
        const larger = new Int32Array(length * 2);
        larger.set(numbers);
        numbers = larger;
      }
      numbers[length++] = value;
    },
    set: (place, value) => void (numbers[place] = value),
    length: () => length,
    numbers: () => numbers.subarray(0, length),
    strings: strings.entries,
    textIndex: strings.indexOf,
    names: names.entries,
    nameIndex: names.indexOf,
  };
}

function createTable(): { readonly entries: readonly string[]; readonly indexOf: (text: string) => number } {
  const known = new Map<string, number>();
  const entries: string[] = [];
  return {
    entries,
    indexOf: (text) => {
      let index = known.get(text);
      if (index === undefined) known.set(text, (index = entries.push(text) - 1));
      return index;
    },
  };
}

const nowhere = -1;

/** The scan of a module and, for each import, the file that it leads to or why it leads nowhere. */
export function writeModule(writer: RecordWriter, module: Module, linked: LinkedModule, fileIndex: ReadonlyMap<FilePath, number>): void {
  const { put, textIndex } = writer;
  const { physical, code, comment, blank } = module.lines;
  for (const value of [physical, code, comment, blank, (module.generated ? 1 : 0) | (module.marked ? 2 : 0), module.allowances.length]) put(value);
  for (const { id, reason, line } of module.allowances) {
    put(textIndex(id));
    put(textIndex(reason));
    put(line);
  }
  put(module.imports.length);
  let edge = 0;
  let unresolved = 0;
  for (const record of module.imports) {
    writeImport(writer, record);
    // Edges and unresolved imports stand in the order of the imports.
    if (linked.edges[edge]?.record === record) put(fileIndex.get(linked.edges[edge++]!.to) ?? nowhere);
    else if (linked.unresolved[unresolved]?.record === record) put(-2 - textIndex(linked.unresolved[unresolved++]!.reason));
    else put(nowhere);
  }
}

function writeImport({ put, textIndex }: RecordWriter, record: Import): void {
  const { kind, form, specifier, specifierSpan, span, names } = record;
  put(textIndex(kind));
  put(textIndex(form));
  put(textIndex(specifier));
  put(specifierSpan.start);
  put(specifierSpan.end);
  put(span.start);
  put(span.end);
  put(names.length);
  for (const { imported, local, typeOnly } of names) {
    put(textIndex(imported));
    put(textIndex(local));
    put(typeOnly ? 1 : 0);
  }
}

export interface RecordReader {
  readonly numbers: Int32Array;
  readonly strings: readonly string[];
}

export interface ReadModule {
  readonly module: ScannedModule;
  /** The links as they were; the paths by their place in `files`. */
  readonly linked: LinkedModule;
}

/** What `writeModule` wrote at a place. */
export function readModule({ numbers, strings }: RecordReader, start: number, path: FilePath, files: readonly FilePath[]): ReadModule {
  let at = start;
  const next = (): number => numbers[at++]!;
  const text = (): string => strings[next()]!;
  const lines = { physical: next(), code: next(), comment: next(), blank: next() };
  const flags = next();
  const generated = (flags & 1) !== 0;
  const marked = (flags & 2) !== 0;
  const allowances: Allowance[] = [];
  for (let count = next(); count > 0; count--) allowances.push({ id: text(), reason: text(), line: next() });
  const imports: ImportRecord[] = [];
  const edges: LinkedModule['edges'][number][] = [];
  const unresolved: UnresolvedImport[] = [];
  for (let count = next(); count > 0; count--) {
    const kind = text() as EdgeKind;
    const form = text() as ImportRecord['form'];
    const specifier = text();
    const specifierSpan = { start: next(), end: next() };
    const span = { start: next(), end: next() };
    const names: ImportedName[] = [];
    for (let left = next(); left > 0; left--) names.push({ imported: text(), local: text(), typeOnly: next() === 1 });
    const record: ImportRecord = { kind, form, specifier, specifierSpan, span, names };
    imports.push(record);
    const target = next();
    if (target >= 0) edges.push({ from: path, to: files[target]!, record });
    else if (target < nowhere) unresolved.push({ from: path, record, reason: strings[-2 - target]! });
  }
  return { module: { path, imports, lines, allowances, generated, marked }, linked: { edges, unresolved } };
}
