import { baseName, directoryOf, extensionOf, relativePath, type FilePath } from '../../host/path.js';
import type { CallSite, StaticValue } from '../../model/static-value.js';
import type { TaskRecord } from '../../model/task-record.js';
import { findFileAbove } from '../call-origin.js';
import { optionsField, written } from '../record-fields.js';
import { plainText, propertyOf } from '../static-text.js';
import { locationAt, printHandler, readTaskId, siteOf } from '../task-site.js';
import type { TaskExtractor, TaskExtractorInput, TaskFileSearch } from '../task-extractor.js';

const configNames = ['nitro', 'nuxt'].flatMap((name) => ['ts', 'mts', 'js', 'mjs'].map((extension) => `${name}.config.${extension}`));
const codeExtensions = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs', '.tsx', '.jsx'];

export const extractor: TaskExtractor = {
  framework: 'nitro',
  packages: ['nitro', 'nitro/task', 'nitro/runtime', 'nitropack', 'nitropack/runtime', 'nitropack/runtime/task'],
  methods: [],
  findFiles: (search) => [...search.project.files.keys()].filter((file) => configNames.includes(baseName(file)) || taskName(search, file) !== undefined),
  extract: (input) => {
    const file = input.model.source.path;
    if (configNames.includes(baseName(file))) return readConfig(input);
    const name = taskName(input, file);
    return [...(name === undefined ? [] : readTaskFile(input, name)), ...input.model.calls.flatMap((site) => readRun(input, site))];
  },
};

/**
 * `db:migrate` for `tasks/db/migrate.ts` below the configuration, or below its `server` folder (Nuxt, and `serverDir` of Nitro 3); `index` stands for its
 * folder. Undefined for a file that no scan of Nitro finds.
 */
export function taskName(search: Pick<TaskFileSearch, 'project'>, file: FilePath): string | undefined {
  if (!codeExtensions.includes(extensionOf(file)) || !file.includes('/tasks/')) return undefined;
  const config = findFileAbove(search, file, configNames);
  if (!config) return undefined;
  const path = relativePath(directoryOf(config), file);
  const below = /^(?:(?:server|src|src\/server|app\/server)\/)?tasks\/(.+)$/.exec(path)?.[1];
  return below?.replace(/\.[A-Za-z]+$/, '').replace(/\/index$/, '').replaceAll('/', ':');
}

/** What a file exports by default is the task, `defineTask({ meta, run })`; a file that exports nothing is one too, which fails when it is run. */
function readTaskFile(input: TaskExtractorInput, id: string): readonly TaskRecord[] {
  const { model } = input;
  const entry = model.exports.find(({ exported }) => exported === 'default');
  const value = entry && input.evaluate({ kind: 'reference', path: [entry.local ?? 'default'] });
  const definition = value?.kind === 'call' && value.callee.at(-1) === 'defineTask' ? value.args[0] : value;
  const run = propertyOf(definition, 'run');
  return [
    {
      framework: 'nitro',
      kind: 'task',
      id,
      idSource: 'file-path',
      ...optionsField(propertyOf(definition, 'meta'), []),
      decorators: [],
      ...written('signature', printHandler(run)),
      registeredBy: 'default',
      registration: 'folder',
      location: locationAt(model, (entry && model.statements[entry.statement]?.span.start) ?? 0),
    },
  ];
}

/** `scheduledTasks: { '0 3 * * *': ['db:migrate'] }` and `tasks: { 'db:migrate': { handler } }`, below `nitro` in Nuxt. */
function readConfig(input: TaskExtractorInput): readonly TaskRecord[] {
  const { model } = input;
  const exported = input.evaluate({ kind: 'reference', path: [model.exports.find(({ exported: name }) => name === 'default')?.local ?? 'default'] });
  const whole = exported.kind === 'call' ? exported.args[0] : exported;
  const config = baseName(model.source.path).startsWith('nuxt') ? propertyOf(whole, 'nitro') : whole;
  const place = { decorators: [], registeredBy: 'default', location: locationAt(model, model.statements.find(({ kind }) => kind === 'export-default')?.span.start ?? 0) } as const;
  const scheduled = entriesOf(propertyOf(config, 'scheduledTasks')).flatMap(({ key, value }) => (value.kind === 'array' ? value.items : [value]).map((task): TaskRecord => (
    { framework: 'nitro', kind: 'schedule', ...readTaskId(input, task), schedule: { pattern: textOfKey(input, key) }, ...place }
  )));
  const declared = entriesOf(propertyOf(config, 'tasks')).map(({ key, value }): TaskRecord => (
    { framework: 'nitro', kind: 'task', id: key, idSource: 'key', ...optionsField(value, []), ...place, registration: 'list' }
  ));
  return [...scheduled, ...declared];
}

/** `[EVERY_NIGHT]` is as good as its constant. */
function textOfKey(input: TaskExtractorInput, key: string): string {
  const computed = /^\[([\w$.]+)\]$/.exec(key)?.[1];
  return computed === undefined ? key : plainText(input.evaluate({ kind: 'reference', path: computed.split('.') }));
}

function entriesOf(value: StaticValue | undefined): readonly { readonly key: string; readonly value: StaticValue }[] {
  return value?.kind === 'object' ? value.entries : [];
}

/** `runTask('db:migrate')`, imported or put into scope by the build. */
function readRun(input: TaskExtractorInput, site: CallSite): readonly TaskRecord[] {
  if (site.callee.join('.') !== 'runTask' || site.args[0] === undefined) return [];
  return [{ framework: 'nitro', kind: 'job', ...readTaskId(input, site.args[0]), decorators: [], ...siteOf(input.model, site) }];
}
