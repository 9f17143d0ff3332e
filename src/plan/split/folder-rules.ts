import { baseName, directoryOf, extensionOf, isInside, joinPath, relativePath, type FilePath } from '../../host/path.js';

/** What a framework or a test runner makes of a file by the place where it lies. */
export interface FolderRule {
  readonly folder: FilePath;
  /** Ends the sentence "the folder is one in which ...": "Next.js makes a route of every file". */
  readonly because: string;
  /** File names without extension that mean something there; undefined: every file does. */
  readonly stems?: readonly string[];
  /** Exports that are read from the text of such a file and not from the module, so that no re-export will do. */
  readonly textExports?: readonly string[];
  /** The rule ends at the folders below it. */
  readonly direct?: boolean;
  /** A segment below the folder that begins so takes what is in it out of the rule. */
  readonly exempt?: string;
  /** Only a segment below the folder that begins so is meant by the rule. */
  readonly only?: string;
}

/** The rule that gives a new file a meaning of its own. */
export function findFolderRule(rules: readonly FolderRule[], file: FilePath): FolderRule | undefined {
  return rules.find((rule) => {
    const { folder, stems, exempt, only, direct } = rule;
    if (!isInside(folder, file) || file === folder || (direct && directoryOf(file) !== folder)) return false;
    const segments = relativePath(folder, file).split('/');
    if (exempt !== undefined && segments.some((segment) => segment.startsWith(exempt))) return false;
    if (only !== undefined && !segments.some((segment) => segment.startsWith(only))) return false;
    return stems === undefined || stems.includes(stemOf(file));
  });
}

/** The rule that gives every new file of a folder a meaning, whatever its name. */
export function findRuleOfFolder(rules: readonly FolderRule[], directory: FilePath): FolderRule | undefined {
  return findFolderRule(rules.filter((rule) => rule.stems === undefined), joinPath(directory, 'a'));
}

/** Names without extension that a new file of a folder may not have. */
export function listTakenStems(rules: readonly FolderRule[], directory: FilePath): readonly string[] {
  return rules.flatMap(({ folder, stems = [], direct }) => ((direct ? folder === directory : isInside(folder, directory)) ? stems : []));
}

/**
 * Names by which test runners find their suites (defaults of Jest, Vitest, node --test, Mocha, Ava, Deno and Bun). A domain may well be
 * called `ab-test`; a module of that name would be run as a suite without tests.
 */
export function isTestName(file: string): boolean {
  return /(?:^|[-_.])(?:test|tests|spec|cy|bench)$|^test-/i.test(stemOf(file));
}

function stemOf(file: string): string {
  return baseName(file).slice(0, -extensionOf(file).length || undefined);
}
