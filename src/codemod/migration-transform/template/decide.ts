import { chooseLocal } from './choose-local.js';
import type { Member, Whole } from './namespace.js';
import { chooseSpecifier, type Surroundings } from './paths.js';
import type { Taken, Use } from './uses.js';

/** What is known while one file is rewritten. */
export interface Context {
  readonly surroundings: Surroundings;
  readonly text: string;
  readonly isTyped: boolean;
  /** Names that must not be given to something new. Grows. */
  readonly taken: Set<string>;
  /** What the old module runs when it is loaded may be lost. */
  readonly mayLoseEffects: boolean;
}

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Names that come from one module. */
export interface Group {
  readonly file: string;
  readonly specifier: string;
  readonly isType: boolean;
  readonly names: readonly Taken[];
}

export interface Left {
  readonly names: readonly string[];
  readonly because: string;
}

/** What becomes of one place. Without edits and groups it stays as it is. */
export interface Decision {
  readonly edits: readonly Edit[];
  /** The statement is printed anew. */
  readonly groups?: readonly Group[];
  readonly left: readonly Left[];
}

type Place = { readonly file: string; readonly specifier: string; readonly name: string; readonly isType: boolean; readonly receiver?: string } | { readonly because: string };

/** Where one name of the old module is taken from instead, or why it stays. */
function findPlace({ surroundings, mayLoseEffects, text }: Context, { specifier: written, form, start }: Use, exported: string, isType: boolean): Place {
  const { table, from } = surroundings;
  const moved = Object.hasOwn(table.names, exported) ? table.names[exported] : undefined;
  if (moved === undefined) return { because: table.open === undefined ? `the old module does not export ${exported}` : `what ${exported} is cannot be told: ${table.open}` };
  if (moved.from === undefined) return { because: `${exported} ${moved.stays ?? 'is declared there'}` };
  if (moved.from === from) return { because: 'the file declares it itself' };
  const { unrun } = table.modules[moved.from]!;
  if (unrun !== undefined && !isType && moved.type !== true && !mayLoseEffects) return { because: `the old module also runs ${unrun}` };
  const isLinked = form === 'import' || form === 'export-from' || (form === 'call' && !text.startsWith('require', start));
  if (moved.hidden === true && !isType && isLinked) return { because: 'its module exports it in a way that Node does not see before it runs the file' };
  const chosen = chooseSpecifier(surroundings, written, moved.from);
  return 'because' in chosen ? chosen : { file: moved.from, specifier: chosen.specifier, name: moved.as ?? exported, isType: moved.type === true, ...(moved.receiver === undefined ? {} : { receiver: moved.receiver }) };
}

/** What becomes of one place that names the old module. Nothing is guessed: what cannot be told stays, with the reason. */
export function decide(context: Context, use: Use): Decision {
  if (use.because !== undefined) return stay(use, use.because);
  switch (use.form) {
    case 'import':
      return use.names.length === 0 && use.whole === undefined ? stay(use, 'it is imported for what runs when it is loaded') : guard(use, decideImport(context, use));
    case 'export-from':
      return guard(use, decideNames(context, use));
    case 'require-statement':
      if (use.whole !== undefined) return guard(use, decideWhole(context, use, use.whole));
      return use.names.length === 0 ? stay(use, 'it is required for what runs when it is loaded') : guard(use, decideNames(context, use));
    case 'import-equals':
      return guard(use, decideWhole(context, use, use.whole!));
    case 'comment-import':
      return decideTag(context, use);
    case 'import-type':
    case 'comment-type': {
      const { imported } = use.names[0]!;
      const place = findPlace(context, use, imported, true);
      return 'because' in place ? stay(use, place.because) : place.name === imported ? rename(use, place.specifier) : stay(use, `${imported} has another name there`);
    }
    default: {
      const resolved = resolveMembers(context, use, use.whole!.taken);
      if ('because' in resolved) return stay(use, resolved.because);
      return resolved.only === undefined ? stay(use, 'names of several modules are taken out of it at once') : rename(use, resolved.only);
    }
  }
}

function stay({ names, whole }: Use, because: string): Decision {
  return { edits: [], left: [{ names: [...names.map(({ imported }) => imported), ...(whole === undefined ? [] : ['*'])], because }] };
}

export function rename({ inside }: Use, specifier: string): Decision {
  return { edits: [{ ...inside, text: specifier }], left: [] };
}

/** A comment that speaks to a tool about one statement would speak of the first of several only. */
function guard(use: Use, decision: Decision): Decision {
  return use.isWatched && (decision.groups?.length ?? 0) > 1 ? stay(use, 'a comment speaks to a tool about this one statement, which would become several') : decision;
}

interface Grouped {
  readonly groups: readonly Group[];
  readonly left: readonly Left[];
  readonly moved: number;
}

/** Names of one statement by the module that declares them: in the order in which the old module loads them, itself last. */
function groupNames(context: Context, use: Use): Grouped {
  const { table } = context.surroundings;
  const order = [...Object.keys(table.modules), table.old.file];
  const groups = new Map<string, Group & { readonly names: Taken[] }>();
  const left = new Map<string, string[]>();
  let moved = 0;
  for (const name of use.names) {
    const place = findPlace(context, use, name.imported, use.isType || name.isType);
    const stays = 'because' in place;
    if (stays) left.set(place.because, [...(left.get(place.because) ?? []), name.imported]);
    else moved++;
    const [file, specifier, imported] = stays ? [table.old.file, use.specifier, name.imported] : [place.file, place.specifier, place.name];
    const group = groups.get(file) ?? { file, specifier, isType: use.isType, names: [] };
    groups.set(file, group);
    group.names.push({ ...name, imported });
  }
  return { groups: [...groups.values()].sort((a, b) => order.indexOf(a.file) - order.indexOf(b.file)), left: [...left].map(([because, names]) => ({ names, because })), moved };
}

function decideNames(context: Context, use: Use): Decision {
  if (use.names.length === 0) return stay(use, 'it takes no name');
  const { groups, left, moved } = groupNames(context, use);
  if (moved === 0) return { edits: [], left };
  return isSame(use, groups) ? { ...rename(use, groups[0]!.specifier), left } : { edits: [], groups, left };
}

/** All names of the statement come from one module, under the names that they have here. */
export function isSame(use: Use, groups: readonly Group[]): boolean {
  return groups.length === 1 && groups[0]!.isType === use.isType && groups[0]!.names.length === use.names.length && groups[0]!.names.every(({ imported, local }, index) => imported === use.names[index]!.imported && local === use.names[index]!.local);
}

function decideTag(context: Context, use: Use): Decision {
  const decision = decideNames(context, use);
  return decision.groups !== undefined && use.isWatched ? stay(use, 'one tag of a longer comment takes names of several modules') : decision;
}

function decideImport(context: Context, use: Use): Decision {
  const { groups, left, moved } = groupNames(context, use);
  if (use.whole === undefined) return moved === 0 ? { edits: [], left } : { edits: [], groups, left };
  const { local, taken } = use.whole;
  const keep = (because: string): Decision => {
    const all = [...left, { names: ['*'], because }];
    if (moved === 0) return { edits: [], left: all };
    const { file } = context.surroundings.table.old;
    const whole: Taken = { imported: '*', local, isType: use.isType, before: [], after: [] };
    return { edits: [], left: all, groups: joinGroups([...groups, { file, specifier: use.specifier, isType: use.isType, names: [whole] }]) };
  };
  const resolved = resolveMembers(context, use, taken);
  if ('because' in resolved) return keep(resolved.because);
  if (resolved.only !== undefined && use.names.length === 0) return rename(use, resolved.only);
  if (resolved.members.some(({ isPattern }) => isPattern)) return keep('names of several modules are taken out of it at once');
  const members = importMembers(context, local, resolved, use.isType);
  return { edits: members.edits, groups: joinGroups([...groups, ...members.groups]), left };
}

function joinGroups(groups: readonly Group[]): readonly Group[] {
  const joined = new Map<string, Group>();
  for (const group of groups) {
    const key = `${group.isType}${group.file}`;
    const known = joined.get(key);
    joined.set(key, known ? { ...known, names: [...known.names, ...group.names] } : group);
  }
  return [...joined.values()];
}

interface Resolved {
  readonly members: readonly Member[];
  readonly places: ReadonlyMap<string, Exclude<Place, { readonly because: string }>>;
  /** How the one module is named that declares all of them under the names that they have here. */
  readonly only?: string;
}

/** Where the members of a whole module come from, or why it stays the old one. */
function resolveMembers(context: Context, use: Use, whole: Whole): Resolved | { readonly because: string } {
  if ('because' in whole) return whole;
  if (whole.members.length === 0) return { because: 'nothing of it is used by name' };
  const comments = whole.members.filter(({ isComment }) => isComment === true);
  const places = new Map<string, Exclude<Place, { readonly because: string }>>();
  for (const { name, isCalled, isComment = false } of [...comments, ...whole.members.filter((member) => member.isComment !== true)]) {
    const place = findPlace(context, use, name, use.isType || isComment);
    if ('because' in place) return place;
    if (isCalled && place.receiver !== undefined) return { because: `${name} is called as its member, and ${place.receiver}` };
    places.set(name, place);
  }
  const [first, ...rest] = [...places.values()];
  const isOne = rest.every(({ file }) => file === first!.file) && [...places].every(([name, place]) => place.name === name);
  if (!isOne && comments.length === whole.members.length) return { because: 'only comments name its members, and they come from several modules' };
  return { members: whole.members, places, ...(isOne ? { only: first!.specifier } : {}) };
}

/** The members as imports of their own: `old.total` becomes `total`, or another name where that one is taken. */
function importMembers(context: Context, local: string, { members, places }: Resolved, isType: boolean): { readonly groups: readonly Group[]; readonly edits: readonly Edit[] } {
  const groups: Group[] = [];
  const chosen = new Map<string, string>();
  for (const [member, place] of places) {
    if (members.every((one) => one.name !== member || one.isComment === true)) continue;
    const name = chooseLocal(context.taken, member, local, members.some((one) => one.name === member && one.isElement));
    chosen.set(member, name);
    groups.push({ file: place.file, specifier: place.specifier, isType, names: [{ imported: place.name, local: name, isType: isType || (place.isType && context.isTyped), before: [], after: [] }] });
  }
  return { groups: joinGroups(groups), edits: members.map((member) => replaceWord(context.text, member, chosen.get(member.name) ?? printCommentType({ places }, member.name))) };
}

/** One name a module, for members that are read when they are used: `shop.total` becomes `cart.total`. */
function decideWhole(context: Context, use: Use, { taken }: NonNullable<Use['whole']>): Decision {
  const resolved = resolveMembers(context, use, taken);
  if ('because' in resolved) return stay(use, resolved.because);
  if (resolved.only !== undefined) return rename(use, resolved.only);
  if (resolved.members.some(({ isPattern }) => isPattern)) return stay(use, 'names of several modules are taken out of it at once');
  if ([...resolved.places].some(([name, place]) => place.name !== name)) return stay(use, 'one of its names is another one there');
  const locals = new Map<string, Group>();
  const isLoaded = new Set(resolved.members.filter(({ isComment }) => isComment !== true).map(({ name }) => resolved.places.get(name)!.file));
  for (const { file, specifier } of resolved.places.values()) {
    if (!isLoaded.has(file)) continue;
    const stem = /([^/]+?)(?:\/index)?(?:\.[^/.]+)?$/.exec(file)![1]!;
    const wanted = stem.replace(/[^\p{ID_Continue}$]+(.)?/gu, (_, next: string | undefined) => next?.toUpperCase() ?? '').replace(/^(?=\d)/, '_');
    if (!locals.has(file)) locals.set(file, { file, specifier, isType: use.isType, names: [{ imported: '*', local: chooseLocal(context.taken, wanted, '', false), isType: false, before: [], after: [] }] });
  }
  const edits = resolved.members.map((member) => {
    const group = locals.get(resolved.places.get(member.name)!.file);
    return group ? replaceWord(context.text, member.root, group.names[0]!.local) : replaceWord(context.text, member, printCommentType(resolved, member.name));
  });
  return { left: [], groups: [...locals.values()], edits };
}

/** A type that only comments name: as an import of its own it would be one that no code uses, and loading it fails where it is no value. */
function printCommentType({ places }: Pick<Resolved, 'places'>, member: string): string {
  const { specifier, name } = places.get(member)!;
  return `import('${specifier}').${name}`;
}

/** A word in place of something that may have ended in a bracket: `old['a']in list`. */
function replaceWord(text: string, { start, end }: { readonly start: number; readonly end: number }, word: string): Edit {
  const isWord = (character: string | undefined): boolean => character !== undefined && /[\p{ID_Continue}$]/u.test(character);
  return { start, end, text: `${isWord(text[start - 1]) ? ' ' : ''}${word}${isWord(text[end]) ? ' ' : ''}` };
}
