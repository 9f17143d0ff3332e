import { baseName, directoryOf, extensionOf, relativePath, type FilePath } from '../../host/path.js';
import { relativeSpecifier, type SpecifierEnding } from '../../language/typescript/specifier.js';
import type { PackagePlace, RedirectInput } from './redirect-input.js';

export type ChosenSpecifier = { readonly specifier: string } | { readonly because: string };

/**
 * How `from` names `home`, in the form in which it names the facade: relative with the same ending, or by the same alias, `#` name or package name.
 * Whatever is chosen leads to `home` when it is resolved.
 */
export function chooseSpecifier(input: RedirectInput, from: FilePath, written: string, facade: FilePath, home: FilePath): ChosenSpecifier {
  const isForeign = input.packageOf(from).folder !== input.packageOf(home).folder;
  const leadsHome = (specifier: string): boolean => {
    const target = input.project.resolve(from, specifier);
    return target.kind === 'file' && target.path === home;
  };
  const isPath = isRelative(written);
  if (isForeign && isPath) return { because: 'is a private module of another package' };
  const owner = input.packageOf(home);
  const relative = isForeign ? [] : relativeCandidates(from, isPath ? written : findRelative(input, from, facade) ?? written, home);
  const candidates = isPath ? relative : [...aliasCandidates(written, facade, home, owner), ...relative];
  // A package that has `exports` is bound by them when it names itself, too.
  const mayName = (specifier: string): boolean => (!isForeign && !(owner.exports !== undefined && isOf(owner, specifier))) || isOffered(owner, home, specifier);
  const found = candidates.find((specifier) => leadsHome(specifier) && mayName(specifier));
  if (found !== undefined) return { specifier: found };
  return { because: isForeign ? `is not among the exports of ${owner.name ?? 'its package'}` : 'cannot be named from there' };
}

function isRelative(specifier: string): boolean {
  return /^\.\.?(?:\/|$)/.test(specifier);
}

/** A path as the importer writes one, or else the facade: `#tasks` does not say whether the endings of files are written, and an ES module under Node has to. */
function findRelative({ project }: RedirectInput, from: FilePath, facade: FilePath): string | undefined {
  const edges = [...(project.graph.edgesFrom.get(from) ?? []), ...(project.graph.edgesFrom.get(facade) ?? [])];
  return edges.find(({ to, record }) => isRelative(record.specifier) && /\.[cm]?[jt]sx?$/.test(to))?.record.specifier;
}

function relativeCandidates(from: FilePath, written: string, home: FilePath): string[] {
  const ending = endingOf(written);
  const order: readonly SpecifierEnding[] = [ending, ...(['none', 'emitted', 'source'] as const).filter((other) => other !== ending)];
  const index = ending === 'none' && /\/index\.[cm]?[jt]sx?$/.test(home) && !/\/index$/.test(written) ? [relativeSpecifier(from, home, 'none').replace(/\/index$/, '')] : [];
  // `./cart.jsx` of a cart.tsx that is compiled to JSX.
  const jsx = /\.jsx$/.test(written) && /\.tsx$/.test(home) ? [relativeSpecifier(from, home, 'none') + '.jsx'] : [];
  return [...jsx, ...index.filter((specifier) => !/^\.\.?$/.test(specifier)), ...order.map((one) => relativeSpecifier(from, home, one))];
}

function endingOf(written: string): SpecifierEnding {
  if (/\.[cm]?jsx?$/.test(written)) return 'emitted';
  return /\.[cm]?tsx?$/.test(written) ? 'source' : 'none';
}

/** `@/services/tasks` for src/services/tasks.ts makes `@/services/tasks/mail` of src/services/tasks/mail.ts. */
function aliasCandidates(written: string, facade: FilePath, home: FilePath, { name }: PackagePlace): string[] {
  const steps = relativePath(directoryOf(facade), home).split('/');
  const ups = steps.filter((step) => step === '..').length;
  const rest = steps.slice(ups).join('/');
  const extension = extensionOf(home);
  const stem = rest.slice(0, rest.length - extension.length);
  const ends = /\.[cm]?jsx?$/.test(written) ? [stem + emitted(extension), stem] : /\.[cm]?tsx?$/.test(written) ? [rest] : [stem, stem.replace(/\/index$/, ''), stem + emitted(extension)];
  const bases: string[] = [];
  // `#tasks` for src/tasks.ts, beside `#tasks/*`.
  const inner = `${baseName(facade).replace(/\.[^.]+$/, '')}/`;
  const below = ups === 0 && rest.startsWith(inner) ? ends.map((end) => `${written.replace(/\.[cm]?[jt]sx?$/, '')}/${end.slice(inner.length)}`) : [];
  const parts = written.split('/');
  // The name of the facade's own folder (`@/tasks` for src/tasks/index.ts) or of the facade.
  const isFolder = /\/index\.[cm]?[jt]sx?$/.test(facade) && !/(?:^|\/)index(?:\.\w+)?$/.test(written);
  const own = isFolder ? parts : parts.slice(0, -1);
  if (own.length - ups >= 1) bases.push(own.slice(0, own.length - ups).join('/'));
  if (name !== undefined && (written === name || written.startsWith(`${name}/`))) bases.push(name, `${name}/src`);
  return [...new Set([...bases.flatMap((base) => ends.map((end) => `${base}/${end}`)), ...below])];
}

function emitted(extension: string): string {
  return extension.replace(/^\.([cm]?)tsx?$/, '.$1js');
}

function isOf({ name }: PackagePlace, specifier: string): boolean {
  return name !== undefined && (specifier === name || specifier.startsWith(`${name}/`));
}

/**
 * Whether the `exports` of a package give the file for the path (Node "Package entry points", subpath exports and patterns). What they name may be built from it; but
 * `./tasks/*` for `./src/tasks/*.ts` makes src/tasks/mail.js.ts of `tasks/mail.js`, and there is no such file.
 */
function isOffered(owner: PackagePlace, home: FilePath, specifier: string): boolean {
  const { name, exports } = owner;
  if (name === undefined || exports === undefined || !isOf(owner, specifier)) return false;
  const subpath = specifier === name ? '.' : `.${specifier.slice(name.length)}`;
  const entries = typeof exports === 'object' && exports !== null && !Array.isArray(exports) ? Object.entries(exports as Record<string, unknown>).filter(([key]) => key.startsWith('.')) : [];
  if (entries.length === 0) return subpath === '.';
  const matches = entries.filter(([key]) => {
    if (!key.includes('*')) return key === subpath;
    const [start, end] = splitStar(key);
    return subpath.length >= key.length && subpath.startsWith(start) && subpath.endsWith(end);
  });
  const [key, value] = matches.sort(([a], [b]) => b.indexOf('*') - a.indexOf('*') || b.length - a.length).find(([one]) => one === subpath) ?? matches[0] ?? ['', null];
  const [start, end] = splitStar(key);
  const star = key.includes('*') ? subpath.slice(start.length, subpath.length - end.length) : '';
  return listTargets(value).some((target) => stemOf(target.replaceAll('*', star)) === stemOf(home));
}

function splitStar(key: string): readonly [string, string] {
  const star = key.indexOf('*');
  return star === -1 ? [key, ''] : [key.slice(0, star), key.slice(star + 1)];
}

/** Every path that an entry of `exports` may lead to, under whatever condition. */
function listTargets(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(listTargets) : [];
}

/** `dist/tasks/mail.d.ts` and src/tasks/mail.ts are both `mail`. */
function stemOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '');
}

/** `../shop/cart` seen from its own folder again: where a specifier of the facade leads. */
export function targetOf(input: RedirectInput, from: FilePath, specifier: string): FilePath | undefined {
  const target = input.project.resolve(from, specifier);
  return target.kind === 'file' ? target.path : undefined;
}
