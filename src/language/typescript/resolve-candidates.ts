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

/** The file that a path means, asking only `has`. Exact, source for output, added extension, folder index. */
export function findCandidate(query: CandidateQuery, has: (path: FilePath) => boolean): FilePath | undefined {
  const { base, folderOnly, sourceFirst, typesFirst = false } = query;
  const [added, folder] = typesFirst ? [appendedTypes, typeIndexes] : [appended, indexes];
  if (folderOnly) return findAppended(base, folder, has);
  const output = outputExtension(base);
  if (output === undefined) return findAppended(base, typesFirst ? withExactTypes : withExact, has) ?? findAppended(base, folder, has);
  const stem = base.slice(0, base.length - output.length);
  const sources = typesFirst ? [...sourceExtensions[output]!, declarationExtensions[output]!] : sourceExtensions[output]!;
  const found = sourceFirst
    ? (findAppended(stem, sources, has) ?? findAppended(base, exact, has))
    : (findAppended(base, exact, has) ?? findAppended(stem, sources, has));
  return (
    found ??
    findAppended(stem, [declarationExtensions[output]!], has) ??
    findAppended(base, added, has) ??
    findAppended(base, folder, has)
  );
}

const exact: readonly string[] = [''];
const withExact: readonly string[] = ['', ...appended];
const withExactTypes: readonly string[] = ['', ...appendedTypes];

function findAppended(base: string, endings: readonly string[], has: (path: FilePath) => boolean): FilePath | undefined {
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
