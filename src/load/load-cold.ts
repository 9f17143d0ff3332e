import { elapsed } from '../host/clock.js';
import { compileAsUsual, compileLess, compileLessSoon } from '../host/compile-less.js';
import { hashOfNumbers } from '../host/hash.js';
import { createProjectResolver, markProject, recallProject, type ProjectResolver } from './assemble.js';
import { prepareCacheFolder } from './cache-folder.js';
import { elsewhere, importField, unresolvedTarget, visitImports } from './cache-records.js';
import { deferValues } from './deferred-map.js';
import { factsText, printGlobs, type FileToKeep } from './known-file.js';
import { walkProject, type LoadInput } from './load-project.js';
import { createLookCrew, type LookCrew } from './look-crew.js';
import { writeProjectCache } from './project-cache.js';
import { sourceFromText } from './read-source.js';
import { openModules } from './recorded-modules.js';
import type { FilePath } from '../host/path.js';
import type { Thread } from '../host/thread.js';
import type { CompilerFacts, Project } from '../model/project.js';
import type { SourceFile } from '../model/source-file.js';
import type { CacheFolder } from './cache-folder.js';
import type { KeptLook } from './look-answers.js';

type Records = KeptLook['records'];

/**
 * The project that `loadProject` gives, of which nothing was known before. Files are read and scanned while folders are still being walked, and come as
 * records, as the cache keeps them; here is found out where their imports lead. Texts stay in the bytes that were read: most are never asked for,
 * and as strings they would be moved about in memory with everything that lives. What was found out is kept for the next run.
 */
export function loadCold(input: Omit<LoadInput, 'only' | 'onFile'>, folder: CacheFolder): Project {
  const started = elapsed();
  const { fileSystem } = input;
  const startThread = (): Thread | undefined => {
    compileAsUsual();
    return fileSystem.startThread!('look');
  };
  const crew = createLookCrew({ fileSystem, startThread: fileSystem.startThread && startThread });
  // From the beginning: what the walk is made of would be optimized on the processor on which the other thread starts.
  return compileLess(() => {
    try {
      const walk = walkProject({ ...input, onFile: crew.give });
      compileLessSoon();
      return linkAll({ ...input, ...walk, crew, started }, folder);
    } finally {
      crew.end();
    }
  });
}

interface Walked extends LoadInput, ReturnType<typeof walkProject> {
  readonly crew: LookCrew;
  readonly started: number;
}

function linkAll({ root, config, view, paths, crew, started }: Walked, folder: CacheFolder): Project {
  const placeOf = new Map(paths.map((path, place) => [path, place]));
  let resolver = createProjectResolver(view, root, new Set(paths));
  const looks: KeptLook[] = [];
  const records: (Records[number] | undefined)[] = [];
  const facts: CompilerFacts[] = [];
  const link = (path: FilePath, look: KeptLook): void => {
    const place = placeOf.get(path)!;
    const own = resolver.compilerFacts(path);
    const record = look.records[own.verbatimModuleSyntax ? look.records.length - 1 : 0];
    if (record) linkRecord(path, record, resolver, placeOf);
    facts[place] = own;
    looks[place] = look;
    records[place] = record;
  };
  const folders = [...view.walked()];
  // To make the folder of the cache changes the times of the one in which it lies.
  const folderTimes = prepareCacheFolder(folder) ? crew.timesOf(folders) : undefined;
  crew.finish(link);
  const readable = paths.filter((_, place) => looks[place]!.state !== 'skipped');
  if (readable.length < paths.length) {
    // What cannot be read is no file of the project, and an import that led there may mean another one.
    resolver = createProjectResolver(view, root, new Set(readable));
    for (const path of readable) link(path, looks[placeOf.get(path)!]!);
  }
  const modules = paths.flatMap((_, place) => (records[place] ? [place] : []));
  // Of a file that was skipped as of one that does not parse.
  if (modules.length < paths.length) for (const place of modules) dropTargets(records[place]!, (target) => records[target] !== undefined);

  const inState = (state: KeptLook['state']): { path: FilePath; reason: string }[] =>
    paths.flatMap((path, place) => (looks[place]!.state === state ? [{ path, reason: looks[place]!.reason }] : []));
  const textOf = ({ texts, start, end, isAscii }: KeptLook): string => texts.toString(isAscii ? 'latin1' : 'utf8', start, end);
  const files = deferValues(readable, (i): SourceFile => {
    const look = looks[placeOf.get(readable[i]!)!]!;
    return sourceFromText(readable[i]!, textOf(look), look.bom);
  });
  const opened = openModules({ files: paths, modules, recordAt: (place) => records[place]! });
  const known = paths.map((path, place): FileToKeep => {
    const { stat, bom, state, reason } = looks[place]!;
    return { path, stat, hash: state === 'skipped' ? '' : looks[place]!, bom, state, reason, facts: state === 'skipped' ? '' : factsText(facts[place]!) };
  });
  const brokenConfigs = resolver.brokenConfigs();
  const project = recallProject({
    root, fileSystem: view, resolver, files, unparsed: inState('unparsed'), skipped: inState('skipped'), declaredTasks: config.tasks.frameworks, brokenConfigs,
    hashOf: (path) => {
      const look = looks[placeOf.get(path) ?? -1];
      return look === undefined || look.state === 'skipped' ? undefined : hashOfNumbers(look.numbers, look.hashAt);
    },
    recall: () => opened,
  });
  const hash = writeProjectCache(folder, {
    view, globs: printGlobs(config), folders, ...(folderTimes && { folderTimes }), files: known, recordAt: (place) => records[place], dropped: 0, isWalked: true, started, brokenConfigs, former: undefined,
  });
  return markProject(project, hash);
}

/** Writes where the imports of a record lead: the place of a file, or why nowhere. */
function linkRecord(from: FilePath, record: Records[number], { resolve }: ProjectResolver, placeOf: ReadonlyMap<FilePath, number>): void {
  const { numbers, strings } = record.table;
  visitImports(record, (at) => {
    const resolution = resolve(from, strings[numbers[at + importField.specifier]!]!);
    numbers[at + importField.target] =
      resolution.kind === 'file' ? (placeOf.get(resolution.path) ?? elsewhere) : resolution.kind === 'unresolved' ? unresolvedTarget(strings.push(resolution.reason) - 1) : elsewhere;
  });
}

/** An import of a file that does not parse leads to no module. */
function dropTargets(record: Records[number], isModule: (place: number) => boolean): void {
  const { numbers } = record.table;
  visitImports(record, (at) => {
    const target = numbers[at + importField.target]!;
    if (target >= 0 && !isModule(target)) numbers[at + importField.target] = elsewhere;
  });
}
