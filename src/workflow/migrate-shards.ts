import { ToolError } from '../diagnostic/tool-error.js';
import { compareText } from '../diagnostic/sort.js';
import { joinPath, relativePath, type FilePath } from '../host/path.js';
import { readCodeOwners } from './code-owners.js';
import { chooseImporters, computeMigration } from './compute-migrate.js';
import { emptyReport, migrateOnce, openMigration, printMigrateCommand } from './migrate-once.js';
import type { MigrateReport, ReportProof } from '../report/schema.js';
import type { ImporterChoice, MigrateSubject } from './compute-migrate.js';
import type { MigrateRequest, OpenedMigration } from './migrate-once.js';
import type { Workspace } from './workspace.js';

type Request = MigrateRequest & { readonly shardBy: 'package' | 'codeowners' };

/** Who owns what nobody owns. */
const nobody = 'nobody';

/**
 * One change for each owner of importers, in the order of their names: proved alone, written as a change of its own that `decant undo` takes back alone and, with
 * `commit`, committed alone. With `write` each starts from what the one before it left. A shard that fails is put back, and the others go on.
 */
export function migrateShards(workspace: Workspace, request: Request, opened: OpenedMigration): MigrateReport {
  const { root } = workspace;
  const only = chooseImporters(request.only);
  const ownerOf = readOwners(workspace, opened.subject, request.shardBy);
  const whole = computeMigration(workspace, opened.subject, only);
  const importers = whole.redirected.importers.filter(({ file }) => !whole.leftOut.has(file));
  const owners = [...new Set(importers.map(({ file }) => ownerOf(file)))].sort(compareText);
  const reports = owners.map((owner, index) => {
    workspace.progress(`Importers of ${owner}`);
    const current = request.write === true && index > 0 ? openMigration(workspace, opened.sources) : opened;
    const choice: ImporterChoice = { isIncluded: (name) => only.isIncluded(name) && ownerOf(joinPath(root, name)) === owner, because: only.because };
    return { owner, report: migrateOnce(workspace, request, current, choice, owner) };
  });
  return joinReports(workspace, request, opened, reports, whole.leftOut.size);
}

function readOwners(workspace: Workspace, { packageOf }: MigrateSubject, shardBy: Request['shardBy']): (file: FilePath) => string {
  if (shardBy === 'package') {
    return (file) => {
      const { name, folder } = packageOf(file);
      return name ?? (relativePath(workspace.root, folder) || '.');
    };
  }
  const ownersOf = readCodeOwners(workspace);
  if (ownersOf === undefined) throw new ToolError('no CODEOWNERS', 'neither the root nor .github, .gitlab, .gitea and docs have a CODEOWNERS file', 'Add one, or use --shard-by package.');
  return (file) => ownersOf(file) ?? nobody;
}

function joinReports({ root }: Workspace, request: Request, { sources }: OpenedMigration, reports: readonly { readonly owner: string; readonly report: MigrateReport }[], leftOut: number): MigrateReport {
  const [first] = reports;
  if (first === undefined) return emptyReport(root, sources);
  const all = reports.map(({ report }) => report);
  const sum = (value: (report: MigrateReport) => number): number => all.reduce((total, report) => total + value(report), 0);
  const proof = findWeakest(all);
  const own = (report: MigrateReport): number => report.importers.found - report.importers.leftOut;
  return {
    ...first.report,
    importers: { found: sum(own) + leftOut, rewritten: sum((report) => report.importers.rewritten), partly: sum((report) => report.importers.partly), left: sum((report) => report.importers.left), leftOut },
    places: { found: sum((report) => report.places.found), rewritten: sum((report) => report.places.rewritten) },
    left: all.flatMap(({ left }) => left),
    changes: all.flatMap(({ changes }) => changes),
    notes: all.flatMap(({ notes }) => notes),
    applied: all.some(({ applied }) => applied),
    rolledBack: all.some(({ rolledBack }) => rolledBack),
    change: null,
    commit: undefined,
    proof,
    shards: reports.map(({ owner, report }) => ({
      owner,
      importers: { ...report.importers, found: own(report), leftOut: 0 },
      places: report.places,
      files: report.changes.map(({ file }) => file),
      applied: report.applied, rolledBack: report.rolledBack, change: report.change, commit: report.commit, proof: report.proof,
    })),
    next: request.write === true || proof === null || all.every((report) => report.proof === null || report.proof.verdict === 'failed') ? null : printMigrateCommand(root, sources, request),
  };
}

const strength = { failed: 0, 'partly proved': 1, proved: 2 } as const;

function findWeakest(reports: readonly MigrateReport[]): ReportProof | null {
  const proofs = reports.flatMap(({ proof }) => (proof === null ? [] : [proof]));
  return proofs.reduce<ReportProof | null>((weakest, proof) => (weakest === null || strength[proof.verdict] < strength[weakest.verdict] ? proof : weakest), null);
}
