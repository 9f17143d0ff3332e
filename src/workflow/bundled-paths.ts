import type { FileSystem } from '../host/file-system.js';
import { directoryOf, isInside, joinPath, type FilePath } from '../host/path.js';
import type { ModuleModel, Pin, Statement } from '../model/module-model.js';

/** Bundlers that look at `new URL('./menu.json', import.meta.url)` while they build and write a path that is right wherever the code ends up. */
const rewriting = /\b(?:vite|webpack|rspack|rsbuild|parcel|next)\b/;
const bundling = /\b(?:esbuild|tsup|tsdown|ncc|webpack|rspack|rsbuild|rslib|rollup|rolldown|parcel|microbundle|pkgroll|bunchee|unbuild|(?:vite|bun|next|father) build)\b/;

/** The first script of the nearest package.json that builds one file of many, as `name: command`. */
export function findBundler(fileSystem: FileSystem, root: FilePath, source: FilePath): string | undefined {
  for (let folder = directoryOf(source); isInside(root, folder); folder = directoryOf(folder)) {
    const bytes = fileSystem.readBytes(joinPath(folder, 'package.json'));
    if (bytes) return readScripts(new TextDecoder().decode(bytes)).find((script) => bundling.test(script));
    if (folder === root) break;
  }
  return undefined;
}

function readScripts(text: string): readonly string[] {
  try {
    const { scripts } = JSON.parse(text) as { scripts?: unknown };
    if (typeof scripts !== 'object' || scripts === null) return [];
    return Object.entries(scripts).flatMap(([name, command]) => (typeof command === 'string' ? [`${name}: ${command}`] : []));
  } catch {
    return [];
  }
}

/**
 * `path.join(__dirname, 'views')` from `dist/server.js` is `dist/views` whatever folder the code came from, so that `'../views'` of a
 * moved statement would leave `dist`. Where the project builds one file, such statements stay in the file whose path they were written for.
 */
export function pinBundledPaths(model: ModuleModel, bundler: string | undefined): ModuleModel {
  if (bundler === undefined) return model;
  const statements = model.statements.map((statement): Statement => {
    const pins = statement.imports.flatMap(({ form, span }): Pin[] =>
      form === 'folder-path' || (form === 'url-path' && !rewriting.test(bundler))
        ? [{ kind: 'file-path', span, because: `computes a path from its own place, and package.json builds one file (${bundler})` }]
        : []);
    return pins.length === 0 ? statement : { ...statement, pins: [...statement.pins, ...pins] };
  });
  return { ...model, statements };
}
