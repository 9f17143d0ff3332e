import { findGitRefusal } from './git.js';
import { readGit, readGitText } from './git-program.js';
import { joinPath, type FilePath } from './path.js';

export interface FileHistory {
  /** Commits that touched a file, by its present path. */
  readonly commitsOf: ReadonlyMap<FilePath, number>;
  /** Commits read. */
  readonly commits: number;
  /** A clone with its history cut off: older commits may be missing. */
  readonly shallow: boolean;
}

const commitMark = '\u0001';

/**
 * Commits of the last `months` months that touched each file below `root`, in one `git log`. Merges count for nothing of their
 * own, and a renamed file keeps its commits. Returns the reason as text when git cannot tell.
 */
export function readFileHistory(root: FilePath, months: number): FileHistory | string {
  const place = readGitText(root, ['rev-parse', '--is-shallow-repository', '--show-prefix']);
  if (place === undefined) {
    const refusal = findGitRefusal(root);
    return refusal === undefined ? 'the root is not in a git working tree' : `${refusal.reason}. ${refusal.help}`.replace(/\.$/, '');
  }
  const [shallow, prefix = ''] = place.split('\n');
  const log = (renames: string) =>
    readGit(root, ['log', '-z', '--no-ext-diff', '--no-textconv', '--format=%x01', '--name-status', renames, `--since=${months}.months.ago`]);
  const whole = log('-M');
  // In a clone without file contents only renames of unchanged files can be seen without asking the server for them.
  const found = whole.exitCode === 0 ? whole : log('-M100%');
  if (found.exitCode !== 0) return 'git has no commit yet, or cannot read its history';
  const { counts, commits } = countCommits(new TextDecoder().decode(found.stdout));
  const own = [...counts].filter(([file]) => file.startsWith(prefix));
  return {
    commitsOf: new Map(own.map(([file, count]) => [joinPath(root, file.slice(prefix.length)), count])),
    commits,
    shallow: shallow === 'true',
  };
}

/**
 * Reads `git log -z --format=%x01 --name-status`, newest commit first: a mark for each commit, then status and path of each
 * file, for renames both paths. Commits before a rename name the old path, so from there on it stands for the new one; a file
 * that took the old path later is met first and counts for itself.
 */
export function countCommits(log: string): { readonly counts: ReadonlyMap<string, number>; readonly commits: number } {
  const counts = new Map<string, number>();
  const presentOf = new Map<string, string>();
  const tokens = log.split('\0');
  let commits = 0;
  // Two files may have changed places in one commit, so its renames count from the next one on.
  let renames: [before: string, present: string][] = [];
  const settle = () => {
    for (const [before, present] of renames) presentOf.set(before, present);
    renames = [];
  };
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!.replace(/^\n/, '');
    if (token === commitMark) {
      settle();
      commits++;
      continue;
    }
    const status = /^[A-Z]\d*$/.exec(token)?.[0];
    if (status === undefined) continue;
    const first = tokens[++i] ?? '';
    const isPair = status.startsWith('R') || status.startsWith('C');
    const path = isPair ? (tokens[++i] ?? '') : first;
    const present = presentOf.get(path) ?? path;
    counts.set(present, (counts.get(present) ?? 0) + 1);
    if (status.startsWith('R')) renames.push([first, present]);
  }
  return { counts, commits };
}

/**
 * The oldest commit of HEAD's history that brought a text into a file, or changed how often it stands there; undefined when git knows none. `text` is
 * taken as it is.
 */
export function findFirstCommitWith(folder: FilePath, text: string, file: FilePath): string | undefined {
  const log = readGitText(folder, ['--literal-pathspecs', 'log', '--no-ext-diff', '--no-textconv', '--format=%H', `-S${text}`, '--', file]);
  const oldest = log?.split('\n').at(-1);
  return oldest !== undefined && /^[0-9a-f]{40,64}$/.test(oldest) ? oldest : undefined;
}
