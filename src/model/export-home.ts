import type { FilePath } from '../host/path.js';

/** The module that one name of a facade comes from once every re-export inside its package is followed. */
export interface ExportHome {
  /** Name under which the facade exports it; `default` for the default export. */
  readonly exported: string;
  /** The facade itself for what it declares, computes or takes from another package. */
  readonly file: FilePath;
  /** Name under which `file` exports it: `default`, an export name, or `*` for the namespace of `file`. */
  readonly name: string;
  /** No value comes with it: it is a type, or a re-export on the way was marked as one. */
  readonly typeOnly: boolean;
  /** Why it stays on the facade: a fact about the name. Set exactly when `file` is the facade. */
  readonly because?: string;
}

/** Everything that can be taken from one module, by where it comes from. */
export interface FacadeHomes {
  readonly facade: FilePath;
  /** By exported name, in the order of the facade's text. Names behind `export *` are listed one by one. */
  readonly homes: ReadonlyMap<string, ExportHome>;
  /** Why further names may exist that no text lists: `export * from` a package, exports that a loop fills. Undefined when `homes` is complete. */
  readonly open?: string;
}
