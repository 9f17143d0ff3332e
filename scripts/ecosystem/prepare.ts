import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { must, shell } from './shell.js';
import type { EcosystemPackage } from './package.js';

const install = 'npm install --no-audit --no-fund --ignore-scripts --legacy-peer-deps --loglevel=error';

/** Unpacks and installs a package below `cache`, once. Returns the folder, which nobody writes to. */
export function preparePackage(cache: string, definition: EcosystemPackage): string {
  const folder = join(cache, definition.spec.replaceAll('/', '+'));
  if (existsSync(folder)) return folder;
  // Under another name until it is complete: an interrupted installation must not be taken for a prepared package.
  const fresh = `${folder}.tmp`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  const tarball = must(shell(`npm pack '${definition.spec}' --silent`, fresh)).output.trim().split('\n').at(-1)!;
  must(shell(`tar xzf ${tarball} --strip-components=1 2>/dev/null && rm ${tarball} && chmod -R u+rwX .`, fresh));
  layOut(fresh, definition);
  must(shell(`${install} ${definition.tools ? `-D ${definition.tools.map((tool) => `'${tool}'`).join(' ')}` : ''}`, fresh));
  if (definition.setup) must(shell(definition.setup, fresh));
  renameSync(fresh, folder);
  return folder;
}

function layOut(folder: string, { keep, remove = [], tsconfig, files = {} }: EcosystemPackage): void {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>;
  delete manifest['devDependencies'];
  delete manifest['scripts'];
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
  for (const entry of readdirSync(folder)) {
    if (keep && ![...keep, 'package.json'].includes(entry)) rmSync(join(folder, entry), { recursive: true });
  }
  for (const entry of remove) rmSync(join(folder, entry), { recursive: true, force: true });
  if (tsconfig) {
    const compilerOptions = { strict: true, skipLibCheck: true, noEmit: true, esModuleInterop: true, resolveJsonModule: true, ...tsconfig.compilerOptions };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ ...tsconfig, compilerOptions }, null, 2));
  }
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
}

/** A fresh copy to work on. What is installed is linked, file by file, since nobody edits it. */
export function copyPackage(pristine: string, work: string): string {
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work);
  for (const entry of readdirSync(pristine)) must(shell(`cp ${entry === 'node_modules' ? '-al' : '-a'} '${join(pristine, entry)}' '${work}/'`, work));
  return work;
}
