import type { TextEdit } from '../../edit/text-edit.js';
import { compareText } from '../../diagnostic/sort.js';
import type { FilePath } from '../../host/path.js';
import type { FacadeHomes } from '../../model/export-home.js';
import type { Importer, MockUse, ModuleUse } from '../../model/importer.js';
import type { SourceFile } from '../../model/source-file.js';
import { lineColumnAt } from '../../text/line-index.js';
import { decide } from './decide.js';
import { judge } from './mocks-judge.js';
import { findLoaderMock } from './mocks-loaders.js';
import { createReach, isTest } from './mocks-reach.js';
import { moveMock, type MockedOwner } from './mocks-render.js';
import { importersOf, nameOf, type Judging, type MockSite } from './mocks-site.js';
import { createTakes, replacedAt } from './mocks-takes.js';
import type { LeftUse, RedirectInput } from './redirect-input.js';
import { targetOf } from './specifiers.js';

/** What became of one importer. */
export interface Attempt {
  readonly importer: Importer;
  readonly edits: readonly TextEdit[];
  readonly left: readonly LeftUse[];
}

type Keeps = (file: FilePath, facade: FilePath) => string | undefined;

export interface SettledMocks {
  /** Why a file keeps its imports of a facade: a test that loads it replaces the facade in a way that cannot be moved. */
  readonly keeps: Keeps;
  readonly files: readonly { readonly file: FilePath; readonly edits: readonly TextEdit[]; readonly found: number; readonly moved: number }[];
  readonly left: readonly LeftUse[];
}

const replaces = /mock|actual|spyOn|\.\s*(?:stub|spy|replace|method)\s*[<(]|defineProperty|\bassign\b/i;

const mocking = /\b(?:mock|doMock|unmock|doUnmock|dontMock|deepUnmock|setMock|unstable_mockModule|module)\s*[<(]/;

function stemOf(path: string): string {
  return path.replace(/\/index(?:\.[^/]+)?$/, '').split('/').at(-1)!.replace(/\.[cm]?[jt]sx?$/, '');
}

/**
 * Mocks and spies of the facades, moved to the modules behind them or left with the reason. A mock of the facade says nothing to a file that takes its names
 * from elsewhere, and a test with such a mock goes on to pass or to fail for the wrong reason: whoever is loaded by a test whose mock stays, stays too.
 */
export function settleMocks<T extends Attempt>(input: RedirectInput, attempts: Map<FilePath, T>, attempt: (file: FilePath, keeps: Keeps) => T): SettledMocks {
  const sites = findSites(input, attempts);
  const kept = new Map<FilePath, Map<FilePath, string>>();
  const keeps: Keeps = (file, facade) => kept.get(facade)?.get(file);
  const reach = createReach(input.project);
  const judging: Judging = {
    input: { ...input, keepsFacade: (file, facade) => input.keepsFacade(file, facade) ?? keeps(file, facade) },
    reach,
    takesOf: createTakes(input),
    leftOf: (file) => attempts.get(file)?.left ?? [],
    editsOf: (file) => attempts.get(file)?.edits ?? [],
    isTyped: ({ file, form, offset }) => /type|comment/.test(form) || isTypeOnly(attempts.get(file)?.importer.uses.find(({ span }) => span.start === offset)),
  };
  const problems = new Map<MockSite, string>();
  const keep = (site: MockSite, because: string): void => {
    problems.set(site, because);
    const reason = `${describe(input, site)}, and ${because}`;
    const reasons = kept.get(site.facade) ?? new Map<FilePath, string>();
    kept.set(site.facade, reasons);
    for (const file of new Set([...importersOf(judging, site), site.file])) {
      if (reasons.has(file)) continue;
      reasons.set(file, reason);
      if (attempts.has(file)) attempts.set(file, attempt(file, keeps));
    }
  };
  const reached = new Map(sites.map((site) => [site, reach.from(site.runs.roots)]));
  const meets = (one: MockSite, other: MockSite): boolean => one.facade === other.facade && one.mocks.length > 0 && other.mocks.length > 0 && one !== other &&
    (one.runs.roots.size === 0 || other.runs.roots.size === 0 || reached.get(one)!.has(other.file) || reached.get(other)!.has(one.file));
  for (const site of sites) {
    const other = isAsking(site) ? undefined : sites.find((one) => !isAsking(one) && meets(site, one));
    if (other) keep(site, `${nameOf(input, other.file)} replaces it for the same test`);
  }
  const owners = new Map<MockSite, readonly MockedOwner[]>();
  for (let before = -1; before !== problems.size;) {
    before = problems.size;
    for (const site of sites) {
      if (problems.has(site) || isAsking(site)) continue;
      const verdict = judge(judging, site);
      if ('because' in verdict) keep(site, verdict.because);
      else owners.set(site, verdict.owners);
    }
  }
  return { keeps, ...collect(judging.input, sites, problems, owners, attempts) };
}

/** It replaces nothing, and asks for the real module all the same. */
function isAsking({ mocks, spied, unread }: MockSite): boolean {
  return !unread && spied.length === 0 && mocks.every(({ act }) => act === 'load');
}

function isTypeOnly(use: ModuleUse | undefined): boolean {
  return use !== undefined && (use.isType || (!use.namespace && use.whole === undefined && use.names.length > 0 && use.names.every(({ typeOnly }) => typeOnly)));
}

function describe(input: RedirectInput, { file, mocks, spied, unread }: MockSite): string {
  const [mock] = mocks;
  const offset = unread?.offset ?? mock?.span.start ?? (spied[0] && (replacedAt(spied[0]) ?? spied[0].namespace?.members.find(({ isReplaced }) => isReplaced)?.span.start ?? spied[0].span.start)) ?? 0;
  const { line } = lineColumnAt(input.project.files.get(file)!.lineStarts, offset);
  return `${nameOf(input, file)}:${line} replaces ${spied.length > 0 && !mock && !unread ? 'names of the facade' : 'the facade'}${unread ? ` (${unread.call})` : mock ? ` (${mock.call})` : ''}`;
}

function findSites(input: RedirectInput, attempts: ReadonlyMap<FilePath, Attempt>): MockSite[] {
  const { project, facades } = input;
  const sites: MockSite[] = [];
  const reach = createReach(project);
  const stemsOf = new Map([...facades.keys()].map((facade) => [facade, new Set([...(project.graph.edgesTo.get(facade) ?? []).map(({ record }) => stemOf(record.specifier)), stemOf(facade)])]));
  const stems = [...new Set([...stemsOf.values()].flatMap((one) => [...one]))];
  for (const source of [...project.files.values()].sort((a, b) => compareText(a.path, b.path))) {
    const file = source.path;
    const isNear = attempts.has(file) || stems.some((stem) => source.text.includes(stem));
    // A package of the same name, `@deli/shop`, is known and is no facade.
    const isLost = (specifier: string): boolean => specifier.includes('/') && stems.includes(stemOf(specifier)) && project.resolve(file, specifier).kind === 'unresolved';
    const isWanted = (specifier: string): boolean => facades.has(targetOf(input, file, specifier)!) || isLost(specifier);
    const known = isNear && mocking.test(source.text) ? input.readImporter(file, isWanted) : attempts.get(file)?.importer ?? (isNear && replaces.test(source.text) ? input.readImporter(file, isWanted) : undefined);
    for (const facade of facades.keys()) {
      const unread = isNear || /rewire/.test(source.text) ? findLoaderMock(input, source, facade) : undefined;
      const mocks = (known?.mocks ?? []).flatMap((mock): readonly MockUse[] => {
        // `jest.mock('src/shop')`, which a setting of the runner resolves, may be the facade.
        if (mock.specifier !== undefined && isLost(mock.specifier) && stemsOf.get(facade)!.has(stemOf(mock.specifier))) return [{ ...mock, unread: 'its path leads to no file that is known' }];
        return mock.specifier === undefined || targetOf(input, file, mock.specifier) === facade ? [mock] : [];
      });
      const spied = (known?.uses ?? []).filter((use) => targetOf(input, file, use.specifier) === facade && (replacedAt(use) !== undefined || use.namespace?.members.some(({ isReplaced }) => isReplaced) || mayReplace(source, use, facades.get(facade)!)));
      if (!unread && mocks.length === 0 && spied.length === 0) continue;
      const importer = known ?? input.readImporter(file, () => false);
      sites.push({ file, facade, importer, mocks, spied, runs: reach.runsOf(file), ...(unread ? { unread } : {}) });
    }
  }
  return sites;
}

/** `const fake = shop as any; jest.spyOn(fake, 'total')`: whoever holds the object under another name may replace its members. */
function mayReplace(source: SourceFile, { isType, form, whole, namespace }: ModuleUse, { homes }: FacadeHomes): boolean {
  const { text } = source;
  const isHeld = !isType && !/^(?:export|import-type|comment)/.test(form) && (whole !== undefined || namespace?.escapes !== undefined);
  if (!isHeld) return false;
  if (/\b(?:spyOn|replaceProperty|stub|defineProperty)\s*[<(]|\b(?:sinon|sandbox|mock)\s*\.\s*(?:spy|replace|method)\s*\(/.test(text)) return true;
  // Exports can be assigned where they are those of CommonJS, and it is tests that do.
  return isTest(source) && [...text.matchAll(/[\p{ID_Continue}$]\s*\.\s*([\p{ID_Continue}$]+)\s*=(?![=>])/gu)].some(([, name]) => homes.has(name!));
}

function collect(input: RedirectInput, sites: readonly MockSite[], problems: ReadonlyMap<MockSite, string>, owners: ReadonlyMap<MockSite, readonly MockedOwner[]>, attempts: ReadonlyMap<FilePath, Attempt>): Pick<SettledMocks, 'files' | 'left'> {
  const files: SettledMocks['files'][number][] = [];
  const left: LeftUse[] = [];
  for (const site of sites) {
    const { file, facade, mocks, importer } = site;
    const named = mocks.filter(({ specifier }) => specifier !== undefined);
    const because = problems.get(site);
    if (because !== undefined) {
      const places = named.length > 0 ? named.map(({ span }) => span.start) : site.unread && !attempts.has(file) ? [site.unread.offset] : [];
      for (const offset of places) left.push({ file, facade, offset, form: 'mock', names: [], because });
      files.push({ file, edits: [], found: places.length, moved: 0 });
      continue;
    }
    const edits: TextEdit[] = [];
    let moved = 0;
    for (const mock of named) {
      const answer = mock.use ? redirectLoad(input, site, mock) : moveMock(importer.source, mock, owners.get(site)!);
      if ('because' in answer) left.push({ file, facade, offset: mock.span.start, form: 'mock', names: [], because: answer.because });
      else moved += 1;
      if (!('because' in answer)) edits.push(...answer);
    }
    files.push({ file, edits, found: named.length, moved });
  }
  return { files, left };
}

/** `vi.importActual('./shop')` outside of a factory, where one module answers. */
function redirectLoad(input: RedirectInput, { file, facade, importer }: MockSite, { use, echoes, specifierSpan }: MockUse): readonly TextEdit[] | { readonly because: string } {
  const kept = input.keepsFacade(file, facade);
  if (kept !== undefined) return { because: kept };
  const { edits, statement, isRewritten, left } = decide({ input, importer, file, facade, homes: input.facades.get(facade)!, taken: new Set(importer.taken) }, use!);
  if (!isRewritten || statement) return { because: left[0]?.because ?? 'several modules would be asked' };
  const specifier = edits.find(({ span }) => span.start === specifierSpan.start);
  return [...edits, ...(specifier ? echoes.map((span): TextEdit => ({ ...specifier, span })) : [])];
}
