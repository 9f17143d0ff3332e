// Runs in the thread that Node gives to module hooks (`module.register`, Node 20 and later): how ES modules of the project are found and compiled.
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { findAliased, findSource } from './find-source.js';
import { createProjectCompiler, type ProjectCompiler } from './project-compiler.js';
import { isOwn, noteEvaluation, recorderModule, recorderUrl } from './recorder-module.js';
import type { EntryRequest } from '../model/entry-run.js';
import type { LoadHook, ResolveFnOutput, ResolveHook } from 'node:module';

interface HookData {
  readonly request: EntryRequest;
  /** Names that a recorder replaces, by package. */
  readonly replaced: Readonly<Record<string, readonly string[]>>;
}

let data: HookData;
let compiler: ProjectCompiler;

export function initialize(given: HookData): void {
  data = given;
  compiler = createProjectCompiler(given.request);
}

export const resolve: ResolveHook = async (specifier, context, next) => {
  const names = data.replaced[specifier];
  if (names !== undefined && !isOwn(context.parentURL, specifier)) {
    const { url } = await resolvePlain(specifier, context, next);
    return { url: recorderUrl(specifier, url), format: 'module', shortCircuit: true };
  }
  const parent = context.parentURL?.startsWith('file:') ? fileURLToPath(context.parentURL) : undefined;
  if (parent !== undefined && !/[\\/]node_modules[\\/]/.test(parent)) {
    const found = findInProject(specifier, parent);
    if (found !== undefined) return { url: pathToFileURL(found).href, shortCircuit: true };
  }
  return resolvePlain(specifier, context, next);
};

/** What the project's own resolution adds to that of Node: other extensions, none, folders, aliases. */
function findInProject(specifier: string, parent: string): string | undefined {
  if (/^\.{1,2}(?:\/|$)/.test(specifier)) return findSource(path.resolve(path.dirname(parent), specifier.replace(/[?#].*$/, '')));
  return /^(?:[a-z]+:|\/|#)/.test(specifier) ? undefined : findAliased(compiler.optionsOf(parent), specifier);
}

async function resolvePlain(specifier: string, context: Parameters<ResolveHook>[1], next: Parameters<ResolveHook>[2]): Promise<ResolveFnOutput> {
  try {
    return await next(specifier, context);
  } catch (error) {
    if (/^(?:\.{1,2}\/|\/|[a-z]+:)/.test(specifier)) throw error;
    for (const folder of data.request.packageFolders) {
      try {
        return await next(specifier, { ...context, parentURL: pathToFileURL(path.join(folder, 'package.json')).href });
      } catch {
        // The next folder may have it.
      }
    }
    throw error;
  }
}

export const load: LoadHook = async (url, context, next) => {
  const recorder = recorderModule(url, data.replaced);
  if (recorder !== undefined) return { format: 'module', source: recorder, shortCircuit: true };
  const file = url.startsWith('file:') ? fileURLToPath(url.replace(/[?#].*$/, '')) : undefined;
  if (file === undefined || /[\\/]node_modules[\\/]/.test(file)) return next(url, context);
  if (!compiler.isCompiled(file)) {
    const loaded = await next(url, context);
    const text = loaded.format === 'module' && loaded.source ? Buffer.from(loaded.source as Uint8Array).toString('utf8') : '';
    return text === '' || text.startsWith('#!') ? loaded : { ...loaded, source: noteEvaluation(file) + text };
  }
  const format = compiler.formatOf(file);
  if (format === 'commonjs') return { format: 'module', source: requiringModule(file, compiler.transpile(file, format)), shortCircuit: true };
  return { format, source: noteEvaluation(file) + compiler.transpile(file, 'module'), shortCircuit: true };
};

/**
 * ES module in front of a file that is compiled to CommonJS and is required, where the other half of the hooks waits. Node would look for the names
 * of its exports in the text on disk, which is TypeScript.
 */
function requiringModule(file: string, code: string): string {
  const names = [...code.matchAll(/^\s*exports\.([A-Za-z_$][\w$]*) = |^\s*Object\.defineProperty\(exports, "([A-Za-z_$][\w$]*)"/gm)].map(([, assigned, defined]) => (assigned ?? defined)!);
  const own = [...new Set(names)].filter((name) => name !== 'default' && name !== '__esModule');
  return [
    "import { createRequire } from 'node:module';",
    `const required = createRequire(import.meta.url)(${JSON.stringify(file)});`,
    ...own.map((name, index) => `const name${index} = required[${JSON.stringify(name)}]; export { name${index} as ${name} };`),
    'export default required;',
  ].join('\n');
}
