import { redirectImports } from '../codemod/redirect-imports/redirect-imports.js';
import { baseName, directoryOf, isInside, joinPath } from '../host/path.js';
import { readImporter } from '../load/module-reader.js';
import { readShimMark } from '../model/shim.js';
import type { FilePath } from '../host/path.js';
import type { FacadeHomes } from '../model/export-home.js';
import type { ModuleModel } from '../model/module-model.js';
import type { ImportEdge, Project } from '../model/project.js';
import { readFacades } from './compute-migrate.js';
import { createEffectReader } from './migrate-effects.js';
import type { Workspace } from './workspace.js';

export interface RedirectedFile {
  /** Text of the file once it takes each name from the module that declares it; undefined when nothing can be moved. */
  readonly text?: string;
  /** The modules behind the facade do nothing while they load, so that nobody can tell in which order they do. */
  readonly isSafe: boolean;
  readonly homes: FacadeHomes;
}

/** Whether a file is the old path of a split: a marked shim, or one that passes names of the folder on that has its name. */
export function isFacade(project: Project, file: FilePath): boolean {
  const edges = project.graph.edgesFrom.get(file) ?? [];
  const folder = moduleFolderOf(file);
  // Most files end here, before their text is read.
  const passes = edges.filter(({ record }) => record.kind === 'reexport' || record.kind === 'require' || record.form === 'export-from' || record.form === 'export-star');
  if (passes.length === 0) return false;
  return passes.some(({ to }) => isInside(folder, to)) || readShimMark(project.files.get(file)?.text ?? '') !== undefined;
}

/** `src/tasks.ts` is the facade of the modules in `src/tasks/`. */
export function moduleFolderOf(file: FilePath): FilePath {
  return joinPath(directoryOf(file), baseName(file).replace(/\.[^.]+$/, ''));
}

/** Whether a file lies in the folder of the modules of a facade. A lint asks this of every import that there is, so the folder is not written out. */
export function isInModuleFolder(facade: FilePath, file: FilePath): boolean {
  const end = facade.lastIndexOf('.');
  return file.charCodeAt(end) === 47 && file.startsWith(facade.slice(0, end));
}

/** Folders of a project, each with whether `x.ts` stands beside it or beside one above it that is called `x`. */
interface FacadeFolders {
  readonly stems: ReadonlySet<string>;
  readonly known: Map<string, boolean>;
}

const foldersOf = new WeakMap<Project, FacadeFolders>();

/** Whether any file of the project has the file in its module folder. Most have none, so a lint need not know what they import. */
export function mayHaveFacade(project: Project, file: FilePath): boolean {
  // Another text of one file leaves all names as they are.
  const named = project.revises?.project ?? project;
  let folders = foldersOf.get(named);
  if (!folders) foldersOf.set(named, (folders = { stems: new Set([...named.files.keys()].map((path) => path.slice(0, path.lastIndexOf('.')))), known: new Map() }));
  return isBelowStem(folders, file.slice(0, file.lastIndexOf('/')));
}

function isBelowStem({ stems, known }: FacadeFolders, folder: string): boolean {
  let answer = known.get(folder);
  if (answer === undefined) {
    const slash = folder.lastIndexOf('/');
    answer = stems.has(folder) || (slash > 0 && isBelowStem({ stems, known }, folder.slice(0, slash)));
    known.set(folder, answer);
  }
  return answer;
}

/** One importer of one facade, rewritten as `decant migrate` rewrites it. What its programs run is not compared: that takes all importers at once. */
export function redirectFile(workspace: Workspace, project: Project, read: (file: FilePath) => ModuleModel, file: FilePath, facade: FilePath): RedirectedFile {
  const subject = readFacades(workspace, project, read, [facade]);
  const { lostEffect, isOrdered, isHidden } = createEffectReader(project, read);
  const edges = (project.graph.edgesFrom.get(file) ?? []).filter(({ to }) => to === facade);
  const alone: Project = { ...project, graph: { ...project.graph, edgesTo: new Map<FilePath, readonly ImportEdge[]>([[facade, edges]]) } };
  const { changes } = redirectImports({
    project: alone,
    read,
    readImporter: (from, isWanted) => readImporter(project, from, isWanted),
    facades: subject.facades,
    homesOf: (other) => readFacades(workspace, project, read, [other]).facades.get(other)!,
    packageOf: subject.packageOf,
    keepsFacade: () => undefined,
    lostEffect,
    isHidden,
    isOrdered,
  });
  const changed = changes.find((change) => change.file === file);
  return { ...(changed === undefined || changed.kind === 'delete' ? {} : { text: changed.text }), isSafe: !isOrdered(facade), homes: subject.facades.get(facade)! };
}
