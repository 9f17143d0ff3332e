import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { ts } from 'ts-morph';

const written: Readonly<Record<string, readonly string[]>> = { '.js': ['.ts', '.tsx', '.jsx'], '.mjs': ['.mts'], '.cjs': ['.cts'], '.jsx': ['.tsx'] };
const extensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json'];

/** The source file that a path means: `./cart.js` is `cart.ts`, `./cart` any of them, a folder its index. Undefined when there is none but the file itself. */
export function findSource(target: string): string | undefined {
  const extension = path.extname(target);
  const stem = target.slice(0, target.length - extension.length);
  const candidates = [
    ...(written[extension] ?? []).map((other) => stem + other),
    target,
    ...extensions.map((other) => target + other),
    ...extensions.map((other) => path.join(target, `index${other}`)),
  ];
  return candidates.find((candidate) => existsSync(candidate) && statSync(candidate).isFile());
}

/** The same for the aliases of a tsconfig, `paths` before `baseUrl`. */
export function findAliased(options: ts.CompilerOptions, specifier: string): string | undefined {
  const base = options.baseUrl ?? (options as { pathsBasePath?: string }).pathsBasePath;
  if (base === undefined) return undefined;
  for (const [pattern, targets] of Object.entries(options.paths ?? {})) {
    const [before, after] = pattern.split('*') as [string, string | undefined];
    const matched = after === undefined ? (specifier === pattern ? '' : undefined) : specifier.startsWith(before) && specifier.endsWith(after) && specifier.length >= before.length + after.length ? specifier.slice(before.length, specifier.length - after.length) : undefined;
    if (matched === undefined) continue;
    for (const target of targets) {
      const found = findSource(path.resolve(base, target.replace('*', () => matched)));
      if (found !== undefined) return found;
    }
  }
  return options.baseUrl === undefined ? undefined : findSource(path.resolve(options.baseUrl, specifier));
}
