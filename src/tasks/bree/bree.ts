import { joinPath, type FilePath } from '../../host/path.js';
import type { CallSite, StaticValue } from '../../model/static-value.js';
import type { TaskRecord } from '../../model/task-record.js';
import { evaluateIn } from '../evaluate.js';
import { printFile, readFileArgument } from '../file-argument.js';
import { readHandlerFields } from '../handler-shape.js';
import { optionsField, written } from '../record-fields.js';
import { numberOrText, plainText, propertyOf } from '../static-text.js';
import { exportedNameOf, findTaskObject } from '../task-object.js';
import { readTaskId, siteOf } from '../task-site.js';
import type { TaskExtractor, TaskExtractorInput } from '../task-extractor.js';

export const extractor: TaskExtractor = {
  framework: 'bree',
  packages: ['bree'],
  readsTypeImports: true,
  methods: ['add'],
  extract: (input) => input.model.calls.flatMap((site) => [...readInstance(input, site), ...readAddition(input, site)]),
};

/** Where the files of jobs without a path lie, and what holds for jobs that do not say otherwise. */
interface Setting {
  /** Undefined for `root: false` and for what is computed. */
  readonly root: FilePath | undefined;
  readonly config: StaticValue | undefined;
}

/** `new Bree({ root, jobs })`; without jobs it reads the default export of `index.js` in the folder. */
function readInstance(input: TaskExtractorInput, site: CallSite): TaskRecord[] {
  if (site.kind !== 'new' || exportedNameOf(input.model, extractor.packages, site.callee) !== '') return [];
  const [raw] = site.args;
  const config = raw && input.evaluate(raw);
  const setting = settingOf(input, config, raw);
  const jobs = propertyOf(raw, 'jobs') ?? propertyOf(config, 'jobs');
  const list = jobs && input.evaluate(jobs);
  if (jobs !== undefined && !(list?.kind === 'array' && list.items.length === 0)) return readJobs(input, site, jobs, setting, 'list');
  const named = propertyOf(config, 'defaultRootIndex');
  const index = setting.root && findFile(input, joinPath(setting.root, named ? plainText(named) : 'index.js'));
  const held = index && input.read(index).constants.get('default');
  return held ? readJobs(input, site, evaluateIn(input, input.read(index!), held), setting, 'folder') : [];
}

/** `bree.add('digest')`, `bree.add([...])` */
function readAddition(input: TaskExtractorInput, site: CallSite): TaskRecord[] {
  if (site.kind === 'new' || site.callee.at(-1) !== 'add' || site.args[0] === undefined) return [];
  const object = findTaskObject(input, extractor.packages, site.callee.slice(0, -1), site);
  if (object?.name !== '') return [];
  return readJobs(input, site, site.args[0], settingOf(input, object.args?.[0], undefined), 'call');
}

function settingOf(input: TaskExtractorInput, config: StaticValue | undefined, raw: StaticValue | undefined): Setting {
  const written = propertyOf(raw, 'root') ?? propertyOf(config, 'root');
  return { root: written ? readFileArgument(input, written, 'root') : joinPath(input.project.root, 'jobs'), config };
}

function readJobs(input: TaskExtractorInput, site: CallSite, raw: StaticValue, setting: Setting, registration: 'list' | 'folder' | 'call'): TaskRecord[] {
  const value = input.evaluate(raw);
  const items = value.kind === 'array' ? value.items : [value];
  const written = raw.kind === 'array' && raw.items.length === items.length ? raw.items : items;
  return items.map((item, index) => ({
    framework: 'bree', kind: 'task', ...readJob(input, written[index]!, item, setting), decorators: [], registration, ...siteOf(input.model, site),
  }));
}

type Facts = Omit<TaskRecord, 'framework' | 'kind' | 'decorators' | 'registeredBy' | 'location' | 'registration'>;

/** The name of a job is the name of its file, unless a path says otherwise. `timeout` is the time until it first runs. */
function readJob(input: TaskExtractorInput, raw: StaticValue, job: StaticValue, setting: Setting): Facts {
  if (job.kind === 'function' || (job.kind === 'reference' && !job.local)) {
    const name = job.kind === 'function' ? job.name : job.path.at(-1);
    const { signature } = readHandlerFields(input, raw);
    return { id: name ?? 'fn', idSource: 'function-name', ...hours(undefined, setting), ...written('signature', signature) };
  }
  if (job.kind !== 'object') {
    const id = readTaskId(input, raw);
    return { id: id.id, idSource: id.idSource === 'dynamic' ? 'dynamic' : 'file-path', ...hours(undefined, setting), ...written('signature', id.idSource === 'dynamic' ? undefined : fileOf(input, id.id, setting)) };
  }
  const id = readTaskId(input, propertyOf(raw, 'name') ?? propertyOf(job, 'name'));
  const path = propertyOf(raw, 'path') ?? propertyOf(job, 'path');
  const file = path && readFileArgument(input, path, 'root');
  const signature = path === undefined ? (id.idSource === 'dynamic' ? undefined : fileOf(input, id.id, setting)) : file ? printJobFile(input, file) : readHandlerFields(input, path).signature;
  return {
    id: id.id, idSource: path === undefined && id.idSource !== 'dynamic' ? 'file-path' : id.idSource,
    ...hours(job, setting), ...written('timeout', numberOrText(propertyOf(job, 'closeWorkerAfterMs') ?? propertyOf(setting.config, 'closeWorkerAfterMs'))),
    ...optionsField(job, ['name', 'path', 'cron', 'interval', 'timezone', 'closeWorkerAfterMs']), ...written('signature', signature),
  };
}

function hours(job: StaticValue | undefined, { config }: Setting): Pick<TaskRecord, 'schedule'> {
  const cron = propertyOf(job, 'cron');
  const every = propertyOf(job, 'interval') ?? (cron || propertyOf(job, 'date') ? undefined : propertyOf(config, 'interval'));
  const zone = propertyOf(job, 'timezone') ?? propertyOf(config, 'timezone');
  const schedule = { ...written('pattern', cron && plainText(cron)), ...written('every', numberOrText(every)), ...written('timeZone', zone && plainText(zone)) };
  return Object.keys(schedule).length > 0 ? { schedule } : {};
}

/** `send` is `send.js`, or what `defaultExtension` says: an `send.mjs` beside it is not found. */
function fileOf(input: TaskExtractorInput, name: string, { root, config }: Setting): string | undefined {
  const given = propertyOf(config, 'acceptedExtensions');
  const accepted = given?.kind === 'array' ? given.items.map(plainText) : ['.js', '.mjs'];
  const extension = propertyOf(config, 'defaultExtension');
  const file = accepted.some((one) => name.endsWith(one)) ? name : `${name}.${extension ? plainText(extension) : 'js'}`;
  return root && printJobFile(input, joinPath(root, file));
}

/** A job whose file is gone is still in the list, and fails when Bree starts. */
function printJobFile(input: TaskExtractorInput, path: FilePath): string {
  const found = findFile(input, path);
  return found ? `file ${printFile(input, found)}` : `no file ${printFile(input, path)}`;
}

/** `send.js` may be what `send.ts` is compiled to. */
function findFile({ project }: TaskExtractorInput, path: FilePath): FilePath | undefined {
  return [path, path.replace(/\.([cm]?)js$/, '.$1ts') as FilePath].find((file) => project.files.has(file));
}
