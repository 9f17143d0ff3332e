import { createColors } from 'picocolors';

/** What a text report is drawn on. */
export interface Terminal {
  readonly colors: ReturnType<typeof createColors>;
  /** Columns. */
  readonly width: number;
  /** Text of a file of the project for code frames, by root-relative path; undefined when it cannot be read. */
  readonly readSource: (file: string) => string | undefined;
}

export function createTerminal(options: { readonly color: boolean; readonly width?: number; readonly readSource?: Terminal['readSource'] }): Terminal {
  return { colors: createColors(options.color), width: options.width ?? 100, readSource: options.readSource ?? (() => undefined) };
}
