import { compareText } from '../../diagnostic/sort.js';
import { baseName, directoryOf, isInside, joinPath, relativePath, type FilePath } from '../../host/path.js';
import type { ModuleModel } from '../../model/module-model.js';
import type { Project } from '../../model/project.js';
import type { CallSite, StaticValue } from '../../model/static-value.js';
import { evaluateIn, findImportOf } from '../evaluate.js';
import { readFileArgument } from '../file-argument.js';
import { propertyOf } from '../static-text.js';
import { exportedNameOf } from '../task-object.js';
import type { TaskExtractorInput, TaskFileSearch } from '../task-extractor.js';

export const packages: readonly string[] = ['graphile-worker'];

/** A folder, or one file, that Graphile Worker looks into for tasks, and the crontab beside it. */
export interface TaskPlace {
  /** The file whose code or whose being there makes the worker look: its records hold what stands in no code. */
  readonly anchor: FilePath;
  readonly directory?: FilePath;
  /** Every function that the file exports is a task. */
  readonly file?: FilePath;
  /** Undefined where the crontab is given as a text. */
  readonly crontab?: FilePath;
}

const known = new WeakMap<Project, readonly TaskPlace[]>();

export function findTaskPlaces(search: TaskFileSearch): readonly TaskPlace[] {
  const remembered = known.get(search.project);
  if (remembered) return remembered;
  const places = collectPlaces(search);
  known.set(search.project, places);
  return places;
}

function collectPlaces(search: TaskFileSearch): readonly TaskPlace[] {
  const { project } = search;
  const importers = [...project.scanned].filter(([, { imports }]) => imports.some(({ specifier, kind }) => kind !== 'type' && packages.includes(specifier))).map(([file]) => file).sort(compareText);
  const runs = importers.flatMap((file) => {
    const model = search.read(file);
    return model.calls.filter((site) => isRun(model, site)).map((site) => placeOfRun(inputFor(search, model), site));
  });
  const configs = [...project.files.keys()].filter((file) => /^graphile\.config\.[cm]?[jt]s$/.test(baseName(file))).sort(compareText);
  const configured = configs.flatMap((file) => placeOfConfig(inputFor(search, search.read(file)), file));
  const [place] = configured;
  // What a run does not say comes from the configuration only when it is handed over; the command line reads both.
  if (runs.length > 0 || configured.length > 0) return [...runs.map((one) => (one.directory || one.file || !place ? one : { ...place, anchor: one.anchor })), ...(runs.length > 0 ? [] : configured)];
  return placeOfCommandLine(search);
}

export function isRun(model: ModuleModel, site: CallSite): boolean {
  return site.kind === 'call' && /^(?:run|runOnce)$/.test(exportedNameOf(model, packages, site.callee) ?? '');
}

function inputFor(search: TaskFileSearch, model: ModuleModel): TaskExtractorInput {
  return { ...search, model, evaluate: (value) => evaluateIn(search, model, value), importOf: (local) => findImportOf(model, local) };
}

function placeOfRun(input: TaskExtractorInput, site: CallSite): TaskPlace {
  const raw = site.args[0];
  const options = raw && input.evaluate(raw);
  const has = (key: string): boolean => propertyOf(raw, key) !== undefined || propertyOf(options, key) !== undefined;
  const read = (key: string): StaticValue | undefined => propertyOf(raw, key) ?? propertyOf(options, key);
  const isListed = has('taskList') || site.args.length > 1;
  return {
    anchor: input.model.source.path,
    ...(isListed ? {} : readPlace(input, read('taskDirectory'))),
    ...(has('crontab') || has('parsedCronItems') ? {} : { crontab: readFileArgument(input, read('crontabFile'), 'root') ?? joinPath(input.project.root, 'crontab') }),
  };
}

/** `export default { extends: [WorkerPreset], worker: { taskDirectory, crontabFile } }` */
function placeOfConfig(input: TaskExtractorInput, anchor: FilePath): TaskPlace[] {
  const preset = input.model.constants.get('default') ?? input.model.constants.get('module.exports');
  const worker = propertyOf(preset && input.evaluate(preset), 'worker');
  return [{ anchor, ...readPlace(input, propertyOf(worker, 'taskDirectory')), crontab: readFileArgument(input, propertyOf(worker, 'crontabFile'), 'root') ?? joinPath(input.project.root, 'crontab') }];
}

/** `graphile-worker` on the command line reads `tasks` and `crontab` of the folder that it is started in; only the package says that it is. */
function placeOfCommandLine(search: TaskFileSearch): readonly TaskPlace[] {
  const { project, readText } = search;
  const directory = joinPath(project.root, 'tasks');
  if (!/"graphile-worker"\s*:/.test(readText(joinPath(project.root, 'package.json')) ?? '')) return [];
  const [anchor] = listTaskFiles(project, directory).map(({ file }) => file);
  return anchor ? [{ anchor, directory, crontab: joinPath(project.root, 'crontab') }] : [];
}

function readPlace(input: TaskExtractorInput, value: StaticValue | undefined): Pick<TaskPlace, 'directory' | 'file'> {
  const given = value ? readFileArgument(input, value, 'root') : joinPath(input.project.root, 'tasks');
  if (!given) return {};
  const { files } = input.project;
  const paths = [given, ...sourcesOf(input.project, given)];
  const file = paths.flatMap((path) => [path, ...['ts', 'mts', 'cts'].map((extension) => path.replace(/[cm]?js$/, extension) as FilePath)]).find((path) => files.has(path));
  if (file) return { file };
  const directory = paths.find((path) => [...files.keys()].some((one) => isInside(path, one) && one !== path));
  return directory ? { directory } : {};
}

/** `dist/tasks` is what `src/tasks` or `tasks` is compiled to. */
function sourcesOf({ root }: Project, path: FilePath): readonly FilePath[] {
  const [first, ...rest] = relativePath(root, path).split('/');
  return /^(?:dist|build|lib|out)$/.test(first ?? '') ? [joinPath(root, 'src', ...rest), joinPath(root, ...rest)] : [];
}

export interface TaskFile {
  readonly file: FilePath;
  /** `mail/send` */
  readonly id: string;
}

/** Files below a folder whose every part has a name that Graphile Worker allows. What TypeScript compiles counts as what it is compiled to. */
export function listTaskFiles(project: Project, directory: FilePath): readonly TaskFile[] {
  return [...project.files.keys()].filter((file) => isInside(directory, file) && !/\.d\.[cm]?ts$/.test(file)).sort(compareText).flatMap((file) => {
    const id = taskIdIn(directory, file);
    return id === undefined ? [] : [{ file, id }];
  });
}

export function taskIdIn(directory: FilePath, file: FilePath): string | undefined {
  if (!isInside(directory, file) || directoryOf(file) === file) return undefined;
  const parts = relativePath(directory, file).split('/');
  const name = /^([A-Za-z0-9_-]+)\.[cm]?[jt]s$/.exec(parts.at(-1) ?? '')?.[1];
  return name !== undefined && parts.slice(0, -1).every((part) => /^[A-Za-z0-9_-]+$/.test(part)) ? [...parts.slice(0, -1), name].join('/') : undefined;
}
