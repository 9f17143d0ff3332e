import { globLibrary } from '../../host/globs.js';
import { directoryOf, isInside, joinPath, type FilePath } from '../../host/path.js';
import type { ModuleModel } from '../../model/module-model.js';
import type { Project } from '../../model/project.js';
import { findOrigin } from '../named-origin.js';
import { dependsOn, findSource, nearestPackage } from '../nearest-package.js';
import type { TaskFileSearch } from '../task-extractor.js';

/** Which files the runner, or a call of the program, loads as services. */
interface Loading {
  /** Absolute patterns without the extension of the file, which is another one before it is compiled. */
  readonly matches: (file: FilePath) => boolean;
  readonly candidates: readonly FilePath[];
  /** `file#name` of classes that are given to `broker.createService()`. */
  readonly created: ReadonlySet<string>;
}

const known = new WeakMap<Project, Loading>();

/** Files whose name says that they hold a service, in a project that uses Moleculer. Most of them import nothing of it. */
export function findServiceFiles(search: TaskFileSearch): readonly FilePath[] {
  return loadingOf(search).candidates;
}

/** Whether the runner or a call loads the file: one with another name, or in another folder, is passed over without a word. */
export function isLoaded(search: TaskFileSearch, file: FilePath): boolean {
  return loadingOf(search).matches(file);
}

/** Whether a class of services is made one anywhere. */
export function isCreated(search: TaskFileSearch, model: ModuleModel, className: string): boolean {
  return loadingOf(search).created.has(`${model.source.path}#${className}`);
}

function readCreated(search: TaskFileSearch, files: readonly FilePath[]): ReadonlySet<string> {
  const names = files.filter((file) => search.project.files.get(file)?.text.includes('.createService(')).flatMap((file) => {
    const model = search.read(file);
    return model.calls.flatMap(({ callee, args: [first] }) => {
      const origin = callee.at(-1) === 'createService' && first?.kind === 'reference' ? findOrigin(search, model, first.path) : undefined;
      return origin?.kind === 'declared' ? [`${origin.model.source.path}#${origin.name}`] : [];
    });
  });
  return new Set(names);
}

function loadingOf(search: TaskFileSearch): Loading {
  const remembered = known.get(search.project);
  if (remembered) return remembered;
  const { project } = search;
  const own = nearestPackage(search, joinPath(project.root, 'index.js'));
  const importers = [...project.scanned].filter(([, { imports }]) => imports.some(({ specifier }) => specifier === 'moleculer')).map(([file]) => file);
  const isUsed = importers.length > 0 || (own !== undefined && dependsOn(own, 'moleculer'));
  const patterns = isUsed ? [...readScripts(project, own?.json['scripts']), ...readLoads(search, importers)] : [];
  const match = isUsed ? globLibrary()(patterns.length > 0 ? patterns : [`${project.root}/**/*.service`]) : () => false;
  const matches = (file: FilePath): boolean => match(stemOf(file));
  const loading = { matches, created: readCreated(search, importers), candidates: isUsed ? [...project.files.keys()].filter((file) => /\.service$/.test(stemOf(file)) || matches(file)) : [] };
  known.set(project, loading);
  return loading;
}

function stemOf(file: string): string {
  return file.replace(/\.[cm]?[jt]sx?$/, '');
}

/** `moleculer-runner --hot services`: folders and patterns that stand behind the name of the runner. */
function readScripts(project: Project, scripts: unknown): readonly string[] {
  if (typeof scripts !== 'object' || scripts === null) return [];
  return Object.values(scripts).flatMap((script) => {
    if (typeof script !== 'string') return [];
    return [...script.matchAll(/moleculer-runner(?:\.js)?((?:\s+[^\s&|;]+)*)/g)].flatMap(([, rest]) => {
      const words = rest!.trim().split(/\s+/).filter((word) => word !== '');
      const masks = words.flatMap((word, at) => (word === '--mask' || word === '-m' ? words[at + 1] ?? [] : word.startsWith('--mask=') ? word.slice(7) : []));
      const mask = stemOf(unquote(masks[0] ?? '**/*.service.js'));
      const places = words.filter((word, at) => !word.startsWith('-') && !/^(?:-m|--mask|-c|--config|-E|--envfile)$/.test(words[at - 1] ?? '')).map(unquote);
      return places.map((place) => placePattern(project, place, mask));
    });
  });
}

function placePattern({ root, files }: Project, place: string, mask: string): string {
  const inSource = place.replace(/^\.\//, '').replace(/^(?:dist|build|lib|out)(?=\/|$)/, (folder) => ([...files.keys()].some((file) => isInside(joinPath(root, folder), file)) ? folder : 'src'));
  return /[*{[]/.test(inSource) || /\.[cm]?[jt]s$/.test(inSource) ? `${root}/${stemOf(inSource)}` : `${root}/${inSource.replace(/\/$/, '')}/${mask}`;
}

function unquote(word: string): string {
  return word.replace(/^(["'])(.*)\1$/, '$2');
}

/** `broker.loadService(path.join(__dirname, 'mail.service.js'))`, `broker.loadServices('./services', '*.service.js')`: the last text of the call is the path. */
function readLoads({ project, read }: TaskFileSearch, importers: readonly FilePath[]): readonly string[] {
  return importers.flatMap((file) => {
    if (!/\.loadServices?\(/.test(project.files.get(file)?.text ?? '')) return [];
    const model = read(file);
    return model.calls.flatMap(({ callee, span }) => {
      const method = callee.at(-1);
      if (method !== 'loadService' && method !== 'loadServices') return [];
      const texts = [...model.source.text.slice(span.start, span.end).matchAll(/(["'`])([^"'`$]*)\1/g)].map(([, , text]) => text!);
      // A relative path alone is taken from the working directory, one behind `__dirname` or a URL from the file.
      const isBeside = /__dirname|import\.meta/.test(model.source.text.slice(span.start, span.end));
      const base = isBeside ? directoryOf(file) : project.root;
      const [place = '', mask = '**/*.service.js'] = texts;
      const target = joinPath(base, place.replace(/^\//, ''));
      if (method === 'loadServices') return [`${texts.length === 0 ? joinPath(base, 'services') : target}/${stemOf(mask)}`];
      return [stemOf(findSource(project, target) ?? target)];
    });
  });
}
