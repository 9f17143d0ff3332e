/** Where one name of the old module is declared now. */
export interface MovedName {
  /** A key of `modules`. Absent for a name that stays on the old module. */
  readonly from?: string;
  /** Its name there, when that is another one; `*` for the whole module. */
  readonly as?: string;
  /** It is a type: nothing is loaded for it. */
  readonly type?: true;
  /** Why it cannot be taken out of `old.name()` and called by itself. */
  readonly receiver?: string;
  /** Node does not see it in its module, which is CommonJS, before it runs: only `require` takes it from there. */
  readonly hidden?: true;
  /** Why it stays on the old module. */
  readonly stays?: string;
}

export interface NewModule {
  /** How other packages name it. Empty when none can. */
  readonly specifiers: readonly string[];
  /** What the old module also runs, and this one does not. */
  readonly unrun?: string;
}

/** What moved where. Paths are relative to the root of the repository, with `/`. */
export interface Table {
  readonly old: {
    readonly file: string;
    readonly specifiers: readonly string[];
    /** Paths by which a relative import may name it. */
    readonly paths: readonly string[];
    /** Folder of its package: a path from outside of it leads into another package. Absent for the root. */
    readonly folder?: string;
  };
  /** In the order in which the old module loads them. */
  readonly modules: Readonly<Record<string, NewModule>>;
  readonly names: Readonly<Record<string, MovedName>>;
  /** Why the old module may have further names. */
  readonly open?: string;
}
