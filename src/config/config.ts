import picomatch from 'picomatch';
import { z } from 'zod';

const globs = z.array(z.string().min(1));

const severity = z.enum(['error', 'warning', 'info', 'off']);

const lineThreshold = z.number().int().positive();

const godFile = z.strictObject({
  severity: severity.default('error').describe('How a god file is reported.'),
  threshold: lineThreshold.default(600).describe('Code lines (blank and comment lines apart) above which a file is a god file.'),
  overrides: z
    .array(
      z.strictObject({
        files: globs.describe('Root-relative globs.'),
        threshold: lineThreshold.describe('Code lines for these files.'),
      }),
    )
    .default([])
    .describe('Thresholds for some files. The last entry that matches wins.'),
});

const importCycle = z.strictObject({
  severity: severity.default('error').describe('How an import cycle is reported.'),
});

const layerViolation = z.strictObject({
  severity: severity.default('error').describe('How an import against the layers is reported.'),
  layers: z
    .array(
      z.strictObject({
        name: z.string().min(1).describe('Name of the layer, used in mayImport.'),
        files: globs.describe('Root-relative globs of its files.'),
        mayImport: z.array(z.string()).describe('Names of the layers that it may import. Its own name is not needed.'),
        siblings: z
          .union([z.boolean(), z.literal('apart')])
          .default(true)
          .describe('Whether files of the layer may import each other: true, false, or "apart" for not across direct sub-folders of its folder.'),
        because: z.string().optional().describe('The reason, shown with every finding.'),
      }),
    )
    .default([])
    .describe('Layers of the project. Files that match none are free.'),
});

/** The one source of the configuration's types, its JSON schema and its documentation. */
export const configSchema = z.strictObject({
  $schema: z.string().optional().describe('For editors.'),
  include: globs.default([]).describe('Root-relative globs of the files to study. Empty: all.'),
  exclude: globs.default([]).describe('Root-relative globs of files to leave out, on top of .gitignore.'),
  analyzers: z
    .strictObject({
      'god-file': godFile.prefault({}),
      'import-cycle': importCycle.prefault({}),
      'layer-violation': layerViolation.prefault({}),
    })
    .prefault({})
    .describe('Settings of each analyzer, by its id.'),
  typecheck: z.string().min(1).optional().describe('Command that type-checks the project. Default: its own tsc --noEmit.'),
  test: z.string().min(1).optional().describe('Command that runs the tests of the project.'),
});

type ReadonlyDeep<T> = T extends object ? { readonly [K in keyof T]: ReadonlyDeep<T[K]> } : T;

/** Every default filled in. */
export type Config = ReadonlyDeep<z.output<typeof configSchema>>;

/** The configuration of a project that has no configuration file. */
export const defaultConfig: Config = configSchema.parse({});

/** JSON schema (draft 2020-12) of the file as a person writes it: everything that has a default is optional. */
export function configJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(configSchema, { io: 'input' });
  const { $schema, ...rest } = schema;
  return { $schema, title: 'decant configuration', ...rest };
}

const compiledOverrides = new WeakMap<object, readonly { matches: (file: string) => boolean; threshold: number }[]>();

/** Code lines above which the file is a god file. `relativeFile` is root-relative; the last override that matches wins. */
export function thresholdFor(config: Config, relativeFile: string): number {
  const { overrides, threshold } = config.analyzers['god-file'];
  let compiled = compiledOverrides.get(overrides);
  if (!compiled) {
    compiled = overrides.map((entry) => ({ matches: picomatch([...entry.files], { dot: true }), threshold: entry.threshold }));
    compiledOverrides.set(overrides, compiled);
  }
  return compiled.findLast((entry) => entry.matches(relativeFile))?.threshold ?? threshold;
}
