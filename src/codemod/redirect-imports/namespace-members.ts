import type { TextEdit } from '../../edit/text-edit.js';
import type { FilePath } from '../../host/path.js';
import type { MemberUse, ModuleUse, NamespaceUse, PatternPlace } from '../../model/importer.js';
import { findReceiver } from '../receiver.js';
import { dividePattern, severalAtOnce } from './divide-pattern.js';
import { findPlace, type Place } from './group-names.js';
import type { FileContext, NameGroup } from './redirect-input.js';

export interface ResolvedMembers {
  /** By the member's name. */
  readonly places: ReadonlyMap<string, Exclude<Place, { readonly because: string }>>;
  /** The one module that declares all of them under the names that they have here. */
  readonly only?: { readonly file: FilePath; readonly specifier: string };
}

/** Where the members of a namespace come from, or why the namespace stays on the facade. */
export function resolveMembers(context: FileContext, use: ModuleUse, { members, escapes }: NamespaceUse): ResolvedMembers | { readonly because: string } {
  if (escapes) return { because: escapes.because };
  if (members.length === 0) return { because: 'nothing of it is used by name' };
  const places = new Map<string, Exclude<Place, { readonly because: string }>>();
  for (const member of members) {
    const place = findPlace(context, use, member.name);
    if ('because' in place) return { because: `its member ${member.name} ${place.because.startsWith('the facade') ? 'is no export' : place.because}` };
    if (member.isCalled) {
      const reason = findReceiver({ read: context.input.read, resolve: context.input.project.resolve }, place.file, place.name);
      if (reason !== undefined) return { because: `${member.name} is called as its member, and ${reason}` };
    }
    places.set(member.name, place);
  }
  const [first, ...rest] = places.values();
  const isOne = rest.every(({ file }) => file === first!.file) && [...places].every(([name, place]) => place.name === name);
  if (!isOne && members.every(({ isComment }) => isComment === true)) return { because: 'only comments name its members, and they come from several modules' };
  return { places, ...(isOne ? { only: { file: first!.file, specifier: first!.specifier } } : {}) };
}

/** The members as imports of their own: `ns.total` becomes `total`, or another name where that one is taken. */
export function importMembers(context: FileContext, { local, members }: NamespaceUse, { places }: ResolvedMembers, isTypeOnly: boolean): { readonly groups: readonly NameGroup[]; readonly edits: readonly TextEdit[] } {
  const groups = new Map<FilePath, { specifier: string; names: NameGroup['names'][number][] }>();
  const chosen = new Map<string, string>();
  for (const [member, { file, specifier, name, typeOnly }] of places) {
    const uses = members.filter((one) => one.name === member);
    if (uses.every(({ isComment }) => isComment === true)) continue;
    const asName = chooseName(context, member, local, uses.some(({ isElement }) => isElement));
    chosen.set(member, asName);
    const group = groups.get(file) ?? { specifier, names: [] };
    groups.set(file, group);
    group.names.push({ home: { name }, local: asName, typeOnly: isTypeOnly || (typeOnly && context.importer.isTyped), before: [], after: [] });
  }
  const { text } = context.importer.source;
  // `shop['total']in bill` needs no space, `total in bill` does.
  const spaceBehind = ({ span }: MemberUse): string => (/^[\p{ID_Continue}$]/u.test(text.slice(span.end, span.end + 2)) ? ' ' : '');
  const edits = members.map((member): TextEdit => ({ span: member.span, insert: (chosen.get(member.name) ?? printCommentType(places, member)) + spaceBehind(member), because: `${local}.${member.name} is taken from its module` }));
  return { groups: [...groups].map(([file, group]) => ({ file, ...group })), edits };
}

export type RenamedRoots = { readonly groups: readonly NameGroup[]; readonly edits: readonly TextEdit[] } | { readonly because: string };

/** One name a module, for members that are read when they are used: `shop.total` becomes `cart.total`, and `const { total, open } = shop` a declaration for each module. */
export function renameRoots(context: FileContext, { members }: NamespaceUse, { places }: ResolvedMembers): RenamedRoots {
  if (members.some(({ name, isPattern }) => !isPattern && places.get(name)!.name !== name)) return { because: 'one of its members has another name where it is declared' };
  const patterns = new Map(members.flatMap(({ isPattern, pattern, root }) => (isPattern ? [[pattern, root] as const] : [])));
  const isWhole = ({ names }: PatternPlace): boolean => new Set(names.map(({ imported }) => places.get(imported)!.file)).size === 1 && names.every(({ imported }) => places.get(imported)!.name === imported);
  for (const [pattern] of patterns) if (!pattern || (pattern.undivided !== undefined && !isWhole(pattern))) return { because: `${severalAtOnce}${pattern ? `, and ${pattern.undivided!}` : ''}` };
  const locals = new Map<FilePath, { specifier: string; local: string }>();
  const isLoaded = new Set(members.filter(({ isComment }) => isComment !== true).map(({ name }) => places.get(name)!.file));
  for (const { file, specifier } of places.values()) {
    if (locals.has(file) || !isLoaded.has(file)) continue;
    const stem = /([^/]+?)(?:\/index)?(?:\.[^/.]+)?$/.exec(file)![1]!;
    locals.set(file, { specifier, local: chooseName(context, stem.replace(/[^\p{ID_Continue}$]+(.)?/gu, (_, next: string | undefined) => next?.toUpperCase() ?? '').replace(/^(?=\d)/, '_'), '', false, 'Module') });
  }
  const edits = members.filter(({ isPattern }) => !isPattern).map((member: MemberUse): TextEdit => {
    const local = locals.get(places.get(member.name)!.file)?.local;
    return { ...(local === undefined ? { span: member.span, insert: printCommentType(places, member) } : { span: member.root, insert: local }), because: `${member.name} is taken from its module` };
  });
  for (const [pattern, root] of patterns) {
    if (isWhole(pattern!)) edits.push({ span: root, insert: locals.get(places.get(pattern!.names[0]!.imported)!.file)!.local, because: 'its names are taken from their module' });
    else edits.push(dividePattern(context, pattern!, root, (name) => ({ name: places.get(name)!.name, root: locals.get(places.get(name)!.file)!.local })));
  }
  return { groups: [...locals].map(([file, { specifier, local }]) => ({ file, specifier, names: [{ home: { name: '*' }, local, typeOnly: false, before: [], after: [] }] })), edits };
}

/** A type that only comments name: as an import of its own it would be one that no code uses, and loading it fails where it is no value. */
function printCommentType(places: ResolvedMembers['places'], { name }: MemberUse): string {
  const place = places.get(name)!;
  return `import('${place.specifier}').${place.name}`;
}

const reserved = new Set(('break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof new null return super switch this ' +
  'throw true try typeof var void while with yield let static implements interface package private protected public await async of type as from get set eval arguments undefined declare abstract namespace module').split(' '));

/** A name that nothing in the file has yet. */
function chooseName({ taken }: FileContext, wanted: string, prefix: string, isElement: boolean, suffix = ''): string {
  const capital = wanted.slice(0, 1).toUpperCase() + wanted.slice(1);
  const isFit = (name: string): boolean => !taken.has(name) && !reserved.has(name) && (!isElement || /^[^\p{Ll}]/u.test(name)) && /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name);
  const candidates = [wanted, ...(isElement ? [capital] : []), ...(suffix === '' ? [] : [`${wanted}${suffix}`]), `${prefix}${capital}`, `${prefix.slice(0, 1).toUpperCase()}${prefix.slice(1)}${capital}`];
  let name = candidates.find(isFit);
  for (let count = 2; name === undefined; count++) name = [`${isElement ? capital : wanted}${count}`, `_${count}`].find(isFit);
  taken.add(name);
  return name;
}
