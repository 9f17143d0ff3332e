import { createColors } from 'picocolors';

/** What a text report is drawn on. */
export interface Terminal {
  readonly colors: ReturnType<typeof createColors>;
  /** Columns. */
  readonly width: number;
  /** Whether a longer line is broken where it hits the edge, as on a screen and not in a pipe or a file. */
  readonly folds: boolean;
  /** Text of a file of the project for code frames, by root-relative path; undefined when it cannot be read. */
  readonly readSource: (file: string) => string | undefined;
  /** The root as a word of a command line, where a run in the working folder would find another one. */
  readonly elsewhere: string | undefined;
  /** The root as seen from the working folder, empty when it is the same: services look for files from there. */
  readonly prefix: string;
  /** List every finding, known ones too, instead of the worst. */
  readonly all: boolean;
}

export function createTerminal(options: { readonly color: boolean } & Partial<Omit<Terminal, 'colors'>>): Terminal {
  const { color, width = 100, folds = false, readSource = () => undefined, elsewhere, prefix = '', all = false } = options;
  return { colors: createColors(color), width, folds, readSource, elsewhere, prefix, all };
}
