import type { FileSystem } from '../host/file-system.js';
import { joinPath, type FilePath } from '../host/path.js';
import { printList, printQuantity } from '../text/wording.js';
import { isRecord } from './init-values.js';

/** Something that was seen in the root. */
export interface FoundFact {
  readonly what: string;
  /** Where, for a fact of one file. */
  readonly file: string;
}

export interface ProjectFacts {
  readonly found: readonly FoundFact[];
  /** Commands of the user's own, as a person types them. */
  readonly commands: { readonly typecheck?: string; readonly test?: string };
}

/** By lock file; the first that is there wins. */
const managers = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
] as const;

const typecheckScripts = ['typecheck', 'type-check', 'check-types', 'check:types', 'types:check'];

/** What `npm init` writes where there are no tests. */
const placeholder = /^echo\s+["']?Error: no test specified["']?\s*&&\s*exit 1$/;

/** What the root says by itself. `manifest` is its package.json, if there is one. */
export function readProjectFacts(fileSystem: FileSystem, root: FilePath, manifest: unknown): ProjectFacts {
  const has = (name: string) => fileSystem.entryKind(joinPath(root, name)) === 'file';
  const found: FoundFact[] = [];
  if (has('tsconfig.json')) found.push({ what: 'TypeScript', file: 'tsconfig.json' });
  const workspaces = isRecord(manifest) ? manifest['workspaces'] : undefined;
  const patterns = isRecord(workspaces) ? workspaces['packages'] : workspaces;
  if (has('pnpm-workspace.yaml')) found.push({ what: 'workspaces', file: 'pnpm-workspace.yaml' });
  else if (Array.isArray(patterns) && patterns.length > 0) found.push({ what: `workspaces ${printList(patterns.map(String))}`, file: 'package.json' });

  const scripts = isRecord(manifest) && isRecord(manifest['scripts']) ? manifest['scripts'] : {};
  const script = (name: string): string | undefined => (typeof scripts[name] === 'string' && scripts[name].trim() !== '' ? scripts[name].trim() : undefined);
  const manager = findManager(manifest, has);
  const typecheck = typecheckScripts.find((name) => script(name) !== undefined);
  const test = script('test');
  const hasTest = test !== undefined && !placeholder.test(test);
  const commands = {
    ...(typecheck === undefined ? {} : { typecheck: `${manager} run ${typecheck}` }),
    // `bun test` is bun's own runner, whatever the script says.
    ...(hasTest ? { test: manager === 'bun' ? 'bun run test' : `${manager} test` } : {}),
  };
  const names = Object.values(commands);
  if (names.length > 0) found.push({ what: `${printQuantity(names.length, 'command')}: ${names.map((name) => `\`${name}\``).join(' and ')}`, file: 'package.json' });
  return { found, commands };
}

/** The field `packageManager` is the user's own word; a lock file is a trace. */
function findManager(manifest: unknown, has: (name: string) => boolean): string {
  const field = isRecord(manifest) ? manifest['packageManager'] : undefined;
  const named = typeof field === 'string' ? /^(npm|pnpm|yarn|bun)@/.exec(field)?.[1] : undefined;
  return named ?? managers.find(([file]) => has(file))?.[1] ?? 'npm';
}
