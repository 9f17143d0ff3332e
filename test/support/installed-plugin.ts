// decant as a project has it in node_modules, built from the sources as they are: lint workers and the command line of ESLint run outside of vitest,
// and dist may be old.
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { repositoryRoot } from '../../scripts/repository.js';

/** Writes `node_modules/<name>` into a folder. `name`: another one is what the configuration of before ESLint 9 looks for. */
export function installPlugin(folder: string, name = 'decant'): void {
  const modules = join(folder, 'node_modules');
  const own = join(modules, name);
  mkdirSync(own, { recursive: true });
  copyFileSync(join(repositoryRoot, 'package.json'), join(own, 'package.json'));
  const { dependencies } = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
  for (const each of Object.keys(dependencies)) symlinkSync(join(repositoryRoot, 'node_modules', each), join(modules, each));
  buildSync({
    absWorkingDir: repositoryRoot, entryPoints: { eslint: 'rules/plugin.ts' }, outdir: join(own, 'dist'), chunkNames: 'chunks/[name]-[hash]',
    bundle: true, splitting: true, format: 'esm', platform: 'node', target: 'node20', external: Object.keys(dependencies), logLevel: 'warning',
  });
}

/** Writes files by their path in a folder. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(join(folder, file, '..'), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
}
