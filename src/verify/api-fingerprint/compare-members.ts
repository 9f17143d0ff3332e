import type { ApiNode } from '../../model/api.js';
import { compareList, compareOverloads, compareSignatures } from './compare-signatures.js';
import type { Comparison } from './compare-types.js';
import { differ, enter, enterOne, type Difference, type Place } from './difference.js';
import { compareFlags } from './flags.js';

type Owner = 'class' | 'interface' | 'object';

const overloaded = ['method', 'call', 'construct', 'constructor'];

/** Members by name; their order says nothing but for overloads of one name. */
export function compareMembers(comparison: Comparison, owner: Owner, a: readonly ApiNode[], b: readonly ApiNode[], place: Place): Difference[] {
  // Without a constructor there is one that takes nothing, or that of the base.
  const hasPlainDefault = owner === 'class' && ![...a, ...b].some(({ kind }) => kind === 'extends');
  const [old, now] = [group(hasPlainDefault, a), group(hasPlainDefault, b)];
  const found: Difference[] = [];
  for (const [name, members] of old) {
    const others = now.get(name);
    if (others === undefined) found.push(...removed(owner, b, name, members, place));
    else found.push(...compareNamed(comparison, name, members, others, place));
  }
  for (const [name, members] of now) if (!old.has(name)) found.push(...added(owner, a, name, members, place));
  return found;
}

function group(hasPlainDefault: boolean, members: readonly ApiNode[]): ReadonlyMap<string, readonly ApiNode[]> {
  const groups = new Map<string, ApiNode[]>();
  if (hasPlainDefault && !members.some(({ name }) => name === '(constructor)')) groups.set('(constructor)', [{ kind: 'constructor', name: '(constructor)', children: [], shown: 'constructor()' }]);
  for (const member of members) {
    if (member.name === undefined || member.kind === 'type-parameter') continue;
    groups.set(member.name, [...(groups.get(member.name) ?? []), member]);
  }
  return groups;
}

function isNominal(members: readonly ApiNode[]): boolean {
  return members.some((member) => member.kind === 'private' || member.flags?.includes('protected'));
}

function removed(owner: Owner, others: readonly ApiNode[], name: string, members: readonly ApiNode[], place: Place): Difference[] {
  const [first] = members as [ApiNode];
  const at = enterOne(place, name, 'before', first);
  if (first.kind === 'private') {
    return isNominal(others) ? differ('internal', 'private-member-removed', 'is gone, and was private', at) : differ('additive', 'no-private-member-left', 'is gone: the class has no private member any more, so that any object of its shape fits', at);
  }
  return differ('breaking', owner === 'class' ? 'class-member-removed' : 'member-removed', 'is gone', at);
}

function added(owner: Owner, others: readonly ApiNode[], name: string, members: readonly ApiNode[], place: Place): Difference[] {
  const [first] = members as [ApiNode];
  const at = enterOne(place, name, 'after', first);
  const has = (flag: string): boolean => first.flags?.includes(flag) ?? false;
  if (first.kind === 'private' || (owner === 'class' && has('protected') && !has('abstract'))) {
    if (isNominal(others)) return differ(first.kind === 'private' ? 'internal' : 'additive', 'private-member-added', 'is new', at);
    return differ('breaking', 'first-private-member', 'is the first member that is not public: objects that only have the shape of the class no longer fit', at);
  }
  if (owner === 'class') return has('abstract') ? differ('breaking', 'abstract-member-added', 'is new and abstract', at) : differ(name === '(constructor)' ? 'breaking' : 'additive', 'class-member-added', 'is new', at);
  if (has('optional')) return differ('additive', 'optional-member-added', 'is new and may be missing', at);
  const kind = first.kind === 'index' ? 'index-signature-added' : first.kind === 'call' || first.kind === 'construct' ? 'signature-added' : 'member-added';
  return differ('breaking', kind, 'is new and required', at);
}

function compareNamed(comparison: Comparison, name: string, a: readonly ApiNode[], b: readonly ApiNode[], place: Place): Difference[] {
  const [old, now] = [a[0]!, b[0]!];
  const at = enter(place, name, old, now);
  if (old.kind === 'private' && now.kind === 'private') return [];
  if (old.kind === 'private') return differ('additive', 'private-to-public', 'is no longer private', at);
  if (now.kind === 'private') return differ('breaking', 'public-to-private', 'is private now', at);
  const kinds = (members: readonly ApiNode[]): string => [...new Set(members.map(({ kind }) => kind))].sort().join(' ');
  if (kinds(a) === kinds(b) && overloaded.includes(old.kind)) return compareOverloads(comparison, a, b, at);
  if (kinds(a) === kinds(b) && old.kind === 'property') return [...compareFlags('member', old, now, at), ...compareList(comparison, old.children, now.children, at)];
  if (kinds(a) === kinds(b) && old.kind === 'index') return [...compareFlags('member', old, now, at), ...compareList(comparison, old.children, now.children, at)];
  return compareAccessors(comparison, a, b, at, kinds(a), kinds(b));
}

function compareAccessors(comparison: Comparison, a: readonly ApiNode[], b: readonly ApiNode[], at: Place, old: string, now: string): Difference[] {
  const of = (members: readonly ApiNode[], kind: string): ApiNode | undefined => members.find((member) => member.kind === kind);
  const isAccessor = (kinds: string): boolean => /^(?:getter|setter)(?: setter)?$/.test(kinds);
  if (!isAccessor(old) || !isAccessor(now)) return differ('breaking', 'member-kind-changed', `was ${describe(old)} and is ${describe(now)}`, at);
  return ['getter', 'setter'].flatMap((kind) => {
    const [x, y] = [of(a, kind), of(b, kind)];
    if (x && y) return [...compareFlags('member', x, y, at), ...compareSignatures(comparison, x, y, enter(at, undefined, x, y))];
    if (!x && !y) return [];
    return y ? differ('additive', `${kind}-added`, `has a ${kind} now`, at) : differ('breaking', `${kind}-removed`, `has no ${kind} any more`, at);
  });
}

function describe(kinds: string): string {
  return kinds.split(' ').map((kind) => `a ${kind}`).join(' and ');
}
