// A split that a person made and that everybody lets pass: it drops the import of a worker and moves a Graphile task to a folder of its own.
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../repository.js';

const frameworks = `${repositoryRoot}/test/frameworks/node_modules`;

/** Why the accident cannot be laid out here; undefined when it can. */
export function findMissing(): string | undefined {
  return existsSync(`${frameworks}/graphile-worker`) ? undefined : 'test/frameworks/node_modules is missing: run `npm install --no-save` there';
}

/** The folders `before` and `after`, with the packages that both need. The type-check and the tests are run there. */
export function layOutAccident(folder: string): void {
  const packages = join(folder, 'node_modules');
  mkdirSync(packages, { recursive: true });
  const own = ['typescript', 'vitest'];
  for (const name of readdirSync(frameworks).filter((name) => !name.startsWith('.') && !own.includes(name))) symlinkSync(join(frameworks, name), join(packages, name), 'junction');
  for (const name of own) symlinkSync(join(repositoryRoot, 'node_modules', name), join(packages, name), 'junction');
  for (const side of ['before', 'after']) {
    cpSync(`${repositoryRoot}/fixtures/programs/production-accident/${side}`, join(folder, side), { recursive: true });
    symlinkSync(packages, join(folder, side, 'node_modules'), 'junction');
  }
}

export const accidentCommands = { typecheck: 'node node_modules/typescript/bin/tsc --noEmit', test: 'node node_modules/vitest/vitest.mjs run' };
