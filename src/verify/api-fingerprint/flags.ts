import type { ApiNode } from '../../model/api.js';
import { differ, type Difference, type Impact, type Place } from './difference.js';

type Rule = readonly [added: Impact, removed: Impact, addedFact: string, removedFact: string];

/** What a flag means that came or went. Without an entry it is breaking either way. */
const rules: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  member: {
    optional: ['breaking', 'breaking', 'may be missing now', 'is required now'],
    readonly: ['breaking', 'additive', 'is readonly now', 'is no longer readonly'],
    protected: ['breaking', 'additive', 'is protected now', 'is no longer protected'],
    abstract: ['breaking', 'additive', 'is abstract now', 'is no longer abstract'],
  },
  parameter: {
    optional: ['additive', 'breaking', 'may be left out now', 'is required now'],
  },
  declaration: {
    abstract: ['breaking', 'additive', 'is abstract now', 'is no longer abstract'],
    const: ['breaking', 'additive', 'is a const enum now, and no value', 'is no longer a const enum'],
  },
};

export function compareFlags(role: 'member' | 'parameter' | 'declaration' | 'type', a: ApiNode, b: ApiNode, place: Place): Difference[] {
  const [old, now] = [a.flags ?? [], b.flags ?? []];
  const all = [...new Set([...old, ...now])].filter((flag) => old.includes(flag) !== now.includes(flag));
  return all.flatMap((flag) => {
    const isNew = now.includes(flag);
    if (flag === 'deprecated') return differ('additive', isNew ? 'deprecated' : 'deprecation-lost', isNew ? 'is marked @deprecated now' : 'is no longer marked @deprecated', place);
    const [added, removed, addedFact, removedFact] = rules[role]?.[flag] ?? ['breaking', 'breaking', `is ${flag} now`, `is no longer ${flag}`];
    return isNew ? differ(added, `${flag}-added`, addedFact, place) : differ(removed, `${flag}-removed`, removedFact, place);
  });
}
