import type { Config } from '../config/config.js';
import type { Diagnostic } from '../diagnostic/diagnostic.js';
import type { FilePath } from '../host/path.js';
import type { ModuleModel } from '../model/module-model.js';
import type { Project } from '../model/project.js';

export interface AnalyzerInput {
  readonly project: Project;
  readonly config: Config;
  /** Full model of one file, memoised. Dear: ask only for files that a cheap test has singled out. */
  readonly read: (file: FilePath) => ModuleModel;
}

export interface Analyzer {
  readonly id: string;
  /** One sentence for docs and `--help`. */
  readonly summary: string;
  readonly run: (input: AnalyzerInput) => readonly Diagnostic[];
}
