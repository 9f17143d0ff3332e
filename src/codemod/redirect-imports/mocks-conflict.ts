import type { FilePath } from '../../host/path.js';
import { isLoad } from './mocks-reach.js';
import { hasOwnCode, nameOf, type Judging, type MockSite } from './mocks-site.js';

/** Names of each module that are replaced: all of them, or some. */
export type Replaced = ReadonlyMap<FilePath, 'all' | ReadonlySet<string>>;

/**
 * A mock of the facade never reached a module behind it that takes a name straight from its neighbour; a mock of the neighbour does. Such a module that the
 * test really loads, as a fact; undefined when there is none.
 */
export function findConflict(judging: Judging, site: MockSite, replaced: Replaced, { isLoaded, isShape }: { readonly isLoaded: boolean; readonly isShape: boolean }): string | undefined {
  const { input, takesOf } = judging;
  const loaded = findLoaded(judging, site, replaced, isLoaded);
  for (const file of loaded) {
    if (file === site.facade && !hasOwnCode(input, file)) continue;
    for (const [owner, names] of replaced) {
      if (owner === file || !(input.project.graph.edgesFrom.get(file) ?? []).some(({ to, record }) => to === owner && isLoad(record))) continue;
      const takes = takesOf(file, owner);
      const name = [...takes.names.keys()].find((one) => names === 'all' || names.has(one)) ?? (takes.isWhole ? '*' : undefined);
      if (name === undefined) continue;
      // Of a module that is loaded for the shape of its automatic fake, only what runs while it loads can tell the difference.
      if (isShape && replaced.has(file) && !takes.isWhole && !usesWhileLoading(judging, file, new Set([...takes.names.values()].flatMap((locals) => [...locals])))) continue;
      return `${nameOf(input, file)} takes ${name === '*' ? 'names' : name} from ${nameOf(input, owner)} itself, where nothing is replaced for it today`;
    }
  }
  return undefined;
}

/** Everything that runs for real once each name is taken from its own module. */
function findLoaded({ input, reach, takesOf, leftOf, isTyped }: Judging, { facade, runs }: MockSite, replaced: Replaced, isLoaded: boolean): ReadonlySet<FilePath> {
  const { homes } = input.facades.get(facade)!;
  const seen = new Set<FilePath>(runs.roots);
  const isFake = (file: FilePath): boolean => replaced.has(file) && !isLoaded && !runs.roots.has(file);
  for (const file of seen) {
    if (isFake(file)) continue;
    const isLeft = leftOf(file).some((use) => use.facade === facade && !isTyped(use));
    for (const { to, record } of input.project.graph.edgesFrom.get(file) ?? []) {
      if (!isLoad(record)) continue;
      if (to !== facade || isLeft) seen.add(to);
      else for (const name of takesOf(file, facade).names.keys()) seen.add(homes.get(name)?.file ?? facade);
    }
  }
  if (isLoaded) for (const file of reach.from(replaced.keys())) seen.add(file);
  return new Set([...seen].filter((file) => !isFake(file)));
}

function usesWhileLoading({ input }: Judging, file: FilePath, locals: ReadonlySet<string>): boolean {
  return input.read(file).statements.some(({ reads, role }) => role !== 'wiring' && reads.some(({ name, when }) => when === 'hard' && locals.has(name)));
}
