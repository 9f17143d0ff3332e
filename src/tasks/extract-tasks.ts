import { compareText } from '../diagnostic/sort.js';
import type { FilePath } from '../host/path.js';
import type { Project } from '../model/project.js';
import type { TaskRecord } from '../model/task-record.js';
import { buildDeclaredExtractor } from './declared-tasks.js';
import { evaluateIn, findImportOf } from './evaluate.js';
import { createIdleTest } from './idle-extractors.js';
import { extractors } from './registry.generated.js';
import type { TaskExtractor, TaskFileSearch } from './task-extractor.js';

/**
 * Every task that the given files register, sorted by place. Reading a file is dear, so only those are read that import a
 * framework, or that call something like `.add(` and import a file through which a framework's objects come. `saved`: the project that this one
 * revises, where the same is asked at every keystroke.
 */
export function extractTasks(source: TaskFileSearch, files: Iterable<FilePath>, saved?: TaskFileSearch): readonly TaskRecord[] {
  const { project } = source;
  const isIdle = createIdleTest(source, saved, (before, extractor) => findImporters(before, extractor).size > 0);
  const sorted = [...new Set(files)].sort(compareText);
  const records = [...extractors.filter((extractor) => !isIdle(extractor)), ...project.declaredTasks.map(buildDeclaredExtractor)].flatMap((extractor) => {
    const importers = findImporters(project, extractor);
    const placed = new Set(extractor.findFiles?.(source) ?? []);
    // Of some thirty frameworks most projects have none or one.
    if (importers.size === 0 && placed.size === 0) return [];
    const doors = findDoors(project, importers);
    return sorted
      .filter((file) => importers.has(file) || placed.has(file) || (importsFrom(project, file, doors) && callsAny(project, file, extractor.methods)))
      .flatMap((file) => extract(source, extractor, file));
  });
  return dropReplaced(records).sort(compareRecords);
}

/** `this.mail.add('send')` in a class of Nest is seen by the framework that knows which queue was injected, and guessed at by the one below it. */
function dropReplaced(records: readonly TaskRecord[]): TaskRecord[] {
  const place = (framework: string, { location: { file, line, column } }: TaskRecord): string => `${framework} ${file}:${line}:${column}`;
  const replaced = new Set(records.flatMap((record) => extractors.find(({ framework }) => framework === record.framework)?.replaces?.map((framework) => place(framework, record)) ?? []));
  return records.filter((record) => !replaced.has(place(record.framework, record)));
}

function extract({ project, read, readText }: TaskFileSearch, extractor: TaskExtractor, file: FilePath): readonly TaskRecord[] {
  const model = read(file);
  return extractor.extract({
    model,
    evaluate: (value) => evaluateIn({ project, read }, model, value),
    importOf: (local) => findImportOf(model, local),
    project,
    read,
    readText,
  });
}

const importerTables = new WeakMap<Project, ReadonlyMap<string, { readonly values: Set<FilePath>; readonly types: Set<FilePath> }>>();

/** Who imports which package: asked for by each of some thirty extractors. */
function listImporters(project: Project): ReadonlyMap<string, { readonly values: Set<FilePath>; readonly types: Set<FilePath> }> {
  const known = importerTables.get(project);
  if (known) return known;
  const table = new Map<string, { readonly values: Set<FilePath>; readonly types: Set<FilePath> }>();
  for (const [file, { imports }] of project.scanned) {
    for (const { specifier, kind } of imports) {
      if (specifier.startsWith('.')) continue;
      let entry = table.get(specifier);
      if (!entry) table.set(specifier, (entry = { values: new Set(), types: new Set() }));
      (kind === 'type' ? entry.types : entry.values).add(file);
    }
  }
  importerTables.set(project, table);
  return table;
}

function findImporters(project: Project, { packages, readsTypeImports = false }: TaskExtractor): ReadonlySet<FilePath> {
  const importers = new Set<FilePath>();
  const table = listImporters(project);
  for (const name of packages) {
    const entry = table.get(name);
    for (const file of entry?.values ?? []) importers.add(file);
    if (readsTypeImports) for (const file of entry?.types ?? []) importers.add(file);
  }
  return importers;
}

/** The importers and every file that hands their names on: behind a facade the importer of a queue is several hops away. */
function findDoors(project: Project, importers: ReadonlySet<FilePath>): ReadonlySet<FilePath> {
  const doors = new Set(importers);
  const queue = [...importers];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    for (const { from, record } of project.graph.edgesTo.get(file) ?? []) {
      const handsOn = record.kind === 'reexport' || (record.kind === 'value' && /\bexport\s*\{/.test(project.files.get(from)?.text ?? ''));
      if (!handsOn || doors.has(from)) continue;
      doors.add(from);
      queue.push(from);
    }
  }
  return doors;
}

function callsAny(project: Project, file: FilePath, methods: readonly string[]): boolean {
  const text = project.files.get(file)?.text ?? '';
  return methods.some((method) => text.includes(`.${method}(`));
}

function importsFrom(project: Project, file: FilePath, doors: ReadonlySet<FilePath>): boolean {
  return (project.graph.edgesFrom.get(file) ?? []).some(({ to, record }) => record.kind !== 'type' && doors.has(to));
}

function compareRecords(a: TaskRecord, b: TaskRecord): number {
  return (
    compareText(a.location.file, b.location.file) ||
    a.location.line - b.location.line ||
    a.location.column - b.location.column ||
    compareText(a.framework, b.framework) ||
    compareText(a.kind, b.kind) ||
    compareText(a.id, b.id)
  );
}
