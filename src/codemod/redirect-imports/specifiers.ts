import { directoryOf, extensionOf, relativePath, type FilePath } from '../../host/path.js';
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
  const isPath = /^\.\.?(?:\/|$)/.test(written);
  if (isForeign && isPath) return { because: 'is a private module of another package' };
  const candidates = isPath ? relativeCandidates(from, written, home) : [...aliasCandidates(written, facade, home, input.packageOf(home)), ...(isForeign ? [] : relativeCandidates(from, written, home))];
  const found = candidates.find((specifier) => leadsHome(specifier) && (!isForeign || isOffered(input.packageOf(home), specifier)));
  if (found !== undefined) return { specifier: found };
  return { because: isForeign ? `is not among the exports of ${input.packageOf(home).name ?? 'its package'}` : 'cannot be named from there' };
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
  const parts = written.split('/');
  // The name of the facade's own folder (`@/tasks` for src/tasks/index.ts) or of the facade.
  const isFolder = /\/index\.[cm]?[jt]sx?$/.test(facade) && !/(?:^|\/)index(?:\.\w+)?$/.test(written);
  const own = isFolder ? parts : parts.slice(0, -1);
  if (own.length - ups >= 1) bases.push(own.slice(0, own.length - ups).join('/'));
  if (name !== undefined && (written === name || written.startsWith(`${name}/`))) bases.push(name, `${name}/src`);
  return [...new Set(bases.flatMap((base) => ends.map((end) => `${base}/${end}`)))];
}

function emitted(extension: string): string {
  return extension.replace(/^\.([cm]?)tsx?$/, '.$1js');
}

/** Whether the `exports` of a package name the path (Node "Package entry points", subpath exports and patterns). */
function isOffered({ name, exports }: PackagePlace, specifier: string): boolean {
  if (name === undefined || exports === undefined || (specifier !== name && !specifier.startsWith(`${name}/`))) return false;
  const subpath = specifier === name ? '.' : `.${specifier.slice(name.length)}`;
  if (typeof exports !== 'object' || exports === null || Array.isArray(exports)) return subpath === '.';
  const keys = Object.entries(exports as Record<string, unknown>).filter(([key]) => key.startsWith('.'));
  if (keys.length === 0) return subpath === '.';
  const matches = keys.filter(([key]) => {
    if (!key.includes('*')) return key === subpath;
    const [start, end] = [key.slice(0, key.indexOf('*')), key.slice(key.indexOf('*') + 1)];
    return subpath.length >= key.length && subpath.startsWith(start) && subpath.endsWith(end);
  });
  const best = matches.sort(([a], [b]) => b.indexOf('*') - a.indexOf('*') || b.length - a.length).find(([key]) => key === subpath) ?? matches[0];
  return best !== undefined && best[1] !== null;
}

/** `../shop/cart` seen from its own folder again: where a specifier of the facade leads. */
export function targetOf(input: RedirectInput, from: FilePath, specifier: string): FilePath | undefined {
  const target = input.project.resolve(from, specifier);
  return target.kind === 'file' ? target.path : undefined;
}
