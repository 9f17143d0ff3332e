import { isSame, rename, type Context, type Decision, type Edit, type Group } from './decide.js';
import { fileOf } from './paths.js';
import { printGroup, printName, readStyle } from './print.js';
import { lineStart } from './tree.js';
import type { Taken, Use } from './uses.js';

export interface Decided {
  readonly use: Use;
  readonly decision: Decision;
}

/** The edits of a file: what was decided for each place, merged with the imports that it has of the same modules. */
export function renderEdits(context: Context, decided: readonly Decided[], imports: readonly Use[]): Edit[] {
  const added = new Map<Use, Taken[]>();
  const open = imports.filter((place) => isOpen(context, place) && !decided.some(({ use, decision }) => use.start === place.start && (decision.groups !== undefined || decision.edits.length > 0)));
  const isInline = imports.some(({ isType, names }) => !isType && names.some((name) => name.isType));
  const statements: { use: Use; groups: (Group & { readonly names: Taken[] })[] }[] = [];
  for (const { use, decision } of decided) {
    if (decision.groups === undefined) continue;
    const own: (Group & { readonly names: Taken[] })[] = [];
    statements.push({ use, groups: own });
    for (const group of decision.groups.flatMap((one) => (use.form === 'import' ? markTypes(one, isInline) : [one]))) {
      const places = use.form === 'import' && group.file !== context.surroundings.table.old.file && !use.isWatched ? open.filter((place) => fileOf(context.surroundings, place.specifier) === group.file) : [];
      const left: Taken[] = [];
      for (const name of group.names) {
        const place = places.find((one) => one.isType === group.isType && canJoin(one, name));
        if (place) added.set(place, [...(added.get(place) ?? []), name]);
        else left.push(name);
      }
      if (left.length === 0) continue;
      const earlier = use.form === 'import' ? statements.find((one) => one.use.form === 'import' && !one.use.isWatched && !use.isWatched && one.groups.some(isLike(group)))?.groups.find(isLike(group)) : undefined;
      if (earlier && ![...earlier.names, ...left].some(({ imported }) => imported === '*')) earlier.names.push(...left);
      else own.push({ ...group, names: left });
    }
  }
  const edits = decided.flatMap(({ decision }) => decision.edits);
  for (const { use, groups } of statements) edits.push(...printStatement(context, use, sortGroups(context, groups, imports), imports));
  for (const [place, names] of added) edits.push(...extend(context.text, place, names));
  return edits;
}

function isLike(group: Group): (other: Group) => boolean {
  return ({ file, isType }) => file === group.file && isType === group.isType;
}

/** Names that only a type says, as the file marks its types: `import type { T }`, or `{ type T }`. */
function markTypes(group: Group, isInline: boolean): Group[] {
  const types = group.names.filter(({ isType, at }) => isType && at === undefined);
  if (group.isType || isInline || types.length === 0) return [group];
  const values = group.names.filter((name) => !types.includes(name));
  return [...(values.length > 0 ? [{ ...group, names: values }] : []), { ...group, names: types, isType: true }];
}

/** Names can be added to its braces. */
function isOpen({ text }: Context, { because, whole, names, start, inside, isWatched }: Use): boolean {
  return because === undefined && whole === undefined && names.length > 0 && !isWatched && !/\/\/|\/\*/.test(text.slice(start, inside.start));
}

function canJoin(place: Use, { imported, before, after }: Taken): boolean {
  const isListed = place.names.some((name) => name.imported !== 'default' || name.local !== name.imported);
  return imported !== '*' && imported !== 'default' && before.length + after.length === 0 && (!place.isType || (isListed && place.names[0]!.imported !== 'default'));
}

function compareNames(a: string, b: string): number {
  const [x, y] = [a.toLowerCase(), b.toLowerCase()];
  return x < y ? -1 : x > y ? 1 : a < b ? -1 : a > b ? 1 : 0;
}

function isSorted(list: readonly string[]): boolean {
  return list.length > 1 && list.every((one, index) => index === 0 || compareNames(list[index - 1]!, one) <= 0);
}

/** In the order in which the old module loads them, unless the file sorts its imports. */
function sortGroups({ surroundings: { table } }: Context, groups: readonly Group[], imports: readonly Use[]): readonly Group[] {
  const isOrdered = Object.values(table.modules).some(({ unrun }) => unrun !== undefined);
  const specifiers = [...new Set(imports.map(({ specifier }) => specifier))];
  return !isOrdered && isSorted(specifiers) ? [...groups].sort((a, b) => compareNames(a.specifier, b.specifier)) : groups;
}

function printStatement({ text }: Context, use: Use, groups: readonly Group[], imports: readonly Use[]): Edit[] {
  if (isSame(use, groups)) return [...rename(use, groups[0]!.specifier).edits];
  const style = readStyle(text, use, imports);
  const lines = [...(groups.length > 0 || use.inner.length > 0 ? use.inner : []), ...groups.flatMap((group) => printGroup(use, sortNames(use, group), style))];
  const { start, end } = use;
  const first = lineStart(text, start);
  const isAlone = /^[ \t]*$/.test(text.slice(first, start));
  if (lines.length > 0) return [{ start, end, text: lines.join(style.newline + (isAlone ? style.indent : '')) }];
  // The line goes with the statement if nothing else stands on it.
  const behind = /^[ \t]*(?:\r\n|\n|\r|$)/.exec(text.slice(end));
  if (isAlone && behind) return [{ start: first, end: end + behind[0].length, text: '' }];
  return [{ start: behind ? first + text.slice(first, start).trimEnd().length : start, end, text: '' }];
}

function sortNames(use: Use, group: Group): Group {
  return isSorted(use.names.map(({ imported }) => imported)) ? { ...group, names: [...group.names].sort((a, b) => compareNames(a.imported, b.imported)) } : group;
}

/** Names go to the end of the braces, or to their place in them if they are sorted. What is there is not touched. */
function extend(text: string, place: Use, names: readonly Taken[]): Edit[] {
  const style = readStyle(text, place, []);
  const listed = place.names.filter(({ at }) => at !== undefined && text.slice(place.start, at.start).includes('{'));
  const fresh = names.filter((name) => !place.names.some(({ imported, local }) => imported === name.imported && local === name.local));
  const print = (name: Taken): string => printName(name, place.isType, style);
  if (listed.length === 0) {
    const { end } = place.names[0]!.at!;
    const pad = style.isSpaced ? ' ' : '';
    return fresh.length === 0 ? [] : [{ start: end, end, text: `, {${pad}${fresh.map(print).join(', ')}${pad}}` }];
  }
  const isSortedList = isSorted(listed.map(({ imported }) => imported));
  const gapOf = ({ at }: Taken): string => {
    const line = lineStart(text, at!.start);
    return /^[ \t]*$/.test(text.slice(line, at!.start)) && line > place.start ? style.newline + text.slice(line, at!.start) : ' ';
  };
  const inserts = new Map<number, string>();
  for (const name of isSortedList ? [...fresh].sort((a, b) => compareNames(a.imported, b.imported)) : fresh) {
    const next = isSortedList ? listed.find(({ imported }) => compareNames(imported, name.imported) > 0) : undefined;
    const [offset, piece] = next ? [next.at!.start, `${print(name)},${gapOf(next)}`] : [listed.at(-1)!.at!.end, `,${gapOf(listed.at(-1)!)}${print(name)}`];
    inserts.set(offset, (inserts.get(offset) ?? '') + piece);
  }
  return [...inserts].map(([offset, piece]) => ({ start: offset, end: offset, text: piece }));
}
