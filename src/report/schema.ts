import { z } from 'zod';
import { splitPlanSchema } from '../plan/split/split-plan.js';
import { idSources, registrationWays } from '../model/task-record.js';
import { codemodReportSchema, deprecateReportSchema, migrateReportSchema, runCodemodReportSchema, shimsReportSchema } from './facade-schema.js';
import type { comparedTaskSchema } from './schema-parts.js';
import { changeSchema, commitSchema, count, diagnosticSchema, locationSchema, nextSchema, path, proofSchema } from './schema-parts.js';

export type { SplitPart, SplitPlan } from '../plan/split/split-plan.js';

/**
 * The JSON that `--format json` prints and that the library returns: one schema for each command, version 1. Fields are
 * added in later releases and never renamed or removed within a version. Paths are relative to the root, with forward slashes.
 */
export const summarySchema = z.object({
  files: count.describe('Files read.'),
  codeLines: count,
  godFiles: count,
  components: count.describe('Strongly connected components of the import graph with more than one file, or a file that imports itself. Type imports do not count: they are erased.'),
  unresolved: count.describe('Imports that lead to no file.'),
  unparsed: count.describe('Files that could not be understood.'),
  skipped: count.describe('Files left out, because they are binary or too large.'),
  known: count.describe('Findings that the baseline or the ref of --since knows and that have not grown. Part of the other counts.'),
});

const skippedSchema = z.object({ file: path, reason: z.string() });

const fileSizeSchema = z.object({ file: path, codeLines: count, physicalLines: count, threshold: count, fanIn: count, fanOut: count });

const inspection = {
  version: z.literal(1),
  summary: summarySchema,
  diagnostics: z.array(diagnosticSchema),
  unresolved: z.array(z.object({ file: path, line: z.number().int(), specifier: z.string(), reason: z.string() })),
  unparsed: z.array(skippedSchema),
  skipped: z.array(skippedSchema),
  brokenConfigs: z.array(skippedSchema).describe('Configuration that decides what imports mean and could not be read in full.'),
  files: z
    .array(fileSizeSchema)
    .optional()
    .describe('Every file, for the formats that draw them.'),
  next: nextSchema,
};

const baselineEntrySchema = z.union([
  z.object({ id: z.string(), file: path, ceiling: count, count: z.literal('physical').optional().describe('What the ceiling counts. Absent: code lines.') }),
  z.object({ id: z.string(), from: path, to: path, imports: z.literal('type').optional().describe('Which imports close the knot. Absent: such as are evaluated.') }),
]);

const staleEntrySchema = z.object({
  entry: baselineEntrySchema,
  becomes: baselineEntrySchema.nullable().describe('What an update makes of it: a lower ceiling or other paths. Null: it is removed.'),
  reason: z.string().describe('What has become of it.'),
});

const baselineChangeSchema = z.object({
  kind: z.enum(['added', 'removed', 'lowered', 'raised', 'renamed']),
  was: baselineEntrySchema.nullable().describe('Null for `added`.'),
  now: baselineEntrySchema.nullable().describe('Null for `removed`.'),
});

const baselineReportSchema = z.object({
  file: path,
  entries: count.describe('Entries of the file as this run found it.'),
  stale: z.array(staleEntrySchema).describe('Entries that promise more than is needed, of which this run can tell. None are left after an update.'),
  written: z.boolean().describe('Whether this run wrote the file.'),
  changes: z.array(baselineChangeSchema).describe('What this run changed in the file.'),
});

const sinceReportSchema = z.object({
  ref: z.string(),
  commit: z.string().describe('The merge base of the ref and HEAD, which the findings are compared with.'),
  changed: count.describe('Source files that differ from it.'),
  better: count.describe('Findings that are gone or have shrunk.'),
});

const churnSchema = z
  .object({
    months: count,
    commits: count.describe('Commits read.'),
    shallow: z.boolean().describe('The clone has its history cut off, so that counts may be too low.'),
    unavailable: z.string().nullable().describe('Why git knows nothing.'),
  })
  .optional()
  .describe('With --churn: the history that `commits` of god files was counted in.');

export const checkReportSchema = z.object({
  ...inspection,
  command: z.literal('check'),
  diagnostics: z.array(diagnosticSchema).describe('Known findings are among them only with --all.'),
  baseline: baselineReportSchema.nullable().describe('The ratchet; null when there is no baseline file.'),
  since: sinceReportSchema.nullable().describe('Null without --since.'),
  churn: churnSchema,
});

const splitPredictionSchema = z.object({
  file: path,
  modules: z.array(z.object({ name: z.string(), codeLines: count })).describe('The new files, largest first; the facade is not among them.'),
  refused: z.string().nullable().describe('Why there would be none.'),
});

export const scanReportSchema = z.object({
  ...inspection,
  command: z.literal('scan'),
  largest: z
    .array(fileSizeSchema)
    .describe('The files with the most code lines, largest first.'),
  predictions: z.array(splitPredictionSchema).optional().describe('What `decant split` would make of the god files that rank first; as many as --predict says.'),
  churn: churnSchema,
});

export const planReportSchema = z.object({
  version: z.literal(1),
  command: z.literal('plan'),
  plan: splitPlanSchema.nullable().describe('Null when the file was refused.'),
  refused: z.array(diagnosticSchema),
  notes: z.array(diagnosticSchema),
  written: path.nullable().describe('File that the plan was written to with --output.'),
  next: nextSchema,
});

export const splitReportSchema = z.object({
  version: z.literal(1),
  command: z.literal('split'),
  plan: splitPlanSchema.nullable(),
  files: z.array(z.object({ file: path, lines: count, codeLines: count })).describe('The facade and the new files, as they are after the split.'),
  before: z.object({ file: path, lines: count, codeLines: count }).nullable().describe('The file as it was.'),
  changes: z.array(changeSchema),
  refused: z.array(diagnosticSchema).describe('Why nothing was split.'),
  notes: z.array(diagnosticSchema),
  applied: z.boolean().describe('Whether the new files are on disk now.'),
  rolledBack: z.boolean().describe('Whether they were, and the old tree was put back because a check failed.'),
  change: z.string().nullable().describe('Id for `decant undo`; null when nothing is applied.'),
  commit: commitSchema,
  proof: proofSchema.nullable(),
  next: nextSchema,
});

export const verifyReportSchema = z.object({
  version: z.literal(1),
  command: z.literal('verify'),
  before: z.string(),
  after: z.string(),
  since: z.object({ ref: z.string(), commit: z.string().describe('The merge base of the ref and HEAD, which the working tree is compared with.') }).nullable().describe('Null without --since.'),
  changed: z.array(path).describe('Files that differ.'),
  entries: z.array(path).describe('Files whose exports and evaluation were compared.'),
  proof: proofSchema,
});

const scalar = z.union([z.number(), z.string()]);

export const taskSchema = z.object({
  framework: z.string(),
  kind: z.string(),
  id: z.string(),
  idSource: z.enum(idSources),
  queue: z.string().optional(),
  priority: scalar.optional(),
  retry: z.object({ attempts: scalar.optional(), backoff: z.string().optional() }).optional(),
  schedule: z.object({ pattern: z.string().optional(), every: scalar.optional(), timeZone: z.string().optional(), limit: scalar.optional() }).optional(),
  concurrency: scalar.optional(),
  timeout: scalar.optional(),
  options: z.string().optional(),
  decorators: z.array(z.string()),
  signature: z.string().optional(),
  payload: z.string().optional(),
  registeredBy: z.string(),
  registration: z.enum(registrationWays).optional(),
  location: locationSchema,
});

export const tasksReportSchema = z.object({
  version: z.literal(1),
  command: z.literal('tasks'),
  tasks: z.array(taskSchema),
  lock: z
    .object({ file: path, tasks: count.describe('Entries of the lock.'), written: z.boolean().describe('False when it said the same already.'), added: count, removed: count, differences: z.array(z.string()).describe('`+` and an entry that came, `-` and one that went.') })
    .nullable()
    .describe('What --lock did; null without it.'),
});

export const undoReportSchema = z.object({
  version: z.literal(1),
  command: z.literal('undo'),
  id: z.string(),
  undone: z.enum(['split', 'migrate', 'deprecate']).describe('What the change had done.'),
  source: path,
  restored: z.array(path),
  removed: z.array(path),
});

const edgeKindSchema = z.enum(['value', 'type', 'reexport', 'side-effect', 'dynamic', 'require']).describe('What the import does when its module is evaluated.');

const edgeGroupSchema = z.enum(['value', 'type', 'dynamic']).describe('value: value, reexport, side-effect and require, which are evaluated while the importer loads.');

export const importEdgeSchema = z.object({
  from: path,
  to: path,
  kind: edgeKindSchema,
  line: count.describe('Of the opening quote of the specifier.'),
  column: count,
  specifier: z.string(),
  names: z.array(z.object({ imported: z.string().describe('`default`, `*` for the namespace, or the export name.'), local: z.string(), typeOnly: z.boolean() })),
});

const graphMapSchema = z.object({
  files: z.array(z.object({ file: path, codeLines: count, physicalLines: count, fanIn: count, fanOut: count })).describe('Fan-in and fan-out count files of the whole project, over the kinds of this report.'),
  edges: z.array(importEdgeSchema).describe('Imports between files of the project, by file and position.'),
  assets: z.array(z.object({ from: path, to: path, line: count, specifier: z.string() })).describe('Imports of files that are not code: JSON, CSS, images.'),
  outside: z.array(z.object({ from: path, to: path, line: count, specifier: z.string() })).describe('Imports of files that exist but do not belong to the project: ignored, excluded, unparsed, or outside of the root.'),
  packages: z.array(z.object({ name: z.string(), imports: count, files: count })).describe('Packages and runtime modules, most imports first.'),
  knots: z
    .array(
      z.object({
        members: z.array(path),
        cut: z.array(z.object({ from: path, to: path })).nullable().describe('Imports to remove so that no circle is left; null when that was not asked for or is switched off.'),
      }),
    )
    .describe('Strongly connected components over evaluated imports, largest first.'),
});

const graphPathSchema = z.object({
  from: path,
  to: path,
  via: edgeGroupSchema.nullable().describe('The weakest kind on the way: `value` when all is evaluated at load, `dynamic` or `type` when only such a path exists. Null: no path.'),
  hops: z.array(importEdgeSchema),
  reverse: z.boolean().describe('Whether `to` reaches `from`.'),
});

const resolutionSchema = z.object({
  from: path,
  specifier: z.string(),
  kind: z.enum(['file', 'external', 'asset', 'unresolved']),
  target: z.string().nullable().describe('File (relative to the root if inside), or package; null when unresolved.'),
  reason: z.string().nullable().describe('Why it is unresolved.'),
  inGraph: z.boolean().describe('Whether the target is a module of the graph.'),
  imports: z.array(z.object({ line: count, column: count, kind: edgeKindSchema })).describe('Where the file imports the specifier.'),
  steps: z.array(z.string()).describe('What was tried, in order, each with its outcome.'),
});

export const graphReportSchema = z.object({
  version: z.literal(1),
  command: z.literal('graph'),
  summary: z.object({
    files: count.describe('Files read.'),
    codeLines: count,
    edges: z.record(edgeKindSchema, count).describe('Imports between files of the project by kind, whatever --kinds says.'),
    components: summarySchema.shape.components,
    inComponents: count.describe('Files in such components.'),
    packages: count.describe('Packages and runtime modules that are imported.'),
    unimported: count.describe('Files that no file of the project imports.'),
    unresolved: count,
    unparsed: count,
    skipped: count,
    brokenConfigs: count,
  }),
  kinds: z.array(edgeGroupSchema).describe('The kinds of imports in `map` and `path`.'),
  paths: z.array(path).describe('What the map is restricted to: these files and folders, and what they import and are imported by. Empty: everything.'),
  map: graphMapSchema.nullable().describe('The graph; null when a path or a resolution was asked for.'),
  path: graphPathSchema.nullable().describe('How one file reaches another.'),
  resolution: resolutionSchema.nullable().describe('What one specifier means in one file, and why.'),
  unresolved: z.array(z.object({ file: path, line: z.number().int(), specifier: z.string(), reason: z.string() })),
  unparsed: z.array(skippedSchema),
  skipped: z.array(skippedSchema),
  brokenConfigs: z.array(skippedSchema),
});

const topicSchema = z.object({ id: z.string(), title: z.string(), summary: z.string().describe('One sentence.') });

export const explainReportSchema = z.object({
  version: z.literal(1),
  command: z.literal('explain'),
  id: z.string().nullable().describe('Null for the list of all ids.'),
  title: z.string(),
  markdown: z.string().describe('The page.'),
  topics: z.array(topicSchema).describe('Ids that the page speaks of; all ids for the list.'),
  finding: diagnosticSchema.nullable().describe('The finding whose key was asked for, as the project has it now.'),
});

const foreignSetting = { setting: z.string(), file: path, line: z.number().int().positive().nullable() };

export const initReportSchema = z.object({
  version: z.literal(1),
  command: z.literal('init'),
  from: z.enum(['dependency-cruiser', 'eslint', 'madge']).nullable().describe('The tool whose settings were taken over.'),
  offered: z.array(z.object({ from: z.enum(['dependency-cruiser', 'eslint', 'madge']), file: path })).describe('Other tools that are configured in the root; --from takes over the settings of one.'),
  written: z.array(path),
  config: z.record(z.string(), z.unknown()).describe('The configuration as it was written; empty when one was there and was left as it is.'),
  found: z.array(z.object({ what: z.string(), file: path })).describe('What the root says by itself.'),
  carried: z.array(z.object({ ...foreignSetting, as: z.string().describe('What it became.') })),
  notCarried: z.array(z.object({ ...foreignSetting, reason: z.string() })).describe('Settings of the other tool that have no place in the configuration.'),
  held: z.object({ entries: count, godFiles: count, components: count, layerViolations: count }).describe('What the first baseline holds: findings of today that fail the gate only when they grow.'),
  open: count.describe('Errors that the baseline does not hold, so that `decant check` reports them.'),
  eslint: z
    .object({
      file: path.nullable().describe('The configuration of ESLint.'),
      state: z.enum(['added', 'present', 'by hand']),
      reason: z.string().nullable().describe('Why a person has to add the lines.'),
      lines: z.array(z.string()).describe('What was added, or is to be: what loads the plugin, and its entry.'),
    })
    .nullable()
    .describe('What became of the ESLint plugin; null when it was not asked for.'),
  next: nextSchema,
});

export type ReportLocation = z.infer<typeof locationSchema>;
export type ReportDiagnostic = z.infer<typeof diagnosticSchema>;
export type ReportComparedTask = z.infer<typeof comparedTaskSchema>;
export type ReportProof = z.infer<typeof proofSchema>;
export type ReportSummary = z.infer<typeof summarySchema>;
export type CheckReport = z.infer<typeof checkReportSchema>;
export type SplitPrediction = z.infer<typeof splitPredictionSchema>;
export type ScanReport = z.infer<typeof scanReportSchema>;
export type PlanReport = z.infer<typeof planReportSchema>;
export type SplitReport = z.infer<typeof splitReportSchema>;
export type MigrateReport = z.infer<typeof migrateReportSchema>;
export type CodemodReport = z.infer<typeof codemodReportSchema>;
export type RunCodemodReport = z.infer<typeof runCodemodReportSchema>;
export type VerifyReport = z.infer<typeof verifyReportSchema>;
export type ReportTask = z.infer<typeof taskSchema>;
export type TasksReport = z.infer<typeof tasksReportSchema>;
export type DeprecateReport = z.infer<typeof deprecateReportSchema>;
export type ShimsReport = z.infer<typeof shimsReportSchema>;
export type UndoReport = z.infer<typeof undoReportSchema>;
export type InitReport = z.infer<typeof initReportSchema>;
export type GraphReport = z.infer<typeof graphReportSchema>;
export type ExplainReport = z.infer<typeof explainReportSchema>;
export type ReportEdge = z.infer<typeof importEdgeSchema>;

const reportSchemas = {
  scan: scanReportSchema,
  check: checkReportSchema,
  plan: planReportSchema,
  split: splitReportSchema,
  migrate: migrateReportSchema,
  codemod: codemodReportSchema,
  'run-codemod': runCodemodReportSchema,
  verify: verifyReportSchema,
  tasks: tasksReportSchema,
  deprecate: deprecateReportSchema,
  shims: shimsReportSchema,
  undo: undoReportSchema,
  graph: graphReportSchema,
  explain: explainReportSchema,
  init: initReportSchema,
} as const;

export type Report = z.infer<(typeof reportSchemas)[keyof typeof reportSchemas]>;

/** JSON schema (draft 2020-12) of each command's JSON output, by command name. */
export function reportJsonSchemas(): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(reportSchemas).map(([command, schema]) => {
      const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' });
      return [command, { $schema, title: `Output of decant ${command} --format json`, ...rest }];
    }),
  );
}
