import picomatch from 'picomatch';
import { z } from 'zod';

const globs = z.array(z.string().min(1));

const severity = z.enum(['error', 'warning', 'info', 'off']);

export type SeveritySetting = z.infer<typeof severity>;

const lineThreshold = z.number().int().positive();

const counted = z.enum(['code', 'physical']).describe('Which lines count: code (blank and comment lines apart) or physical (all).');

const godFile = z.strictObject({
  severity: severity.default('error').describe('How a god file is reported.'),
  threshold: lineThreshold.default(600).describe('Lines above which a file is a god file.'),
  count: counted.default('code'),
  overrides: z
    .array(
      z.strictObject({
        files: globs.describe('Root-relative globs.'),
        threshold: lineThreshold.optional().describe('Lines for these files.'),
        severity: severity.optional().describe('Severity for these files.'),
        count: counted.optional(),
      }),
    )
    .default([])
    .describe('Settings for some files. For each key the last entry that matches and has it wins.'),
});

const dangerClasses = {
  crash: severity.describe('Some entry order reads a binding before it is initialised.'),
  fragile: severity.describe('Safe for the present entry order only, or not measured.'),
  deferred: severity.describe('Members read each other inside functions that run later.'),
  'type-only': severity.describe('Nothing of the circle is left at run time.'),
};

const importCycle = z.strictObject({
  severity: severity.optional().describe('One severity for every knot of imports that are evaluated, whatever its danger class.'),
  danger: z
    .strictObject({
      crash: dangerClasses.crash.default('error'),
      fragile: dangerClasses.fragile.default('error'),
      deferred: dangerClasses.deferred.default('warning'),
      'type-only': dangerClasses['type-only'].default('info'),
    })
    .prefault({})
    .describe('Severity by danger class.'),
  overrides: z
    .array(
      z.strictObject({
        files: globs.describe('Root-relative globs. The entry counts for a knot when they match all its members.'),
        danger: z.strictObject(dangerClasses).partial().describe('Severity by danger class for these knots.'),
      }),
    )
    .default([])
    .describe('Severities for some knots. The last entry that matches and has the class wins.'),
});

const quietUnlessStrict = (what: string) =>
  z.strictObject({ severity: severity.default('off').describe(`How ${what} is reported. It is counted in the header of every report in any case; --strict makes it an error.`) });

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
  extends: z
    .union([z.string().min(1), z.array(z.string().min(1))])
    .optional()
    .describe('JSON configuration files that this one builds on: paths relative to this file, or files of an installed package. Later ones win, this file over all.'),
  include: globs.default([]).describe('Root-relative globs of the files to study. Empty: all.'),
  exclude: globs.default([]).describe('Root-relative globs of files to leave out, on top of .gitignore.'),
  analyzers: z
    .strictObject({
      'god-file': godFile.prefault({}),
      'import-cycle': importCycle.prefault({}),
      'layer-violation': layerViolation.prefault({}),
      'unread-file': quietUnlessStrict('a file that could not be read or parsed').prefault({}),
      'unresolved-import': quietUnlessStrict('an import that leads to no file').prefault({}),
    })
    .prefault({})
    .describe('Settings of each analyzer, by its id.'),
  ignore: z
    .array(
      z.strictObject({
        files: globs.describe('Root-relative globs of the places of findings.'),
        ids: z.array(z.string().min(1)).optional().describe('Ids of the findings. Default: all.'),
        because: z.string().min(1).describe('The reason. Required.'),
      }),
    )
    .default([])
    .describe('Findings to leave out. An entry that matches nothing is reported.'),
  baseline: z.string().min(1).default('.decant-baseline.json').describe('The ratchet: what is known today and may only shrink. Root-relative.'),
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

type Matcher = (file: string) => boolean;
const matchers = new WeakMap<object, Matcher>();

/** Compiled once for each list of globs. */
function matcherOf(files: readonly string[]): Matcher {
  let matches = matchers.get(files);
  if (!matches) matchers.set(files, (matches = picomatch([...files], { dot: true })));
  return matches;
}

export interface GodFileSettings {
  readonly threshold: number;
  readonly severity: SeveritySetting;
  readonly count: 'code' | 'physical';
}

/** `relativeFile` is root-relative. For each key the last override that matches and has it wins. */
export function godFileSettingsFor(config: Config, relativeFile: string): GodFileSettings {
  const { threshold, severity, count, overrides } = config.analyzers['god-file'];
  const settings = { threshold, severity, count };
  for (const entry of overrides) {
    if (!matcherOf(entry.files)(relativeFile)) continue;
    settings.threshold = entry.threshold ?? settings.threshold;
    settings.severity = entry.severity ?? settings.severity;
    settings.count = entry.count ?? settings.count;
  }
  return settings;
}

/** Lines above which the file is a god file. */
export function thresholdFor(config: Config, relativeFile: string): number {
  return godFileSettingsFor(config, relativeFile).threshold;
}

export type DangerClass = keyof typeof dangerClasses;

/** Severity of a knot by its danger class; `members` are root-relative. */
export function cycleSeverityFor(config: Config, danger: DangerClass, members: readonly string[]): SeveritySetting {
  const { severity: one, danger: classes, overrides } = config.analyzers['import-cycle'];
  const own = overrides.findLast((entry) => entry.danger[danger] !== undefined && members.every(matcherOf(entry.files)))?.danger[danger];
  return own ?? one ?? classes[danger];
}
