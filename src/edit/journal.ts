import { z } from 'zod';

const hash = z.string().regex(/^sha256:[0-9a-f]{64}$/);

const change = z.strictObject({
  file: z.string().describe('Relative to the root.'),
  before: hash.nullable().describe('Hash of the old bytes; null when the file did not exist.'),
  after: hash.nullable().describe('Hash of the new bytes; null when the change deletes the file.'),
  mode: z.number().int().nullable().describe('Permission bits of the old file; null when it did not exist.'),
});

export const journalSchema = z.strictObject({
  version: z.literal(1),
  id: z.string().regex(/^\d{8}T\d{6}-[0-9a-f]{4,}(-\d+)?$/),
  createdAt: z.string(),
  command: z.enum(['split', 'migrate', 'deprecate']).optional().describe('What was done; a split where nothing is said.'),
  source: z.string().describe('The file that it was done to, relative to the root.'),
  state: z.enum(['prepared', 'applied', 'undone']),
  changes: z.array(change),
  createdFolders: z.array(z.string()).describe('Folders that the change makes, outermost first. Removed again when undo leaves them empty.'),
});

/**
 * One write to the user's tree. It is on disk, with the old and new bytes beside it, before the first file is touched:
 * - `prepared`: the tree may be old, new or in between; the old bytes are put back before anything else happens.
 * - `applied`: the tree is new.
 * - `undone`: the tree is old.
 */
export type Journal = z.infer<typeof journalSchema>;
export type JournalChange = z.infer<typeof change>;
