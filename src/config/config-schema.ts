import { z } from 'zod';
import { taskKinds } from '../model/task-record.js';

const globs = z.array(z.string().min(1));

const severity = z.enum(['error', 'warning', 'info', 'off']);

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
  crash: severity.describe('A name is read before its module has run, for an entry of this project or for every one.'),
  fragile: severity.describe('A name is read before its module has run for some other first module, or may be read so, or it is not measured.'),
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
        mayImport: z
          .array(z.string())
          .optional()
          .describe('Names of the layers that it may import; no other. Its own name is not needed. A layer has either this or mayNotImport.'),
        mayNotImport: z.array(z.string()).optional().describe('Names of the layers that it may not import, where it may import all others.'),
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

const overdueShim = z.strictObject({
  severity: severity.default('warning').describe('How a shim is reported that is past its version or day.'),
});

const analyzers = z.strictObject({
  'god-file': godFile.prefault({}),
  'import-cycle': importCycle.prefault({}),
  'layer-violation': layerViolation.prefault({}),
  'overdue-shim': overdueShim.prefault({}),
  'unread-file': quietUnlessStrict('a file that could not be read or parsed').prefault({}),
  'unresolved-import': quietUnlessStrict('an import that leads to no file').prefault({}),
});

const valuePlace = z.union([z.number().int().nonnegative(), z.string().min(1)]);

const declaredFramework = z.strictObject({
  framework: z.string().min(1).describe('Name under which its tasks are shown.'),
  call: z.string().min(1).optional().describe('Exported name that is called or constructed: "defineTask", "registry.register", "createQueue().add". Either this or decorator.'),
  decorator: z.string().min(1).optional().describe('Exported name of a decorator of classes, methods or properties.'),
  from: z.string().min(1).describe('The package, or the module of this project from the root: "./src/registry".'),
  kind: z.enum(taskKinds).default('task').describe('What it registers.'),
  id: valuePlace.describe('Where the id stands: the position of an argument (0), a property of one ("0.name"), or "export", "class", "method" or "file" for the name that one of these has.'),
  queue: valuePlace.optional().describe('Where the name of the queue stands, in the same way as the id.'),
  priority: valuePlace.optional().describe('Where the priority stands.'),
  retry: valuePlace.optional().describe('Where the number of attempts stands.'),
  backoff: valuePlace.optional().describe('Where the time between attempts stands.'),
  timeout: valuePlace.optional().describe('Where the time limit stands.'),
  concurrency: valuePlace.optional().describe('Where it stands how many run at once.'),
  schedule: valuePlace.optional().describe('Where the cron pattern or the interval stands.'),
  timeZone: valuePlace.optional().describe('Where the time zone of the schedule stands.'),
  options: valuePlace.optional().describe('Where the object of the remaining options stands.'),
  handler: valuePlace.optional().describe('Where the function stands. Default: the last argument that is one.'),
});

const tasks = z.strictObject({
  frameworks: z.array(declaredFramework).default([]).describe('Frameworks of your own that register background tasks.'),
  lock: z.string().min(1).default('tasks.lock.json').describe('The file that `decant tasks --lock` writes and `decant check` compares with, when it is there. Root-relative.'),
  strictness: z
    .enum(['id', 'wire', 'full'])
    .default('wire')
    .describe('What has to agree with the lock. id: framework, kind, id and queue. wire: also what the broker is told (priority, retry, timeout, schedule, payload type). full: also concurrency, options, decorators and signature.'),
  waivers: z
    .array(
      z.strictObject({
        id: z.string().min(1).describe('Id of the task whose difference is allowed for a while.'),
        because: z.string().min(1).describe('The reason. Required.'),
        until: z.string().min(10).describe('Last day on which it holds, as 2026-12-31.'),
      }),
    )
    .default([])
    .describe('Differences from the lock that are meant, until a day. One that has ended or is not needed is reported.'),
});

/**
 * The one source of the configuration's types, its JSON schema and its documentation. No command loads it: zod costs a tenth of a second,
 * and what a run needs of it is the JSON schema, which stands generated in `schema.generated.ts` and is read by `fill-config.ts`.
 */
export const configSchema = z.strictObject({
  $schema: z.string().optional().describe('For editors.'),
  extends: z
    .union([z.string().min(1), z.array(z.string().min(1))])
    .optional()
    .describe(
      'JSON configuration files that this one builds on: paths relative to this file ("./base.json"), or files of an installed package ("@shop/rules/decant.json"). Later ones win, this file over all: objects are merged by key, lists are replaced, but entries of `ignore` and `overrides` are added behind those of the base. Globs are relative to the root of the project wherever they stand.',
    ),
  include: globs.default([]).describe('Root-relative globs of the files to study. Empty: all.'),
  exclude: globs.default([]).describe('Root-relative globs of files to leave out, on top of .gitignore.'),
  analyzers: analyzers.prefault({}).describe('Settings of each analyzer, by its id.'),
  ignore: z
    .array(
      z.strictObject({
        files: globs.describe('Root-relative globs of the places of findings. An entry counts for a knot when they match all its members.'),
        ids: z.array(analyzers.keyof()).optional().describe('Ids of the findings. Default: all.'),
        because: z.string().min(1).describe('The reason. Required.'),
      }),
    )
    .default([])
    .describe('Findings to leave out. An entry that matches nothing is reported.'),
  baseline: z.string().min(1).default('.decant-baseline.json').describe('The ratchet: what is known today and may only shrink. Root-relative.'),
  tasks: tasks.prefault({}).describe('Background tasks: what they are compared with.'),
  typecheck: z.string().min(1).optional().describe('Command that type-checks the project. Default: its own tsc --noEmit.'),
  test: z.string().min(1).optional().describe('Command that runs the tests of the project.'),
});

type ReadonlyDeep<T> = T extends object ? { readonly [K in keyof T]: ReadonlyDeep<T[K]> } : T;

/** Every default filled in. */
export type Config = ReadonlyDeep<z.output<typeof configSchema>>;

/** As a person writes it. */
export type ConfigInput = z.input<typeof configSchema>;

/** JSON schema (draft 2020-12) of the file as a person writes it: everything that has a default is optional. */
export function configJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(configSchema, { io: 'input' });
  const { $schema, ...rest } = schema;
  return { $schema, title: 'decant configuration', ...rest };
}
