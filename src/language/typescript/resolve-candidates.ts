import type { FilePath } from '../../host/path.js';

/** Extensions of files that hold code, in the order in which an extensionless specifier tries them. */
export const codeExtensions: readonly string[] = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];

const appended: readonly string[] = [...codeExtensions, '.d.ts', '.d.mts', '.d.cts', '.json'];
/** The same from a declaration file, which describes and evaluates nothing: `./a` with a.d.ts and a.js means a.d.ts. */
const appendedTypes: readonly string[] = ['.ts', '.tsx', '.d.ts', '.mts', '.cts', '.d.mts', '.d.cts', '.js', '.jsx', '.mjs', '.cjs', '.json'];

/** What stands in the source for an extension that names the output (TypeScript handbook, "Modules - Reference", file extension substitution). */
const sourceExtensions: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx', '.ts'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};
const declarationExtensions: Readonly<Record<string, string>> = { '.js': '.d.ts', '.jsx': '.d.ts', '.mjs': '.d.mts', '.cjs': '.d.cts' };

export function isCodeFile(file: string): boolean {
  return codeExtensions.some((extension) => file.endsWith(extension));
}

export interface CandidateQuery {
  /** Absolute path that the specifier spells. */
  readonly base: string;
  /** The specifier ends in `/`, `.` or `..`: only a folder's index will do. */
  readonly folderOnly?: boolean;
  /** From TypeScript `./a.js` means a.ts even when a built a.js lies beside it; from JavaScript it means a.js. */
  readonly sourceFirst: boolean;
  /** Asked by a declaration file: `./a.js` means a.d.ts, if there is one, and never the a.js beside it. */
  readonly typesFirst?: boolean;
}

/** Whether one path is a file. `startingWith`: the files whose paths are this one and some ending that begins with a dot, where these are known. */
export interface FileProbe {
  (path: FilePath): boolean;
  readonly startingWith?: (base: string) => readonly FilePath[] | undefined;
}

/** A set of files. Most imports would ask for several long names before the one of their file, and each name has to be hashed. */
export function probeFiles(files: ReadonlySet<FilePath>): FileProbe {
  let stems: Map<string, FilePath[]> | undefined;
  const has = (path: FilePath): boolean => files.has(path);
  return Object.assign(has, { startingWith: (base: string): readonly FilePath[] | undefined => (stems ??= indexStems(files)).get(base) });
}

/** By what makes the path of the file with an extension added: `cart` and `cart.d` of `cart.d.ts`. */
function indexStems(files: ReadonlySet<FilePath>): Map<string, FilePath[]> {
  const stems = new Map<string, FilePath[]>();
  const add = (stem: string, file: FilePath): void => {
    const known = stems.get(stem);
    if (known) known.push(file);
    else stems.set(stem, [file]);
  };
  for (const file of files) {
    const dot = file.lastIndexOf('.');
    if (dot <= file.lastIndexOf('/')) continue;
    const stem = file.slice(0, dot);
    add(stem, file);
    if (stem.endsWith('.d')) add(stem.slice(0, -2), file);
  }
  return stems;
}

/** The file that a path means, asking only `has`. Exact, source for output, added extension, folder index. */
export function findCandidate(query: CandidateQuery, has: FileProbe): FilePath | undefined {
  const { base, folderOnly, sourceFirst, typesFirst = false } = query;
  const added = typesFirst ? appendedTypes : appended;
  if (folderOnly) return findIndex(base, typesFirst, has);
  const output = outputExtension(base);
  if (output === undefined) {
    return findAppended(base, typesFirst ? withExactTypes : withExact, has) ?? findIndex(base, typesFirst, has);
  }
  const stem = base.slice(0, base.length - output.length);
  const sources = typesFirst ? [...sourceExtensions[output]!, declarationExtensions[output]!] : sourceExtensions[output]!;
  const found = sourceFirst
    ? (findAppended(stem, sources, has) ?? findAppended(base, exact, has))
    : (findAppended(base, exact, has) ?? findAppended(stem, sources, has));
  return (
    found ??
    findAppended(stem, [declarationExtensions[output]!], has) ??
    findAppended(base, added, has) ??
    findIndex(base, typesFirst, has)
  );
}

function findIndex(base: string, typesFirst: boolean, has: FileProbe): FilePath | undefined {
  return findAppended(`${base}/index`, typesFirst ? appendedTypes : appended, has);
}

const exact: readonly string[] = [''];
const withExact: readonly string[] = ['', ...appended];
const withExactTypes: readonly string[] = ['', ...appendedTypes];

/** Endings are empty or extensions. */
function findAppended(base: string, endings: readonly string[], has: FileProbe): FilePath | undefined {
  const isIndexed = has.startingWith !== undefined;
  const files = has.startingWith?.(base);
  for (const ending of endings) {
    if (isIndexed && ending !== '') {
      const found = files?.find((file) => file.length === base.length + ending.length && file.endsWith(ending));
      if (found) return found;
    } else if (has((base + ending) as FilePath)) return (base + ending) as FilePath;
  }
  return undefined;
}

/** `.js`, `.jsx`, `.mjs` or `.cjs` at the end of a path. */
function outputExtension(base: string): string | undefined {
  if (base.endsWith('.js') || base.endsWith('.jsx') || base.endsWith('.mjs') || base.endsWith('.cjs')) return base.slice(base.lastIndexOf('.'));
  return undefined;
}

/** Paths that differ in their endings alone, told once: `src/cart{,.ts,.tsx,…}, src/cart/index{.ts,.tsx,.mts,…}`. */
export function collapsePaths(base: string, paths: readonly string[]): string {
  const output = outputExtension(base) ?? '';
  const stems = [`${base}/index`, base, base.slice(0, base.length - output.length)];
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const stem = stems.find((prefix) => path.startsWith(prefix)) ?? path;
    const endings = groups.get(stem);
    if (endings) endings.push(path.slice(stem.length));
    else groups.set(stem, [path.slice(stem.length)]);
  }
  return [...groups].map(([stem, endings]) => stem + (endings.length === 1 ? endings[0]! : `{${endings.slice(0, 3).join(',')}${endings.length > 3 ? ',…' : ''}}`)).join(', ');
}
