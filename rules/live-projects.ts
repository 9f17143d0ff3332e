import { ToolError } from '../src/diagnostic/tool-error.js';
import { createMachine } from '../src/host/machine.js';
import { createNodeFileSystem } from '../src/host/node-file-system.js';
import { directoryOf, filePath, joinPath, type FilePath } from '../src/host/path.js';
import { findRoot, rootMarks } from '../src/workflow/find-root.js';
import { openLiveProject, type FileView, type LiveProject } from '../src/workflow/live-project.js';

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

/** All files of a lint have one object of settings, and most lie beside the one before. */
const meanings = new WeakMap<Settings, Meaning>();
let recent: { readonly settings: Settings; readonly cwd: string; readonly folder: string; readonly place: Place } | undefined;

/** One file of a project, with the text that ESLint has of it. Projects are opened once a process and kept: an editor asks for the same one all day. */
export function viewFile(file: string, text: string, cwd: string, settings: Settings): Viewed {
  const slash = file.lastIndexOf('/');
  const isRecent = recent !== undefined && recent.folder.length === slash && file.startsWith(recent.folder) && recent.settings === settings && recent.cwd === cwd && !file.includes('\\', slash);
  const path = isRecent || isPlain(file) ? (file as FilePath) : filePath(file, filePath(cwd));
  const place = isRecent ? recent!.place : findPlace(path, cwd, settings);
  if (!isRecent && path === file) recent = { settings, cwd, folder: file.slice(0, slash), place };
  const { key, project } = place;
  try {
    const view = project.view(path, text);
    if (told.size > 0) told.delete(key);
    return view ? { kind: 'view', view } : nothing;
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    const first = told.get(key) ?? path;
    told.set(key, first);
    return { kind: 'broken', message: `decant cannot run: ${error.title}: ${error.detail}. ${error.help}`, isFirst: first === path };
  }
}

const nothing: Viewed = { kind: 'nothing' };

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

/** Absolute, and as `filePath` would write it: so ESLint names files where paths begin with a slash. */
function isPlain(file: string): boolean {
  return file.charCodeAt(0) === 47 && !/\\|\/\.{0,2}(?:\/|$)/.test(file);
}

function meaningOf(settings: Settings, cwd: string): Meaning {
  let meaning = meanings.get(settings);
  if (meaning?.cwd !== cwd) {
    meaning = { cwd, root: settings.root === undefined ? undefined : filePath(settings.root, filePath(cwd)), places: new Map() };
    meanings.set(settings, meaning);
  }
  return meaning;
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
