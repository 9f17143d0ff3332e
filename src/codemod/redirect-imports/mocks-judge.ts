import { directoryOf, type FilePath } from '../../host/path.js';
import type { MockUse } from '../../model/importer.js';
import { decide } from './decide.js';
import { findConflict } from './mocks-conflict.js';
import { ownersFor, type MockedOwner } from './mocks-render.js';
import { findOwnWork, hasOwnCode, importersOf, listOwners, nameOf, type Judging, type MockSite, type Verdict } from './mocks-site.js';
import { replacedAt } from './mocks-takes.js';
import type { FileContext } from './redirect-input.js';
import { chooseSpecifier, targetOf } from './specifiers.js';

/** Whether what a test replaces of a facade can be replaced in the modules behind it, so that the same calls are caught as today; if not, why. */
export function judge(judging: Judging, site: MockSite): Verdict {
  const { input } = judging;
  const { file, facade, importer, mocks, runs, unread } = site;
  if (unread) return unread;
  if (importer.problem !== undefined) return { because: `it has a syntax error: ${importer.problem}` };
  const stays = input.keepsFacade(file, facade);
  if (stays !== undefined) return { because: stays };
  if (mocks.length > 0 && !runs.isTest) return { because: 'it is no test itself: it replaces for whoever loads it' };
  if (runs.roots.size === 0) return { because: 'it is no test itself, and nothing imports it' };
  const problem = findUnread(judging, site) ?? findLeftSpies(judging, site);
  if (problem !== undefined) return { because: problem };
  const owners = chooseOwners(judging, site);
  if ('because' in owners) return owners;
  const fit = findUnfit(judging, site, owners.owners);
  return fit === undefined ? owners : { because: fit };
}

function findUnread({ input }: Judging, { file, facade, mocks }: MockSite): string | undefined {
  for (const { unread, rest, fake, act, opaque } of mocks) {
    if (unread !== undefined) return unread;
    const manual = act === 'replace' && rest === 'automatic' && !fake && opaque === undefined ? findManual(input.project.files, facade) : undefined;
    if (manual !== undefined) return `${nameOf(input, manual)} stands in for it`;
  }
  const others = input.readImporter(file, (specifier) => targetOf(input, file, specifier) !== undefined).mocks;
  const owners = new Set(listOwners(input.facades.get(facade)!));
  const other = others.find(({ specifier, act }) => act === 'replace' && specifier !== undefined && owners.has(targetOf(input, file, specifier)!));
  return other && `it replaces ${other.specifier!} beside it`;
}

/** `__mocks__/shop.ts` beside shop.ts is what both Jest and Vitest take where a mock has no factory. */
function findManual(files: ReadonlyMap<FilePath, unknown>, facade: FilePath): FilePath | undefined {
  const stem = facade.slice(directoryOf(facade).length + 1).replace(/\.[^.]+$/, '');
  const start = `${directoryOf(facade)}/__mocks__/${stem}.`;
  return [...files.keys()].find((file) => file.startsWith(start));
}

function findLeftSpies({ leftOf }: Judging, { file, facade, spied }: MockSite): string | undefined {
  for (const use of spied) {
    if (replacedAt(use) !== undefined) return use.whole ?? use.namespace?.escapes?.because ?? 'names that cannot be told are replaced';
    const isSeen = use.namespace?.members.some(({ isReplaced }) => isReplaced) === true;
    if (!isSeen) return `${use.whole ?? use.namespace?.escapes?.because ?? 'it is used as a whole'}, and members may be replaced there`;
    const left = leftOf(file).find((one) => one.facade === facade && one.offset === use.span.start);
    if (left) return left.because;
  }
  return undefined;
}

function chooseOwners(judging: Judging, site: MockSite): Verdict {
  const { input, takesOf, leftOf, isTyped } = judging;
  const { file, facade, mocks } = site;
  const facts = input.facades.get(facade)!;
  const all = listOwners(facts);
  const replacing = mocks.filter(({ act }) => act === 'replace');
  const files = new Set<FilePath>();
  const importers = importersOf(judging, site);
  const left = importers.filter((one) => leftOf(one).some((use) => use.facade === facade && !isTyped(use)));
  if (left.length > 0 && replacing.some(({ isLinked }) => isLinked)) return { because: `${nameOf(input, left[0]!)} goes on importing the facade` };
  const taken = new Set(importers.flatMap((one) => [...takesOf(one, facade).names.keys()]));
  const own = [...taken].find((name) => facts.homes.get(name)?.file === facade && !facts.homes.get(name)!.typeOnly);
  for (const mock of replacing) {
    if (mock.opaque !== undefined && (all.length > 1 || own !== undefined || hasOwnCode(input, facade))) return { because: mock.opaque };
    if (mock.opaque !== undefined || !mock.fake) all.forEach((one) => files.add(one));
    if (mock.rest !== 'real' && own !== undefined) return { because: `it replaces ${own} too, which ${facts.homes.get(own)!.because!}` };
    if (mock.rest === 'absent') {
      const work = left.length > 0 ? findOwnWork(input, facade, new Set(all)) : undefined;
      if (work !== undefined) return { because: `${nameOf(input, left[0]!)} goes on importing the facade, which ${work}` };
      const whole = left.find((one) => takesOf(one, facade).isWhole);
      const given = mock.fake && new Set(mock.fake.entries.map(({ name }) => name));
      const lacked = given && [...facts.homes.values()].find(({ exported, typeOnly }) => !typeOnly && !given.has(exported));
      if (whole && lacked) return { because: `${nameOf(input, whole)} goes on taking the facade as a whole, and would find ${lacked.exported} in it, which the fake lacks` };
      const isOpen = left.length > 0 || importers.some((one) => takesOf(one, facade).isWhole);
      for (const one of isOpen ? all : [...taken].flatMap((name) => facts.homes.get(name)?.file ?? [])) files.add(one);
    }
    const problem = readEntries(judging, site, mock, taken, files);
    if (problem !== undefined) return { because: problem };
  }
  const isRestored = mocks.some(({ act }) => act === 'restore');
  const owners: MockedOwner[] = [];
  const written = mocks.find(({ specifier }) => specifier !== undefined)?.specifier;
  for (const owner of written === undefined ? [] : all.filter((one) => isRestored || files.has(one))) {
    const chosen = chooseSpecifier(input, file, written!, facade, owner);
    if ('because' in chosen) return { because: `${nameOf(input, owner)} ${chosen.because}` };
    const names = new Set([...facts.homes.values()].filter((home) => home.file === owner).map(({ exported }) => exported));
    owners.push({ file: owner, specifier: chosen.specifier, names, ...(files.has(owner) ? {} : { isRestoredOnly: true }) });
  }
  return { owners };
}

/** Adds the modules of the names that a fake lists; a fact when one of them has none. */
function readEntries({ input }: Judging, { facade }: MockSite, mock: MockUse, taken: ReadonlySet<string>, files: Set<FilePath>): string | undefined {
  const { homes } = input.facades.get(facade)!;
  for (const { name, originals } of mock.fake?.entries ?? []) {
    if (name === undefined) continue;
    const home = homes.get(name);
    if (!home) {
      if (taken.has(name) || originals.length > 0) return `it gives ${name}, which the facade is not seen to export`;
      continue;
    }
    if (home.file === facade) return `it gives ${name}, which ${home.because!}`;
    if (home.name !== name) return `it gives ${name}, which is named ${home.name} where it is declared`;
    const stray = originals.find((one) => homes.get(one)?.file !== home.file || homes.get(one)?.name !== one);
    if (stray !== undefined) return `its ${name} uses the real ${stray}, which is declared elsewhere`;
    files.add(home.file);
  }
  return undefined;
}

function findUnfit(judging: Judging, site: MockSite, all: readonly MockedOwner[]): string | undefined {
  const owners = all.filter(({ isRestoredOnly }) => !isRestoredOnly);
  const { input } = judging;
  const { file, facade, importer, mocks, spied } = site;
  const replacing = mocks.filter(({ act }) => act === 'replace');
  if (replacing.length > 0 && owners.length === 0) return 'no name that it replaces is declared behind the facade';
  for (const mock of mocks) {
    const { undivided, statement, act } = mock;
    if (act === 'load' || ownersFor(mock, all).length < 2) continue;
    if (undivided !== undefined) return undivided;
    if (judging.editsOf(file).some(({ span }) => statement !== undefined && span.start < statement.end && span.end > statement.start)) return 'what it gives uses the facade itself';
    if (statement === undefined) return 'it is part of a longer expression, and would become several calls';
  }
  const context: FileContext = { input, importer, file, facade, homes: input.facades.get(facade)!, taken: new Set(importer.taken) };
  for (const { use } of mocks) {
    const decision = use && decide(context, use);
    if (decision && (!decision.isRewritten || decision.statement)) return `it asks for the real module: ${decision.left[0]?.because ?? 'several modules would be asked'}`;
  }
  const isLoaded = replacing.some(({ rest }) => rest !== 'absent') || mocks.some(({ act }) => act === 'load');
  const lost = replacing.some(({ rest }) => rest === 'real') ? owners.map((owner) => input.lostEffect(facade, owner.file)) : [];
  if (lost.length > 0 && lost.every((one) => one !== undefined)) return `loading the facade there also runs ${lost[0]!}`;
  const isShape = replacing.every(({ rest }) => rest === 'automatic') && mocks.every(({ act }) => act !== 'load');
  const replaced = new Map<FilePath, 'all' | ReadonlySet<string>>();
  for (const owner of owners) replaced.set(owner.file, replacing.some(({ rest }) => rest !== 'real') ? 'all' : new Set(replacing.flatMap(({ fake }) => (fake?.entries ?? []).flatMap(({ name }) => (name !== undefined && owner.names.has(name) ? [name] : [])))));
  const conflict = replaced.size === 0 ? undefined : findConflict(judging, site, replaced, { isLoaded, isShape });
  return conflict ?? findSpyConflict(judging, site, spied.flatMap(({ namespace }) => (namespace?.members ?? []).filter(({ isReplaced }) => isReplaced).map(({ name }) => name)));
}

/** A spy on the module that declares a name also catches the calls of its neighbours; one on a CommonJS facade leaves out who took a copy of the name. */
function findSpyConflict(judging: Judging, site: MockSite, names: readonly string[]): string | undefined {
  const { input, leftOf, isTyped, takesOf } = judging;
  const { facade } = site;
  const { homes } = input.facades.get(facade)!;
  const replaced = new Map<FilePath, Set<string>>();
  for (const name of names) {
    const home = homes.get(name);
    if (home && home.file !== facade) replaced.set(home.file, (replaced.get(home.file) ?? new Set()).add(home.name));
  }
  if (replaced.size === 0) return undefined;
  if (input.read(facade).format === 'commonjs') {
    const copy = importersOf(judging, site).find((one) => leftOf(one).some((use) => use.facade === facade && !isTyped(use)) && (takesOf(one, facade).isWhole || names.some((name) => takesOf(one, facade).names.has(name))));
    if (copy !== undefined) return `${nameOf(input, copy)} goes on taking what is replaced from the facade`;
  }
  return findConflict(judging, site, replaced, { isLoaded: true, isShape: false });
}
