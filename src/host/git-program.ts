import process from 'node:process';
import { readProgram } from './process-runner.js';
import type { FilePath } from './path.js';

const timeoutMs = 120_000;

interface GitOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** What git reads. */
  readonly input?: string | Uint8Array;
  /** Further settings, each `name=value`. */
  readonly settings?: readonly string[];
}

export interface GitOutput {
  /** Undefined when git could not be started or was ended. */
  readonly exitCode: number | undefined;
  /** Without what git says aside: warnings and traces are no data. */
  readonly stdout: Uint8Array;
  readonly stderr: string;
}

/**
 * Settings of a repository that name programs for git to run, and what takes their place: the repository under study may have
 * been made by a stranger. Filters have names of their own, see `withoutFilters`; `--no-ext-diff` and `--no-textconv` belong to
 * the commands that know them.
 */
const harmless = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.pager=cat',
  'log.showSignature=false',
  'diff.relative=false',
  'protocol.allow=never',
  'protocol.ext.allow=never',
].flatMap((setting) => ['-c', setting]);

const environment = {
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_LAZY_FETCH: '1',
  // Git before 2.44 fetches what a partial clone lacks all the same, through whatever program the repository names for it.
  GIT_ALLOW_PROTOCOL: '',
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C',
};

/** Runs git so that it executes nothing that a repository names. NUL bytes end paths where asked for with -z, so that none needs quotes. */
export function readGit(cwd: FilePath, args: readonly string[], { env = {}, input, settings = [] }: GitOptions = {}): GitOutput {
  return readProgram({
    program: 'git',
    args: [...harmless, ...settings.flatMap((setting) => ['-c', setting]), ...args],
    cwd,
    timeoutMs,
    env: { ...withoutTraces(), ...environment, ...env },
    ...(input === undefined ? {} : { input }),
  });
}

/** Standard output as text, without the line feed at its end; undefined when git fails. */
export function readGitText(cwd: FilePath, args: readonly string[]): string | undefined {
  const run = readGit(cwd, args);
  return run.exitCode === 0 ? new TextDecoder().decode(run.stdout).replace(/\r?\n$/, '') : undefined;
}

/** What git gives as its reason: the first line that is one. */
export function explainFailure({ exitCode, stderr }: GitOutput): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const reason = lines.find((line) => /^(?:fatal|error): /.test(line)) ?? lines[0];
  return reason?.replace(/^(?:fatal|error): /, '') ?? (exitCode === undefined ? 'git could not be started' : 'git ended without a message');
}

/**
 * Settings that turn off every filter program of the repository and the user, for commands that read or write files of the working
 * tree. Text is the reason why that cannot be done: `-c` cannot name a filter with an equals sign in its name.
 */
export function withoutFilters(cwd: FilePath): readonly string[] | string {
  const run = readGit(cwd, ['config', '--null', '--name-only', '--get-regexp', '^filter\\.']);
  // 1: there is none.
  if (run.exitCode === 1) return [];
  if (run.exitCode !== 0) return explainFailure(run);
  const keys = new TextDecoder().decode(run.stdout).split('\0').filter((key) => key !== '');
  const names = [...new Set(keys.map((key) => key.replace(/^filter\./, '').replace(/\.?[^.]*$/, '')))].filter((name) => name !== '');
  const unnameable = names.find((name) => name.includes('='));
  if (unnameable !== undefined) return `the filter ${JSON.stringify(unnameable)} of the git configuration would run, and cannot be turned off`;
  return names.flatMap((name) => [`filter.${name}.clean=`, `filter.${name}.smudge=`, `filter.${name}.process=`, `filter.${name}.required=false`]);
}

/** Traces may be sent to standard output or into files; a diff program of the user's has no say in what changed. */
function withoutTraces(): Readonly<Record<string, undefined>> {
  const names = Object.keys(process.env).filter((name) => /^GIT_(?:TRACE|TR2|CURL_VERBOSE$|EXTERNAL_DIFF$)/i.test(name));
  return Object.fromEntries(names.map((name) => [name, undefined]));
}
