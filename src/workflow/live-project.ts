import { runAnalyzers } from '../analyze/run-analyzers.js';
import { compareDiagnostics, compareText } from '../diagnostic/sort.js';
import { judge } from '../gate/judge.js';
import { elapsed, rested } from '../host/clock.js';
import { compileLess } from '../host/compile-less.js';
import { hashText } from '../host/hash.js';
import { isInside, joinPath, relativePath } from '../host/path.js';
import { openCacheFolder } from '../load/cache-folder.js';
import { isLeftOut } from '../load/discover-files.js';
import { openKeptLinks, type KeptLinks } from '../load/kept-links.js';
import { loadCached } from '../load/load-cached.js';
import { isSource, loadProject } from '../load/load-project.js';
import { createDiskStamp } from '../load/disk-stamp.js';
import { createLinksReader, createModuleReader, createOutlineReader } from '../load/module-reader.js';
import { createTextReader } from '../load/project-text.js';
import { sourceFromText } from '../load/read-source.js';
import { relink } from '../load/relink.js';
import { reviseProject } from '../load/revise.js';
import { extractTasks } from '../tasks/extract-tasks.js';
import { createPlaceQuery } from './check.js';
import { analyze } from './inspect.js';
import { findTasks } from './kept-tasks.js';
import { createOutside } from './outside.js';
import { turnRatchet } from './ratchet.js';
import { checkTaskLock } from './task-lock.js';
import { openWorkspace } from './workspace.js';
import type { AnalysisMemo } from '../analyze/analyzer.js';
import type { Diagnostic } from '../diagnostic/diagnostic.js';
import type { FormerState } from '../gate/former-state.js';
import type { FileSystem } from '../host/file-system.js';
import type { FilePath } from '../host/path.js';
import type { DiskStamp } from '../load/disk-stamp.js';
import type { ModuleModel } from '../model/module-model.js';
import type { Project } from '../model/project.js';
import type { SourceFile } from '../model/source-file.js';
import type { TaskRecord } from '../model/task-record.js';
import type { Workspace, WorkspaceInput } from './workspace.js';

/** One file as somebody holds it in an editor, in the project that it belongs to. Everything is found out when it is first asked for. */
export interface FileView {
  readonly workspace: Workspace;
  /** With the text of the editor in place of what is on the disk. */
  readonly project: Project;
  readonly file: FilePath;
  readonly source: () => SourceFile;
  /** Of the whole project, judged against the baseline: what `decant check` would say after a save. */
  readonly findings: () => readonly Diagnostic[];
  readonly tasks: () => readonly TaskRecord[];
  /** Differences from the task lock. */
  readonly lockFindings: () => readonly Diagnostic[];
  readonly read: (file: FilePath) => ModuleModel;
}

export interface LiveProject {
  /** Undefined for a file that the configuration leaves out. `text` is without byte order mark. Throws ToolError as `check` does. */
  readonly view: (file: FilePath, text: string) => FileView | undefined;
  /** The next view is of the project as it is on the disk then, unless it is another reading than the one that had this workspace. */
  readonly forget: (workspace: Workspace) => void;
}

/** Milliseconds. A lint run asks for file after file; a person who types leaves pauses, in which other files may have changed. */
const PAUSE = 250;
/** Milliseconds for each path that is asked about: fifty times what it costs. */
const PAUSE_PER_PATH = 0.25;
/** Milliseconds after which the disk is looked at again although nobody paused. */
const LONGEST_TRUST = 60_000;
/** The same in times of what the last look took: on a busy machine it takes many times as long. */
const LONGEST_TRUST_PER_LOOK = 500;
/** Files that an editor may ask about before it is taken for a lint of them all. */
const FEW_FILES = 8;
/** Texts of one file that are remembered: every rule asks for the same one, and undoing brings the one before back. */
const REMEMBERED_VIEWS = 8;

interface Loaded {
  readonly workspace: Workspace;
  readonly project: Project;
  readonly stamp: DiskStamp;
  /** Content hash of a file of the project. */
  readonly hashOf: (file: FilePath) => string | undefined;
  /** Of the project as it was saved, by file; `text` is what it was saved with, where somebody has it. */
  readonly saved: (file: FilePath, text?: string) => FileView;
  readonly study: Study;
  readonly views: Map<string, FileView>;
}

/** What does not change with the text of one file, or is known again by the text of each. */
interface Study {
  readonly memo: AnalysisMemo;
  readonly keptLinks: KeptLinks;
  readonly links: <T>(file: SourceFile, read: () => T) => T;
  readonly outline: <T>(file: SourceFile, read: () => T) => T;
  readonly read: <T>(file: SourceFile, read: () => T) => T;
  readonly formerStates: () => readonly FormerState[];
}

/**
 * A project that is looked at again and again by one process, at the cost of what has changed since. The disk is asked after a pause, so that
 * files that came, went or changed are noticed; the file that is asked about is taken as it is given.
 */
export function openLiveProject(input: WorkspaceInput): LiveProject {
  let loaded: Loaded | undefined;
  let pause = PAUSE;
  let asked = -Infinity;
  let rest = -Infinity;
  let trusted = -Infinity;

  // A busy machine makes pauses of its own, in which a lint run would ask more about the disk than it lints. Nobody rests in them.
  const hasRested = (): boolean => {
    const before = rest;
    rest = rested();
    return rest - before > pause / 2;
  };
  const refresh = (file: FilePath): Loaded => {
    const time = elapsed();
    const isDue = (time - asked > pause && hasRested()) || time > trusted;
    asked = time;
    if (loaded && !isDue) return loaded;
    const isSame = loaded?.stamp.holds(loaded.project.graph.edgesFrom.get(file)?.map(({ to }) => to)) === true;
    asked = elapsed();
    trusted = asked + Math.max(LONGEST_TRUST, (asked - time) * LONGEST_TRUST_PER_LOOK);
    if (!loaded || !isSame) {
      // What was known under a configuration that is broken now would be told of the next file.
      loaded = undefined;
      loaded = load(input);
      pause = PAUSE + loaded.stamp.size() * PAUSE_PER_PATH;
      asked = elapsed();
    }
    return loaded;
  };

  return {
    view: (file, text) => findView(refresh(file), file, text),
    forget: (workspace) => {
      if (loaded?.workspace === workspace) loaded = undefined;
    },
  };
}

function load(input: WorkspaceInput): Loaded {
  const workspace = openWorkspace(input);
  const { fileSystem, root, config, cache } = workspace;
  const stamp = createDiskStamp(fileSystem, input.machine.now().getTime());
  const folder = openCacheFolder(fileSystem, root, cache);
  const project = folder ? loadCached({ fileSystem: stamp.watched, root, config }, folder) : compileLess(() => loadProject({ fileSystem: stamp.watched, root, config }));
  stamp.take(project, [input.config ?? 'decant.config.json', config.baseline, config.tasks.lock]);
  const found = once(() => analyze(workspace, project, {}));
  const formerStates = once(() => {
    const ratchet = turnRatchet(workspace, { project, found: found(), paths: [], action: 'judge' });
    return ratchet ? [ratchet.state] : [];
  });
  const tasks = once(() => compileLess(() => findTasks(workspace, project)));
  const study: Study = { memo: createMemo(), keptLinks: openKeptLinks(folder), links: byFile(), outline: byFile(), read: byFile(), formerStates };
  const findings = once(() => judgeAll(project, found(), formerStates()));
  const lockFindings = once(() => checkTaskLock(workspace, project, tasks()));
  const read = createSharedReader(createModuleReader(project), project, study.read);
  const saved = (file: FilePath, text?: string): FileView => {
    let made: SourceFile | undefined;
    const kept = (): SourceFile => project.files.get(file)!;
    // The one that is kept may have to be read from the disk. Of most files of a lint nobody asks for one: there is nothing to say of them.
    const source = (): SourceFile => (made ??= text === undefined ? kept() : sourceFromText(file, text, () => kept().bom));
    return { workspace, project, file, source, findings, tasks, lockFindings, read };
  };
  return { workspace, project, stamp, hashOf: createHashQuery(project), saved, study, views: new Map() };
}

/** Of a lint: all hashes at once are made in a tenth of the time that each takes between two files that ESLint works on. */
function createHashQuery(project: Project): Loaded['hashOf'] {
  let asked = 0;
  let all: ReadonlyMap<FilePath, string> | undefined;
  return (file) => {
    if (!all && ++asked > FEW_FILES) all = new Map([...project.files.keys()].map((path) => [path, project.contentHash(path)]));
    if (all) return all.get(file);
    return project.files.has(file) ? project.contentHash(file) : undefined;
  };
}

function findView(loaded: Loaded, file: FilePath, text: string): FileView | undefined {
  const { workspace: { fileSystem, config }, project, views, saved } = loaded;
  const hash = loaded.hashOf(file);
  if (hash === hashText(text)) return saved(file, text);
  if (!isInside(project.root, file) || !isSource(file)) return undefined;
  if (hash === undefined && (isLeftOut({ fileSystem, root: project.root, include: config.include, exclude: config.exclude }, file) || isLinked(fileSystem, project.root, file))) return undefined;
  const key = `${file}\n${text}`;
  const known = views.get(key);
  if (known) return known;
  const edited = reviseProject(project, file, text) ?? relinkFile(project, file, text);
  if (!edited.files.has(file)) return undefined;
  const view = viewEdited(loaded, edited, file);
  if (views.size >= REMEMBERED_VIEWS) views.delete(views.keys().next().value!);
  views.set(key, view);
  return view;
}

/** Whether a symlink below the root leads to a file: the walk follows none, so that nobody counts the file twice. */
function isLinked(fileSystem: FileSystem, root: FilePath, file: FilePath): boolean {
  const real = fileSystem.realPath(file);
  return real !== undefined && real !== joinPath(fileSystem.realPath(root) ?? root, relativePath(root, file));
}

function relinkFile(project: Project, file: FilePath, text: string): Project {
  const before = project.files.get(file);
  const change = { kind: before ? ('modify' as const) : ('create' as const), file, text, bom: before?.bom ?? false, because: 'edited' };
  return relink(project, { changes: [change], applicability: 'safe' });
}

/** One file as it is typed: its own findings, and those of the knots that it is in now. */
function viewEdited({ workspace, saved, study }: Loaded, project: Project, file: FilePath): FileView {
  const read = createSharedReader(createModuleReader(project), project, study.read);
  const findings = once(() => {
    const outside = createOutside(workspace);
    const found = runAnalyzers({
      project,
      about: file,
      config: workspace.config,
      depth: 'full',
      read,
      links: createSharedReader(study.keptLinks.reader(project, createLinksReader(project)), project, study.links),
      outline: createSharedReader(createOutlineReader(project), project, study.outline),
      memo: study.memo,
      outside,
    });
    return judgeAll(project, found, study.formerStates());
  });
  const tasks = once(() => {
    const before = saved(file);
    const search = (one: FileView['project'], reader: FileView['read']) => ({ project: one, read: reader, readText: createTextReader(one) });
    const find = (files: ReadonlySet<FilePath>) => extractTasks(search(project, read), files, search(before.project, before.read)).filter(({ location }) => files.has(location.file));
    const withOthers = (found: readonly TaskRecord[], files: ReadonlySet<FilePath>) => {
      const all = [...before.tasks().filter(({ location }) => !files.has(location.file)), ...found];
      // Of two tasks with one id the lock tells of the later one by its file, whichever is being typed.
      return all.sort((a, b) => compareText(a.location.file, b.location.file));
    };
    const alone = new Set([file]);
    const own = find(alone);
    if (own.length === 0) return withOthers(own, alone);
    // A name that is typed here may be the id of a task there, the same as one of the tasks here.
    const users = findUsers(project, file);
    return withOthers(find(users), users);
  });
  const lockFindings = once(() => checkTaskLock(workspace, project, tasks()));
  return { workspace, project, file, source: () => project.files.get(file)!, findings, tasks, lockFindings, read };
}

/** The file, and all that import it, by whatever way. */
function findUsers({ graph }: Project, file: FilePath): ReadonlySet<FilePath> {
  const users = new Set([file]);
  for (const one of users) for (const { from, record } of graph.edgesTo.get(one) ?? []) if (record.kind !== 'type') users.add(from);
  return users;
}

function judgeAll(project: Project, found: readonly Diagnostic[], states: readonly FormerState[]): readonly Diagnostic[] {
  return [...judge({ root: project.root, found, states, placeOf: createPlaceQuery(project) })].sort(compareDiagnostics);
}

function createSharedReader<T>(read: (file: FilePath) => T, project: Project, share: (source: SourceFile, read: () => T) => T): (file: FilePath) => T {
  return (file) => {
    const source = project.files.get(file);
    return source ? share(source, () => read(file)) : read(file);
  };
}

/** Two versions of a project share the sources of the files that are the same in both. */
function byFile(): <T>(file: SourceFile, read: () => T) => T {
  const known = new WeakMap<SourceFile, unknown>();
  return <T>(file: SourceFile, read: () => T): T => {
    if (!known.has(file)) known.set(file, read());
    return known.get(file) as T;
  };
}

function createMemo(): AnalysisMemo {
  const known = new Map<string, unknown>();
  return { recall: (key) => known.get(key), remember: (key, value) => void known.set(key, value) };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
