import { baseName, directoryOf, filePath, type FilePath } from '../host/path.js';
import { originOf } from './assemble.js';
import type { Project } from '../model/project.js';

const wiringName =
  /^(?:package\.json|[jt]sconfig[^/]*\.json|pnpm-workspace\.yaml|package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|\.pnp\.c?js)$/;

/**
 * Whether a file decides what imports of the project mean: by its name, or because some tsconfig extends it, or tries to. Every
 * other file matters only to who imports it: a README.md or a fixture must not make seven thousand files be linked again.
 */
export function createWiringTest(project: Project): (file: FilePath) => boolean {
  let chain: ReadonlySet<FilePath> | undefined;
  return (file) => wiringName.test(baseName(file)) || (file.endsWith('.json') && (chain ??= readChain(project)).has(file));
}

/** What the tsconfigs of the project extend. A project from the cache has not read them: one file of each makes it do so. */
function readChain(project: Project): ReadonlySet<FilePath> {
  const { resolver } = originOf(project);
  const seen = new Set<string>();
  for (const file of project.files.keys()) {
    const { tsconfig } = project.compilerFacts(file);
    if (tsconfig === undefined || seen.has(tsconfig)) continue;
    seen.add(tsconfig);
    resolver.compilerFacts(file);
  }
  return new Set(resolver.configFiles());
}

/** Whether a tsconfig with that text may extend another file: by path, or as a file of a package, whose folder is not looked for. */
export function mayExtend(file: FilePath, text: string, other: FilePath): boolean {
  const specifiers = [...text.matchAll(/"extends"\s*:\s*(\[[^\]]*\]|"[^"]*")/g)].flatMap(([, value]) => [...value!.matchAll(/"([^"]*)"/g)].map((match) => match[1]!));
  return specifiers.some((specifier) => {
    const isPath = /^(?:\.{1,2}(?:\/|$)|\/)/.test(specifier);
    const end = isPath ? filePath(specifier, directoryOf(file)) : `/${specifier.replace(/^(?:@[^/]+\/)?[^/]+\//, '')}`;
    return [end, `${end}.json`].some((path) => (isPath ? other === path : other.endsWith(path)));
  });
}
