import { bytesOfChange } from '../edit/change-bytes.js';
import { loadProject } from '../load/load-project.js';
import { isSameProject } from '../load/same-project.js';
import { reportProof } from '../report/report-diagnostic.js';
import { restoreOldTree } from './restore.js';
import { applyChanges } from './transaction.js';
import { runAround } from './user-commands.js';
import type { ChangeSet, FileChange } from '../edit/change-set.js';
import type { Journal } from '../edit/journal.js';
import type { FilePath } from '../host/path.js';
import type { Project } from '../model/project.js';
import type { Proof } from '../model/proof.js';
import type { ReportProof } from '../report/schema.js';
import type { CheckInput } from '../verify/check.js';
import type { Workspace } from './workspace.js';

export interface ProvedWrite {
  readonly changes: ChangeSet;
  /** What the change makes of the project, where that was proved before anything was written. */
  readonly computed?: Project;
  /** The file that the change is about. */
  readonly source: FilePath;
  /** What is done, as `decant undo` names it. Default: a split. */
  readonly command?: Journal['command'];
  readonly expected: (file: FilePath) => Uint8Array | undefined;
  /** Type-check and tests. */
  readonly commands: Parameters<typeof runAround>[0];
  /** Whether a change stays whose proof failed. Default: it does not. */
  readonly keeps?: (failed: Proof) => boolean;
  readonly prove: (after: Project, typeCheck: CheckInput['typeCheck'], testCommand: CheckInput['testCommand']) => Proof;
}

export interface WriteOutcome {
  readonly applied: boolean;
  readonly rolledBack: boolean;
  readonly change: string | null;
  readonly proof: ReportProof;
}

/** Writes a change, runs the user's commands around it and proves what stands on disk; the old tree comes back when that fails. Call it inside `withWriteLock`. */
export function writeProved(workspace: Workspace, input: ProvedWrite): WriteOutcome {
  const { root } = workspace;
  let journal: Journal | undefined;
  const putBack = (): void => {
    workspace.progress('Putting the old files back');
    if (journal !== undefined) restoreOldTree(workspace, journal);
  };
  try {
    const { result, runs } = runAround(input.commands, () => {
      workspace.progress('Writing');
      return (journal = applyChanges(workspace, input));
    });
    const [typeCheck, testCommand] = runs as [CheckInput['typeCheck'], CheckInput['testCommand']];
    const proof = input.prove(readWritten(workspace, input), typeCheck, testCommand);
    const rolledBack = proof.verdict === 'failed' && input.keeps?.(proof) !== true;
    if (rolledBack) putBack();
    return { applied: !rolledBack, rolledBack, change: rolledBack ? null : result.id, proof: reportProof(proof, [{ root }]) };
  } catch (error) {
    putBack();
    throw error;
  }
}

/**
 * What is proved is what stands on disk, read again from there. Where that is what was computed, to the last byte, it is the computed project, of which all is read already: a change of
 * two thousand importers would else be compared, statement by statement, twice.
 */
function readWritten({ fileSystem, root, config }: Workspace, { changes, computed }: ProvedWrite): Project {
  const written = loadProject({ fileSystem, root, config });
  const isWritten = (change: FileChange): boolean => isSameBytes(fileSystem.readBytes(change.file), bytesOfChange(change));
  return computed !== undefined && changes.changes.every(isWritten) && isSameProject(written, computed) ? computed : written;
}

function isSameBytes(one: Uint8Array | undefined, other: Uint8Array | undefined): boolean {
  return one === undefined || other === undefined ? one === other : one.length === other.length && one.every((byte, index) => byte === other[index]);
}
