import picomatch from 'picomatch';
import type { ConfigInput } from '../config/config-schema.js';
import type { FileSystem } from '../host/file-system.js';
import type { FilePath } from '../host/path.js';
import type { StaticObject, StaticPath } from '../load/static-config.js';
import { buildGlobsFromRegex } from './init-regex-globs.js';

/** A setting of another tool that has a place in our configuration. */
export interface CarriedSetting {
  readonly setting: string;
  readonly file: FilePath;
  /** 1-based. */
  readonly line: number | null;
  /** What it became. */
  readonly as: string;
}

/** A setting of another tool that was left behind. */
export interface LeftSetting {
  readonly setting: string;
  readonly file: FilePath;
  readonly line: number | null;
  readonly reason: string;
}

/** The cycles that another tool's baseline knows. */
export interface KnownCycles {
  /** Each a closed path of root-relative files, the first not repeated. */
  readonly cycles: readonly (readonly string[])[];
}

export interface CarryOver {
  readonly config: Pick<ConfigInput, 'include' | 'exclude' | 'analyzers'>;
  readonly carried: readonly CarriedSetting[];
  readonly left: readonly LeftSetting[];
  /** Absent: the other tool has no baseline of cycles. */
  readonly known?: KnownCycles;
}

export interface CarryInput {
  readonly fileSystem: FileSystem;
  readonly root: FilePath;
  /** Every source file, root-relative. */
  readonly sources: readonly string[];
}

export type StaticValue = Extract<StaticObject, { kind: 'value' }>;

/** What becomes of the settings of one file, written down while it is read. */
export interface Ledger {
  readonly carried: CarriedSetting[];
  readonly left: LeftSetting[];
  readonly carry: (setting: string, path: StaticPath, as: string) => void;
  readonly leave: (setting: string, path: StaticPath, reason: string) => void;
  /** Whether something at or below a path is not literal. */
  readonly hasGap: (path: StaticPath) => boolean;
  /** Leaves what is not literal at or below a path, or `at` it alone; says whether there was any. */
  readonly leaveGaps: (path: StaticPath, setting?: string, where?: 'at') => boolean;
}

export function createLedger(file: FilePath, source: StaticValue): Ledger {
  const carried: CarriedSetting[] = [];
  const left: LeftSetting[] = [];
  const gapsBelow = (path: StaticPath) => source.gaps.filter((gap) => path.every((key, index) => gap.path[index] === key));
  return {
    carried,
    left,
    carry: (setting, path, as) => void carried.push({ setting, file, line: source.lineOf(path), as }),
    leave: (setting, path, reason) => void left.push({ setting, file, line: source.lineOf(path), reason }),
    hasGap: (path) => gapsBelow(path).length > 0,
    leaveGaps: (path, setting, where) => {
      const gaps = gapsBelow(path).filter((gap) => where === undefined || gap.path.length === path.length);
      for (const gap of gaps) left.push({ setting: setting ?? gap.text, file, line: gap.line, reason: `${setting === undefined ? 'it' : gap.text} is not literal, and decant runs no configuration code` });
      return gaps.length > 0;
    },
  };
}

/**
 * Globs for a regular expression that excludes or includes files. `exact`: they say the same of every file of the tree, and leave out
 * no folder that holds a file which stays. Undefined when there are no such globs.
 */
export function findExactGlobs(expression: string, sources: readonly string[], idOf: (file: string) => string = (file) => file, prefix = ''): readonly string[] | undefined {
  const globs = buildGlobsFromRegex(expression);
  const regex = buildRegex(expression);
  if (!globs || !regex) return undefined;
  const candidates = prefix === '' ? [globs] : [globs.map((glob) => `${prefix}/${glob}`), globs];
  return candidates.find((candidate) => {
    const matches = picomatch([...candidate], { dot: true });
    return sources.every((file) => {
      const isMeant = regex.test(idOf(file));
      return matches(file) === isMeant && (isMeant || !foldersOf(file).some((folder) => matches(folder)));
    });
  });
}

export function buildRegex(expression: string): RegExp | undefined {
  try {
    return new RegExp(expression);
  } catch {
    return undefined;
  }
}

function foldersOf(file: string): readonly string[] {
  const parts = file.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
