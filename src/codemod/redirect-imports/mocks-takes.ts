import type { FilePath } from '../../host/path.js';
import type { ModuleUse } from '../../model/importer.js';
import type { RedirectInput } from './redirect-input.js';
import { targetOf } from './specifiers.js';

/** Names that a file takes from a module while it runs, by the name in the module. `isWhole`: it takes what no list of names says. */
export interface Takes {
  readonly names: ReadonlyMap<string, ReadonlySet<string>>;
  readonly isWhole: boolean;
}

/** What files take from modules, types aside; read once a pair. */
export function createTakes(input: RedirectInput): (file: FilePath, target: FilePath) => Takes {
  const known = new Map<string, Takes>();
  return (file, target) => {
    const key = `${file}\u0000${target}`;
    const found = known.get(key) ?? readTakes(input, file, target);
    known.set(key, found);
    return found;
  };
}

function readTakes(input: RedirectInput, file: FilePath, target: FilePath): Takes {
  const names = new Map<string, Set<string>>();
  let isWhole = false;
  const add = (name: string, local: string): void => {
    names.set(name, (names.get(name) ?? new Set()).add(local));
  };
  const importer = input.readImporter(file, (specifier) => targetOf(input, file, specifier) === target);
  for (const use of importer.uses) {
    if (use.isType) continue;
    for (const { imported, local, typeOnly } of use.names) if (!typeOnly) add(imported, local);
    for (const { name, isType } of use.namespace?.members ?? []) if (!isType) add(name, use.namespace!.local);
    isWhole ||= use.whole !== undefined || use.namespace?.escapes !== undefined || use.form === 'export-star';
  }
  return { names, isWhole: isWhole || importer.problem !== undefined };
}

/** The place where a use puts something in place of members that cannot be told. */
export function replacedAt({ replacedAt, namespace }: ModuleUse): number | undefined {
  return (replacedAt ?? namespace?.replacedAt)?.start;
}
