import { ToolError } from '../diagnostic/tool-error.js';
import { commitFiles, commitRenames, type CommitOutcome } from '../host/git-commit.js';
import { joinPath } from '../host/path.js';
import { requireCleanTree } from './clean-tree.js';
import { findWorkingTree } from './working-tree.js';
import type { FilePath } from '../host/path.js';
import type { ReportProof } from '../report/schema.js';
import type { Workspace } from './workspace.js';

/** Flags of the commands that write. */
export interface CommitChoices {
  /** Commits what was written, with a message made of the proof. */
  readonly commit?: boolean;
  /** One commit that renames the file for each module, and a merge of them: plain `git blame` goes on to who wrote a line. */
  readonly blameFriendly?: boolean;
  /** Writes over changes that are not committed. */
  readonly allowDirty?: boolean;
}

export interface Committed {
  readonly hash: string;
  readonly subject: string;
}

/** Before anything is done: whether what was asked for can end in a commit. Throws ToolError. */
export function requireCommittable(workspace: Workspace, { commit, blameFriendly, allowDirty }: CommitChoices, write: boolean | undefined): void {
  if (blameFriendly === true && commit !== true) throw new ToolError('--blame-friendly without --commit', 'it says how the commits are made', 'Add --commit, or leave --blame-friendly out.');
  if (commit !== true) return;
  if (write !== true) throw new ToolError('--commit without --write', 'nothing is written, so there is nothing to commit', 'Add --write, or leave --commit out.');
  if (allowDirty === true) throw new ToolError('--commit with --allow-dirty', 'your own changes of the same files would be committed as those of decant', 'Commit or stash them first.');
  if (!findWorkingTree(workspace)) throw new ToolError('no git working tree', `${workspace.root} is not in a git working tree, so nothing can be committed`, 'Leave --commit out.');
  if (blameFriendly === true) requireCleanTree(workspace, '--blame-friendly');
}

export interface CommitRequest {
  readonly message: string;
  /** Root-relative. */
  readonly files: readonly string[];
  /** Id of the change, for who has to go on by hand. */
  readonly change: string;
  /** Of a split that is to be friendly to blame. */
  readonly renames?: { readonly source: string; readonly modules: readonly string[] };
}

/** Commits what was written and nothing else. Throws ToolError when git or a hook refuses; the files stay as they were written then. */
export function commitChange(workspace: Workspace, { message, files, change, renames }: CommitRequest): Committed {
  const { root } = workspace;
  const tree = findWorkingTree(workspace)!;
  workspace.progress('Committing');
  const real = (name: string): FilePath => tree.real(joinPath(root, name));
  const input = { message, files: files.map(real) };
  const outcome: CommitOutcome = renames
    ? commitRenames(tree.top, { ...input, source: real(renames.source), modules: renames.modules.map(real), renameMessage: (from, to) => `refactor: rename ${from} to ${to}\n\nOne of several renames that a merge joins, so that git blame finds who wrote each line.\n` })
    : commitFiles(tree.top, input);
  if (outcome.kind === 'committed') return { hash: outcome.hash, subject: message.split('\n')[0]! };
  const said = outcome.output.split('\n').slice(-12).join('\n');
  throw new ToolError('could not commit', said === '' ? outcome.reason : said, `The files are written as change ${change}: commit them yourself, or put them back with \`decant undo ${change}\`.`);
}

interface Written {
  readonly applied: boolean;
  readonly change: string | null;
  readonly proof: ReportProof | null;
  readonly changes: readonly { readonly file: string }[];
}

/** The report of a change that was written, with the commit that was asked for. What could not be proved is not committed. */
export function withCommit<T extends Written>(
  workspace: Workspace,
  { commit }: CommitChoices,
  report: T,
  writeText: (proof: ReportProof, change: string) => string,
  renames?: CommitRequest['renames'],
): T & { readonly commit?: Committed } {
  const { applied, change, proof, changes } = report;
  if (commit !== true || !applied || change === null || proof === null || proof.verdict === 'failed') return report;
  const files = changes.map(({ file }) => file);
  return { ...report, commit: commitChange(workspace, { message: writeText(proof, change), files, change, ...(renames === undefined ? {} : { renames }) }) };
}
