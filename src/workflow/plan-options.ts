import { thresholdFor } from '../config/config.js';
import { ToolError } from '../diagnostic/tool-error.js';
import { baseName, directoryOf, extensionOf, joinPath, relativePath } from '../host/path.js';
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
}

/** Fills in the defaults. Throws ToolError when the folder cannot be used. */
export function choosePlanOptions(workspace: Workspace, source: FilePath, choices: SplitChoices, plan?: SplitPlan): SplitOptions {
  const { fileSystem, root, config } = workspace;
  const directory = choices.directory ?? defaultDirectory(source);
  requireInside(fileSystem, root, directory);
  const kind = fileSystem.entryKind(directory);
  if (kind !== undefined && kind !== 'directory') {
    throw new ToolError('target exists', `${relativePath(root, directory)} should become the folder of the new files, and is a file`, 'Choose another folder with --dir.');
  }
  return {
    root,
    maxLines: choices.maxLines ?? plan?.maxLines ?? thresholdFor(config, relativePath(root, source)),
    directory,
    facade: choices.facade ?? plan?.facade ?? 'keep',
    existing: fileSystem.listDirectory(directory).map((entry) => entry.name),
    marksInternal: !readsInternalMarks(fileSystem, root, source),
    ...definedBundler(findBundler(fileSystem, root, source)),
  };
}

function definedBundler(bundler: string | undefined): Pick<SplitOptions, 'bundler'> {
  return bundler === undefined ? {} : { bundler };
}

/** `shop/index.ts` is the door of `shop/` already; nobody would look for its modules in `shop/index/`. */
function defaultDirectory(source: FilePath): FilePath {
  const stem = baseName(source).slice(0, -extensionOf(source).length);
  return stem === 'index' ? directoryOf(source) : joinPath(directoryOf(source), stem);
}
