/** What a process of its own is told to bundle. Paths are absolute but for the entries, which are relative to the root. */
export interface BundleRequest {
  readonly root: string;
  readonly entries: readonly string[];
  /** Main file of the project's own esbuild. */
  readonly esbuild: string;
}

/** What a bundler keeps of the sources behind one entry. */
export interface BundleReading {
  readonly entry: string;
  /** Of esbuild. */
  readonly version: string;
  /** Source files of which bytes are in the output, relative to the root, sorted. */
  readonly files: readonly string[];
  /** The output. esbuild puts the path of each file in front of what is left of it. */
  readonly text: string;
  /** Why it could not be bundled. */
  readonly problem?: string;
}
