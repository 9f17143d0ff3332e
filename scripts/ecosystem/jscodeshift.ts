import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { must, shell } from './shell.js';

export const jscodeshiftSpec = 'jscodeshift@17.4.0';
export type ShiftParser = 'babel' | 'ts' | 'tsx';

const extensions = 'ts,tsx,mts,cts,js,jsx,mjs,cjs';

/** Installs it from the registry, once, outside of every package that it is run on. */
export function prepareJscodeshift(cache: string): string {
  const folder = join(cache, jscodeshiftSpec);
  if (existsSync(folder)) return folder;
  const fresh = `${folder}.tmp`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  writeFileSync(join(fresh, 'package.json'), '{ "private": true }');
  must(shell(`npm install --no-audit --no-fund --loglevel=error '${jscodeshiftSpec}'`, fresh));
  renameSync(fresh, folder);
  return folder;
}

export interface Shift {
  readonly changed: number;
  readonly errors: number;
  /** What the transform says: `file line:column text`. */
  readonly lines: readonly string[];
}

/** The command of the docs, as a user types it: its own worker, its own Babel around the transform. */
export function runJscodeshift(jscodeshift: string, folder: string, transform: string, parser: ShiftParser, paths: readonly string[], options = ''): Shift {
  const { output, errors } = shell(`node '${jscodeshift}/node_modules/jscodeshift/bin/jscodeshift.js' -t '${transform}' --parser=${parser} --extensions=${extensions} --ignore-pattern='**/node_modules/**' ${options} ${paths.map((path) => `'${path}'`).join(' ')}`, folder);
  const count = (word: string): number => Number(new RegExp(`^(\\d+) ${word}`, 'm').exec(output)?.[1] ?? NaN);
  if (Number.isNaN(count('ok')) && !/^No files selected/m.test(output)) throw new Error(`jscodeshift did not finish: ${(output + errors).slice(-1000)}`);
  const lines = [...output.matchAll(/^ *REP (.*)$/gm)].map(([, text]) => text!.replaceAll(`${folder}/`, ''));
  return { changed: count('ok') || 0, errors: count('errors') || 0, lines };
}

/** Source files below some paths, by path relative to the folder. */
export function readSources(folder: string, paths: readonly string[]): ReadonlyMap<string, Buffer> {
  const files = paths.flatMap((path) => (statSync(join(folder, path)).isFile() ? [path] : readdirSync(join(folder, path), { recursive: true, encoding: 'utf8' }).map((file) => (path === '.' ? file : `${path}/${file}`))));
  const code = files.filter((file) => /\.(?:[cm]?[jt]s|[jt]sx)$/.test(file) && !/(?:^|\/)node_modules\//.test(file));
  return new Map(code.sort().map((file) => [file, readFileSync(join(folder, file))]));
}
