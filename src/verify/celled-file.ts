import type { Diagnostic } from '../diagnostic/diagnostic.js';
import type { FilePath } from '../host/path.js';
import type { SiteForm } from './cell-sites.js';

/** One place that reads or writes a variable which is a property afterwards. */
export interface CellPlace {
  readonly name: string;
  readonly cell: string;
  readonly form: SiteForm;
  /** In the old text, 1-based. */
  readonly line: number;
  readonly column: number;
}

/** An old file of which some variables are properties of new objects afterwards. */
export interface CelledFile {
  readonly file: FilePath;
  /** The old text with those variables turned into properties by the rule of the checker: what the new files are compared with. */
  readonly text: string;
  readonly places: readonly CellPlace[];
  /** Where the names of the objects stand in `text`: each must mean the object there. */
  readonly uses: readonly { readonly cell: string; readonly at: number; readonly inOwn: boolean }[];
  readonly cells: readonly { readonly cell: string; readonly names: readonly string[] }[];
  /** What makes the variables and the properties two different things. */
  readonly problems: readonly Diagnostic[];
}
