import type { ApiNode } from '../../model/api.js';
import { compareTypes, type Comparison } from './compare-types.js';
import { differ, enter, enterOne, isSerious, type Difference, type Place } from './difference.js';
import { compareFlags } from './flags.js';

const ofKind = (node: ApiNode, ...kinds: readonly string[]): ApiNode[] => node.children.filter(({ kind }) => kinds.includes(kind));

/** Compares type parameters, parameters and what is returned. The nodes are functions, methods, accessors, signatures. */
export function compareSignatures(comparison: Comparison, a: ApiNode, b: ApiNode, place: Place): Difference[] {
  return [
    ...compareTypeParameters(comparison, ofKind(a, 'type-parameter'), ofKind(b, 'type-parameter'), place),
    ...compareThis(comparison, ofKind(a, 'this-parameter')[0], ofKind(b, 'this-parameter')[0], place),
    ...compareParameters(comparison, ofKind(a, 'parameter'), ofKind(b, 'parameter'), place),
    ...compareReturns(comparison, ofKind(a, 'returns')[0], ofKind(b, 'returns')[0], place),
  ];
}

export function compareTypeParameters(comparison: Comparison, a: readonly ApiNode[], b: readonly ApiNode[], place: Place): Difference[] {
  // A constraint may speak of a parameter that comes later.
  a.forEach((parameter, index) => linkPair(comparison, parameter, b[index]));
  const found = a.flatMap((parameter, index) => {
    const other = b[index];
    if (other === undefined) return differ('breaking', 'type-parameter-removed', `no longer has the type parameter '${parameter.name}'`, place);
    const at = enter(place, `<${parameter.name}>`, parameter, other);
    return [...compareFlags('type', parameter, other, at), ...compareConstraint(comparison, parameter, other, at), ...compareDefault(comparison, parameter, other, at)];
  });
  const added = b.slice(a.length).flatMap((parameter) => {
    const isFree = ofKind(parameter, 'default').length > 0;
    return differ(isFree ? 'additive' : 'breaking', 'type-parameter-added', `has a type parameter '${parameter.name}' more`, place);
  });
  return [...found, ...added];
}

function compareConstraint(comparison: Comparison, a: ApiNode, b: ApiNode, place: Place): Difference[] {
  const [old, now] = [ofKind(a, 'constraint')[0], ofKind(b, 'constraint')[0]];
  if (old && now) return compareTypes(comparison, old, now, place);
  if (!old && !now) return [];
  return now ? differ('breaking', 'constraint-added', 'has a constraint now', place) : differ('breaking', 'constraint-removed', 'has no constraint any more', place);
}

function compareDefault(comparison: Comparison, a: ApiNode, b: ApiNode, place: Place): Difference[] {
  const [old, now] = [ofKind(a, 'default')[0], ofKind(b, 'default')[0]];
  if (old && now) return compareTypes(comparison, old, now, place);
  if (!old && !now) return [];
  return now ? differ('additive', 'default-added', 'has a default now', place) : differ('breaking', 'default-removed', 'has no default any more', place);
}

function compareThis(comparison: Comparison, a: ApiNode | undefined, b: ApiNode | undefined, place: Place): Difference[] {
  if (a && b) return compareList(comparison, a.children, b.children, enter(place, 'this', a, b));
  return a || b ? differ('breaking', 'this-type-changed', b ? 'asks for a `this` of a certain type now' : 'no longer asks for a `this` of a certain type', place) : [];
}

function compareParameters(comparison: Comparison, a: readonly ApiNode[], b: readonly ApiNode[], place: Place): Difference[] {
  a.forEach((parameter, index) => linkPair(comparison, parameter, b[index]));
  const found = a.flatMap((parameter, index) => {
    const other = b[index];
    const name = `parameter ${index + 1} '${parameter.name}'`;
    if (other === undefined) return differ('breaking', 'parameter-removed', `no longer takes '${parameter.name}'`, place);
    const at = enter(place, name, parameter, other);
    const own = [...compareFlags('parameter', parameter, other, at), ...compareList(comparison, parameter.children, other.children, at)];
    if (parameter.name === other.name || own.some(isSerious)) return own;
    return [...own, ...differ('internal', 'parameter-renamed', `is called '${other.name}' now`, at)];
  });
  const added = b.slice(a.length).flatMap((parameter) => {
    const isFree = parameter.flags?.some((flag) => flag === 'optional' || flag === 'rest') ?? false;
    return differ(isFree ? 'additive' : 'breaking', isFree ? 'optional-parameter-added' : 'parameter-added', `takes '${parameter.name}' now`, place);
  });
  return [...found, ...added];
}

function compareReturns(comparison: Comparison, a: ApiNode | undefined, b: ApiNode | undefined, place: Place): Difference[] {
  if (a && b) return compareList(comparison, a.children, b.children, enter(place, 'what it returns'));
  return a || b ? differ('breaking', 'type-changed', 'has another type', place) : [];
}

export function compareList(comparison: Comparison, a: readonly ApiNode[], b: readonly ApiNode[], place: Place): Difference[] {
  if (a.length !== b.length) return differ('breaking', 'type-changed', 'has another type', place);
  return a.flatMap((part, index) => compareTypes(comparison, part, b[index]!, place));
}

function linkPair(comparison: Comparison, a: ApiNode, b: ApiNode | undefined): void {
  if (a.ref !== undefined && b?.ref !== undefined) comparison.link(a.ref, b.ref);
}

/** Signatures of one name. The compiler takes the first that fits, so their order is part of the type. */
export function compareOverloads(comparison: Comparison, a: readonly ApiNode[], b: readonly ApiNode[], place: Place): Difference[] {
  const at = (x: ApiNode, y: ApiNode): Place => enter(place, undefined, x, y);
  if (a.length === 1 && b.length === 1) return [...compareFlags('member', a[0]!, b[0]!, at(a[0]!, b[0]!)), ...compareSignatures(comparison, a[0]!, b[0]!, at(a[0]!, b[0]!))];
  const same = (x: ApiNode, y: ApiNode): Difference[] => comparison.attempt(() => [...compareFlags('member', x, y, at(x, y)), ...compareSignatures(comparison, x, y, at(x, y))]);
  const found = a.slice(0, b.length).map((one, index) => same(one, b[index]!));
  const isPrefix = !found.flat().some(isSerious);
  if (isPrefix && a.length === b.length) return found.flat();
  if (isPrefix && a.length < b.length) return [...found.flat(), ...differ('additive', 'overload-added', 'has an overload more, after the others', enterOne(place, 'overload', 'after', b[a.length]!))];
  const lost = a.filter((one) => b.every((other) => same(one, other).some(isSerious)));
  const gained = b.filter((one) => a.every((other) => same(other, one).some(isSerious)));
  const shown = (list: readonly ApiNode[]): string => list.map((one) => one.shown ?? '').join(' | ');
  const whole: Place = { ...place, before: shown(a), after: shown(b) };
  if (lost.length === 0 && gained.length === 0) return differ('breaking', 'overload-order', 'has its overloads in another order', whole);
  if (lost.length === 0) return differ('breaking', 'overload-inserted', 'has an overload more, before others', whole);
  if (gained.length === 0) return differ('breaking', 'overload-removed', 'has lost an overload', whole);
  return differ('breaking', 'overload-changed', 'has another overload', whole);
}
