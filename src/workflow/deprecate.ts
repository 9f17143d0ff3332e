import { keepEffect } from '../codemod/deprecate-facade/side-effects.js';
import { ToolError } from '../diagnostic/tool-error.js';
import { bytesOfChange } from '../edit/change-bytes.js';
import { describeChanges } from '../edit/describe-changes.js';
import { applyEdits } from '../edit/text-edit.js';
import { isInside, relativePath } from '../host/path.js';
import { relink } from '../load/relink.js';
import { isRemovalPoint, readShimMark } from '../model/shim.js';
import { reportDiagnostics, reportProof } from '../report/report-diagnostic.js';
import { quoteWord } from '../text/shell-word.js';
import { findBuiltPaths } from './built-paths.js';
import { requireCommitted } from './clean-tree.js';
import { requireCommittable, withCommit } from './commit.js';
import { writeDeprecateMessage } from './commit-message.js';
import { findNearestPackage } from './nearest-package.js';
import { proveChange } from './prove-change.js';
import { bytesOfFile, readSource } from './read-source.js';
import { listFiles, removeShim, stillImported } from './remove-shim.js';
import { shimFacade } from './shim-facade.js';
import { listImporters } from './shim-importers.js';
import { requireFreeTargets, requireWritable, withWriteLock } from './transaction.js';
import { chooseTest, chooseTypeCheck, postpone } from './user-commands.js';
import { writeProved } from './write-proved.js';
import type { Diagnostic } from '../diagnostic/diagnostic.js';
import type { ChangeSet, CodemodResult, FileChange } from '../edit/change-set.js';
import type { FilePath } from '../host/path.js';
import type { Project } from '../model/project.js';
import type { Proof } from '../model/proof.js';
import type { DeprecateReport } from '../report/schema.js';
import type { CheckInput } from '../verify/check.js';
import type { CommitChoices } from './commit.js';
import type { NearestPackage } from './nearest-package.js';
import type { ReadSource } from './read-source.js';
import type { Workspace } from './workspace.js';

export interface DeprecateRequest extends CommitChoices {
  readonly input: FilePath;
  readonly stage: DeprecateReport['stage'];
  /** A version or a day, from which on the shim is overdue. */
  readonly after?: string;
  readonly write?: boolean;
  /** Goes on where importers are left behind. What else a check finds is put back all the same. */
  readonly force?: boolean;
  readonly typecheck?: string | false;
  readonly test?: string;
}

/** Brings a facade to a stage of its deprecation, proves it and, with `write`, applies it. Refusals are findings in the report; bad input throws ToolError. */
export function deprecate(workspace: Workspace, request: DeprecateRequest): DeprecateReport {
  const { root } = workspace;
  const { input: facade, stage, after } = request;
  if (after !== undefined && !isRemovalPoint(after)) {
    throw new ToolError('--after is neither a version nor a day', `'${after}' is not written like 3.0.0 or 2027-01-31`, 'Write the version of the package, or the day, from which on the shim is overdue.');
  }
  if (after !== undefined && (stage === 'silent' || stage === 'remove')) {
    throw new ToolError('--after without a shim', `at the stage ${stage} there is no shim that could be overdue`, 'Leave --after out.');
  }
  if (!isInside(root, facade)) throw new ToolError('path outside of the project', `${facade} is not below the root ${root}`, 'Name a file inside the project, or choose another root with --root.');
  requireCommittable(workspace, request, request.write);
  const subject = readSource(workspace, facade);
  const report = describe(workspace, request, subject);
  if (subject.problems.length > 0) return { ...report, refused: reportDiagnostics(root, subject.problems) };
  const owner = findNearestPackage(workspace, facade);
  const result = compute(workspace, request, subject);
  if (result.kind === 'refused') return { ...report, refused: reportDiagnostics(root, result.diagnostics) };
  if (result.kind === 'unchanged') return report;

  const notes = [...result.notes, ...warnOfOwnImporters(subject.project, request)];
  const changes = withKeptEffect(subject.project, result.changes, request, owner);
  requireFreeTargets(workspace.fileSystem, root, changes);
  const targets = changes.changes.map(({ file }) => file);
  if (request.write) requireWritable(workspace.fileSystem, root, targets);
  if (request.write) requireCommitted(workspace, targets, request.allowDirty);
  const commands = [chooseTypeCheck(workspace, request.typecheck, subject.project.compilerFacts(facade).tsconfig), chooseTest(workspace, request.test)];
  const [typeCheck, testCommand] = commands.map(postpone) as [CheckInput['typeCheck'], CheckInput['testCommand']];
  const prove = (projectAfter: Project, typed: CheckInput['typeCheck'], tested: CheckInput['testCommand']): Proof =>
    proveShim(workspace, { facade, subject, changes, textBefore, after: projectAfter, typeCheck: typed, testCommand: tested });
  const textBefore = readOtherTexts(workspace, subject.project, changes);
  const computed = relink(subject.project, changes);
  const proof = prove(computed, typeCheck, testCommand);
  const full: DeprecateReport = {
    ...report,
    changes: describeChanges(changes, (file) => subject.project.files.get(file)?.text ?? textBefore.get(file)?.text ?? '').map((change) => ({ ...change, file: relativePath(root, change.file) })),
    notes: reportDiagnostics(root, notes),
    proof: reportProof(proof, [{ root }]),
  };
  const left = new Set([...listImporters(subject.project, facade).values()].map(({ from }) => from));
  const keeps = (failed: Proof): boolean => request.force === true && isOnlyLeftBehind(failed, left);
  const isFailed = proof.verdict === 'failed' && !keeps(proof);
  if (!request.write) return { ...full, next: isFailed ? null : printDeprecateCommand(root, { ...request, write: true }) };
  if (isFailed) return full;
  const expected = (file: FilePath): Uint8Array | undefined => {
    const other = textBefore.get(file);
    return bytesOfFile(subject.project, file) ?? (other && bytesOfChange({ kind: 'modify', file, ...other, because: '' }));
  };
  const outcome = withWriteLock(workspace, () => writeProved(workspace, { changes, computed, source: facade, command: 'deprecate', expected, commands, prove, keeps }));
  const written = { ...full, ...outcome, next: outcome.applied && outcome.proof.verdict === 'failed' ? `decant undo ${outcome.change}` : null };
  return withCommit(workspace, request, written, (proven, change) => writeDeprecateMessage(written, proven, change));
}

function compute(workspace: Workspace, request: DeprecateRequest, subject: ReadSource): CodemodResult {
  const { input: facade, stage, after, force = false } = request;
  const { project, read } = subject;
  if (stage === 'remove') return removeShim(workspace, subject, facade, force);
  const importers = stage === 'error' && !force ? [...listImporters(project, facade)].filter(([, { record }]) => record.kind !== 'type') : [];
  if (importers.length > 0) return { kind: 'refused', diagnostics: importers.map(([name, edge]) => stillImported(project, relativePath(workspace.root, facade), name, edge)) };
  return shimFacade(workspace, { project, read, facade, stage, ...(after === undefined ? {} : { after }) });
}

const leftBehind = new Set(['removed-entry', 'unresolved-import', 'stale-reference']);

/** What `force` accepts: the proof fails for files alone that still import or name the facade. Tests cannot say why they fail. */
function isOnlyLeftBehind({ results }: Proof, importers: ReadonlySet<FilePath>): boolean {
  const errors = results.filter(({ status }) => status === 'failed').map(({ diagnostics }) => diagnostics.filter(({ severity }) => severity === 'error'));
  return errors.every((found) => found.length > 0 && found.every(({ id, at }) => leftBehind.has(id) || (id === 'type-error' && importers.has(at.file))));
}

/** A project that warns of its own imports annoys everybody who uses it. */
function warnOfOwnImporters(project: Project, { input: facade, stage, force }: DeprecateRequest): readonly Diagnostic[] {
  if (stage !== 'runtime' && !(stage === 'error' && force)) return [];
  const shown = relativePath(project.root, facade);
  return [...listImporters(project, facade)].filter(([, { record }]) => record.kind !== 'type').map(([name, edge]) => ({ ...stillImported(project, shown, name, edge), severity: 'warning' as const }));
}

function withKeptEffect(project: Project, changes: ChangeSet, { input: facade, stage }: DeprecateRequest, owner: NearestPackage | undefined): ChangeSet {
  if (owner === undefined || (stage !== 'runtime' && stage !== 'error')) return changes;
  const path = relativePath(owner.folder, facade);
  const built = findBuiltPaths(owner.content, path, listFiles(project, owner.folder));
  const edit = keepEffect(owner.text, owner.content.sideEffects, [path, ...built]);
  if (edit === undefined) return changes;
  const change: FileChange = { kind: 'modify', file: owner.file, text: applyEdits(owner.text, [edit]), bom: owner.bom, because: edit.because };
  return { ...changes, changes: [...changes.changes, change] };
}

interface ShimProof extends Pick<CheckInput, 'typeCheck' | 'testCommand'> {
  readonly facade: FilePath;
  readonly subject: ReadSource;
  readonly changes: ChangeSet;
  readonly textBefore: ReadonlyMap<FilePath, OtherText>;
  readonly after: Project;
}

interface OtherText {
  readonly text: string;
  readonly bom: boolean;
}

/** The changed files that are no files of the project, as they are on disk. */
function readOtherTexts({ fileSystem }: Workspace, project: Project, { changes }: ChangeSet): ReadonlyMap<FilePath, OtherText> {
  return new Map(changes.flatMap(({ file }): readonly (readonly [FilePath, OtherText])[] => {
    const text = project.files.has(file) ? undefined : fileSystem.readText(file);
    return text === undefined ? [] : [[file, { text: text.replace(/^\uFEFF/, ''), bom: text.startsWith('\uFEFF') }]];
  }));
}

function proveShim({ root, progress }: Workspace, { facade, subject, changes, textBefore, after, typeCheck, testCommand }: ShimProof): Proof {
  progress('Proving that nothing else changed');
  const texts = changes.changes.flatMap((change) => {
    const old = textBefore.get(change.file);
    return change.kind === 'modify' && old !== undefined ? [{ name: relativePath(root, change.file), before: old.text, after: change.text }] : [];
  });
  const name = relativePath(root, facade);
  return proveChange({ before: subject.project, after, changed: changes.changes.map(({ file }) => relativePath(root, file)), entries: [name], typeCheck, testCommand, texts, read: subject.read });
}

function describe({ root }: Workspace, { input: facade, stage, after }: DeprecateRequest, { project, model }: ReadSource): DeprecateReport {
  const mark = readShimMark(model.source.text);
  return {
    version: 1,
    command: 'deprecate',
    facade: relativePath(root, facade),
    from: mark?.stage ?? 'silent',
    stage,
    after: stage === 'silent' || stage === 'remove' ? null : (after ?? mark?.after ?? null),
    importers: [...listImporters(project, facade).keys()],
    changes: [],
    refused: [],
    notes: [],
    applied: false,
    rolledBack: false,
    change: null,
    proof: null,
    next: null,
  };
}

/** As a person types it in the root. */
export function printDeprecateCommand(root: FilePath, { input, stage, after, write, force, typecheck, test, commit, allowDirty }: DeprecateRequest): string {
  const words = ['decant', 'deprecate', quoteWord(relativePath(root, input)), '--stage', stage];
  if (after !== undefined) words.push('--after', quoteWord(after));
  if (force === true) words.push('--force');
  if (write === true) words.push('--write');
  if (commit === true) words.push('--commit');
  if (allowDirty === true) words.push('--allow-dirty');
  if (typeof typecheck === 'string') words.push('--typecheck', quoteWord(typecheck));
  if (typecheck === false) words.push('--no-typecheck');
  if (test !== undefined) words.push('--test', quoteWord(test));
  return words.join(' ');
}
