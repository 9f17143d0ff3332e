import { compareText } from '../diagnostic/sort.js';
import { joinPath, relativePath, type FilePath } from '../host/path.js';
import { createApiReader } from '../load/api-reader.js';
import type { ApiReading } from '../model/api.js';
import type { Project } from '../model/project.js';
import type { ApiPair, CheckInput } from '../verify/check.js';

/** What was read of a project, for the next proof that starts from it: a split is proved before it is written and again from disk. */
interface Known {
  readonly read: ReturnType<typeof createApiReader>;
  readonly before: Map<string, ApiReading>;
  /** The same of later versions: what stands on disk as it was computed is the same project. */
  readonly after: WeakMap<Project, Map<string, ApiReading>>;
}

const known = new WeakMap<Project, Known>();

/** Types of the entries that stand on both sides, those of one tsconfig together. */
export function readApis({ before, after, changed, entries }: Pick<CheckInput, 'before' | 'after' | 'changed' | 'entries'>): readonly ApiPair[] {
  const [old, now] = [filesByName(before), filesByName(after)];
  const groups = new Map<string, string[]>();
  for (const entry of entries) {
    const [a, b] = [old.get(entry), now.get(entry)];
    if (a === undefined || b === undefined) continue;
    const config = before.compilerFacts(a).tsconfig ?? '';
    groups.set(config, [...(groups.get(config) ?? []), entry]);
  }
  const open = new Set([...findOpen(before, old, changed), ...findOpen(after, now, changed), ...findWrittenOut(before, after, entries)]);
  return [...groups.values()].map((names) => {
    const readOld = (inferred: boolean): ApiReading => readBefore(before, old, names, open, inferred);
    const readNow = (inferred: boolean): ApiReading => readAfter(before, after, now, names, open, inferred);
    const first = readOld(false);
    const second = readNow(first.kind === 'read' && !first.isAnnotated);
    const isMixed = first.kind === 'read' && second.kind === 'read' && first.isAnnotated && !second.isAnnotated;
    return { before: isMixed ? readOld(true) : first, after: second };
  });
}

/** What `readApis` will read of the first side once one of its files has changed: it need not wait for the change. */
export function readApisAhead(before: Project, entry: string): void {
  const old = filesByName(before);
  readBefore(before, old, [entry], new Set(findOpen(before, old, [entry])), false);
}

function readBefore(before: Project, old: ReadonlyMap<string, FilePath>, names: readonly string[], open: ReadonlySet<string>, inferred: boolean): ApiReading {
  const { read, before: readings } = known.get(before) ?? remember(before);
  return readOnce(read, readings, before, old, names, open, inferred);
}

function readAfter(before: Project, after: Project, now: ReadonlyMap<string, FilePath>, names: readonly string[], open: ReadonlySet<string>, inferred: boolean): ApiReading {
  const { read, after: later } = known.get(before) ?? remember(before);
  const readings = later.get(after) ?? new Map<string, ApiReading>();
  later.set(after, readings);
  return readOnce(read, readings, after, now, names, open, inferred);
}

function readOnce(read: Known['read'], readings: Map<string, ApiReading>, project: Project, byName: ReadonlyMap<string, FilePath>, names: readonly string[], open: ReadonlySet<string>, inferred: boolean): ApiReading {
  const own = [...open].filter((name) => byName.has(name)).sort(compareText);
  const key = [String(inferred), ...names, '', ...own].join('\0');
  let reading = readings.get(key);
  if (!reading) readings.set(key, (reading = read(project, { entries: names.map((name) => byName.get(name)!), isOpen: (file) => open.has(relativePath(project.root, file)), inferred })));
  return reading;
}

function remember(before: Project): Known {
  const fresh: Known = { read: createApiReader(), before: new Map(), after: new WeakMap() };
  known.set(before, fresh);
  return fresh;
}

function filesByName(project: Project): ReadonlyMap<string, FilePath> {
  return new Map([...project.files.keys()].map((file) => [relativePath(project.root, file), file]));
}

/** Names of the changed files and of all that import them, directly or not: what such a file infers may depend on the change. */
function findOpen(project: Project, byName: ReadonlyMap<string, FilePath>, changed: readonly string[]): readonly string[] {
  const found = new Set(changed.flatMap((name) => byName.get(name) ?? []));
  for (const file of found) for (const { from } of project.graph.edgesTo.get(file) ?? []) found.add(from);
  return [...found].map((file) => relativePath(project.root, file));
}

/** Names of the files whose stars only one side has: `export * from './menu'` and a list of its names are the same once both are followed. */
function findWrittenOut(before: Project, after: Project, entries: readonly string[]): readonly string[] {
  const starsOf = (project: Project, files: readonly string[]): readonly string[] =>
    files.flatMap((name) => (project.graph.edgesFrom.get(joinPath(project.root, name)) ?? []).filter(({ record }) => record.form === 'export-star').map(({ to }) => relativePath(project.root, to)));
  const [old, now] = [new Set(starsOf(before, entries)), new Set(starsOf(after, entries))];
  const found = new Set([...old, ...now].filter((name) => !old.has(name) || !now.has(name)));
  for (const name of found) for (const next of [...starsOf(before, [name]), ...starsOf(after, [name])]) found.add(next);
  return [...found];
}
