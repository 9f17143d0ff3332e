import { z } from 'zod';

const part = z.strictObject({
  file: z.string().min(1).describe('Target file, relative to the project root, forward slashes. The source file itself means: stays where it is.'),
  declarations: z.array(z.string()).describe('Top-level names that live in this file, in source order.'),
  statements: z.array(z.string()).optional().describe('Statements that declare nothing, by id (`@3`); text after the first space is a reminder for the reader.'),
  because: z.string().describe('Why these belong together.'),
});

const stateCell = z.strictObject({
  kind: z.literal('state-cell'),
  module: z.string().optional().describe('File that the object stands in. For the reader: the part that lists the name of the object decides.'),
  cell: z.string().regex(/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u).describe('Name of the object, which nothing in the file may have.'),
  names: z.array(z.string().min(1)).min(1).describe('Variables of the file that become properties of it, in source order.'),
  occurrences: z.number().int().nonnegative().optional().describe('Places that read or write them, for the reader.'),
  because: z.string().optional().describe('What it is good for.'),
});

export const splitPlanSchema = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(1),
  kind: z.literal('split'),
  source: z.string().min(1).describe('The god file, relative to the project root.'),
  fingerprint: z.string().describe('Hash of the source text that this plan was made for.'),
  facade: z.enum(['keep', 'shim']).describe('keep: a stable door. shim: the same, every name marked deprecated.'),
  maxLines: z.number().int().positive().describe('Line cap of every new file.'),
  edits: z.array(stateCell).optional().describe('What is changed inside of statements. `state-cell`: variables that many statements assign become properties of one object, so that their writers may live in different files.'),
  parts: z.array(part).min(1),
});

/** Plain JSON that a person may edit: rename a file, move a name between parts. Applying it checks every constraint again. */
export type SplitPlan = z.infer<typeof splitPlanSchema>;
export type SplitPart = z.infer<typeof part>;
export type StateCellEdit = z.infer<typeof stateCell>;
