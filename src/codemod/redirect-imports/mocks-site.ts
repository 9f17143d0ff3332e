import type { TextEdit } from '../../edit/text-edit.js';
import { relativePath, type FilePath } from '../../host/path.js';
import type { FacadeHomes } from '../../model/export-home.js';
import type { Importer, MockUse, ModuleUse } from '../../model/importer.js';
import { findShimStatements } from '../shim-statements.js';
import type { LoaderMock } from './mocks-loaders.js';
import { isLoad, type Reach, type Runs } from './mocks-reach.js';
import type { MockedOwner } from './mocks-render.js';
import type { Takes } from './mocks-takes.js';
import type { LeftUse, RedirectInput } from './redirect-input.js';

/** What one file puts in place of one facade, or of members of it. */
export interface MockSite {
  readonly file: FilePath;
  readonly facade: FilePath;
  readonly importer: Importer;
  readonly mocks: readonly MockUse[];
  /** Uses of the facade whose members are replaced: `spyOn(shop, 'total')`. */
  readonly spied: readonly ModuleUse[];
  readonly runs: Runs;
  /** Why what it does is not read: a loader that replaces what another file imports. */
  readonly unread?: LoaderMock;
}

export interface Judging {
  readonly input: RedirectInput;
  readonly reach: Reach;
  readonly takesOf: (file: FilePath, target: FilePath) => Takes;
  /** What of a file stays on the facades as things stand. */
  readonly leftOf: (file: FilePath) => readonly LeftUse[];
  readonly editsOf: (file: FilePath) => readonly TextEdit[];
  readonly isTyped: (use: LeftUse) => boolean;
}

export type Verdict = { readonly because: string } | { readonly owners: readonly MockedOwner[] };

/** The modules that declare values of a facade, in its order. */
export function listOwners({ facade, homes }: FacadeHomes): readonly FilePath[] {
  return [...new Set([...homes.values()].filter(({ typeOnly, file }) => !typeOnly && file !== facade).map(({ file }) => file))];
}

/** Files of the runs that take values from the facade. */
export function importersOf({ input, reach }: Judging, { facade, runs, unread }: MockSite): readonly FilePath[] {
  const isEverybody = runs.roots.size === 0 || (unread !== undefined && unread.opens === undefined);
  const reached = reach.from([...runs.roots, ...(unread?.opens ?? [])]);
  return [...new Set((input.project.graph.edgesTo.get(facade) ?? []).filter(({ from, record }) => record.kind !== 'type' && record.form !== 'module-path' && (isEverybody || reached.has(from))).map(({ from }) => from))];
}

/** Whether a facade runs code of its own besides passing names on. */
export function hasOwnCode({ read }: RedirectInput, facade: FilePath): boolean {
  const model = read(facade);
  const said = new Set(findShimStatements(model));
  return model.format === 'esm' && model.statements.some((one) => one.role !== 'wiring' && !one.erased && one.kind !== 'export-from' && one.kind !== 'export-star' && !said.has(one));
}

/**
 * What a facade does when it is loaded although the modules behind it are replaced, as a fact: a test that replaces the facade as a whole never ran `import './register'` in it,
 * and never loaded a package that is not there where the test runs.
 */
export function findOwnWork(input: RedirectInput, facade: FilePath, replaced: ReadonlySet<FilePath>): string | undefined {
  const { project, read } = input;
  if (hasOwnCode(input, facade)) return 'runs code of its own';
  const loaded = new Set([facade]);
  for (const file of loaded) {
    const model = read(file);
    const { statements, imports } = model;
    const said = new Set(findShimStatements(model));
    const isOrdered = statements.some((one) => one.role !== 'wiring' && !one.erased && one.effect === 'ordered' && !said.has(one));
    if (isOrdered) return file === facade ? 'runs code of its own' : `runs ${nameOf(input, file)}`;
    for (const record of imports) {
      if (!isLoad(record) || record.kind === 'dynamic') continue;
      const target = project.resolve(file, record.specifier);
      if (target.kind === 'file' && project.files.has(target.path)) {
        if (!replaced.has(target.path)) loaded.add(target.path);
      } else if (target.kind !== 'external' || !target.sideEffectFree) return `loads ${record.specifier}${file === facade ? '' : ` in ${nameOf(input, file)}`}`;
    }
  }
  return undefined;
}

export function nameOf({ project }: RedirectInput, file: FilePath): string {
  return relativePath(project.root, file);
}
