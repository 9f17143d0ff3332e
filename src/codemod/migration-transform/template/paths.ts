import type { Table } from './table.js';

/** How one file names modules. */
export interface Surroundings {
  readonly table: Table;
  /** Its path, relative to the root of the repository; from `/` on when it lies outside. */
  readonly from: string;
  /** `@/*` stands for `src/*`. */
  readonly aliases: readonly { readonly pattern: string; readonly target: string }[];
}

export type Chosen = { readonly specifier: string } | { readonly because: string };

/** `a/./b/../c` as `a/c`. */
export function normalizePath(path: string): string {
  const steps: string[] = [];
  for (const step of path.replace(/\\/g, '/').split('/')) {
    if (step === '..' && steps.length > 0 && steps.at(-1) !== '..' && steps.at(-1) !== '') steps.pop();
    else if (step !== '.' && (step !== '' || steps.length === 0)) steps.push(step);
  }
  if (steps[0] === '' && !/^[\\/]/.test(path)) steps.shift();
  return steps.join('/');
}

export function joinPaths(folder: string, path: string): string {
  return normalizePath(/^(?:[\\/]|[A-Za-z]:)/.test(path) || folder === '' ? path : `${folder}/${path}`);
}

function folderOf(file: string): string {
  return file.slice(0, Math.max(0, file.lastIndexOf('/')));
}

/** `file` as `folder` writes it, with `./` or `../` in front. */
function relativeFrom(folder: string, file: string): string {
  const [from, to] = [folder === '' ? [] : folder.split('/'), file.split('/')];
  let shared = 0;
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared++;
  const path = [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/');
  return path.startsWith('../') ? path : `./${path}`;
}

const extension = /\.[cm]?[jt]sx?$/;

/** The paths by which an import may name a file. */
export function pathsOf(file: string): string[] {
  const stem = file.replace(/\.d(?=\.[cm]?ts$)/, '').replace(extension, '');
  return [file, stem, emitted(file), `${stem}.jsx`, ...(stem.endsWith('/index') ? [stem.slice(0, -6)] : stem === 'index' ? [''] : [])];
}

function emitted(file: string): string {
  return file.replace(/\.d(?=\.[cm]?ts$)/, '').replace(/\.([cm]?)tsx?$/, '.$1js');
}

/** The old module, or the new one, that a specifier names. */
export function fileOf({ table, from, aliases }: Surroundings, specifier: string): string | undefined {
  if (table.old.specifiers.includes(specifier)) return table.old.file;
  const known = Object.keys(table.modules).find((file) => table.modules[file]!.specifiers.includes(specifier));
  if (known !== undefined) return known;
  const path = /^\.\.?(?:\/|$)/.test(specifier) ? joinPaths(folderOf(from), specifier) : aliases.flatMap(({ pattern, target }) => {
    const [start = '', end] = pattern.split('*');
    if (end === undefined) return specifier === pattern ? [normalizePath(target)] : [];
    return specifier.startsWith(start) && specifier.endsWith(end) && specifier.length >= start.length + end.length ? [normalizePath(target.replace('*', () => specifier.slice(start.length, specifier.length - end.length)))] : [];
  })[0];
  if (path === undefined) return undefined;
  if (table.old.paths.includes(path)) return table.old.file;
  return Object.keys(table.modules).find((file) => pathsOf(file).includes(path));
}

/** How the file names a new module, in the form in which it names the old one: whatever is chosen leads there. */
export function chooseSpecifier(surroundings: Surroundings, written: string, file: string): Chosen {
  const { table, from, aliases } = surroundings;
  const leads = (specifier: string): boolean => fileOf(surroundings, specifier) === file;
  if (table.old.specifiers.includes(written)) {
    const list = table.modules[file]!.specifiers;
    const specifier = mostLike(list, written);
    return specifier === undefined ? { because: 'no other package can name its module' } : { specifier };
  }
  const { folder } = table.old;
  if (folder !== undefined && !from.startsWith(`${folder}/`)) return { because: 'it is a private module of another package' };
  const endings = endingsOf(written, file);
  if (/^\.\.?(?:\/|$)/.test(written)) {
    const specifier = endings.map((path) => relativeFrom(folderOf(from), path)).find(leads);
    return specifier === undefined ? { because: 'its module cannot be named from there' } : { specifier };
  }
  const found = endings.flatMap((path) => aliases.flatMap(({ pattern, target }) => {
    const [start = '', end] = normalizePath(target).split('*');
    return end !== undefined && pattern.includes('*') && path.startsWith(start) && path.endsWith(end) ? [pattern.replace('*', () => path.slice(start.length, path.length - end.length))] : [];
  })).find(leads);
  return found === undefined ? { because: 'no alias leads to its module' } : { specifier: found };
}

/** `core/esm/cart.js` for who writes `core/esm/shop.js`: the same ending, then the longest common start. */
function mostLike(list: readonly string[], written: string): string | undefined {
  const rank = (one: string): number => {
    let shared = 0;
    while (shared < one.length && one[shared] === written[shared]) shared++;
    return (extension.exec(one)?.[0] === extension.exec(written)?.[0] ? 1e6 : 0) + shared;
  };
  return list.reduce<string | undefined>((best, one) => (best === undefined || rank(one) > rank(best) ? one : best), undefined);
}

/** The path of a file with the ending that another one is written with. */
function endingsOf(written: string, file: string): string[] {
  const [stem, compiled] = [file.replace(extension, ''), emitted(file)];
  if (/\.jsx$/.test(written)) return [...(/\.[jt]sx$/.test(file) ? [`${stem}.jsx`] : []), compiled];
  if (/\.[cm]?js$/.test(written)) return [compiled];
  if (extension.test(written)) return [file];
  // Without an ending `./cart` is never cart.mjs.
  if (/\.[cm][jt]s$/.test(file)) return [compiled];
  return [...(stem.endsWith('/index') && !/(?:^|\/)index$/.test(written) ? [stem.slice(0, -6)] : []), stem];
}
