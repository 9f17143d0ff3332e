import { pinTaskNames } from '../codemod/pin-task-names/pin-task-names.js';
import { ToolError } from '../diagnostic/tool-error.js';
import { describeChanges } from '../edit/describe-changes.js';
import { relativePath } from '../host/path.js';
import { relink } from '../load/relink.js';
import { reportDiagnostics, reportProof } from '../report/report-diagnostic.js';
import { requireCommitted } from './clean-tree.js';
import { findImplicitTasks } from './implicit-task-names.js';
import { printSplitCommand } from './next-command.js';
import { proveChange } from './prove-change.js';
import { bytesOfFile, readSource } from './read-source.js';
import { readSplitInput } from './split-input.js';
import { requireWritable, withWriteLock } from './transaction.js';
import { chooseTest, chooseTypeCheck, postpone } from './user-commands.js';
import { writeProved } from './write-proved.js';
import type { ChangeSet } from '../edit/change-set.js';
import type { FilePath } from '../host/path.js';
import type { Project } from '../model/project.js';
import type { Proof } from '../model/proof.js';
import type { SplitReport } from '../report/schema.js';
import type { CheckInput } from '../verify/check.js';
import type { ReadSource } from './read-source.js';
import type { SplitRequest } from './split.js';
import type { Workspace } from './workspace.js';
import type { ProvedWrite } from './write-proved.js';

/**
 * Writes the ids of one file's tasks out that come from names in the code, and nothing else. The report is that of a split without a plan. Throws
 * ToolError for bad input.
 */
export function pinNames(workspace: Workspace, request: SplitRequest): SplitReport {
  const { source, plan } = readSplitInput(workspace, request.input);
  if (plan !== undefined) throw new ToolError('--pin-names with a plan', 'names are written into the source file, before a plan is made for it', 'Name the source file.');
  const subject = readSource(workspace, source);
  if (subject.problems.length > 0) return refuse(workspace, subject.problems);
  workspace.progress('Reading the tasks');
  const tasks = findImplicitTasks(subject.project, subject.read, source);
  const result = pinTaskNames({ model: subject.model, tasks });
  if (result.kind === 'refused') return refuse(workspace, result.diagnostics);
  if (result.kind === 'unchanged') {
    throw new ToolError('no names to write out', `every task that ${relativePath(workspace.root, source)} registers has its id written out, or it registers none`, 'Split it.');
  }
  const { changes } = result;
  if (request.write) requireWritable(workspace.fileSystem, workspace.root, [source]);
  if (request.write) requireCommitted(workspace, [source], request.allowDirty);
  const commands = [chooseTypeCheck(workspace, request.typecheck, subject.project.compilerFacts(source).tsconfig), chooseTest(workspace, request.test)];
  const [typeCheck, testCommand] = commands.map(postpone) as [CheckInput['typeCheck'], CheckInput['testCommand']];
  const after = relink(subject.project, changes);
  const proof = provePinned(workspace, source, subject, after, typeCheck, testCommand);
  const report = describe(workspace, source, subject.project, after, changes, result.notes);
  const isFailed = proof.verdict === 'failed';
  if (!request.write) return { ...report, proof: reportProof(proof, [{ root: workspace.root }]), next: isFailed ? null : printSplitCommand(workspace.root, { ...request, pinNames: true, write: true }) };
  if (isFailed && !request.keepGoing) return { ...report, proof: reportProof(proof, [{ root: workspace.root }]) };
  return { ...report, ...withWriteLock(workspace, () => write(workspace, request, source, subject, changes, commands)) };
}

function write(
  workspace: Workspace, request: SplitRequest, source: FilePath, subject: ReadSource, changes: ChangeSet, commands: ProvedWrite['commands'],
): Pick<SplitReport, 'applied' | 'rolledBack' | 'change' | 'proof' | 'next'> {
  const { root } = workspace;
  const outcome = writeProved(workspace, {
    changes, source, command: 'split', commands,
    expected: (file) => bytesOfFile(subject.project, file),
    keeps: () => request.keepGoing === true,
    prove: (after, typeCheck, testCommand) => provePinned(workspace, source, subject, after, typeCheck, testCommand),
  });
  const next = outcome.rolledBack ? null : outcome.proof.verdict === 'failed' ? `decant undo ${outcome.change}` : printSplitCommand(root, { ...request, write: false });
  return { ...outcome, next };
}

function provePinned(
  workspace: Workspace, source: FilePath, { project, read }: ReadSource, after: Project, typeCheck: CheckInput['typeCheck'], testCommand: CheckInput['testCommand'],
): Proof {
  workspace.progress('Proving that the ids are the same');
  const name = relativePath(workspace.root, source);
  return proveChange({ before: project, after, changed: [name], entries: [name], typeCheck, testCommand, read });
}

function describe(workspace: Workspace, source: FilePath, project: Project, after: Project, changes: ChangeSet, notes: Parameters<typeof reportDiagnostics>[1]): SplitReport {
  const { root } = workspace;
  const measure = (from: Project) => {
    const lines = from.scanned.get(source)?.lines;
    return { file: relativePath(root, source), lines: lines?.physical ?? 0, codeLines: lines?.code ?? 0 };
  };
  return {
    version: 1,
    command: 'split',
    plan: null,
    files: [measure(after)],
    before: measure(project),
    changes: describeChanges(changes, (file) => project.files.get(file)?.text ?? '').map((change) => ({ ...change, file: relativePath(root, change.file) })),
    refused: [],
    notes: reportDiagnostics(root, notes),
    applied: false,
    rolledBack: false,
    change: null,
    proof: null,
    next: null,
  };
}

function refuse({ root }: Workspace, diagnostics: Parameters<typeof reportDiagnostics>[1]): SplitReport {
  const nothing = { files: [], before: null, changes: [], notes: [], applied: false, rolledBack: false, change: null, proof: null, next: null };
  return { version: 1, command: 'split', plan: null, refused: reportDiagnostics(root, diagnostics), ...nothing };
}
