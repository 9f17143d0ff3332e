import type { FilePath } from '../host/path.js';

/** What a module specifier means in one file. */
export type Resolution =
  | { readonly kind: 'file'; readonly path: FilePath }
  /** A package or a runtime module; `sideEffectFree` when the package's `sideEffects` field says so or the runtime guarantees it. */
  | { readonly kind: 'external'; readonly packageName: string; readonly sideEffectFree: boolean }
  /** A file that is not code: JSON, CSS, an image. */
  | { readonly kind: 'asset'; readonly path: FilePath }
  | { readonly kind: 'unresolved'; readonly reason: string };
