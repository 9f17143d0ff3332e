import type { FilePath } from '../host/path.js';
import { edgeKinds, importForms, type ImportedName, type ImportRecord } from '../model/import-record.js';
import type { Allowance, ScannedModule, UnresolvedImport } from '../model/project.js';
import type { LinkedModule } from './link.js';

/** A field that a scan gains and the cache does not keep must not compile. */
type Exactly<T, K extends keyof T> = Exclude<keyof T, K> extends never ? T : never;
type Module = Exactly<ScannedModule, 'path' | 'imports' | 'lines' | 'allowances' | 'generated' | 'marked'>;
type Import = Exactly<ImportRecord, 'kind' | 'form' | 'specifier' | 'specifierSpan' | 'span' | 'names'>;

export interface RecordWriter {
  readonly put: (value: number) => void;
  readonly set: (place: number, value: number) => void;
  readonly putAll: (values: Int32Array) => void;
  /** Numbers so far. */
  readonly length: () => number;
  readonly numbers: () => Int32Array;
  readonly strings: readonly string[];
  readonly textIndex: (text: string) => number;
  readonly names: readonly string[];
  readonly nameIndex: (name: string) => number;
}

/** `room`: numbers for which there is place at first. */
export function createRecordWriter(strings: StringTable = createTable(), room = 1 << 16): RecordWriter {
  const names = createTable();
  let numbers = new Int32Array(room);
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
    putAll: (values) => {
      if (length + values.length > numbers.length) {
        const larger = new Int32Array(Math.max(numbers.length * 2, length + values.length));
        larger.set(numbers);
        numbers = larger;
      }
      numbers.set(values, length);
      length += values.length;
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

/** Each text once, in the order in which they were first asked for. */
export interface StringTable {
  readonly entries: readonly string[];
  readonly indexOf: (text: string) => number;
}

/** `first` are different from each other. */
export function createTable(first: readonly string[] = []): StringTable {
  const known = new Map(first.map((text, index) => [text, index]));
  const entries = [...first];
  return {
    entries,
    indexOf: (text) => {
      let index = known.get(text);
      if (index === undefined) {
        const own = detach(text);
        known.set(own, (index = entries.push(own) - 1));
      }
      return index;
    },
  };
}

/** V8 makes a text of 13 characters or more that was cut out of another one hold on to the whole of that: to a source for each specifier. */
function detach(text: string): string {
  return text.length < 13 ? text : (JSON.parse(JSON.stringify(text)) as string);
}

const nowhere = -1;
/** Lines, flags and the two counts; then three numbers an allowance, and for each import eight, three a name and where it leads. */
const headNumbers = 7;
const allowanceNumbers = 3;
const importNumbers = 8;
const nameNumbers = 3;

/** The scan of a module of which nobody knows yet where its imports lead. */
export function writeScan(writer: RecordWriter, module: Module): void {
  const { put, textIndex } = writer;
  const { physical, code, comment, blank } = module.lines;
  for (const value of [physical, code, comment, blank, (module.generated ? 1 : 0) | (module.marked ? 2 : 0), module.allowances.length]) put(value);
  for (const { id, reason, line } of module.allowances) {
    put(textIndex(id));
    put(textIndex(reason));
    put(line);
  }
  put(module.imports.length);
  for (const record of module.imports) {
    writeImport(writer, record);
    put(nowhere);
  }
}

/** Writes the links of a module into its record, which begins at `start`. */
export function setLinks({ set, textIndex }: RecordWriter, start: number, module: Module, linked: LinkedModule, fileIndex: ReadonlyMap<FilePath, number>): void {
  let place = start + headNumbers + module.allowances.length * allowanceNumbers;
  let edge = 0;
  let unresolved = 0;
  for (const record of module.imports) {
    place += importNumbers + record.names.length * nameNumbers;
    // Edges and unresolved imports stand in the order of the imports.
    if (linked.edges[edge]?.record === record) set(place, fileIndex.get(linked.edges[edge++]!.to) ?? nowhere);
    else if (linked.unresolved[unresolved]?.record === record) set(place, -2 - textIndex(linked.unresolved[unresolved++]!.reason));
    place++;
  }
}

function writeImport({ put, textIndex }: RecordWriter, record: Import): void {
  const { kind, form, specifier, specifierSpan, span, names } = record;
  put(edgeKinds.indexOf(kind));
  put(importForms.indexOf(form));
  put(textIndex(specifier));
  put(specifierSpan.start);
  put(specifierSpan.end);
  put(span.start);
  put(span.end);
  put(names.length);
  for (const { imported, local, typeOnly } of names) {
    const index = textIndex(imported);
    put(index);
    put(local === imported ? index : textIndex(local));
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

/** What `writeScan` and `setLinks` wrote at a place. */
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
    const kind = edgeKinds[next()]!;
    const form = importForms[next()]!;
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
