import { isShadowed, values, type Scope, type Spaces } from './scope.js';

/**
 * What a statement runs, while the module loads, that no name says: `[cook, serve][0]()`, `({ get soup() {...} }).soup`, `row.render()` of a
 * parameter. Then each function that stands or is named in the statement may be it.
 */
export interface UnnamedRuns {
  /** The first place where something without a name runs for sure. */
  at: number | undefined;
  /** An object stands there that runs code when it is merely used, by a getter or a conversion. */
  isTouchy: boolean;
  /** The first place where such an object would be used. */
  usedAt: number | undefined;
  /** Names at the start of what is called or used: it counts if they turn out to be declared inside the statement. */
  readonly roots: { readonly name: string; readonly at: number; readonly scope: Scope; readonly isCall: boolean }[];
  /** The module waits for something before it goes on. */
  awaits: boolean;
  /** Names that are declared inside the statement. */
  readonly locals: Set<string>;
}

export function createUnnamedRuns(): UnnamedRuns {
  return { at: undefined, isTouchy: false, usedAt: undefined, awaits: false, roots: [], locals: new Set() };
}

/** Known once the whole module was walked, because a `var` further down may still take a name. `names`: those of the top level. */
export function firstUnnamedRun({ at, isTouchy, usedAt, roots, locals }: UnnamedRuns, names: ReadonlyMap<string, Spaces>): number | undefined {
  const isLocal = ({ name, scope }: UnnamedRuns['roots'][number]): boolean => (names.has(name) ? isShadowed(scope, name, values) : locals.has(name));
  const found = roots.filter((root) => (root.isCall || isTouchy) && isLocal(root)).map((root) => root.at);
  if (at !== undefined) found.push(at);
  if (isTouchy && usedAt !== undefined) found.push(usedAt);
  return found.length > 0 ? Math.min(...found) : undefined;
}
