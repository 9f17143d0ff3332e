import type { Report } from './schema.js';
import type { Terminal } from './text/terminal.js';

/** One way to show a report. Everything that it shows comes from the report, which is what `json` prints. */
export interface ReportFormat {
  readonly id: string;
  /** One line for `--help`. */
  readonly summary: string;
  /** Commands whose reports it can show; undefined for all. */
  readonly commands?: readonly Report['command'][];
  /** It draws every file, so the report must list their sizes. */
  readonly needsFiles?: boolean;
  /** It tells known findings apart itself, so the report must hold them. */
  readonly needsKnown?: boolean;
  /** Ends with a newline. */
  readonly render: (report: Report, terminal: Terminal) => string;
}
