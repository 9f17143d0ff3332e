import { reportDiagnostics } from '../report/report-diagnostic.js';
import { requireCommittable } from './commit.js';
import { chooseImporters } from './compute-migrate.js';
import { emptyReport, migrateOnce, openMigration } from './migrate-once.js';
import { migrateShards } from './migrate-shards.js';
import { readSplitInput } from './split-input.js';
import type { MigrateReport } from '../report/schema.js';
import type { MigrateRequest } from './migrate-once.js';
import type { Workspace } from './workspace.js';

/** Points the importers of facades at the modules behind them: redirects, proves and, with `write`, applies. Bad input throws ToolError. */
export function migrate(workspace: Workspace, request: MigrateRequest): MigrateReport {
  requireCommittable(workspace, request, request.write);
  const sources = [...new Set(request.facades.map((facade) => readSplitInput(workspace, facade).source))];
  const opened = openMigration(workspace, sources);
  if (opened.problems.length > 0) return { ...emptyReport(workspace.root, sources), refused: reportDiagnostics(workspace.root, opened.problems) };
  if (request.shardBy !== undefined) return migrateShards(workspace, { ...request, shardBy: request.shardBy }, opened);
  return migrateOnce(workspace, request, opened, chooseImporters(request.only));
}
