import type { ApiNode, ApiSurface, ApiSymbol } from '../../model/api.js';
import { compareMembers } from './compare-members.js';
import { compareList, compareOverloads, compareSignatures, compareTypeParameters } from './compare-signatures.js';
import { compareTypes, type Comparison } from './compare-types.js';
import { createCorrespondence } from './correspondence.js';
import { differ, enter, enterOne, type Difference, type Place } from './difference.js';
import { compareFlags } from './flags.js';

export function createComparison(before: ApiSurface, after: ApiSurface): Comparison {
  const comparison: Comparison = {
    ...createCorrespondence(before, after, (a, b, place) => compareDeclarations(comparison, a, b, place)),
    compareMembers: (owner, a, b, place) => compareMembers(comparison, owner, a, b, place),
    compareSignatures: (a, b, place) => compareSignatures(comparison, a, b, place),
    compareTypeParameters: (a, b, place) => compareTypeParameters(comparison, a, b, place),
  };
  return comparison;
}

const kinds = ['function', 'class', 'interface', 'type', 'enum', 'variable', 'namespace', 'module', 'expression'];

/** Compares everything that two symbols are declared by: a name can be a class and an interface and a namespace at once. */
function compareDeclarations(comparison: Comparison, a: ApiSymbol, b: ApiSymbol, place: Place): Difference[] {
  const [old, now] = asFunctions(a.declarations, b.declarations);
  const of = (list: readonly ApiNode[], kind: string): ApiNode[] => list.filter((declaration) => declaration.kind === kind);
  const all = [...kinds, ...[...old, ...now].map(({ kind }) => kind).filter((kind) => !kinds.includes(kind))];
  return [...new Set(all)].flatMap((kind) => {
    const [x, y] = [of(old, kind), of(now, kind)];
    if (x.length === 0 && y.length === 0) return [];
    if (y.length === 0) return differ('breaking', 'declaration-kind-changed', `is no ${kind} any more${now.length > 0 ? ` but ${describeKinds(now)}` : ''}`, enterOne(place, '', 'before', x[0]!));
    // That it is another thing is said once, with the kind that went.
    if (x.length === 0) return old.some((one) => of(now, one.kind).length === 0) ? [] : differ(kind === 'variable' || kind === 'type' ? 'breaking' : 'additive', 'declaration-kind-added', `is ${withArticle(kind)} too`, enterOne(place, '', 'after', y[0]!));
    return compareKind(comparison, kind, x, y, enter(place, undefined, x[0], y[0]));
  });
}

/** `export const total = (n: number) => n` can be called like a function of that type. */
function asFunctions(a: readonly ApiNode[], b: readonly ApiNode[]): readonly [readonly ApiNode[], readonly ApiNode[]] {
  const isFunction = (list: readonly ApiNode[]): boolean => list.length > 0 && list.every(({ kind }) => kind === 'function');
  const isValue = (list: readonly ApiNode[]): boolean => list.length === 1 && list[0]!.kind === 'variable' && list[0]!.text === 'const' && list[0]!.children[0]?.kind === 'function-type';
  const convert = ([declaration]: readonly ApiNode[]): readonly ApiNode[] => [{ ...declaration!, kind: 'function', children: declaration!.children[0]!.children }];
  if (isFunction(a) && isValue(b)) return [a, convert(b)];
  return isValue(a) && isFunction(b) ? [convert(a), b] : [a, b];
}

function compareKind(comparison: Comparison, kind: string, a: readonly ApiNode[], b: readonly ApiNode[], place: Place): Difference[] {
  const [old, now] = [a[0]!, b[0]!];
  const flags = (): Difference[] => compareFlags('declaration', old, now, place);
  const members = (list: readonly ApiNode[]): ApiNode[] => list.flatMap(({ children }) => children);
  if (kind === 'function') return compareOverloads(comparison, a, b, place);
  if (kind === 'class' || kind === 'interface') {
    const parameters = (list: readonly ApiNode[]): ApiNode[] => list[0]!.children.filter((child) => child.kind === 'type-parameter');
    // Each of the merged interfaces names the type parameters anew.
    for (const [at, one] of a.entries()) for (const [index, parameter] of [one].flatMap((each) => each.children.filter((child) => child.kind === 'type-parameter')).entries()) {
      const other = b[Math.min(at, b.length - 1)]!.children.filter((child) => child.kind === 'type-parameter')[index];
      if (parameter.ref !== undefined && other?.ref !== undefined) comparison.link(parameter.ref, other.ref);
    }
    return [
      ...flags(),
      ...compareTypeParameters(comparison, parameters(a), parameters(b), place),
      ...compareHeritage(comparison, kind, members(a), members(b), place),
      ...compareMembers(comparison, kind, members(a), members(b), place),
    ];
  }
  if (kind === 'type') {
    const parts = (one: ApiNode, wanted: boolean): ApiNode[] => one.children.filter((child) => (child.kind === 'type-parameter') === wanted);
    return [...flags(), ...compareTypeParameters(comparison, parts(old, true), parts(now, true), place), ...compareList(comparison, parts(old, false), parts(now, false), place)];
  }
  if (kind === 'enum') return [...flags(), ...compareEnum(members(a), members(b), place)];
  if (kind === 'variable') {
    // The compiler writes `var` for whatever a script declares; that an export can be assigned no more is seen by `export-surface`.
    const list = old.text === now.text ? [] : differ('internal', 'variable-kind-changed', `was declared by '${old.text}' and is by '${now.text}'`, place);
    return [...flags(), ...list, ...compareList(comparison, old.children, now.children, place)];
  }
  if (kind === 'namespace' || kind === 'module') return compareNamespace(comparison, old.children, now.children, place);
  return old.text === now.text ? [] : differ('breaking', 'type-changed', 'has another type', place);
}

function compareHeritage(comparison: Comparison, owner: 'class' | 'interface', a: readonly ApiNode[], b: readonly ApiNode[], place: Place): Difference[] {
  const of = (list: readonly ApiNode[], kind: string): ApiNode[] => list.filter((child) => child.kind === kind);
  const [old, now] = [of(a, 'extends'), of(b, 'extends')];
  const same = old.length === now.length && old.every((one, index) => !comparison.attempt(() => compareTypes(comparison, one, now[index]!, place)).some(({ impact }) => impact !== 'internal'));
  const bases = same ? [] : differ('breaking', 'base-changed', `extends ${now.length === 0 ? 'nothing' : now.map((one) => one.shown).join(', ')} and no longer ${old.length === 0 ? 'nothing' : old.map((one) => one.shown).join(', ')}`, place);
  if (owner === 'interface') return bases;
  // What a class implements is seen in its members.
  const shown = (list: readonly ApiNode[]): string => of(list, 'implements').map((one) => one.shown).join(', ');
  return [...bases, ...(shown(a) === shown(b) ? [] : differ('internal', 'implements-changed', `implements ${shown(b) || 'nothing'} and no longer ${shown(a) || 'nothing'}`, place))];
}

function compareEnum(a: readonly ApiNode[], b: readonly ApiNode[], place: Place): Difference[] {
  const now = new Map(b.map((member) => [member.name!, member]));
  const found = a.flatMap((member) => {
    const other = now.get(member.name!);
    if (other === undefined) return differ('breaking', 'enum-member-removed', 'is gone', enterOne(place, member.name!, 'before', member));
    const at = enter(place, member.name, member, other);
    const same = member.children.length === other.children.length && member.children.every((child, index) => child.text === other.children[index]!.text);
    return [...compareFlags('member', member, other, at), ...(same ? [] : differ('breaking', 'enum-value-changed', 'has another value', at))];
  });
  const old = new Set(a.map(({ name }) => name));
  return [...found, ...b.filter(({ name }) => !old.has(name)).flatMap((member) => differ('breaking', 'enum-member-added', 'is new: a table of all members has a gap', enterOne(place, member.name!, 'after', member)))];
}

function compareNamespace(comparison: Comparison, a: readonly ApiNode[], b: readonly ApiNode[], place: Place): Difference[] {
  const now = new Map(b.map((member) => [member.name!, member]));
  const found = a.flatMap((member) => {
    const other = now.get(member.name!);
    if (other === undefined) return differ('breaking', 'namespace-member-removed', 'is gone', enterOne(place, member.name!, 'before', member));
    return compareTypes(comparison, { ...member, name: '' }, { ...other, name: '' }, enter(place, member.name, member, other));
  });
  const old = new Set(a.map(({ name }) => name));
  return [...found, ...b.filter(({ name }) => !old.has(name)).flatMap((member) => differ('additive', 'namespace-member-added', 'is new', enterOne(place, member.name!, 'after', member)))];
}

function describeKinds(list: readonly ApiNode[]): string {
  return [...new Set(list.map(({ kind }) => withArticle(kind)))].join(' and ');
}

function withArticle(kind: string): string {
  return `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`;
}
