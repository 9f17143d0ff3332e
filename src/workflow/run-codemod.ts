import { ToolError } from '../diagnostic/tool-error.js';
import { compareText } from '../diagnostic/sort.js';
import { directoryOf, joinPath, relativePath, type FilePath } from '../host/path.js';
import { quoteWord } from '../text/shell-word.js';
import type { RunCodemodReport } from '../report/schema.js';
import type { Workspace } from './workspace.js';

export interface RunCodemodRequest {
  readonly transform: FilePath;
  /** Files and folders. */
  readonly paths: readonly FilePath[];
  /** Without it jscodeshift is told to write nothing. */
  readonly write?: boolean;
  readonly parser?: string;
  readonly alias?: string;
  readonly ignoreEffects?: boolean;
  /** The files are those of the repository that the transform was made in: relative paths count. */
  readonly own?: boolean;
}

const timeoutMs = 30 * 60 * 1000;
const extensions = 'ts,tsx,mts,cts,js,jsx,mjs,cjs';

/** Runs a transform with the jscodeshift of the project: that is code of whoever wrote it, and the user asked for it. Throws ToolError when there is none. */
export function runCodemod(workspace: Workspace, request: RunCodemodRequest): RunCodemodReport {
  const { root, fileSystem, machine } = workspace;
  const { transform, paths, write = false, parser, alias, ignoreEffects = false, own = alias !== undefined } = request;
  for (const file of [transform, ...paths]) if (fileSystem.entryKind(file) === undefined) throw new ToolError('no such file', relativePath(root, file), 'Name a transform and the files or folders that it should change.');
  const args = [
    `--transform=${transform}`, `--extensions=${extensions}`, '--ignore-pattern=**/node_modules/**', '--fail-on-error', '--no-color',
    // CommonJS runs as it is; Babel would be loaded to leave it so.
    ...(transform.endsWith('.cjs') ? ['--no-babel'] : []),
    ...(write ? [] : ['--dry']), ...(parser === undefined ? [] : [`--parser=${parser}`]), ...(own ? [`--root=${root}`] : []),
    ...(alias === undefined ? [] : [`--alias=${alias}`]), ...(ignoreEffects ? ['--effects=ignore'] : []),
  ];
  const line = ['npx', 'jscodeshift', ...args.map((arg) => quoteWord(arg.replace(`=${root}/`, '=').replace(`=${root}`, '=.'))), ...paths.map((path) => quoteWord(relativePath(root, path) || '.'))].join(' ');
  const script = findProgram(workspace);
  if (script === undefined) throw new ToolError('jscodeshift is not installed', `there is no node_modules/jscodeshift in ${root} or above it`, `Run: ${line}`);
  workspace.progress(`Running ${relativePath(root, transform)}`);
  const { exitCode, output, timedOut } = machine.runNodeScript({ script, args: [...args, ...paths], cwd: root, timeoutMs });
  const found = readOutput(output, root);
  if (found === undefined) throw new ToolError('jscodeshift did not finish', timedOut ? 'it ran for half an hour' : output.trim().slice(-2000) || `it ended with exit code ${exitCode ?? 'none'}`, `Run it yourself: ${line}`);
  return {
    version: 1, command: 'run-codemod', transform: relativePath(root, transform), paths: paths.map((path) => relativePath(root, path) || '.'), ...found, applied: write && found.changed > 0,
    next: write || found.changed === 0 ? null : printCommand(root, request),
  };
}

function findProgram({ fileSystem, root }: Workspace): FilePath | undefined {
  for (let folder = root; ; folder = directoryOf(folder)) {
    const script = joinPath(folder, 'node_modules/jscodeshift/bin/jscodeshift.js');
    if (fileSystem.entryKind(script) === 'file') return script;
    if (folder === directoryOf(folder)) return undefined;
  }
}

/** Lines of jscodeshift's report; its processes print them in no fixed order. */
function readOutput(output: string, root: FilePath): Pick<RunCodemodReport, 'changed' | 'unchanged' | 'errors' | 'lines'> | undefined {
  const plain = output.replace(/\u001B\[[\d;]*m/g, '');
  const count = (word: string): number | undefined => {
    const found = new RegExp(`^(\\d+) ${word}$`, 'm').exec(plain)?.[1];
    return found === undefined ? undefined : Number(found);
  };
  const [errors, unmodified, skipped, ok] = [count('errors'), count('unmodified'), count('skipped'), count('ok')];
  if (errors === undefined || ok === undefined) return /^No files selected/m.test(plain) ? { changed: 0, unchanged: 0, errors: 0, lines: [] } : undefined;
  const lines = [...plain.matchAll(/^ *(REP|ERR) (.*)$/gm)].map(([, kind, text = '']) => ({ kind: kind === 'ERR' ? ('error' as const) : ('report' as const), text: text.replaceAll(`${root}/`, '') }));
  return { changed: ok, unchanged: (unmodified ?? 0) + (skipped ?? 0), errors, lines: lines.sort((a, b) => compareText(a.text, b.text)) };
}

function printCommand(root: FilePath, { transform, paths, parser, alias, ignoreEffects, own }: RunCodemodRequest): string {
  return ['decant run-codemod', quoteWord(relativePath(root, transform)), ...paths.map((path) => quoteWord(relativePath(root, path) || '.')), '--write',
    ...(parser === undefined ? [] : ['--parser', parser]), ...(alias === undefined ? [] : ['--alias', quoteWord(alias)]), ...(ignoreEffects === true ? ['--ignore-effects'] : []), ...(own === true ? ['--own'] : [])].join(' ');
}
