import Module from 'node:module';
import path from 'node:path';
import { findAliased, findSource } from './find-source.js';
import { recorderOf } from './recorders/all.js';
import { isOwn } from './recorder-module.js';
import type { ProjectCompiler } from './project-compiler.js';
import type { EntryRequest } from '../model/entry-run.js';

interface Parent {
  readonly filename?: string | null;
}

/** The parts of the CommonJS loader that packages have always replaced; they have no types. */
interface Loader {
  _resolveFilename: (request: string, parent: Parent | undefined, ...rest: unknown[]) => string;
  _load: (request: string, parent: Parent | undefined, ...rest: unknown[]) => unknown;
  readonly _extensions: Record<string, (module: { _compile: (code: string, file: string) => void }, file: string) => void>;
  readonly prototype: { _compile: (this: unknown, code: string, file: string, ...rest: unknown[]) => unknown };
}

export interface RequireHooks {
  readonly request: EntryRequest;
  readonly compiler: ProjectCompiler;
  readonly replace: (specifier: string, real: unknown) => unknown;
  /** Told each file of the project when its turn to be evaluated comes. */
  readonly note: (file: string) => void;
}

/** How CommonJS of the project is found and compiled, and what it gets for the packages of task frameworks. */
export function hookRequire({ request, compiler, replace, note }: RequireHooks): void {
  const loader = Module as unknown as Loader;
  const { _resolveFilename: findPlain, _load: loadPlain } = loader;
  const compilePlain = loader.prototype._compile;

  loader._resolveFilename = (specifier, parent, ...rest) => {
    const importer = parent?.filename ?? undefined;
    const inProject = importer === undefined || /[\\/]node_modules[\\/]/.test(importer) ? undefined : findInProject(compiler, specifier, importer);
    if (inProject !== undefined) return inProject;
    try {
      return findPlain.call(loader, specifier, parent, ...rest);
    } catch (error) {
      if (/^(?:\.{1,2}\/|\/|[a-z]+:)/.test(specifier)) throw error;
      for (const folder of request.packageFolders) {
        try {
          return Module.createRequire(path.join(folder, 'package.json')).resolve(specifier);
        } catch {
          // The next folder may have it.
        }
      }
      throw error;
    }
  };

  const made = new Map<unknown, unknown>();
  loader._load = (specifier, parent, ...rest) => {
    const real = loadPlain.call(loader, specifier, parent, ...rest);
    if (!recorderOf.has(specifier) || isOwn(parent?.filename ?? undefined, specifier)) return real;
    if (!made.has(real)) made.set(real, replace(specifier, real));
    return made.get(real);
  };

  loader.prototype._compile = function (code, file, ...rest) {
    if (file.startsWith(request.root) && !/[\\/]node_modules[\\/]/.test(file)) note(file);
    return compilePlain.call(this, code, file, ...rest);
  };

  for (const extension of ['.ts', '.tsx', '.mts', '.cts', '.jsx']) {
    loader._extensions[extension] = (module, file) => module._compile(compiler.transpile(file, 'commonjs'), file);
  }
}

function findInProject(compiler: ProjectCompiler, specifier: string, importer: string): string | undefined {
  if (/^\.{1,2}(?:\/|$)/.test(specifier)) return findSource(path.resolve(path.dirname(importer), specifier));
  if (path.isAbsolute(specifier)) return findSource(specifier);
  return /^(?:[a-z]+:|#)/.test(specifier) ? undefined : findAliased(compiler.optionsOf(importer), specifier);
}
