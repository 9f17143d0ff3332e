import { builtinModules, isBuiltin } from 'node:module';

/** Names of the runtime's own modules without the `node:` prefix: `fs`, `fs/promises`, ... */
export const builtinNames: readonly string[] = builtinModules.filter((name) => !name.startsWith('_'));

/** `fs`, `node:fs` and the modules that exist only with the prefix (`node:test`). */
export function isBuiltinModule(specifier: string): boolean {
  return isBuiltin(specifier);
}
