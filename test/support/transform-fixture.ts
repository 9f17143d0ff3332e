import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../../scripts/repository.js';
import { defaultConfig } from '../../src/config/config.js';
import { createMachine } from '../../src/host/machine.js';
import { createMemoryFileSystem } from '../../src/host/memory-file-system.js';
import { filePath, joinPath } from '../../src/host/path.js';
import { writeCodemod } from '../../src/workflow/write-codemod.js';
import type { CodemodReport } from '../../src/report/schema.js';
import type { Folder } from './folder.js';

export interface TransformCase {
  readonly description: string;
  /** Relative to input/. */
  readonly facade: string;
  /** What a user adds to the command line of jscodeshift. */
  readonly options?: Readonly<Record<string, string>>;
  /** What is reported, as `file:line:column text`. */
  readonly report?: readonly string[];
  /** Entry of a program that prints the same before and after. */
  readonly run?: string;
}

export interface Transform {
  (file: { readonly path: string; readonly source: string }, api: object, options: object): string | undefined;
  readonly homes: Readonly<Record<string, { readonly module?: string; readonly file: string; readonly name: string; readonly isType: boolean }>>;
}

interface Core {
  withParser(name: string): Core;
}

const packages = join(repositoryRoot, 'test/jscodeshift');
export const hasJscodeshift = existsSync(join(packages, 'node_modules/jscodeshift'));
export const whyNotRun = hasJscodeshift ? '' : ' (skipped: test/jscodeshift/node_modules is absent; .ci/run installs it)';
export const parsers = ['babel', 'ts', 'tsx'] as const;
export const jscodeshiftProgram = join(packages, 'node_modules/jscodeshift/bin/jscodeshift.js');
export const jscodeshiftModules = join(packages, 'node_modules');

const root = filePath('/kitchen');

/** The files that `migrate --codemod` writes for a folder, by name, and its report. */
export function writeTransform(folder: Folder, facade: string, output = 'migrations/moved.cjs'): { readonly report: CodemodReport; readonly files: ReadonlyMap<string, string> } {
  const fileSystem = createMemoryFileSystem(Object.fromEntries([...folder].map(([file, bytes]) => [joinPath(root, file), new Uint8Array(bytes)])));
  const workspace = { fileSystem, root, config: defaultConfig, machine: createMachine(), progress: () => undefined, notice: () => undefined };
  const report = writeCodemod(workspace, { facade: joinPath(root, facade), output: joinPath(root, output), version: '1.2.3' });
  return { report, files: new Map(report.written.map((file) => [file, fileSystem.readText(joinPath(root, file))!])) };
}

/** Loads the text of a transform as Node does. */
export function loadTransform(text: string): Transform {
  const folder = mkdtempSync(join(tmpdir(), 'decant-transform-'));
  try {
    writeFileSync(join(folder, 'moved.cjs'), text);
    return createRequire(join(folder, 'main.cjs'))('./moved.cjs') as Transform;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface TransformOutcome {
  readonly changed: Folder;
  readonly after: Folder;
  readonly report: readonly string[];
}

/** Runs a transform on every source file of a folder with the real jscodeshift. */
export function transformFolder(transform: Transform, folder: Folder, parser: string, options: object = {}): TransformOutcome {
  const core = (createRequire(join(packages, 'package.json'))('jscodeshift') as Core).withParser(parser);
  const report: string[] = [];
  const changed = new Map<string, Buffer>();
  for (const [file, bytes] of folder) {
    if (!/\.[cm]?[jt]sx?$/.test(file)) continue;
    const api = { j: core, jscodeshift: core, stats: () => undefined, report: (line: string) => report.push(`${file}:${line}`) };
    const source = bytes.toString('utf8');
    const text = transform({ path: join(root, file), source }, api, { root, ...options });
    if (text !== undefined && text !== source) changed.set(file, Buffer.from(text, 'utf8'));
  }
  return { changed, after: new Map([...folder, ...changed]), report };
}
