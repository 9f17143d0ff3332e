import { thresholdFor } from '../config/config.js';
import { ToolError } from '../diagnostic/tool-error.js';
import { baseName, directoryOf, extensionOf, joinPath, relativePath } from '../host/path.js';
import { isLeftOut } from '../load/discover-files.js';
import { foldFileName } from '../plan/split/check-files.js';
import { findFolderRules } from './framework-folders.js';
import { findBundler } from './bundled-paths.js';
import { readsInternalMarks } from './internal-marks.js';
import { requireInside } from './safe-target.js';
import type { FilePath } from '../host/path.js';
import type { SplitOptions } from '../plan/split/split-options.js';
import type { SplitPlan } from '../plan/split/split-plan.js';
import type { Workspace } from './workspace.js';

/** What a person may choose about a split. */
export interface SplitChoices {
  /** Physical lines of a new file; default: the god-file threshold of the source. */
  readonly maxLines?: number;
  /** Folder of the new files; default: a folder named after the source, beside it; for an index file the folder that it stands for. */
  readonly directory?: FilePath;
  readonly facade?: 'keep' | 'shim';
  /** Whether variables that hold statements together beyond the cap become properties of one object. */
  readonly stateCell?: boolean;
}

/** Fills in the defaults. Throws ToolError when the folder cannot be used. */
export function choosePlanOptions(workspace: Workspace, source: FilePath, choices: SplitChoices, plan?: SplitPlan): SplitOptions {
  const { fileSystem, root, config } = workspace;
  const directory = choices.directory ?? (plan ? namedDirectory(source) : defaultDirectory(workspace, source));
  requireInside(fileSystem, root, directory);
  const kind = fileSystem.entryKind(directory);
  if (kind !== undefined && kind !== 'directory') {
    throw new ToolError('target exists', `${relativePath(root, directory)} should become the folder of the new files, and is a file`, 'Choose another folder with --dir.');
  }
  // Of a source that is left out itself it is said later that it is no file of the project.
  if (!plan && isSeen(workspace, source)) requireSeen(workspace, joinPath(directory, `a${extensionOf(source)}`));
  return {
    root,
    maxLines: choices.maxLines ?? plan?.maxLines ?? thresholdFor(config, relativePath(root, source)),
    directory,
    facade: choices.facade ?? plan?.facade ?? 'keep',
    ...(choices.stateCell === true ? { stateCell: true } : {}),
    existing: fileSystem.listDirectory(directory).map((entry) => entry.name),
    folderRules: findFolderRules(fileSystem, root, source),
    marksInternal: !readsInternalMarks(fileSystem, root, source),
    ...definedBundler(findBundler(fileSystem, root, source)),
  };
}

/** A file that .gitignore or the configuration leaves out would be in no commit and in no proof. Throws ToolError. */
export function requireSeen(workspace: Workspace, file: FilePath): void {
  if (isSeen(workspace, file)) return;
  const { root } = workspace;
  throw new ToolError(
    'target is ignored',
    `new files such as ${relativePath(root, file)} are left out by .gitignore, by the configuration, or because the folder is named as an output folder is`,
    'Choose another folder with --dir, or another name in the plan.',
  );
}

function defaultDirectory(workspace: Workspace, source: FilePath): FilePath {
  const named = namedDirectory(source);
  if (named === directoryOf(source)) return named;
  const { fileSystem } = workspace;
  // On macOS and Windows `Orders/` is the folder `orders/` that is there already, so that is where the files belong everywhere.
  const twin = fileSystem.listDirectory(directoryOf(source)).find(({ name, kind }) => kind === 'directory' && foldFileName(name) === foldFileName(baseName(named)));
  const directory = fileSystem.entryKind(named) === undefined && twin ? joinPath(directoryOf(source), twin.name) : named;
  // `build.ts` beside `build/`, which every .gitignore has: the modules go to a folder that is not an output folder.
  const holds = (folder: FilePath): boolean => isSeen(workspace, joinPath(folder, `a${extensionOf(source)}`));
  const spare = joinPath(directoryOf(directory), `${baseName(directory)}-parts`);
  return holds(directory) || !holds(spare) ? directory : spare;
}

function isSeen({ fileSystem, root, config }: Workspace, file: FilePath): boolean {
  return !isLeftOut({ fileSystem, root, include: config.include, exclude: config.exclude }, file);
}

function definedBundler(bundler: string | undefined): Pick<SplitOptions, 'bundler'> {
  return bundler === undefined ? {} : { bundler };
}

/** `shop/index.ts` is the door of `shop/` already; nobody would look for its modules in `shop/index/`. */
function namedDirectory(source: FilePath): FilePath {
  const stem = baseName(source).slice(0, -extensionOf(source).length);
  return stem === 'index' ? directoryOf(source) : joinPath(directoryOf(source), stem);
}
