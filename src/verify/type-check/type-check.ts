import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import { filePath, joinPath, relativePath, type FilePath } from '../../host/path.js';
import type { CheckResult } from '../../model/proof.js';
import type { Check, CheckInput, CommandRun } from '../check.js';
import { compareCommands } from '../command.js';
import { count, judge, skip } from '../result.js';
import { locateFile } from '../side.js';

export const check: Check = {
  id: 'type-check',
  summary: 'The type check reports nothing that it did not report before.',
  run: (input) => {
    const pair = input.typeCheck;
    if ('reason' in pair) return skip('type-check', 'runs', pair.reason);
    const before = readErrors(pair.before, input.before.root);
    const after = readErrors(pair.after, input.after.root);
    if (pair.before.timedOut || pair.after.timedOut || !isExplained(pair.before, before) || !isExplained(pair.after, after)) {
      return compareCommands('type-check', pair, locateFile(input.after.root));
    }
    return compareErrors(input, before, after);
  },
};

interface TypeError {
  /** Code and message; positions move with the statements. */
  readonly key: string;
  readonly file?: FilePath;
  readonly line: number;
  readonly column: number;
}

/** A run that failed without a single `error TS` line is no run of the compiler: its exit code is all that is known. */
function isExplained(run: CommandRun, errors: readonly TypeError[]): boolean {
  return run.exitCode === 0 || errors.length > 0;
}

const plain = /^(?<file>[^\s(][^(]*)\((?<line>\d+),(?<column>\d+)\): error (?<code>TS\d+): (?<message>.*)$/;
const pretty = /^(?<file>\S[^:]*(?::[\\/][^:]*)?):(?<line>\d+):(?<column>\d+) - error (?<code>TS\d+): (?<message>.*)$/;
const global = /^error (?<code>TS\d+): (?<message>.*)$/;

function readErrors(run: CommandRun, root: FilePath): TypeError[] {
  const text = run.output.replace(/\u001b\[[\d;]*m/g, '');
  return text.split(/\r?\n/).flatMap((line) => {
    const groups = (plain.exec(line) ?? pretty.exec(line) ?? global.exec(line))?.groups;
    if (!groups) return [];
    const { file, code = '', message = '' } = groups;
    const key = `${code}: ${withoutPaths(message, root)}`;
    return [{ key, line: Number(groups['line'] ?? 1), column: Number(groups['column'] ?? 1), ...(file === undefined ? {} : { file: joinOrAbsolute(root, file) }) }];
  });
}

function joinOrAbsolute(root: FilePath, file: string): FilePath {
  return /^(?:\/|[A-Za-z]:)/.test(file) ? filePath(file) : joinPath(root, file.replaceAll('\\', '/'));
}

/** Messages quote the root, and `import("/shop/src/cart")` in front of a type names the file that now declares it. */
function withoutPaths(message: string, root: FilePath): string {
  return message
    .replaceAll(root, '')
    .replace(/import\("[^"]*"\)\./g, '')
    .replace(/(["'])\.{1,2}\/[^"']*\1/g, (quoted) => `${quoted[0]}./${quoted.slice(quoted.lastIndexOf('/') + 1)}`);
}

function compareErrors(input: CheckInput, before: readonly TypeError[], after: readonly TypeError[]): CheckResult {
  const known = new Map<string, number>();
  for (const { key } of before) known.set(key, (known.get(key) ?? 0) + 1);
  const fresh = after.filter(({ key }) => {
    const left = known.get(key) ?? 0;
    known.set(key, left - 1);
    return left <= 0;
  });
  const diagnostics = fresh.map((error) => newError(input, error));
  if (fresh.length === 0 && before.length > 0) diagnostics.push(notClean(input, before.length, after.length));
  return judge('type-check', 'runs', 2, diagnostics, { reason: 'the type check was not run' });
}

function newError(input: CheckInput, error: TypeError): Diagnostic {
  return diagnostic({
    id: 'type-error',
    message: error.key,
    at: { file: error.file ?? input.after.root, line: error.line, column: error.column },
    notes: error.file ? [`in ${relativePath(input.after.root, error.file)}, and reported nowhere before`] : [],
    help: 'Compare the names and types that this place sees with those that it saw before.',
  });
}

function notClean(input: CheckInput, before: number, after: number): Diagnostic {
  const rest = after === before ? `the same ${after} after` : `${after} of them after`;
  return diagnostic({
    id: 'not-clean-before',
    severity: 'info',
    message: `not clean before: ${count(before, 'errors')}, ${rest}`,
    at: locateFile(input.after.root),
    help: 'Correct the old errors in a change of their own.',
    data: { before, after },
  });
}
