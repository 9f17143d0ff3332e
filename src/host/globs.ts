import { requirePackage } from './require.js';

type Picomatch = typeof import('picomatch');

let loaded: Picomatch | undefined;

/** The library of globs, loaded at the first glob: most configurations have none. */
export function globLibrary(): Picomatch {
  return (loaded ??= requirePackage('picomatch') as Picomatch);
}

/** Whether a path, relative and with slashes, matches any of the globs as the library takes them. It is not loaded for globs that all are as simple as `packages/*`. */
export function matchAnyGlob(globs: readonly string[]): (path: string) => boolean {
  if (globs.length === 0) return () => false;
  if (!globs.every((glob) => simpleGlob.test(glob))) return globLibrary()([...globs]);
  const written = globs.map((glob) => glob.split('/'));
  return (path) => {
    const segments = path.split('/');
    return written.some((names) => names.length === segments.length && names.every((name, i) => (name === '*' ? /^[^.]/.test(segments[i]!) : name === segments[i])));
  };
}

/** Segments that are plain names, or stars that stand alone. */
const simpleGlob = /^(?:\*|[\w@-][\w@.-]*)(?:\/(?:\*|[\w@-][\w@.-]*))*$/;
