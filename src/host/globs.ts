import { requirePackage } from './require.js';

type Picomatch = typeof import('picomatch');

let loaded: Picomatch | undefined;

/** The library of globs, loaded at the first glob: most configurations have none. */
export function globLibrary(): Picomatch {
  return (loaded ??= requirePackage('picomatch') as Picomatch);
}
