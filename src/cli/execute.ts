import { ToolError } from '../diagnostic/tool-error.js';
import { compileLess } from '../host/compile-less.js';
import { createMachine } from '../host/machine.js';
import { createNodeFileSystem } from '../host/node-file-system.js';
import { filePath, isInside, joinPath, relativePath } from '../host/path.js';
import { formats } from '../report/registry.generated.js';
import { createTerminal } from '../report/text/terminal.js';
import { chooseRoot, findRoot } from '../workflow/find-root.js';
import { quoteWord } from '../text/shell-word.js';
import { requireInside } from '../workflow/safe-target.js';
import { openWorkspace } from '../workflow/workspace.js';
import { wantsColor } from './console.js';
import { createRehearsal } from './rehearsal.js';
import type { Command } from 'commander';
import type { Machine } from '../host/machine.js';
import type { FileSystem, WritableFileSystem } from '../host/file-system.js';
import type { FilePath } from '../host/path.js';
import type { ReportFormat } from '../report/report-format.js';
import type { Report } from '../report/schema.js';
import type { Workspace } from '../workflow/workspace.js';
import type { SeenTimes } from './again.js';
import type { Console } from './console.js';
import type { CommonOptions } from './options.js';

/** What a command works with. */
export interface Task {
  readonly workspace: Workspace;
  readonly options: CommonOptions;
  /** What the report will be shown as. */
  readonly format: ReportFormat;
  /** Absolute path of an argument, relative to the working folder or to the root, which is how reports name files. */
  readonly resolve: (raw: string) => FilePath;
}

export interface Outcome {
  readonly report: Report;
  readonly exitCode: 0 | 1;
  /** The command has written its `--output` itself. */
  readonly outputDone?: boolean;
  /** A pass is worth no word with `--quiet`. */
  readonly isGate?: boolean;
}

/** Commands that say what they see, and leave it as it is. For `--why` packages are looked up in a way that leaves no record. */
function isRepeatable(command: Command): boolean {
  return ['check', 'scan', 'graph'].includes(command.name()) && command.opts<{ readonly why?: boolean }>().why !== true;
}

export type Execute = (command: Command, start: string | undefined, work: (task: Task) => Outcome | Promise<Outcome>) => Promise<void>;

export interface ExecuteInput {
  readonly argv: readonly string[];
  readonly console: Console;
  readonly seen: SeenTimes | undefined;
  readonly finish: (exitCode: number) => void;
}

/** Opens the project that a command line speaks of, runs the command and prints its report. */
export function createExecute({ argv, console, seen, finish }: ExecuteInput): Execute {
  return async (command, start, work) => {
    const options = command.optsWithGlobals<CommonOptions>();
    const machine = createMachine();
    const rehearsal = options.cache && isRepeatable(command) ? createRehearsal({ argv, console, seen, startedAt: machine.now() }) : undefined;
    const fileSystem = rehearsal?.fileSystem ?? createNodeFileSystem();
    const root = chooseRoot(fileSystem, options.root, start);
    const tell = rehearsal?.console ?? console;
    const progress = createProgress(console, machine, options.quiet === true);
    try {
      const format = await loadFormat(options.format, command.name());
      const workspace = openWorkspace({
        fileSystem,
        root,
        machine,
        ...(options.config === undefined ? {} : { config: filePath(options.config) }),
        cache: options.cacheDir !== undefined && options.cache ? { folder: filePath(options.cacheDir) } : options.cache ? 'auto' : 'none',
        ...(rehearsal && { record: rehearsal.record }),
        progress: progress.show,
        notice: (text) => {
          progress.clear();
          tell.err(`${text}\n`);
        },
      });
      const outcome = await work({ workspace, options, format, resolve: (raw) => resolvePath(fileSystem, root, raw) });
      progress.clear();
      compileLess(() => print(tell, workspace, options, format, outcome));
      finish(outcome.exitCode);
      rehearsal?.keep(outcome.exitCode);
    } finally {
      progress.clear();
    }
  };
}

/** What exists below the root wins over what exists elsewhere; a name that exists nowhere belongs to the working folder, if that is in the project. */
function resolvePath(fileSystem: FileSystem, root: FilePath, raw: string): FilePath {
  const candidates = isInside(root, filePath('.')) ? [filePath(raw), filePath(raw, root)] : [filePath(raw, root), filePath(raw)];
  const existing = candidates.filter((path) => fileSystem.entryKind(path) !== undefined);
  return existing.find((path) => isInside(root, path)) ?? existing[0] ?? candidates[0]!;
}

function print(console: Console, workspace: Workspace, options: CommonOptions, format: ReportFormat, outcome: Outcome): void {
  const { fileSystem, root } = workspace;
  const toFile = options.output !== undefined && outcome.outputDone !== true;
  const isText = options.format === 'text';
  if (isText && options.quiet === true && outcome.isGate === true && outcome.exitCode === 0 && !toFile) return;
  const terminal = createTerminal({
    color: !toFile && wantsColor(console, console.outIsTerminal, options.color),
    width: Math.min(Math.max(console.columns ?? 100, 60), 140),
    folds: console.outIsTerminal && !toFile,
    readSource: (file) => readText(fileSystem, root, file),
    elsewhere: findElsewhere(fileSystem, root),
    prefix: isInside(filePath('.'), root) ? relativePath(filePath('.'), root) : '',
    all: options.all === true,
  });
  const text = format.render(outcome.report, terminal);
  if (toFile) writeOutput(fileSystem, root, filePath(options.output!), text);
  else console.out(text);
}

/**
 * A name in the project may be a symlink that a stranger's branch brought along, to a file of whoever runs the check. A file is replaced
 * as a whole: of a device such as /dev/stdout, that would leave a file in its place.
 */
export function writeOutput(fileSystem: WritableFileSystem, root: FilePath, file: FilePath, text: string): void {
  if (isInside(root, file)) requireInside(fileSystem, root, file);
  const kind = fileSystem.entryKind(file);
  if (kind !== undefined && kind !== 'file') {
    const fact = kind === 'directory' ? 'a folder' : 'a device or a pipe';
    throw new ToolError('output is not a file', `${file} is ${fact}`, 'Name a file with --output, or leave it out and redirect standard output.');
  }
  fileSystem.writeBytes(file, new TextEncoder().encode(text));
}

/** Before the work is done: a format that does not fit should not cost a minute. */
async function loadFormat(id: string, command: string): Promise<ReportFormat> {
  const format = await formats[id]!();
  if (format.commands && !format.commands.some((each) => each === command)) {
    throw new ToolError('format does not fit', `${id} cannot show what \`decant ${command}\` reports`, `Use --format ${await listFormats(command)}.`);
  }
  return format;
}

/** The formats that fit the command: `dot, json or text`. */
async function listFormats(command: string): Promise<string> {
  const all = await Promise.all(Object.values(formats).map((load) => load()));
  const ids = all.filter(({ commands }) => commands === undefined || commands.some((each) => each === command)).map(({ id }) => id);
  return `${ids.slice(0, -1).join(', ')} or ${ids.at(-1)}`;
}

/** `next:` must work where it is read: a run in the working folder may find another root than the one that was given or that a path led to. */
function findElsewhere(fileSystem: FileSystem, root: FilePath): string | undefined {
  const here = filePath('.');
  if (findRoot(fileSystem, here) === root) return undefined;
  return quoteWord(isInside(here, root) ? relativePath(here, root) || '.' : root);
}

function readText(fileSystem: FileSystem, root: FilePath, file: string): string | undefined {
  const path = joinPath(root, file);
  const bytes = isInside(root, path) ? fileSystem.readBytes(path) : undefined;
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
}

/** Milliseconds for which nobody needs to be told anything. */
const patience = 1000;

/** One line on standard error that is overwritten; nothing where nobody watches or before a second has passed. */
function createProgress(console: Console, machine: Machine, isQuiet: boolean): { readonly show: (step: string) => void; readonly clear: () => void } {
  if (isQuiet || !console.errIsTerminal) return { show: () => undefined, clear: () => undefined };
  const start = machine.now().getTime();
  let isShown = false;
  const erase = '\r\u001b[2K';
  return {
    show: (step) => {
      if (machine.now().getTime() - start < patience) return;
      isShown = true;
      console.err(`${erase}${step.slice(0, (console.columns ?? 80) - 2)}…`);
    },
    clear: () => {
      if (isShown) console.err(erase);
      isShown = false;
    },
  };
}

/** A path as reports name it. */
export function showPath(root: FilePath, file: FilePath): string {
  return isInside(root, file) ? relativePath(root, file) : file;
}
