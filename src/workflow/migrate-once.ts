import { diagnostic, type Diagnostic } from '../diagnostic/diagnostic.js';
import { ToolError } from '../diagnostic/tool-error.js';
import { describeChanges } from '../edit/describe-changes.js';
import { relativePath } from '../host/path.js';
import { reportDiagnostics, reportProof } from '../report/report-diagnostic.js';
import { lineColumnAt } from '../text/line-index.js';
import { quoteWord } from '../text/shell-word.js';
import { requireCommitted } from './clean-tree.js';
import { withCommit } from './commit.js';
import { writeMigrateMessage } from './commit-message.js';
import { computeMigration, leftOutByOnly, proveMigration, readFacades } from './compute-migrate.js';
import { findNameMaps, readConfigsAbove } from './name-maps.js';
import { bytesOfFile, readSource } from './read-source.js';
import { requireFreeTargets, requireWritable, withWriteLock } from './transaction.js';
import { chooseTest, chooseTypeCheck, postpone } from './user-commands.js';
import { writeProved } from './write-proved.js';
import type { FilePath } from '../host/path.js';
import type { FacadeHomes } from '../model/export-home.js';
import type { Project } from '../model/project.js';
import type { Proof } from '../model/proof.js';
import type { MigrateReport } from '../report/schema.js';
import type { CheckInput } from '../verify/check.js';
import type { CommitChoices } from './commit.js';
import type { ComputedMigration, ImporterChoice, MigrateSubject } from './compute-migrate.js';
import type { Workspace } from './workspace.js';

export interface MigrateRequest extends CommitChoices {
  /** Files whose importers take each name from the module that declares it. At least one. */
  readonly facades: readonly FilePath[];
  /** Without it nothing is touched. */
  readonly write?: boolean;
  /** Leaves the new files in place when a check failed. */
  readonly keepGoing?: boolean;
  /** Globs, relative to the root: importers that may be rewritten. */
  readonly only?: readonly string[];
  /** One change for each owner of importers, each proved alone. */
  readonly shardBy?: 'package' | 'codeowners';
  /** Command; false switches the type-check off. */
  readonly typecheck?: string | false;
  readonly test?: string;
}

/** Facades with what is known of their names; `sources` has at least one. */
export interface OpenedMigration {
  readonly sources: readonly FilePath[];
  readonly subject: MigrateSubject;
  /** Syntax errors of the first facade. Nothing can be done with any. */
  readonly problems: readonly Diagnostic[];
}

/** Reads the project and the facades as they are on disk now. Throws ToolError for a file that is none. */
export function openMigration(workspace: Workspace, sources: readonly FilePath[]): OpenedMigration {
  const { root } = workspace;
  const [source] = sources;
  if (source === undefined) throw new ToolError('no facade', 'no file was named', 'Name the facade whose importers should be rewritten.');
  const { project, read, problems } = readSource(workspace, source);
  for (const other of problems.length > 0 ? [] : sources.slice(1)) if (!project.files.has(other)) throw new ToolError('file is not part of the project', relativePath(root, other), 'Name a source file of the project.');
  const subject = readFacades(workspace, project, read, problems.length > 0 ? [] : sources);
  for (const facts of subject.facades.values()) requireFacade(root, facts);
  return { sources, subject, problems };
}

/** A split of CommonJS may leave a value that is exported as a whole, or members that may be assigned again: to be told to split such a file would lead nowhere. */
function requireFacade(root: FilePath, { facade, homes, open }: FacadeHomes): void {
  const names = [...homes.values()];
  if (names.some(({ file }) => file !== facade)) return;
  const name = relativePath(root, facade);
  const [kept] = names.filter(({ because }) => because !== 'is declared there');
  if (kept === undefined && open === undefined) throw new ToolError('not a facade', `${name} declares every name that it exports`, `Split it first: decant split ${quoteWord(name)}`);
  const detail = kept === undefined ? `${name}: ${open}` : `${name}: ${kept.exported} ${kept.because}${names.length > 1 ? `, and no other of its ${names.length} names can be taken from elsewhere` : ''}`;
  throw new ToolError('no name can be taken from elsewhere', detail, 'Let its importers go on importing it, or export each name for itself.');
}

/** One change: the importers of the choice are redirected, it is proved and, with `write`, applied. `owner` is whose importers they are. */
export function migrateOnce(workspace: Workspace, request: MigrateRequest, { sources, subject }: OpenedMigration, choice: ImporterChoice, owner?: string): MigrateReport {
  const { root, fileSystem } = workspace;
  const { project } = subject;
  const [source] = sources as readonly [FilePath];
  const computed = computeMigration(workspace, subject, choice);
  const report = describe(workspace, subject, computed);
  if (computed.changes.changes.length === 0) return report;
  requireFreeTargets(fileSystem, root, computed.changes);
  const targets = computed.changes.changes.map(({ file }) => file);
  if (request.write) requireWritable(fileSystem, root, targets);
  if (request.write) requireCommitted(workspace, targets, request.allowDirty);
  const commands = [chooseTypeCheck(workspace, request.typecheck, project.compilerFacts(source).tsconfig), chooseTest(workspace, request.test)];
  const [typeCheck, testCommand] = commands.map(postpone) as [CheckInput['typeCheck'], CheckInput['testCommand']];
  const prove = (after: Project, typed: CheckInput['typeCheck'], tested: CheckInput['testCommand']): Proof => proveMigration(workspace, subject, computed, { after, typeCheck: typed, testCommand: tested });
  const proof = prove(computed.after, typeCheck, testCommand);
  const full = { ...report, proof: reportProof(proof, [{ root }]) };
  if (!request.write) return { ...full, next: proof.verdict === 'failed' ? null : printMigrateCommand(root, sources, request) };
  if (proof.verdict === 'failed' && !request.keepGoing) return full;
  const outcome = withWriteLock(workspace, () =>
    writeProved(workspace, { changes: computed.changes, computed: computed.after, source, command: 'migrate', expected: (file) => bytesOfFile(project, file), commands, prove, keeps: () => request.keepGoing === true }));
  const written = { ...full, ...outcome, next: outcome.applied && outcome.proof.verdict === 'failed' ? `decant undo ${outcome.change}` : null };
  return withCommit(workspace, request, written, (proven, change) => writeMigrateMessage(written, proven, change, owner));
}

function describe(workspace: Workspace, { project, facades }: MigrateSubject, { redirected, changes, leftOut }: ComputedMigration): MigrateReport {
  const { root } = workspace;
  const name = (file: FilePath): string => relativePath(root, file);
  const left = redirected.left.map(({ file, facade, offset, form, names, because }) => {
    const { line, column } = lineColumnAt(project.files.get(file)!.lineStarts, offset);
    return { file: name(file), line, column, facade: name(facade), form, names: [...names], because };
  });
  const holding = new Set(redirected.left.map(({ file }) => file));
  const changed = new Set(changes.changes.map(({ file }) => file));
  const importers = redirected.importers.filter(({ file }) => !leftOut.has(file));
  return {
    ...emptyReport(root, [...facades.keys()]),
    facades: [...facades.values()].map(({ facade, homes, open }) => ({
      file: name(facade),
      names: homes.size,
      modules: new Set([...homes.values()].map(({ file }) => file).filter((file) => file !== facade)).size,
      stay: [...homes.values()].filter(({ file }) => file === facade).map(({ exported }) => exported),
      open: open ?? null,
    })),
    importers: {
      found: redirected.importers.length,
      rewritten: importers.filter(({ file }) => changed.has(file) && !holding.has(file)).length,
      partly: importers.filter(({ file }) => changed.has(file) && holding.has(file)).length,
      left: importers.filter(({ file }) => !changed.has(file)).length,
      leftOut: redirected.importers.length - importers.length,
    },
    places: { found: sum(importers.map(({ found }) => found)), rewritten: sum(importers.map(({ rewritten }) => rewritten)) },
    left: left.filter(({ because }) => because !== leftOutByOnly),
    notes: reportDiagnostics(root, noteNameMaps(workspace, [...facades.keys()])),
    changes: describeChanges(changes, (file) => project.files.get(file)?.text ?? '').map((change) => ({ ...change, file: name(change.file) })),
  };
}

/** Who imports by a name that a test runner or a bundler leads to a facade is seen by nobody here. */
function noteNameMaps(workspace: Workspace, facades: readonly FilePath[]): readonly Diagnostic[] {
  const name = (file: FilePath): string => relativePath(workspace.root, file);
  return facades.flatMap((facade) => findNameMaps(readConfigsAbove(workspace, facade), facade).map(({ at, written }) => diagnostic({
    id: 'names-old-file',
    severity: 'info',
    message: `${name(at.file)} leads a name to ${name(facade)}, which is a facade now`,
    at,
    notes: [`as '${written}'`],
    help: 'Import from the modules where that name is used: who imports by it still comes to the facade',
    data: { file: name(at.file), written },
  })));
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

export function emptyReport(root: FilePath, facades: readonly FilePath[]): MigrateReport {
  return {
    version: 1, command: 'migrate',
    facades: facades.map((facade) => ({ file: relativePath(root, facade), names: 0, modules: 0, stay: [], open: null })),
    importers: { found: 0, rewritten: 0, partly: 0, left: 0, leftOut: 0 },
    places: { found: 0, rewritten: 0 },
    left: [], changes: [], refused: [], notes: [], applied: false, rolledBack: false, change: null, proof: null, next: null,
  };
}

export function printMigrateCommand(root: FilePath, facades: readonly FilePath[], { only = [], shardBy, typecheck, test }: MigrateRequest): string {
  const flags = [...only.flatMap((glob) => ['--only', quoteWord(glob)]), ...(shardBy === undefined ? [] : ['--shard-by', shardBy]), '--write', ...(typecheck === false ? ['--no-typecheck'] : typecheck === undefined ? [] : ['--typecheck', quoteWord(typecheck)]), ...(test === undefined ? [] : ['--test', quoteWord(test)])];
  return ['decant migrate', ...facades.map((facade) => quoteWord(relativePath(root, facade))), ...flags].join(' ');
}
