import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The tools that decant is measured against, at the versions that the figures in the documents were taken with. */
const versions = { oxlint: '1.94.0', 'rev-dep': '2.19.1', madge: '8.0.0', dpdm: '4.3.0', typescript: '5.9.3' } as const;

export interface Peer {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  /** What its output says of how many files it has looked at. */
  readonly filesIn?: RegExp;
  /** Too slow to be run as often as the others. */
  readonly slow?: boolean;
}

/** The plugins for ESLint that find cycles, and what resolves TypeScript for them. */
export const lintVersions = { eslint: '9.39.5', 'typescript-eslint': '8.73.0', 'eslint-plugin-import-x': '4.18.1', 'eslint-plugin-import': '2.32.0', 'eslint-import-resolver-typescript': '4.4.5', typescript: '5.9.3' } as const;

/** Installs the peers once into `folder`, which git ignores. */
export function installPeers(folder: string): readonly Peer[] {
  installInto(folder, versions);
  const oxlintrc = path.join(folder, 'oxlintrc.json');
  // Nobody else reads the ignore file of ESLint. The one of medusa has oxlint look at 2,195 of 7,376 files, in less than half of the time.
  const noIgnores = path.join(folder, 'no-ignores');
  writeFileSync(noIgnores, '');
  writeFileSync(oxlintrc, JSON.stringify({ plugins: ['import'], categories: { correctness: 'off' }, rules: { 'import/no-cycle': 'error' } }));
  const bin = (name: string): string => path.join(folder, 'node_modules', '.bin', name);
  return [
    { name: `oxlint ${versions.oxlint}, import/no-cycle only`, program: bin('oxlint'), args: ['-c', oxlintrc, '--ignore-path', noIgnores, '--quiet', '.'], filesIn: / on (\d+) files/ },
    { name: `rev-dep ${versions['rev-dep']} circular`, program: bin('rev-dep'), args: ['circular'] },
    { name: `madge ${versions.madge} --circular`, program: bin('madge'), args: ['--circular', '--extensions', 'ts,tsx,js,jsx,mjs,cjs,mts,cts', '.'], filesIn: /Processed (\d+) files/, slow: true },
    { name: `dpdm ${versions.dpdm}, types and all`, program: bin('dpdm'), args: dpdm(), slow: true },
    // The question that the others answer: circles of what is left when TypeScript has erased the types.
    { name: `dpdm ${versions.dpdm} --transform`, program: bin('dpdm'), args: dpdm('--transform'), slow: true },
  ];
}

function dpdm(...more: readonly string[]): readonly string[] {
  return ['--no-tree', '--no-warning', '--no-progress', ...more, './**/*.{ts,tsx,js,jsx,mjs,cjs}'];
}

/** Installs packages once into a folder of their own. */
export function installInto(folder: string, dependencies: Readonly<Record<string, string>>): void {
  mkdirSync(folder, { recursive: true });
  const manifest = JSON.stringify({ name: 'bench-peers', private: true, dependencies }, null, 2);
  const file = path.join(folder, 'package.json');
  if (existsSync(file) && readFileSync(file, 'utf8') === manifest && existsSync(path.join(folder, 'node_modules'))) return;
  writeFileSync(file, manifest);
  const install = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder, stdio: 'inherit' });
  if (install.status !== 0) throw new Error('npm could not install the peers');
}
