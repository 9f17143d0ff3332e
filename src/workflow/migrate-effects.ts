import { findShimStatements } from '../codemod/shim-statements.js';
import { relativePath, type FilePath } from '../host/path.js';
import type { ModuleModel } from '../model/module-model.js';
import type { Project } from '../model/project.js';
import { findEntryPoints } from '../verify/entry-points.js';
import { readDetectedNames } from '../verify/commonjs-exports.js';
import { createLoadReader, evaluationOrders, findEarlyLoads } from '../verify/effect-order/early-loads.js';
import { findEarlyReads, knotsOf } from '../verify/effect-order/early-reads.js';
import { compareSequences, readEffects, readSequence } from '../verify/effect-order/sequence.js';
import { matchStatements } from '../verify/matching.js';
import { createSide, sidesOf, type Side, type SidesInput } from '../verify/side.js';

const isTest = /(?:^|\/)(?:__tests__|__mocks__|tests?|specs?|e2e|cypress)\/|[._-](?:test|spec|stories|bench)\.[^/]+$|(?:^|\/)(?:jest|vitest)\.[\w.]*$/;

export interface Programs {
  readonly programs: readonly FilePath[];
  /** They are run by the command that runs them, each on its own. */
  readonly tests: readonly FilePath[];
}

/** Programs of the project that load one of the files. */
export function findPrograms(project: Project, readText: (file: FilePath) => string | undefined, files: ReadonlySet<FilePath>): Programs {
  const name = (file: FilePath): string => relativePath(project.root, file);
  const reaching = new Set<FilePath>(files);
  for (const file of reaching) for (const { from, record } of project.graph.edgesTo.get(file) ?? []) if (record.kind !== 'type') reaching.add(from);
  const entries = findEntryPoints({ project, name }, readText).map(({ file }) => file).filter((file) => reaching.has(file));
  return { programs: entries.filter((file) => !isTest.test(name(file))), tests: entries.filter((file) => isTest.test(name(file))) };
}

export interface ChangedProgram {
  readonly entry: FilePath;
  /** What runs differently. */
  readonly fact: string;
}

/** Programs in which something runs at another time than before, or not at all, or reads what is not there yet, and tests that do the last. */
export function findChangedPrograms(input: SidesInput, { programs, tests }: Programs): readonly ChangedProgram[] {
  const { before, after } = sidesOf(input);
  const effects = readEffects(before);
  const { oldKeys, furtherParts } = matchStatements(input);
  const changed = programs.flatMap((entry): ChangedProgram[] => {
    const name = before.name(entry);
    const now = after.file(name);
    if (now === undefined) return [];
    const found = evaluationOrders(before, entry, after, now).flatMap((inPlace) => [
      ...compareSequences(name, readSequence(before, entry, inPlace, effects), readSequence(after, now, inPlace, effects, { before, oldKeys, furtherParts })),
      ...findEarlyReads({ side: before, entry }, { side: after, entry: now, oldKeys }, name, inPlace),
    ]);
    const first = found.find(({ severity }) => severity === 'error');
    return first ? [{ entry, fact: first.message }] : [];
  });
  const early = findEarlyLoads({ before, after }, oldKeys, tests.map(before.name));
  return [...changed, ...early.map(({ entry, diagnostics }) => ({ entry: before.file(entry)!, fact: diagnostics[0]!.message }))];
}

/** The file through which a program comes to a facade first: the modules behind it run at that point. */
export function findFirstLoader({ project, read }: Pick<Side, 'project' | 'read'>, entry: FilePath, facade: FilePath, isPassed: (file: FilePath) => boolean): FilePath | undefined {
  const loaded = createLoadReader(createSide(project, read, []));
  const seen = new Set<FilePath>([entry]);
  const visit = (file: FilePath): FilePath | undefined => {
    for (const target of loaded(file)) {
      if (target === facade && !isPassed(file)) return file;
      if (seen.has(target)) continue;
      seen.add(target);
      const found = visit(target);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return visit(entry);
}

export interface EffectReader {
  readonly lostEffect: (facade: FilePath, home: FilePath) => string | undefined;
  readonly isOrdered: (facade: FilePath) => boolean;
  readonly isHidden: (facade: FilePath, exported: string, home: FilePath, name: string) => boolean;
}

/** What runs when a facade is loaded, told from the statements of all that it loads. */
export function createEffectReader(project: Project, read: (file: FilePath) => ModuleModel): EffectReader {
  const closures = new Map<FilePath, ReadonlySet<FilePath>>();
  const closureOf = (file: FilePath): ReadonlySet<FilePath> => {
    const known = closures.get(file);
    if (known) return known;
    const found = new Set<FilePath>([file]);
    for (const one of found) for (const { to, record } of project.graph.edgesFrom.get(one) ?? []) if (record.kind !== 'type' && record.kind !== 'dynamic') found.add(to);
    closures.set(file, found);
    return found;
  };
  const effects = new Map<FilePath, string | undefined>();
  const effectOf = (file: FilePath): string | undefined => {
    if (effects.has(file)) return effects.get(file);
    const model = read(file);
    const bare = model.imports.find(({ kind, specifier }) => kind === 'side-effect' && project.resolve(file, specifier).kind === 'external');
    const said = new Set(findShimStatements(model));
    const statement = model.statements.find((one) => one.effect === 'ordered' && !one.erased && !said.has(one));
    const text = statement && model.source.text.slice(statement.span.start, statement.span.end).replace(/\s+/g, ' ');
    const found = bare ? `import '${bare.specifier}' in ${relativePath(project.root, file)}` : text === undefined ? undefined : `'${text.length > 50 ? `${text.slice(0, 47)}...` : text}' in ${relativePath(project.root, file)}`;
    effects.set(file, found);
    return found;
  };
  const firstEffect = (files: Iterable<FilePath>): string | undefined => {
    for (const file of files) {
      const found = effectOf(file);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const side = createSide(project, read, []);
  const detected = new Map<FilePath, ReadonlySet<string>>();
  const isDetected = (file: FilePath, name: string): boolean => {
    const names = detected.get(file) ?? new Set(readDetectedNames(side, read(file)));
    detected.set(file, names);
    // A module that is required as a whole there is followed by Node when the names are asked for.
    return names.has(name) || [...names].some((one) => one.startsWith('* '));
  };
  return {
    lostEffect: (facade, home) => {
      const kept = closureOf(home);
      return firstEffect([...closureOf(facade)].filter((file) => !kept.has(file)));
    },
    isOrdered: (facade) => firstEffect(closureOf(facade)) !== undefined,
    isHidden: (facade, exported, home, name) => read(home).format === 'commonjs' && isDetected(facade, exported) && !isDetected(home, name),
  };
}

/**
 * Why nobody may come to a home but through its facade: it stands in a circle that works from one end only (`class Cart extends Basket` in a module that the one with Basket
 * imports), or the facade itself is in a circle whose modules do something while they load. For who cannot ask the programs that import it.
 */
export function createDoorReader(project: Project, read: (file: FilePath) => ModuleModel, facade: FilePath, isOrdered: boolean): (home: FilePath) => string | undefined {
  const side = createSide(project, read, []);
  const { knotOf } = knotsOf(side);
  if (knotOf.has(facade) && isOrdered) return () => 'a circle through itself, in an order of its own';
  return (home) => {
    const [early] = findEarlyReads({ side, entry: facade }, { side, entry: home }, side.name(home), false);
    return early && `a circle from the end at which '${String(early.data?.['name'])}' is there when it is read`;
  };
}
