import { loadConfig } from '../config/load-config.js';
import type { Config } from '../config/config.js';
import type { WritableFileSystem } from '../host/file-system.js';
import type { Machine } from '../host/machine.js';
import type { FilePath } from '../host/path.js';
import { openCacheFolder, type CacheChoice, type CacheFolder } from '../load/cache-folder.js';

/** What every workflow works on. */
export interface Workspace {
  readonly fileSystem: WritableFileSystem;
  readonly root: FilePath;
  readonly config: Config;
  readonly machine: Machine;
  /** Where the commands that only look at the project keep what they found; default: nowhere. */
  readonly cache?: CacheChoice;
  /** Where `fileSystem` remembers what it is asked, so that the answer can be given again. */
  readonly record?: Recording;
  /** Told what is being done, for a person who waits. */
  readonly progress: (step: string) => void;
  /** Told what the user must know although it is not part of the result. */
  readonly notice: (text: string) => void;
}

/** What a run rests on besides what its file system remembers. */
export interface Recording {
  /** The file system beneath, for what is kept between runs. */
  readonly disk: WritableFileSystem;
  /** Asks the disk for a project that the cache has a record of. */
  readonly aside: <T>(act: () => T) => T;
  /** `mark`: that of the project, undefined when the cache has none of it. */
  readonly restsOn: (folder: CacheFolder, mark: string | undefined) => void;
}

export interface WorkspaceInput {
  readonly fileSystem: WritableFileSystem;
  readonly root: FilePath;
  readonly machine: Machine;
  /** Configuration file; default: `decant.config.json` in the root. */
  readonly config?: FilePath;
  /** Default: `none`. */
  readonly cache?: CacheChoice;
  readonly record?: Recording;
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
    ...(input.record === undefined ? {} : { record: input.record }),
    progress: input.progress ?? silent,
    notice: input.notice ?? silent,
  };
}

/** What is kept there is on no record: a run that reads it gives the answer that it would give without. */
export function openCache({ fileSystem, root, cache, record }: Workspace): CacheFolder | undefined {
  return openCacheFolder(record?.disk ?? fileSystem, root, cache);
}
