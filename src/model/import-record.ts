import type { Span } from '../text/span.js';

export const edgeKinds = ['value', 'type', 'reexport', 'side-effect', 'dynamic', 'require'] as const;

/** What the edge does when the importing module is evaluated. */
export type EdgeKind = (typeof edgeKinds)[number];

export const importForms = [
  'import', 'export-from', 'export-star', 'import-equals', 'import-call', 'require-call', 'import-type', 'module-path',
  // `new URL('./a', import.meta.url)` and `path.join(__dirname, 'a')`: a file, not a module; nothing is added to the path when it is looked for.
  'url-path', 'folder-path',
] as const;

/** How the specifier is written. */
export type ImportForm = (typeof importForms)[number];

export interface ImportedName {
  /** Name in the imported module: `default`, `*` for the namespace, or the export name. */
  readonly imported: string;
  /** Name on this side: the local binding of an import, the exported name of a re-export. */
  readonly local: string;
  readonly typeOnly: boolean;
}

/** One module specifier in a file. */
export interface ImportRecord {
  readonly kind: EdgeKind;
  readonly form: ImportForm;
  /** For the last two forms always with `./` or `../` in front, though `a` alone may be what is written. */
  readonly specifier: string;
  /** The characters between the quotes. */
  readonly specifierSpan: Span;
  /** The whole statement or expression. */
  readonly span: Span;
  readonly names: readonly ImportedName[];
}
