import type { FilePath } from '../../host/path.js';
import type { ImportRecord } from '../../model/import-record.js';
import type { RedirectInput } from './redirect-input.js';

/** Whether a module imports itself through others: what is there when its statements run depends on the one of them that is loaded first. */
export function isInCircle(input: RedirectInput, file: FilePath): boolean {
  return reach(loadedBy(input, file), (one) => loadedBy(input, one)).has(file);
}

/**
 * A module of a circle that the facade does not come to first, and the name that one of the circle reads while it is loaded: `class Cart extends Base` finds a Base where Cart is loaded first, and
 * none where the module of Base is. What is read through calls is not looked for.
 */
export function findOtherEnd(input: RedirectInput, facade: FilePath, home: FilePath): string | undefined {
  if (!isInCircle(input, home)) return undefined;
  const loaders = reach([home], (file) => (input.project.graph.edgesTo.get(file) ?? []).flatMap(({ from, record }) => (isLoaded(record) ? [from] : [])));
  const circle = new Set([...reach([home], (file) => loadedBy(input, file))].filter((file) => loaders.has(file)));
  if (findFirst(input, facade, circle) === home) return undefined;
  for (const file of circle) {
    const model = input.read(file);
    const locals = new Set(model.imports.flatMap((record) => {
      const target = input.project.resolve(file, record.specifier);
      return target.kind === 'file' && circle.has(target.path) ? record.names.map(({ local }) => local) : [];
    }));
    for (const { role, reads } of model.statements) {
      const read = role === 'wiring' ? undefined : reads.find(({ name, when }) => when === 'hard' && locals.has(name));
      if (read !== undefined) return read.name;
    }
  }
  return undefined;
}

function isLoaded({ kind }: ImportRecord): boolean {
  return kind !== 'type' && kind !== 'dynamic';
}

function loadedBy({ project }: RedirectInput, file: FilePath): readonly FilePath[] {
  return (project.graph.edgesFrom.get(file) ?? []).flatMap(({ to, record }) => (isLoaded(record) ? [to] : []));
}

function reach(starts: readonly FilePath[], next: (file: FilePath) => readonly FilePath[]): ReadonlySet<FilePath> {
  const seen = new Set(starts);
  for (const one of seen) for (const to of next(one)) seen.add(to);
  return seen;
}

/** The member of a circle that is come to first. With a stack of its own: a chain of imports may be longer than that of calls. */
function findFirst(input: RedirectInput, start: FilePath, circle: ReadonlySet<FilePath>): FilePath | undefined {
  const seen = new Set<FilePath>();
  const pending = [start];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (circle.has(file)) return file;
    if (seen.has(file)) continue;
    seen.add(file);
    for (const target of loadedBy(input, file).toReversed()) pending.push(target);
  }
  return undefined;
}
