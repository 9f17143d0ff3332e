import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createMachine } from '../../../src/host/machine.js';
import { createNodeFileSystem } from '../../../src/host/node-file-system.js';
import { filePath } from '../../../src/host/path.js';
import { check } from '../../../src/workflow/check.js';
import { openWorkspace } from '../../../src/workflow/workspace.js';
import type { CheckReport } from '../../../src/report/schema.js';
import type { CheckOptions } from '../../../src/workflow/check.js';

export const baselineName = '.decant-baseline.json';

export interface RunOptions extends Partial<Omit<CheckOptions, 'paths'>> {
  readonly paths?: readonly string[];
  /** Relative to the folder. */
  readonly root?: string;
  readonly cache?: string;
}

/** A folder that is a git repository, unless said otherwise. */
export interface Repository {
  readonly folder: string;
  readonly write: (files: Readonly<Record<string, string | Uint8Array>>) => void;
  readonly remove: (...files: string[]) => void;
  readonly read: (file: string) => string;
  readonly git: (...args: string[]) => string;
  /** Everything that is there. */
  readonly commit: (message?: string) => void;
  /** At depth `scan`, unless said otherwise. */
  readonly check: (options?: RunOptions) => CheckReport;
  readonly notices: string[];
}

const made: string[] = [];

export function removeRepositories(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export function makeFolder(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'decant-check-')));
  made.push(folder);
  return folder;
}

/** Identity, branch name and settings do not come from the machine. */
const environment = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'cook',
  GIT_AUTHOR_EMAIL: 'cook@example.org',
  GIT_COMMITTER_NAME: 'cook',
  GIT_COMMITTER_EMAIL: 'cook@example.org',
};

export function openRepository(folder: string, isGit = true): Repository {
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: folder, env: environment, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  if (isGit) git('init', '-q', '-b', 'main', '.');
  const notices: string[] = [];
  return {
    folder,
    write: (files) => {
      for (const [name, content] of Object.entries(files)) {
        mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
        writeFileSync(path.join(folder, name), content);
      }
    },
    remove: (...files) => {
      for (const file of files) rmSync(path.join(folder, file));
    },
    read: (file) => readFileSync(path.join(folder, file), 'utf8'),
    git,
    commit: (message = 'change') => {
      git('add', '-A');
      git('commit', '-q', '-m', message);
    },
    check: ({ root = '.', paths = [], cache, ...options } = {}) => {
      const top = filePath(root, folder);
      const workspace = openWorkspace({
        fileSystem: createNodeFileSystem(),
        root: top,
        machine: createMachine(),
        notice: (text) => notices.push(text),
        ...(cache === undefined ? {} : { cache: { folder: filePath(cache) } }),
      });
      return check(workspace, { depth: 'scan', ...options, paths: paths.map((each) => filePath(each, top)) });
    },
    notices,
  };
}

export function makeRepository(files: Readonly<Record<string, string | Uint8Array>>, isGit = true): Repository {
  const repository = openRepository(makeFolder(), isGit);
  repository.write(files);
  if (isGit) repository.commit();
  return repository;
}

/** A file with so many code lines, each of its own. */
export function lines(count: number, name = 'item'): string {
  return Array.from({ length: count }, (_, index) => `export const ${name}${index} = ${index};\n`).join('');
}

/** A module that imports others and calls them later; long enough to be known again by git when its imports change. */
export function module(...imports: string[]): string {
  const names = imports.map((specifier, index) => [`part${index}`, specifier] as const);
  const head = names.map(([name, specifier]) => `import { value as ${name} } from '${specifier}';\n`).join('');
  return `${head}export const value = (): unknown => [${names.map(([name]) => name).join(', ')}];\n${lines(12, 'label')}`;
}

/** `standing id` of each finding, and the file if it belongs to one. */
export function standings(report: CheckReport): string[] {
  return report.diagnostics.map((found) => `${found.standing} ${found.id}${found.id === 'import-cycle' ? '' : ` ${found.at.file}`}`).sort();
}
