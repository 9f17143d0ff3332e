/** What a process of its own is told to have reported. Paths are absolute but for those of entries, which are relative to the root. */
export interface ApiReportRequest {
  readonly root: string;
  readonly entries: readonly { readonly entry: string; readonly tsconfig?: string }[];
  /** Main file of the project's own `@microsoft/api-extractor`. */
  readonly extractor: string;
}

/** What api-extractor says of one entry. */
export interface ApiReport {
  readonly entry: string;
  /** Of api-extractor. */
  readonly version: string;
  /** The report (`*.api.md`), types that are not exported included. Empty when there is a problem. */
  readonly text: string;
  /** Why there is none. */
  readonly problem?: string;
}
