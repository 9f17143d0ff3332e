import type { FilePath } from '../../host/path.js';

/** Extensions of files that hold code, in the order in which an extensionless specifier tries them. */
export const codeExtensions: readonly string[] = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];

const appended: readonly string[] = [...codeExtensions, '.d.ts', '.d.mts', '.d.cts', '.json'];

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
}

/** The file that a path means, asking only `has`. Exact, source for output, added extension, folder index. */
export function findCandidate(query: CandidateQuery, has: (path: FilePath) => boolean): FilePath | undefined {
  const { base, folderOnly, sourceFirst } = query;
  const test = (path: string): FilePath | undefined => (has(path as FilePath) ? (path as FilePath) : undefined);
  const first = (paths: readonly string[]): FilePath | undefined => {
    for (const path of paths) if (has(path as FilePath)) return path as FilePath;
    return undefined;
  };
  if (!folderOnly) {
    const output = /\.[cm]?jsx?$/.exec(base)?.[0] ?? '';
    const stem = base.slice(0, base.length - output.length);
    const sources = (sourceExtensions[output] ?? []).map((extension) => stem + extension);
    const declaration = declarationExtensions[output];
    const found =
      (sourceFirst ? (first(sources) ?? test(base)) : (test(base) ?? first(sources))) ??
      (declaration ? test(stem + declaration) : undefined) ??
      first(appended.map((extension) => base + extension));
    if (found) return found;
  }
  return first(appended.map((extension) => `${base}/index${extension}`));
}
