import { directoryOf, joinPath, relativePath } from '../host/path.js';
import type { FilePath } from '../host/path.js';
import type { CommandPair, CommandRun } from '../verify/check.js';
import type { Workspace } from './workspace.js';

/** A command of the user's own that judges the project from outside. */
export interface UserCommand {
  /** As a person would type it. */
  readonly label: string;
  readonly run: () => CommandRun;
}

export interface Unavailable {
  readonly reason: string;
}

const timeoutMs = 30 * 60 * 1000;

/** `false` switches the type-check off; undefined means the configuration's, or the project's own tsc where there is one. */
export function chooseTypeCheck(workspace: Workspace, choice: string | false | undefined, tsconfig: FilePath | undefined): UserCommand | Unavailable {
  if (choice === false) return { reason: 'switched off with --no-typecheck' };
  const command = choice ?? workspace.config.typecheck;
  if (command !== undefined) return shellCommand(workspace, command);
  if (tsconfig === undefined) return { reason: 'no tsconfig.json governs the file; name a command with --typecheck' };
  const compiler = findCompiler(workspace, directoryOf(tsconfig));
  if (compiler === undefined) return { reason: 'typescript is not installed in the project; name a command with --typecheck' };
  return compilerCommand(workspace, compiler, tsconfig);
}

/** Tests are run only when somebody asked for it, by flag or configuration: they are code of the project. */
export function chooseTest(workspace: Workspace, choice: string | undefined): UserCommand | Unavailable {
  const command = choice ?? workspace.config.test;
  return command === undefined ? { reason: 'no test command; name one with --test' } : shellCommand(workspace, command);
}

/** Runs nothing: says that the command will run with --write. */
export function postpone(command: UserCommand | Unavailable): Unavailable {
  return 'reason' in command ? command : { reason: `\`${command.label}\` runs with --write` };
}

export function isAvailable(command: UserCommand | Unavailable): command is UserCommand {
  return 'run' in command;
}

/** Runs `between` between the two runs of each command. A command that is unavailable keeps its reason. */
export function runAround<T>(commands: readonly (UserCommand | Unavailable)[], between: () => T): { readonly result: T; readonly runs: readonly (CommandPair | Unavailable)[] } {
  const before = commands.map((command) => (isAvailable(command) ? command.run() : undefined));
  const result = between();
  const runs = commands.map((command, index) => (isAvailable(command) ? { before: before[index]!, after: command.run() } : command));
  return { result, runs };
}

function shellCommand(workspace: Workspace, command: string): UserCommand {
  return {
    label: command,
    run: () => {
      workspace.progress(`Running ${command}`);
      const { exitCode, output, timedOut } = workspace.machine.runCommand({ command, cwd: workspace.root, timeoutMs });
      return { command, exitCode, output, timedOut };
    },
  };
}

/** From the folder of the tsconfig upward, beyond the root too: that is where Node and editors find it. */
function findCompiler({ fileSystem }: Workspace, start: FilePath): FilePath | undefined {
  for (let folder = start; ; folder = directoryOf(folder)) {
    const script = joinPath(folder, 'node_modules/typescript/bin/tsc');
    if (fileSystem.entryKind(script) === 'file') return script;
    if (folder === directoryOf(folder)) return undefined;
  }
}

function compilerCommand(workspace: Workspace, script: FilePath, tsconfig: FilePath): UserCommand {
  const { machine, root } = workspace;
  const project = relativePath(root, tsconfig);
  const label = `tsc --noEmit -p ${project}`;
  const run = (args: readonly string[]) => machine.runNodeScript({ script, args: ['-p', tsconfig, ...args], cwd: root, timeoutMs });
  return {
    label,
    run: () => {
      workspace.progress(`Running ${label}`);
      // An incremental project writes its build info even with --noEmit: a dry look would leave a file in the user's tree.
      const keepsBuildInfo = /"(?:incremental|composite)": true/.test(run(['--showConfig']).output);
      const buildInfo = keepsBuildInfo ? ['--tsBuildInfoFile', joinPath(root, '.decant/typecheck.tsbuildinfo')] : [];
      const { exitCode, output, timedOut } = run(['--noEmit', '--pretty', 'false', ...buildInfo]);
      return { command: label, exitCode, output, timedOut };
    },
  };
}
