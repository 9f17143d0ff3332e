import { ToolError } from '../src/diagnostic/tool-error.js';
import { createMachine } from '../src/host/machine.js';
import { createNodeFileSystem } from '../src/host/node-file-system.js';
import { filePath, type FilePath } from '../src/host/path.js';
import { findRoot } from '../src/workflow/find-root.js';
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

/** Where the files of one folder belong. */
interface Place {
  readonly folder: FilePath;
  readonly root: FilePath;
  /** Of the project. */
  readonly key: string;
}

/** By settings and by working directory and folder, as ESLint writes them: all files of a lint have one object of settings, and a few hundred folders. */
const places = new WeakMap<Settings, Map<string, Place>>();

/** One file of a project, with the text that ESLint has of it. Projects are opened once a process and kept: an editor asks for the same one all day. */
export function viewFile(file: string, text: string, cwd: string, settings: Settings): Viewed {
  const nameAt = Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1;
  const { folder, root, key } = placeOf(file.slice(0, nameAt), cwd, settings);
  const path = `${folder.endsWith('/') ? folder : `${folder}/`}${file.slice(nameAt)}` as FilePath;
  try {
    let project = projects.get(key);
    if (!project) projects.set(key, (project = open(root, settings)));
    const view = project.view(path, text);
    told.delete(key);
    return view ? { kind: 'view', view } : { kind: 'nothing' };
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    const first = told.get(key) ?? path;
    told.set(key, first);
    return { kind: 'broken', message: `decant cannot run: ${error.title}: ${error.detail}. ${error.help}`, isFirst: first === path };
  }
}

function placeOf(raw: string, cwd: string, settings: Settings): Place {
  let known = places.get(settings);
  if (!known) places.set(settings, (known = new Map()));
  const name = `${cwd}\n${raw}`;
  let place = known.get(name);
  if (!place) {
    const base = filePath(cwd);
    const folder = filePath(raw, base);
    const root = settings.root === undefined ? rootOf(folder) : filePath(settings.root, base);
    known.set(name, (place = { folder, root, key: JSON.stringify([root, settings]) }));
  }
  return place;
}

function open(root: FilePath, { config, cache }: Settings): LiveProject {
  return openLiveProject({
    fileSystem, root, machine,
    ...(config === undefined ? {} : { config: filePath(config, root) }),
    cache: cache === false ? 'none' : cache === undefined ? 'auto' : { folder: filePath(cache, root) },
  });
}

function rootOf(folder: FilePath): FilePath {
  let root = roots.get(folder);
  if (root === undefined) roots.set(folder, (root = findRoot(fileSystem, folder)));
  return root;
}
