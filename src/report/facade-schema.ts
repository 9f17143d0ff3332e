import { z } from 'zod';
import { changeSchema, commitSchema, count, diagnosticSchema, nextSchema, path, proofSchema } from './schema-parts.js';

const importerCountsSchema = z.object({
  found: count.describe('Files that import a facade.'),
  rewritten: count.describe('Files that name no facade any more.'),
  partly: count.describe('Files that were changed and still name one.'),
  left: count.describe('Files that stay as they are.'),
  leftOut: count.describe('Files that --only leaves out.'),
});

const placeCountsSchema = z.object({ found: count.describe('Imports, re-exports, calls and types that name a facade.'), rewritten: count });

export const migrateReportSchema = z.object({
  version: z.literal(1),
  command: z.literal('migrate'),
  facades: z.array(z.object({
    file: path,
    names: count.describe('Names that it exports.'),
    modules: count.describe('Modules that declare them.'),
    stay: z.array(z.string()).describe('Names that it declares itself or takes from elsewhere: they stay on it.'),
    open: z.string().nullable().describe('Why it may export names that no text lists.'),
  })),
  importers: importerCountsSchema,
  places: placeCountsSchema,
  left: z.array(z.object({
    file: path,
    line: count,
    column: count,
    facade: path,
    form: z.string().describe('How the facade is named there: import, export-from, require-call, ...'),
    names: z.array(z.string()).describe('`*` for the module as a whole.'),
    because: z.string(),
  })).describe('Places that still name a facade.'),
  changes: z.array(changeSchema),
  refused: z.array(diagnosticSchema).describe('Why nothing was rewritten.'),
  notes: z.array(diagnosticSchema),
  applied: z.boolean().describe('Whether the change is on disk now.'),
  rolledBack: z.boolean().describe('Whether it was, and the old tree was put back because a check failed.'),
  change: z.string().nullable().describe('Id for `decant undo`; null when nothing is applied.'),
  commit: commitSchema,
  proof: proofSchema.nullable().describe('Null when there was nothing to rewrite. With --shard-by the weakest of the proofs.'),
  shards: z.array(z.object({
    owner: z.string().describe('Name of the package, or the owners as CODEOWNERS has them; `nobody` where it has none.'),
    importers: importerCountsSchema,
    places: placeCountsSchema,
    files: z.array(path).describe('Files that are rewritten.'),
    applied: z.boolean(),
    rolledBack: z.boolean(),
    change: z.string().nullable().describe('Id for `decant undo`.'),
    commit: commitSchema,
    proof: proofSchema.nullable(),
  })).optional().describe('With --shard-by: one change for each owner, proved alone.'),
  next: nextSchema,
});

export const codemodReportSchema = z.object({
  version: z.literal(1),
  command: z.literal('codemod'),
  facade: path,
  specifiers: z.array(z.string()).describe('How other packages name the facade. Empty when none can.'),
  modules: z.array(z.object({
    file: path,
    specifiers: z.array(z.string()).describe('How other packages name it. Empty when none can: its names stay on the facade there.'),
    unrun: z.string().nullable().describe('What loading the facade runs and loading this module does not.'),
  })),
  moved: z.array(z.string()).describe('Names that the transform takes from their modules.'),
  stay: z.array(z.object({ name: z.string(), because: z.string() })),
  open: z.string().nullable().describe('Why the facade may export names that no text lists.'),
  written: z.array(path).describe('The transform, its fixture and its test.'),
  refused: z.array(diagnosticSchema).describe('Why nothing was written.'),
  next: nextSchema,
});

export const runCodemodReportSchema = z.object({
  version: z.literal(1),
  command: z.literal('run-codemod'),
  transform: path,
  paths: z.array(path),
  changed: count.describe('Files that it changes.'),
  unchanged: count,
  errors: count.describe('Files that it could not read.'),
  lines: z.array(z.object({ kind: z.enum(['report', 'error']), text: z.string() })).describe('What it says of single files.'),
  applied: z.boolean().describe('Whether the files are changed on disk.'),
  next: nextSchema,
});

const shimStage = z.enum(['silent', 'jsdoc', 'runtime', 'error']);

export const deprecateReportSchema = z.object({
  version: z.literal(1),
  command: z.literal('deprecate'),
  facade: path,
  from: shimStage.describe('The stage before; silent for a plain facade.'),
  stage: z.enum(['silent', 'jsdoc', 'runtime', 'error', 'remove']),
  after: z.string().nullable().describe('Version or day from which the shim is overdue.'),
  importers: z.array(path).describe('Files of the project that still import the facade.'),
  changes: z.array(changeSchema),
  refused: z.array(diagnosticSchema).describe('Why the stage cannot be reached.'),
  notes: z.array(diagnosticSchema),
  applied: z.boolean().describe('Whether the change is on disk now.'),
  rolledBack: z.boolean().describe('Whether it was, and the old tree was put back because a check failed.'),
  change: z.string().nullable().describe('Id for `decant undo`; null when nothing is applied.'),
  commit: commitSchema,
  proof: proofSchema.nullable().describe('Null when it was refused, and when the facade is at the stage already.'),
  next: nextSchema,
});

export const shimsReportSchema = z.object({
  version: z.literal(1),
  command: z.literal('shims'),
  since: z.string().nullable().describe('The git ref that importers are compared with; null: for each shim the commit that made it one.'),
  shims: z.array(z.object({
    file: path,
    stage: shimStage,
    deprecated: z.string().describe('Day on which it became a shim.'),
    after: z.string().nullable(),
    overdue: z.boolean().nullable().describe('Null without a version to compare with.'),
    importers: z.array(path).describe('Files that import it today.'),
    before: count.nullable().describe('Number of files that imported it in the older state; null when git does not know one.'),
    comparedWith: z.string().nullable().describe('The commit of that state.'),
  })),
  unknown: z.string().nullable().describe('Why there is no older state.'),
  next: nextSchema,
});
