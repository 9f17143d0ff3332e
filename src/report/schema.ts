import { z } from 'zod';
import { splitPlanSchema } from '../plan/split/split-plan.js';

export type { SplitPart, SplitPlan } from '../plan/split/split-plan.js';

/**
 * The JSON that `--format json` prints and that the library returns: one schema for each command, version 1. Fields are
 * added in later releases and never renamed or removed within a version. Paths are relative to the root, with forward slashes.
 */
const path = z.string().describe('Relative to the root, forward slashes.');

export const locationSchema = z.object({
  file: path,
  line: z.number().int().positive(),
  column: z.number().int().positive(),
  label: z.string().optional().describe('What stands there.'),
});

export const diagnosticSchema = z.object({
  id: z.string(),
  key: z.string().describe('Names the finding from run to run: it survives edits elsewhere and new line numbers. Unique in a report.'),
  standing: z
    .enum(['new', 'worse', 'known'])
    .optional()
    .describe('Against the baseline or the ref of --since: not there before, there and grown, or there and not grown. Known findings never fail a gate.'),
  severity: z.enum(['error', 'warning', 'info']),
  message: z.string().describe('A fact, without advice.'),
  at: locationSchema,
  related: z.array(locationSchema),
  notes: z.array(z.string()).describe('The evidence.'),
  help: z.string().describe('What to do; starts with a verb.'),
  data: z.record(z.string(), z.unknown()).describe('The same facts for machines; its shape depends on the id.'),
  next: z.object({ command: z.string(), applicability: z.enum(['safe', 'unsafe', 'display-only']) }).optional(),
});

const count = z.number().int().nonnegative();

export const summarySchema = z.object({
  files: count.describe('Files read.'),
  codeLines: count,
  godFiles: count,
  components: count.describe('Strongly connected components of the import graph with more than one file, or a file that imports itself. Type imports do not count: they are erased.'),
  unresolved: count.describe('Imports that lead to no file.'),
  unparsed: count.describe('Files that could not be understood.'),
  skipped: count.describe('Files left out, because they are binary or too large.'),
});

const skippedSchema = z.object({ file: path, reason: z.string() });

const nextSchema = z.string().nullable().describe('The one command to run next.');

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

export const checkReportSchema = z.object({ ...inspection, command: z.literal('check') });

export const scanReportSchema = z.object({
  ...inspection,
  command: z.literal('scan'),
  largest: z
    .array(fileSizeSchema)
    .describe('The files with the most code lines, largest first.'),
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

export const checkResultSchema = z.object({
  check: z.string(),
  status: z.enum(['passed', 'failed', 'skipped']),
  reason: z.string().optional().describe('For skipped: what would be needed to run it.'),
  counted: count,
  unit: z.string().describe('What `counted` counts.'),
  diagnostics: z.array(diagnosticSchema),
  vacuous: z.boolean().optional().describe('Skipped because the program has nothing of this kind; does not weaken the verdict.'),
});

export const proofSchema = z.object({ verdict: z.enum(['proved', 'partly proved', 'failed']), results: z.array(checkResultSchema) });

const changeSchema = z.object({ file: path, kind: z.enum(['create', 'modify', 'delete']), added: count, removed: count, because: z.string() });

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
  proof: proofSchema.nullable(),
  next: nextSchema,
});

export const verifyReportSchema = z.object({
  version: z.literal(1),
  command: z.literal('verify'),
  before: z.string(),
  after: z.string(),
  changed: z.array(path).describe('Files that differ.'),
  entries: z.array(path).describe('Files whose exports and evaluation were compared.'),
  proof: proofSchema,
});

const scalar = z.union([z.number(), z.string()]);

export const taskSchema = z.object({
  framework: z.string(),
  kind: z.string(),
  id: z.string(),
  idSource: z.enum(['literal', 'constant', 'dynamic']),
  queue: z.string().optional(),
  priority: scalar.optional(),
  retry: z.object({ attempts: scalar.optional(), backoff: z.string().optional() }).optional(),
  schedule: z.object({ pattern: z.string().optional(), every: scalar.optional(), timeZone: z.string().optional(), limit: scalar.optional() }).optional(),
  concurrency: scalar.optional(),
  options: z.string().optional(),
  decorators: z.array(z.string()),
  signature: z.string().optional(),
  registeredBy: z.string(),
  location: locationSchema,
});

export const tasksReportSchema = z.object({ version: z.literal(1), command: z.literal('tasks'), tasks: z.array(taskSchema) });

export const undoReportSchema = z.object({
  version: z.literal(1),
  command: z.literal('undo'),
  id: z.string(),
  source: path,
  restored: z.array(path),
  removed: z.array(path),
});

export type ReportLocation = z.infer<typeof locationSchema>;
export type ReportDiagnostic = z.infer<typeof diagnosticSchema>;
export type ReportProof = z.infer<typeof proofSchema>;
export type ReportSummary = z.infer<typeof summarySchema>;
export type CheckReport = z.infer<typeof checkReportSchema>;
export type ScanReport = z.infer<typeof scanReportSchema>;
export type PlanReport = z.infer<typeof planReportSchema>;
export type SplitReport = z.infer<typeof splitReportSchema>;
export type VerifyReport = z.infer<typeof verifyReportSchema>;
export type TasksReport = z.infer<typeof tasksReportSchema>;
export type UndoReport = z.infer<typeof undoReportSchema>;

const reportSchemas = {
  scan: scanReportSchema,
  check: checkReportSchema,
  plan: planReportSchema,
  split: splitReportSchema,
  verify: verifyReportSchema,
  tasks: tasksReportSchema,
  undo: undoReportSchema,
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
