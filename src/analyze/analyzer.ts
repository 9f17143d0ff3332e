import type { Config } from '../config/config.js';
import type { Diagnostic } from '../diagnostic/diagnostic.js';
import type { FilePath } from '../host/path.js';
import type { ModuleLinks } from '../model/module-links.js';
import type { ModuleModel } from '../model/module-model.js';
import type { Outline } from '../model/outline.js';
import type { Project } from '../model/project.js';

/** Plain JSON that outlives the run. What it returns may be from another version of the files: a caller checks what it depends on. */
export interface AnalysisMemo {
  readonly recall: (key: string) => unknown;
  readonly remember: (key: string, value: unknown) => void;
}

export interface Outside {
  /** `2026-11-22`. */
  readonly today: () => string;
  /** Version of the package that a file belongs to. */
  readonly versionOf: (file: FilePath) => string | undefined;
}

export interface AnalyzerInput {
  readonly project: Project;
  readonly config: Config;
  /** Only what this file has a part in is asked for: its own findings, and knots that it is in. Others may be among the findings, or not. */
  readonly about?: FilePath;
  /** `scan`: judge from the scan alone and say what is not measured. `full`: read what a cheap test has singled out. */
  readonly depth: 'scan' | 'full';
  /** Full model of one file, memoised. Dear: some 3 ms a kilobyte. */
  readonly read: (file: FilePath) => ModuleModel;
  /** Imports, exports and the time of every use in one file, memoised. */
  readonly links: (file: FilePath) => ModuleLinks;
  /** Declarations of one file, memoised; undefined when its syntax cannot be followed. */
  readonly outline: (file: FilePath) => Outline | undefined;
  readonly memo: AnalysisMemo;
  /** What no file under study says. Absent where findings may not depend on it. */
  readonly outside?: Outside;
  /** Commits that touched a file, when they were asked for and git knows them. */
  readonly churn?: ReadonlyMap<FilePath, number>;
}

export interface Analyzer {
  readonly id: string;
  /** One sentence for docs and `--help`. */
  readonly summary: string;
  readonly run: (input: AnalyzerInput) => readonly Diagnostic[];
}
