import { loadConfig } from '../config/load-config.js';
import type { Config } from '../config/config.js';
import type { WritableFileSystem } from '../host/file-system.js';
import type { Machine } from '../host/machine.js';
import type { FilePath } from '../host/path.js';
import type { CacheChoice } from '../load/cache-folder.js';

/** What every workflow works on. */
export interface Workspace {
  readonly fileSystem: WritableFileSystem;
  readonly root: FilePath;
  readonly config: Config;
  readonly machine: Machine;
  /** Where the commands that only look at the project keep what they found; default: nowhere. */
  readonly cache?: CacheChoice;
  /** Told what is being done, for a person who waits. */
  readonly progress: (step: string) => void;
  /** Told what the user must know although it is not part of the result. */
  readonly notice: (text: string) => void;
}

export interface WorkspaceInput {
  readonly fileSystem: WritableFileSystem;
  readonly root: FilePath;
  readonly machine: Machine;
  /** Configuration file; default: `decant.config.json` in the root. */
  readonly config?: FilePath;
  /** Default: `none`. */
  readonly cache?: CacheChoice;
  readonly progress?: (step: string) => void;
  readonly notice?: (text: string) => void;
}

/** Reads the configuration. Throws ToolError when it is not valid. */
export function openWorkspace(input: WorkspaceInput): Workspace {
  const { fileSystem, root, machine } = input;
  const silent = () => undefined;
  return {
    fileSystem,
    root,
    machine,
    config: loadConfig(fileSystem, root, input.config),
    ...(input.cache === undefined ? {} : { cache: input.cache }),
    progress: input.progress ?? silent,
    notice: input.notice ?? silent,
  };
}
