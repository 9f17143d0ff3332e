import { relativePath, type FilePath } from '../../host/path.js';
import type { FacadeHomes } from '../../model/export-home.js';
import type { ModuleModel } from '../../model/module-model.js';
import type { Project } from '../../model/project.js';
import { findReceiver } from '../receiver.js';
import { listPublicSpecifiers, type PackageManifest } from './public-specifiers.js';
import { pathsOf } from './template/paths.js';
import type { MovedName, NewModule, Table } from './template/table.js';

export interface TableInput {
  readonly project: Project;
  readonly read: (file: FilePath) => ModuleModel;
  readonly homes: FacadeHomes;
  /** The package of the facade; undefined where there is none. */
  readonly owner: { readonly folder: FilePath; readonly manifest: PackageManifest } | undefined;
  /** What loading the facade runs and loading one of its modules does not: a fact, undefined for nothing. */
  readonly lostEffect: (home: FilePath) => string | undefined;
  /** Whether an ES module under Node finds a name in the facade and would find none in the module that declares it. */
  readonly isHidden: (exported: string, home: FilePath, name: string) => boolean;
}

/** What a transform for other repositories must know of a facade. */
export function buildTable({ project, read, homes: { facade, homes, open }, owner, lostEffect, isHidden }: TableInput): Table {
  const shown = (file: FilePath): string => relativePath(project.root, file);
  const specifiersOf = (file: FilePath): readonly string[] => {
    if (owner === undefined) return [];
    return listPublicSpecifiers(owner.manifest, relativePath(owner.folder, file), (path) => project.files.has(`${owner.folder}/${path}` as FilePath));
  };
  const modules = new Map<FilePath, NewModule>();
  const names: Record<string, MovedName> = Object.create(null) as Record<string, MovedName>;
  for (const { exported, file, name, typeOnly, because } of homes.values()) {
    if (file === facade) {
      names[exported] = { stays: because ?? 'is declared there' };
      continue;
    }
    if (!modules.has(file)) {
      const unrun = lostEffect(file);
      modules.set(file, { specifiers: specifiersOf(file), ...(unrun === undefined ? {} : { unrun }) });
    }
    const receiver = typeOnly || name === '*' ? undefined : findReceiver({ read, resolve: project.resolve }, file, name);
    names[exported] = { from: shown(file), ...(name === exported ? {} : { as: name }), ...(typeOnly ? { type: true as const } : {}), ...(receiver === undefined ? {} : { receiver }), ...(isHidden(exported, file, name) ? { hidden: true as const } : {}) };
  }
  return {
    old: { file: shown(facade), specifiers: specifiersOf(facade), paths: listPaths(project, facade), ...(owner === undefined || owner.folder === project.root ? {} : { folder: shown(owner.folder) }) },
    modules: Object.fromEntries([...modules].map(([file, module]) => [shown(file), module])),
    names,
    ...(open === undefined ? {} : { open }),
  };
}

/** Paths that lead to the facade and to no other file: `./tasks` is tasks.ts, though there be a tasks/index.ts. */
function listPaths(project: Project, facade: FilePath): readonly string[] {
  const own = relativePath(project.root, facade);
  const others = [...project.files.keys()].filter((file) => file !== facade).map((file) => relativePath(project.root, file));
  const taken = new Set(others.flatMap((file) => [file, file.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '')]));
  const folderForm = own.replace(/(?:^|\/)index\.[cm]?[jt]sx?$/, '');
  return [...new Set(pathsOf(own))].filter((path) => path === own || !(path === folderForm || path !== own.replace(/\.[cm]?[jt]sx?$/, '') ? taken.has(path) : others.includes(path)));
}
