import { erasedKind, nameAt, nameMark, statementField, statementNumbers, verbatimKind } from '../language/lexed.js';
import { edgeKinds, importForms, type ImportedName, type ImportRecord } from '../model/import-record.js';
import type { FilePath } from '../host/path.js';
import type { Allowance, ImportEdge, ScannedModule, UnresolvedImport } from '../model/project.js';
import type { LexedModule } from './first-look.js';
import type { LinkedModule } from './link.js';

/** A field that a scan gains and the cache does not keep must not compile. */
type Exactly<T, K extends keyof T> = Exclude<keyof T, K> extends never ? T : never;
type Module = Exactly<ScannedModule, 'path' | 'imports' | 'lines' | 'allowances' | 'generated' | 'marked'>;
type Import = Exactly<ImportRecord, 'kind' | 'form' | 'specifier' | 'specifierSpan' | 'span' | 'names'>;

export interface RecordWriter {
  readonly put: (value: number) => void;
  /** Makes place for numbers that `set` writes, zero until then; returns where it begins. */
  readonly reserve: (count: number) => number;
  readonly set: (place: number, value: number) => void;
  /** Where the values came to lie, in numbers that hold until the next call. */
  readonly append: (values: Int32Array) => { readonly numbers: Int32Array; readonly at: number };
  /** Numbers so far. */
  readonly length: () => number;
  readonly numbers: () => Int32Array;
  /** The memory that they lie in, until the next call that needs more of it. */
  readonly memory: () => Int32Array;
  readonly strings: readonly string[];
  readonly textIndex: (text: string) => number;
}

/** Numbers, and the strings that some of them point to. */
export interface RecordTable {
  readonly numbers: Int32Array;
  readonly strings: readonly string[];
  /** The strings as a cache file has them, if they come from one. */
  readonly encoded?: Uint8Array;
}

/** Where a module begins in a table. */
export interface RecordPlace {
  readonly table: RecordTable;
  readonly at: number;
}

/** `size`: numbers that are expected, more or less. */
export function createRecordWriter(size = 1 << 16): RecordWriter {
  const strings = createTable();
  let numbers = new Int32Array(size);
  let length = 0;
  const makeRoom = (count: number): void => {
    if (length + count <= numbers.length) return;
    const larger = new Int32Array((length + count) * 2);
    larger.set(numbers);
    numbers = larger;
  };
  return {
    put: (value) => {
      if (length === numbers.length) makeRoom(1);
      numbers[length++] = value;
    },
    reserve: (count) => {
      makeRoom(count);
      length += count;
      return length - count;
    },
    append: (values) => {
      makeRoom(values.length);
      numbers.set(values, length);
      length += values.length;
      return { numbers, at: length - values.length };
    },
    set: (place, value) => void (numbers[place] = value),
    length: () => length,
    numbers: () => numbers.subarray(0, length),
    memory: () => numbers,
    strings: strings.entries,
    textIndex: strings.indexOf,
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

/** Lines (physical, code, comment, blank), flags, count of allowances; id, reason and line of each; count of imports; the imports. */
const moduleField = { lines: 0, flags: 4, allowances: 5 } as const;
const allowanceNumbers = 3;

/** Where the numbers of an import lie; three for each name follow: imported, local, whether it is a type. */
export const importField = { kind: 0, form: 1, specifier: 2, specifierStart: 3, specifierEnd: 4, start: 5, end: 6, target: 7, names: 8 } as const;
const importNumbers = 9;
const nameNumbers = 3;

/** The target of an import that leads to no module of the project. Of one that leads nowhere it is `unresolvedTarget`, of every other the place of a file. */
export const elsewhere = -1;

/** `reason`: the place of a string. */
export function unresolvedTarget(reason: number): number {
  return -2 - reason;
}

/** The scan of a module. Where its imports lead is written by `linked` or, without it, later. */
export function writeModule(writer: RecordWriter, module: Module, linked?: LinkedModule, placeOf?: ReadonlyMap<FilePath, number>): void {
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
    let target: number = elsewhere;
    // Edges and unresolved imports stand in the order of the imports.
    if (linked?.edges[edge]?.record === record) target = placeOf?.get(linked.edges[edge++]!.to) ?? elsewhere;
    else if (linked?.unresolved[unresolved]?.record === record) target = unresolvedTarget(textIndex(linked.unresolved[unresolved++]!.reason));
    writeImport(writer, record, target);
  }
}

/** `writeModule` for what the lexer alone has read. Returns whether it would be another record with the other value of `verbatimModuleSyntax`. */
export function writeLexed(writer: RecordWriter, { lexed, text }: LexedModule, verbatimModuleSyntax: boolean): boolean {
  const { lines: { physical, code, comment, blank }, statements: { numbers: read, start, end } } = lexed;
  // Neither flags nor allowances; the count of imports is the last number.
  const countAt = writer.reserve(moduleField.allowances + 2) + moduleField.allowances + 1;
  const head = writer.memory();
  head[countAt - 6] = physical;
  head[countAt - 5] = code;
  head[countAt - 4] = comment;
  head[countAt - 3] = blank;
  let count = 0;
  let isAsked = false;
  for (let at = start; at < end; count++) {
    const kind = read[at + statementField.kind]!;
    const verbatim = verbatimKind(kind);
    if (verbatim !== undefined) isAsked = true;
    at = writeStatement(writer, text, read, at, verbatim !== undefined && verbatimModuleSyntax ? verbatim : erasedKind(kind));
  }
  writer.set(countAt, count);
  return isAsked;
}

/** Returns where the next statement begins. */
function writeStatement({ reserve, memory, textIndex }: RecordWriter, text: string, read: Int32Array, at: number, kind: number): number {
  const names = read[at + statementField.names]!;
  const place = reserve(importNumbers + names * nameNumbers);
  const numbers = memory();
  const specifierStart = read[at + statementField.specifierStart]!;
  const specifierEnd = read[at + statementField.specifierEnd]!;
  numbers[place + importField.kind] = kind;
  numbers[place + importField.form] = read[at + statementField.form]!;
  numbers[place + importField.specifier] = textIndex(text.slice(specifierStart, specifierEnd));
  numbers[place + importField.specifierStart] = specifierStart;
  numbers[place + importField.specifierEnd] = specifierEnd;
  numbers[place + importField.start] = read[at + statementField.start]!;
  numbers[place + importField.end] = read[at + statementField.end]!;
  numbers[place + importField.target] = elsewhere;
  numbers[place + importField.names] = names;
  let next = at + statementNumbers;
  const placesEnd = place + importNumbers + names * nameNumbers;
  for (let name = place + importNumbers; name < placesEnd; name += nameNumbers) {
    const marks = read[next + 1]!;
    const isRenamed = (marks & nameMark.renamed) !== 0;
    const imported = textIndex(nameAt(text, read[next]!, marks >> nameMark.sizeShift));
    numbers[name] = imported;
    numbers[name + 1] = isRenamed ? textIndex(nameAt(text, read[next + 2]!, read[next + 3]!)) : imported;
    numbers[name + 2] = marks & nameMark.type;
    next += isRenamed ? 4 : 2;
  }
  return next;
}

function writeImport({ put, textIndex }: RecordWriter, record: Import, target: number): void {
  const { kind, form, specifier, specifierSpan, span, names } = record;
  put(edgeKinds.indexOf(kind));
  put(importForms.indexOf(form));
  put(textIndex(specifier));
  put(specifierSpan.start);
  put(specifierSpan.end);
  put(span.start);
  put(span.end);
  put(target);
  put(names.length);
  for (const { imported, local, typeOnly } of names) {
    put(textIndex(imported));
    put(textIndex(local));
    put(typeOnly ? 1 : 0);
  }
}

/** `known`: for each string of the other table its place in this one, or -1 until it has one. */
export function copyModule(writer: RecordWriter, record: RecordPlace, known: Int32Array): void {
  const { table: { numbers, strings }, at } = record;
  const text = (index: number): number => (known[index] === -1 ? (known[index] = writer.textIndex(strings[index]!)) : known[index]!);
  const imports = importsAt(numbers, at);
  const end = endOf(record);
  const own = writer.append(numbers.subarray(at, end));
  const moved = own.at - at;
  const copy = own.numbers;
  for (let allowance = at + moduleField.allowances + 1; allowance < imports; allowance += allowanceNumbers) {
    copy[allowance + moved] = text(numbers[allowance]!);
    copy[allowance + 1 + moved] = text(numbers[allowance + 1]!);
  }
  for (let start = imports + 1; start < end; ) {
    copy[start + importField.specifier + moved] = text(numbers[start + importField.specifier]!);
    const target = numbers[start + importField.target]!;
    if (target < elsewhere) copy[start + importField.target + moved] = unresolvedTarget(text(unresolvedTarget(target)));
    const names = start + importNumbers;
    start = names + numbers[start + importField.names]! * nameNumbers;
    for (let name = names; name < start; name += nameNumbers) {
      copy[name + moved] = text(numbers[name]!);
      copy[name + 1 + moved] = text(numbers[name + 1]!);
    }
  }
}

function endOf({ table: { numbers }, at: start }: RecordPlace): number {
  let at = importsAt(numbers, start);
  for (let count = numbers[at++]!; count > 0; count--) at += importNumbers + numbers[at + importField.names]! * nameNumbers;
  return at;
}

/** Calls back with the place of each import of a module; its fields lie behind it. */
export function visitImports({ table: { numbers }, at: start }: RecordPlace, visit: (at: number) => void): void {
  let at = importsAt(numbers, start);
  for (let count = numbers[at++]!; count > 0; count--) {
    visit(at);
    at += importNumbers + numbers[at + importField.names]! * nameNumbers;
  }
}

export function countImports({ table: { numbers }, at }: RecordPlace): number {
  return numbers[importsAt(numbers, at)]!;
}

function importsAt(numbers: Int32Array, start: number): number {
  return start + moduleField.allowances + 1 + numbers[start + moduleField.allowances]! * allowanceNumbers;
}

/** What a scan says of a module besides its imports. */
export function readHead({ table: { numbers, strings }, at: start }: RecordPlace): Omit<ScannedModule, 'path' | 'imports'> {
  let at = start;
  const lines = { physical: numbers[at++]!, code: numbers[at++]!, comment: numbers[at++]!, blank: numbers[at++]! };
  const flags = numbers[at++]!;
  const allowances: Allowance[] = [];
  for (let count = numbers[at++]!; count > 0; count--) allowances.push({ id: strings[numbers[at++]!]!, reason: strings[numbers[at++]!]!, line: numbers[at++]! });
  return { lines, allowances, generated: (flags & 1) !== 0, marked: (flags & 2) !== 0 };
}

export interface ReadImports extends LinkedModule {
  readonly imports: readonly ImportRecord[];
}

/** The imports of a module and where they lead; targets are places in `files`. */
export function readImports(place: RecordPlace, path: FilePath, files: readonly FilePath[]): ReadImports {
  const { numbers, strings } = place.table;
  const imports: ImportRecord[] = [];
  const edges: ImportEdge[] = [];
  const unresolved: UnresolvedImport[] = [];
  visitImports(place, (start) => {
    let at = start + importNumbers;
    const field = (index: number): number => numbers[start + index]!;
    const names: ImportedName[] = [];
    for (let left = field(importField.names); left > 0; left--, at += nameNumbers) {
      names.push({ imported: strings[numbers[at]!]!, local: strings[numbers[at + 1]!]!, typeOnly: numbers[at + 2] === 1 });
    }
    const record: ImportRecord = {
      kind: edgeKinds[field(importField.kind)]!,
      form: importForms[field(importField.form)]!,
      specifier: strings[field(importField.specifier)]!,
      specifierSpan: { start: field(importField.specifierStart), end: field(importField.specifierEnd) },
      span: { start: field(importField.start), end: field(importField.end) },
      names,
    };
    imports.push(record);
    const target = field(importField.target);
    if (target >= 0) edges.push({ from: path, to: files[target]!, record });
    else if (target < elsewhere) unresolved.push({ from: path, record, reason: strings[unresolvedTarget(target)]! });
  });
  return { imports, edges, unresolved };
}
