/** How the results of the package's own test runner are read: a JSON file of vitest or jest, one of mocha, or TAP on standard output. */
export type TestFormat = 'vitest' | 'mocha' | 'tap';

/** Where runners that write a file put their results, relative to the package. */
export const testResultsFile = 'test-results.json';

/** One published package at a pinned version, and what has to hold for it before and after its god files are split. */
export interface EcosystemPackage {
  /** `name@version` in the npm registry. */
  readonly spec: string;
  readonly licence: string;
  /** What makes it worth running: the language and the traps that it brings. */
  readonly shows: string;
  /** Folders and files whose god files are split, relative to the package. */
  readonly sources: readonly string[];
  /** Files below `sources` that are left alone: tests, emitted code. */
  readonly leave?: RegExp;
  /** Cap of physical lines; default: decant's own. */
  readonly maxLines?: number;
  /** Another one for single files, by path: files below the cap that tests replace by mocks. */
  readonly caps?: Readonly<Record<string, number>>;
  /** Installed beside the package's own dependencies: its compiler, its test runner, types. */
  readonly tools?: readonly string[];
  /** Written as tsconfig.json; a package without it is not type-checked. */
  readonly tsconfig?: { readonly compilerOptions: Readonly<Record<string, unknown>>; readonly include: readonly string[]; readonly exclude?: readonly string[] };
  /** Default: `npx tsc --noEmit` where there is a tsconfig. */
  readonly typecheck?: string;
  /** Files written into the package: settings of its test runner. */
  readonly files?: Readonly<Record<string, string>>;
  /** Top-level entries of the tarball that are kept; default: all. What a package builds beside its source would be read as source. */
  readonly keep?: readonly string[];
  /** Entries that are removed, relative to the package: emitted code, tests whose inputs are not published. */
  readonly remove?: readonly string[];
  /** Shell command, run once after the installation. */
  readonly setup?: string;
  readonly test?: { readonly command: string; readonly format: TestFormat };
  /** For a package without tests: an ES module that uses it and prints what it gives, run before and after. */
  readonly probe?: string;
}
