import { ToolError } from '../diagnostic/tool-error.js';
import { describeChanges } from '../edit/describe-changes.js';
import { relativePath } from '../host/path.js';
import { createTextReader } from '../load/project-text.js';
import { reportDiagnostics, reportProof } from '../report/report-diagnostic.js';
import { requireCommitted } from './clean-tree.js';
import { requireCommittable, withCommit } from './commit.js';
import { writeSplitMessage } from './commit-message.js';
import { computePlannedSplit, computeSplit } from './compute-split.js';
import { printSplitCommand } from './next-command.js';
import { choosePlanOptions, requireSeen } from './plan-options.js';
import { proveChange } from './prove-change.js';
import { bytesOfFile, readSource } from './read-source.js';
import { patchSplit } from './reference-patches.js';
import { postponeRuns, watchEntries } from './run-entries.js';
import { withShim } from './shim-facade.js';
import { readSplitInput } from './split-input.js';
import { requireFreeTargets, requireWritable, withWriteLock } from './transaction.js';
import { startTypeThread, type TypeThread } from './type-thread.js';
import { chooseTest, chooseTypeCheck, postpone, type runAround } from './user-commands.js';
import { writeProved } from './write-proved.js';
import type { Diagnostic } from '../diagnostic/diagnostic.js';
import type { FileChange } from '../edit/change-set.js';
import type { FilePath } from '../host/path.js';
import type { Project } from '../model/project.js';
import type { Proof } from '../model/proof.js';
import type { SplitReport } from '../report/schema.js';
import type { CheckInput } from '../verify/check.js';
import type { CommitChoices } from './commit.js';
import type { SplitOptions } from '../plan/split/split-options.js';
import type { SplitPlan } from '../plan/split/split-plan.js';
import type { SplitChoices } from './plan-options.js';
import type { ReadSource } from './read-source.js';
import type { PatchedSplit } from './reference-patches.js';
import type { Workspace } from './workspace.js';

export interface SplitRequest extends SplitChoices, CommitChoices {
  /** A source file, or a plan (`*.json`). */
  readonly input: FilePath;
  /** Without it nothing is touched. */
  readonly write?: boolean;
  /** Carries a plan over when its file has changed since. */
  readonly replan?: boolean;
  /** Leaves the new files in place when a check failed. */
  readonly keepGoing?: boolean;
  /** Command; false switches the type-check off. */
  readonly typecheck?: string | false;
  readonly test?: string;
  /** Loads the file before and after: code of the project runs. */
  readonly run?: boolean;
  /** Bundles the programs that use the file, before and after, with the project's own esbuild. */
  readonly bundle?: boolean;
  /** Has the project's own api-extractor report the types of the file before and after. */
  readonly apiExtractor?: boolean;
}

/** What only a process can tell. */
type Outside = Pick<CheckInput, 'typeCheck' | 'testCommand' | 'runs' | 'bundles' | 'reports'>;

/** `changes`: what was done to the project to get there; without it, what stands on the disk. */
type Prove = (after: Project, outside: Outside, changes?: readonly FileChange[]) => Proof;

/** Splits one file: plans, prints, proves and, with `write`, applies. Refusals are findings in the report; bad input throws ToolError. */
export function split(workspace: Workspace, request: SplitRequest): SplitReport {
  const { source, plan } = readSplitInput(workspace, request.input);
  if (plan !== undefined && request.directory !== undefined) {
    throw new ToolError('a plan names its own folder', 'every part of a plan has the path of its file, so --dir would say nothing', 'Leave --dir out, or plan again with `decant plan <file> --dir <folder>`.');
  }
  if (plan === undefined && request.replan === true) {
    throw new ToolError('--replan without a plan', 'a source file is planned anew in any case', 'Name the plan that should be carried over.');
  }
  requireCommittable(workspace, request, request.write);
  const options = choosePlanOptions(workspace, source, request, plan);
  const subject = readSource(workspace, source);
  if (subject.problems.length > 0) return refuse(workspace, subject.problems, null);
  // Not before: reading keeps the compiler and the collector of Node busy beside it, planning does not.
  const types = startTypeThread(workspace, source);
  try {
    return splitBeside(types, workspace, request, { source, plan, options, subject });
  } finally {
    types?.end();
  }
}

interface SplitSubject {
  readonly source: FilePath;
  readonly plan: SplitPlan | undefined;
  readonly options: SplitOptions;
  readonly subject: ReadSource;
}

function splitBeside(types: TypeThread | undefined, workspace: Workspace, request: SplitRequest, { source, plan, options, subject }: SplitSubject): SplitReport {
  workspace.progress('Planning the split');
  const { project, model, read } = subject;
  const chosen = plan && { ...plan, maxLines: options.maxLines, facade: options.facade };
  const plain = chosen ? computePlannedSplit({ project, model, read, options }, chosen, request.replan) : computeSplit({ project, model, read, options });
  const result = options.facade === 'shim' ? withShim(workspace, subject, source, plain) : plain;
  if (result.kind === 'refused') return refuse(workspace, result.diagnostics, result.plan ?? null);
  const patched = patchSplit(workspace, project, model, result);
  const { computed } = patched;
  requireFreeTargets(workspace.fileSystem, workspace.root, computed.changes);
  for (const change of computed.changes.changes) if (change.kind === 'create') requireSeen(workspace, change.file);
  const targets = computed.changes.changes.map((change) => change.file);
  if (request.write) requireWritable(workspace.fileSystem, workspace.root, targets);
  if (request.write) requireCommitted(workspace, targets, request.allowDirty);

  const commands = [chooseTypeCheck(workspace, request.typecheck, project.compilerFacts(source).tsconfig), chooseTest(workspace, request.test)];
  const [typeCheck, testCommand] = commands.map(postpone) as [CheckInput['typeCheck'], CheckInput['testCommand']];
  const prove: Prove = (after, outside, changes) => proveSplit(workspace, source, subject, patched, after, outside, types, changes);
  const proof = prove(computed.after, { typeCheck, testCommand, ...postponeRuns(request) }, computed.changes.changes);
  const report = describe(workspace, source, project, patched);
  if (!request.write) return { ...report, proof: reportProof(proof, [{ root: workspace.root }]), next: proof.verdict === 'failed' ? null : printSplitCommand(workspace.root, { ...request, write: true }) };
  // A change that fails on paper is not written at all, unless somebody wants to look at it.
  if (proof.verdict === 'failed' && !request.keepGoing) return { ...report, proof: reportProof(proof, [{ root: workspace.root }]) };
  const written = { ...report, ...withWriteLock(workspace, () => write(workspace, request, source, subject, patched, prove, commands)) };
  const created = computed.changes.changes.flatMap(({ kind, file }) => (kind === 'create' ? [relativePath(workspace.root, file)] : []));
  const renames = request.blameFriendly === true ? { source: relativePath(workspace.root, source), modules: created } : undefined;
  return withCommit(workspace, request, written, (proven, change) => writeSplitMessage(written, proven, change), renames);
}

function write(
  workspace: Workspace,
  request: SplitRequest,
  source: FilePath,
  subject: ReadSource,
  { computed, bytesBefore }: PatchedSplit,
  prove: Prove,
  commands: Parameters<typeof runAround>[0],
): Pick<SplitReport, 'applied' | 'rolledBack' | 'change' | 'proof' | 'next'> {
  const { changes, after } = computed;
  // Before anything is written: the entries are loaded as they were.
  const watch = watchEntries(workspace, request, subject.project, source, changes.changes.map(({ file }) => file));
  const outcome = writeProved(workspace, {
    changes, computed: after, source, commands,
    expected: (file) => bytesOfFile(subject.project, file) ?? bytesBefore(file),
    keeps: () => request.keepGoing === true,
    prove: (written, typeCheck, testCommand) => prove(written, { typeCheck, testCommand, ...watch(written) }),
  });
  return { ...outcome, next: outcome.applied && outcome.proof.verdict === 'failed' ? `decant undo ${outcome.change}` : null };
}

function proveSplit(
  workspace: Workspace,
  source: FilePath,
  { project, read }: ReadSource,
  { computed, textBefore }: PatchedSplit,
  after: Project,
  outside: Outside,
  types: TypeThread | undefined,
  changes: readonly FileChange[] | undefined,
): Proof {
  workspace.progress('Proving that nothing changed');
  const changed = computed.changes.changes.map((change) => relativePath(workspace.root, change.file));
  const answered = types?.compare(project, after, changed, changes);
  const readAfter = createTextReader(after);
  const texts = computed.changes.changes.flatMap(({ file }) => {
    const [old, now] = [textBefore(file), readAfter(file)];
    return project.files.has(file) || old === undefined || now === undefined ? [] : [{ name: relativePath(workspace.root, file), before: old, after: now.replace(/^\uFEFF/, '') }];
  });
  return proveChange({ before: project, after, changed, entries: [relativePath(workspace.root, source)], ...outside, texts, maxLines: computed.plan.maxLines, read, ...(answered && { answered }) });
}

function describe(workspace: Workspace, source: FilePath, project: Project, { computed, textBefore }: PatchedSplit): SplitReport {
  const { root } = workspace;
  const measure = (from: Project, file: FilePath) => {
    const lines = from.scanned.get(file)?.lines;
    return { file: relativePath(root, file), lines: lines?.physical ?? 0, codeLines: lines?.code ?? 0 };
  };
  return {
    version: 1,
    command: 'split',
    plan: computed.plan,
    files: computed.changes.changes.filter((change) => computed.after.scanned.has(change.file)).map((change) => measure(computed.after, change.file)),
    before: measure(project, source),
    changes: describeChanges(computed.changes, (file) => project.files.get(file)?.text ?? textBefore(file) ?? '').map((change) => ({ ...change, file: relativePath(root, change.file) })),
    refused: [],
    notes: reportDiagnostics(root, computed.notes),
    applied: false,
    rolledBack: false,
    change: null,
    proof: null,
    next: null,
  };
}

function refuse({ root }: Workspace, diagnostics: readonly Diagnostic[], plan: SplitReport['plan']): SplitReport {
  const nothing = { files: [], before: null, changes: [], notes: [], applied: false, rolledBack: false, change: null, proof: null, next: null };
  return { version: 1, command: 'split', plan, refused: reportDiagnostics(root, diagnostics), ...nothing };
}
