import type { FilePath } from '../../host/path.js';

/** A file that is no part of the module graph, or is looked at as text. */
export interface TextFile {
  readonly path: FilePath;
  /** Without byte order mark. */
  readonly text: string;
  readonly bom: boolean;
}

export interface NewModule {
  readonly file: FilePath;
  /** Does something when it is loaded. */
  readonly isEffectful: boolean;
}

/** A file that was split, and where its code is now. */
export interface MovedCode {
  readonly root: FilePath;
  readonly source: FilePath;
  readonly modules: readonly NewModule[];
  /** The folder of all new modules when nothing else lies in it. */
  readonly ownFolder?: FilePath;
}
