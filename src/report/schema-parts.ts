import { z } from 'zod';

/** Paths are relative to the root, with forward slashes. */
export const path = z.string().describe('Relative to the root, forward slashes.');

export const count = z.number().int().nonnegative();

export const locationSchema = z.object({
  file: path,
  line: z.number().int().positive(),
  column: z.number().int().positive(),
  label: z.string().optional().describe('What stands there.'),
  tree: z.string().optional().describe('The ref or folder that the file lies in, when that is not the root.'),
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

export const nextSchema = z.string().nullable().describe('The one command to run next.');

export const checkResultSchema = z.object({
  check: z.string(),
  status: z.enum(['passed', 'partly passed', 'failed', 'skipped']).describe('partly passed: what was compared is the same, and something could not be compared.'),
  reason: z.string().optional().describe('For skipped: what would be needed to run it. For partly passed: what could not be compared.'),
  counted: count,
  unit: z.string().describe('What `counted` counts.'),
  diagnostics: z.array(diagnosticSchema),
  vacuous: z.boolean().optional().describe('Skipped because the program has nothing of this kind; does not weaken the verdict.'),
  unasked: z.boolean().optional().describe('Skipped because it runs on request only (`--run`, `--bundle`, `--api-extractor`) and nobody asked; does not weaken the verdict.'),
});

export const comparedTaskSchema = z.object({
  change: z.enum(['same', 'changed', 'lost', 'added', 'unregistered', 'not proven']).describe('unregistered: the code is there, and some entry does not register it any more. not proven: the id is computed at run time, so that nobody can say that it is the same.'),
  framework: z.string(),
  kind: z.string(),
  id: z.string(),
  queue: z.string().optional(),
  before: z.object({ id: z.string(), file: path, line: count }).nullable(),
  after: z.object({ id: z.string(), file: path, line: count }).nullable(),
});

export const proofSchema = z.object({
  verdict: z.enum(['proved', 'partly proved', 'failed']),
  results: z.array(checkResultSchema),
  tasks: z.array(comparedTaskSchema).optional().describe('Every task of both trees, what is not the same first.'),
});

export const commitSchema = z.object({ hash: z.string(), subject: z.string() }).optional().describe('What --commit made; absent when nothing was committed.');

export const changeSchema = z.object({ file: path, kind: z.enum(['create', 'modify', 'delete']), added: count, removed: count, because: z.string() });
