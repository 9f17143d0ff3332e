import type { FilePath } from '../../host/path.js';
import type { ExportHome } from '../../model/export-home.js';
import type { ModuleUse, TakenName } from '../../model/importer.js';
import { findCommentHome } from './comment-homes.js';
import { chooseSpecifier } from './specifiers.js';
import type { FileContext, NameGroup } from './redirect-input.js';

export type Place = { readonly file: FilePath; readonly specifier: string; readonly name: string; readonly typeOnly: boolean } | { readonly because: string };

/** Forms for which Node looks for the names of a CommonJS module in its text. A `require` asks the object. */
const linked: ReadonlySet<ModuleUse['form']> = new Set(['import', 'export-from', 'export-star', 'import-call']);

/** Where one name of the facade is taken from instead, or why it stays. `isComment`: a comment asks, which sees the types of comments. */
export function findPlace({ input, file, facade, homes }: FileContext, { specifier: written, form, isType }: Pick<ModuleUse, 'specifier' | 'form' | 'isType'>, exported: string): Place {
  const isComment = form === 'comment-type' || form === 'comment-import';
  const declaring = isComment && !homes.homes.has(exported) ? findCommentHome(input, facade, exported) : undefined;
  const home: ExportHome | undefined = declaring === undefined ? homes.homes.get(exported) : { exported, file: declaring, name: exported, typeOnly: true };
  if (home === undefined) return { because: homes.open !== undefined ? `what it is cannot be told: ${homes.open}` : `the facade does not export ${exported}` };
  if (home.file === facade) return { because: home.because ?? 'is declared there' };
  if (home.file === file) return { because: 'the importer declares it itself' };
  if (!isType && linked.has(form) && input.isHidden(facade, exported, home.file, home.name)) return { because: 'is exported where it is declared in a way that Node does not see before it runs the file' };
  const chosen = chooseSpecifier(input, file, written, facade, home.file);
  return 'because' in chosen ? chosen : { file: home.file, specifier: chosen.specifier, name: home.name, typeOnly: home.typeOnly };
}

export interface GroupedNames {
  /** In the order of the facade's modules, the facade last. */
  readonly groups: readonly NameGroup[];
  readonly left: readonly { readonly names: readonly string[]; readonly because: string }[];
  readonly moved: number;
}

/** Names of one statement by the module that declares them. */
export function groupNames(context: FileContext, use: ModuleUse, names: readonly TakenName[] = use.names): GroupedNames {
  const order = [...new Set([...context.homes.homes.values()].map(({ file }) => file))];
  const groups = new Map<FilePath, { specifier: string; names: NameGroup['names'][number][] }>();
  const left = new Map<string, string[]>();
  let moved = 0;
  for (const { imported, local, typeOnly, before, after } of names) {
    const place = findPlace(context, use, imported);
    const stays = 'because' in place;
    if (stays) left.set(place.because, [...(left.get(place.because) ?? []), imported]);
    else moved++;
    const [file, specifier, name] = stays ? [context.facade, use.specifier, imported] : [place.file, place.specifier, place.name];
    const group = groups.get(file) ?? { specifier, names: [] };
    groups.set(file, group);
    group.names.push({ home: { name }, local, typeOnly, before, after });
  }
  const rank = (file: FilePath): number => (file === context.facade ? Infinity : order.indexOf(file));
  return {
    groups: [...groups].sort(([a], [b]) => rank(a) - rank(b)).map(([file, group]) => ({ file, ...group })),
    left: [...left].map(([because, list]) => ({ names: list, because })),
    moved,
  };
}
