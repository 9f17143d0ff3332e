import type { ModuleModel } from '../model/module-model.js';
import type { CompilerFacts, ScannedModule } from '../model/project.js';
import type { SourceFile } from '../model/source-file.js';

export type ScanResult =
  | { readonly kind: 'scanned'; readonly module: ScannedModule }
  | { readonly kind: 'unparsed'; readonly reason: string };

/**
 * The seam between decant and a programming language. Only the folder of a language imports its parser or resolver.
 * `scan` is called for every file and must stay near the cost of reading the bytes; `read` loads a compiler and is called
 * only for files that somebody asked about.
 */
export interface Language {
  readonly id: string;
  /** With the leading dot. */
  readonly extensions: readonly string[];
  scan(source: SourceFile): ScanResult;
  /** Never throws on bad syntax: `problems` of the model lists it. */
  read(source: SourceFile, facts: CompilerFacts): ModuleModel;
}
