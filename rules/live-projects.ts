import { ToolError } from '../src/diagnostic/tool-error.js';
import { elapsed, rested } from '../src/host/clock.js';
import { createMachine } from '../src/host/machine.js';
import { createNodeFileSystem } from '../src/host/node-file-system.js';
import { directoryOf, filePath, joinPath, type FilePath } from '../src/host/path.js';
import { findRoot, rootMarks } from '../src/workflow/find-root.js';
import { openLiveProject, type FileView, type LiveProject } from '../src/workflow/live-project.js';
import type { Workspace } from '../src/workflow/workspace.js';

/** `settings.decant` of the ESLint configuration. */
export interface Settings {
  /** Default: what `decant check` takes when it is started in the folder of the file. */
  readonly root?: string;
  /** Default: `decant.config.json` in the root. */
  readonly config?: string;
  /** A folder, or false to keep nothing. Default: where `decant check` keeps what it knows. */
  readonly cache?: string | false;
}

export type Viewed =
  | { readonly kind: 'view'; readonly view: FileView }
  /** Left out by the configuration, or no file at all. */
  | { readonly kind: 'nothing' }
  /** decant cannot run here. `isFirst`: nobody was told yet, or this very file was. */
  | { readonly kind: 'broken'; readonly message: string; readonly isFirst: boolean };

const fileSystem = createNodeFileSystem();
const machine = createMachine();
const projects = new Map<string, LiveProject>();
const roots = new Map<FilePath, FilePath>();
const told = new Map<string, FilePath>();

/** What settings mean in a working directory. */
interface Meaning {
  readonly cwd: string;
  /** Of every file; undefined where it is that of its folder. */
  readonly root: FilePath | undefined;
  /** By roots. */
  readonly places: Map<FilePath, Place>;
}

/** A project, and what it is known by among all of them. */
interface Place {
  readonly key: string;
  readonly project: LiveProject;
}

/** Milliseconds after which somebody may have made a folder a project of its own. */
const PAUSE = 250;
let asked = -Infinity;
let rest = -Infinity;

/** All files of a lint have one object of settings, and most lie beside the one before. */
let meanings = new WeakMap<Settings, Meaning>();
/** Every reading of a project has a workspace of its own. */
const placeOf = new WeakMap<Workspace, Place>();
const readInVain = new WeakSet<Workspace>();
let recent: { readonly settings: Settings; readonly cwd: string; readonly folder: string; readonly place: Place } | undefined;

/** One file of a project, with the text that ESLint has of it. Projects are opened once a process and kept: an editor asks for the same one all day. */
export function viewFile(file: string, text: string, cwd: string, settings: Settings): Viewed {
  // What ESLint calls text from standard input that nobody has named.
  if (file.endsWith('__placeholder__.js')) return nothing;
  forgetRoots();
  const slash = file.lastIndexOf('/');
  const isRecent = recent !== undefined && recent.folder.length === slash && file.startsWith(recent.folder) && recent.settings === settings && recent.cwd === cwd && !file.includes('\\', slash);
  const path = isRecent ? (file as FilePath) : filePath(file, cwd);
  let key = '';
  try {
    const place = isRecent ? recent!.place : findPlace(path, cwd, settings);
    ({ key } = place);
    if (!isRecent && path === file) recent = { settings, cwd, folder: file.slice(0, slash), place };
    const view = place.project.view(path, text);
    if (told.size > 0) told.delete(key);
    if (!view) return nothing;
    if (!placeOf.has(view.workspace)) placeOf.set(view.workspace, place);
    return { kind: 'view', view };
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    // Settings that are wrong lead to no project.
    const about = key === '' ? `${cwd}\n${error.detail}` : key;
    const first = told.get(about) ?? path;
    told.set(about, first);
    return { kind: 'broken', message: messageOf(error), isFirst: first === path };
  }
}

export function messageOf({ title, detail, help }: ToolError): string {
  return `decant cannot run: ${title}: ${detail}. ${help}`;
}

/**
 * The same file in the project as it is on the disk by now, for whoever could not do with a view: another file was written since the project was read, and its text is not
 * what was kept of it. Undefined where that has been tried: a baseline that cannot be read is not read again for each file of a lint. Throws ToolError.
 */
export function viewAgain({ workspace, file, source }: FileView): FileView | undefined {
  const place = placeOf.get(workspace);
  if (!place || readInVain.has(workspace)) return undefined;
  place.project.forget(workspace);
  const view = place.project.view(file, source().text);
  if (view) placeOf.set(view.workspace, place);
  return view;
}

/** Of views that came of `viewAgain` and are of no more use than those before. */
export function giveUp({ workspace }: FileView): void {
  readInVain.add(workspace);
}

const nothing: Viewed = { kind: 'nothing' };

/** Whoever has paused may have run `decant init` in a package, or removed a configuration. */
function forgetRoots(): void {
  const time = elapsed();
  if (time - asked > PAUSE) {
    const before = rest;
    rest = rested();
    if (rest - before > PAUSE / 2) {
      roots.clear();
      meanings = new WeakMap();
      recent = undefined;
    }
  }
  asked = time;
}

function findPlace(file: FilePath, cwd: string, settings: Settings): Place {
  const meaning = meaningOf(settings, cwd);
  const root = meaning.root ?? rootOf(directoryOf(file));
  let place = meaning.places.get(root);
  if (!place) {
    const key = JSON.stringify([root, settings]);
    let project = projects.get(key);
    if (!project) projects.set(key, (project = open(root, settings)));
    meaning.places.set(root, (place = { key, project }));
  }
  return place;
}

function meaningOf(settings: Settings, cwd: string): Meaning {
  let meaning = meanings.get(settings);
  if (meaning?.cwd !== cwd) {
    requireTexts(settings);
    meaning = { cwd, root: settings.root === undefined ? undefined : filePath(settings.root, filePath(cwd)), places: new Map() };
    meanings.set(settings, meaning);
  }
  return meaning;
}

function requireTexts({ root, config, cache }: Settings): void {
  for (const [name, value] of Object.entries({ root, config, cache: cache === false ? undefined : cache })) {
    if (value === undefined || typeof value === 'string') continue;
    const help = name === 'cache' ? 'Name a folder, or write `false` to keep nothing on the disk.' : 'Write a path.';
    throw new ToolError('settings of ESLint are not valid', `settings.decant.${name} is ${JSON.stringify(value)}, which is no path`, help);
  }
}

function open(root: FilePath, { config, cache }: Settings): LiveProject {
  return openLiveProject({
    fileSystem, root, machine,
    ...(config === undefined ? {} : { config: filePath(config, root) }),
    cache: cache === false ? 'none' : cache === undefined ? 'auto' : { folder: filePath(cache, root) },
  });
}

/** A folder without a mark of its own has the root of the one above, unless that one is a root for want of any mark. */
function rootOf(folder: FilePath): FilePath {
  let root = roots.get(folder);
  if (root !== undefined) return root;
  const parent = directoryOf(folder);
  const above = parent === folder ? parent : rootOf(parent);
  root = above === parent || rootMarks.some((name) => fileSystem.entryKind(joinPath(folder, name)) !== undefined) ? findRoot(fileSystem, folder) : above;
  roots.set(folder, root);
  return root;
}
