import type { FilePath } from '../../host/path.js';

/** Extensions of files that hold code, in the order in which an extensionless specifier tries them. */
export const codeExtensions: readonly string[] = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];

const appended: readonly string[] = [...codeExtensions, '.d.ts', '.d.mts', '.d.cts', '.json'];
const indexes: readonly string[] = appended.map((extension) => `/index${extension}`);
/** The same from a declaration file, which describes and evaluates nothing: `./a` with a.d.ts and a.js means a.d.ts. */
const appendedTypes: readonly string[] = ['.ts', '.tsx', '.d.ts', '.mts', '.cts', '.d.mts', '.d.cts', '.js', '.jsx', '.mjs', '.cjs', '.json'];
const typeIndexes: readonly string[] = appendedTypes.map((extension) => `/index${extension}`);

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

/** Whether one path is a file. `mayHold`: false when no ending whatever makes a file of a path; unknown means true. */
export interface FileProbe {
  (path: FilePath): boolean;
  readonly mayHold?: (base: string) => boolean;
}

/** A set of files. Most imports of a folder would ask for a dozen long names before the one of its index file. */
export function probeFiles(files: ReadonlySet<FilePath>): FileProbe {
  const stems = new Set<string>();
  const has = (path: FilePath): boolean => files.has(path);
  return Object.assign(has, {
    mayHold: (base: string): boolean => {
      if (stems.size === 0) for (const file of files) addStems(stems, file);
      return stems.has(base) || files.has(base as FilePath);
    },
  });
}

/** What makes the path of the file with an extension added: `cart` and `cart.d` of `cart.d.ts`. */
function addStems(stems: Set<string>, file: FilePath): void {
  const dot = file.lastIndexOf('.');
  const stem = dot > file.lastIndexOf('/') ? file.slice(0, dot) : file;
  stems.add(stem);
  if (stem.endsWith('.d')) stems.add(stem.slice(0, -2));
}

/** The file that a path means, asking only `has`. Exact, source for output, added extension, folder index. */
export function findCandidate(query: CandidateQuery, has: FileProbe): FilePath | undefined {
  const { base, folderOnly, sourceFirst, typesFirst = false } = query;
  const added = typesFirst ? appendedTypes : appended;
  if (folderOnly) return findIndex(base, typesFirst, has);
  const output = outputExtension(base);
  if (output === undefined) {
    const found = has.mayHold?.(base) === false ? undefined : findAppended(base, typesFirst ? withExactTypes : withExact, has);
    return found ?? findIndex(base, typesFirst, has);
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
  return has.mayHold?.(`${base}/index`) === false ? undefined : findAppended(base, typesFirst ? typeIndexes : indexes, has);
}

const exact: readonly string[] = [''];
const withExact: readonly string[] = ['', ...appended];
const withExactTypes: readonly string[] = ['', ...appendedTypes];

function findAppended(base: string, endings: readonly string[], has: FileProbe): FilePath | undefined {
  for (const ending of endings) {
    const path = (base + ending) as FilePath;
    if (has(path)) return path;
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
