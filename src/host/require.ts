import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** Loads a CommonJS package or a module of Node at the moment of the call, synchronously, so that commands that do not need it never pay for it. */
export function requirePackage(name: string): unknown {
  return require(name);
}

/** The same for a package that another one brings: an installation need not put it where this package would find it. */
export function requireFrom(parent: string, name: string): unknown {
  return createRequire(require.resolve(parent))(name);
}

/** Main file of a package that decant depends on. */
export function findPackageFile(name: string): string {
  return require.resolve(name);
}

/** Main file of a package as a file in the folder would find it, upward from there; undefined when it is not installed. */
export function findPackageFileFrom(folder: string, name: string): string | undefined {
  try {
    return createRequire(`${folder}/package.json`).resolve(name);
  } catch {
    return undefined;
  }
}
