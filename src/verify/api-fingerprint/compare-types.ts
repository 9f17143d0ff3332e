import type { ApiNode, ApiSymbol } from '../../model/api.js';
import type { Correspondence } from './correspondence.js';
import { differ, enter, isSerious, type Difference, type Place } from './difference.js';
import { compareFlags } from './flags.js';

/** What the parts of a comparison ask of each other. */
export interface Comparison extends Correspondence {
  readonly compareMembers: (owner: 'class' | 'interface' | 'object', a: readonly ApiNode[], b: readonly ApiNode[], place: Place) => Difference[];
  readonly compareSignatures: (a: ApiNode, b: ApiNode, place: Place) => Difference[];
  readonly compareTypeParameters: (a: readonly ApiNode[], b: readonly ApiNode[], place: Place) => Difference[];
}

const maxExpansion = 12;

/** Compares two types, or two parts of types. */
export function compareTypes(comparison: Comparison, a: ApiNode, b: ApiNode, place: Place, depth = 0): Difference[] {
  if (isReference(a) && isReference(b) && a.kind === b.kind) return compareReferences(comparison, a, b, place, depth);
  if (a.kind !== b.kind) {
    const [old, now] = [expandAlias(comparison.symbolsBefore, a), expandAlias(comparison.symbolsAfter, b)];
    if (depth > maxExpansion || (old === undefined && now === undefined)) return changed(place);
    return compareTypes(comparison, old ?? a, now ?? b, place, depth + 1);
  }
  const flags = compareFlags('type', a, b, place);
  if (flags.length > 0) return flags;
  if (a.kind === 'union' || (a.kind === 'intersection' && a.children.length === b.children.length)) return compareUnordered(comparison, a, b, place, depth);
  if (a.kind === 'object') return comparison.compareMembers('object', a.children, b.children, place);
  if (a.kind === 'function-type' || a.kind === 'constructor-type') return comparison.compareSignatures(a, b, place);
  if (a.text !== b.text || a.name !== b.name) return changed(place);
  return compareParts(comparison, a, b, place, depth);
}

function isReference({ kind }: ApiNode): boolean {
  return kind === 'reference' || kind === 'typeof' || kind === 'export';
}

function changed(place: Place): Difference[] {
  return differ('breaking', 'type-changed', 'has another type', place);
}

function compareParts(comparison: Comparison, a: ApiNode, b: ApiNode, place: Place, depth: number): Difference[] {
  const parameters = (part: ApiNode): ApiNode[] => part.children.filter(({ kind }) => kind === 'type-parameter');
  const rest = (part: ApiNode): ApiNode[] => part.children.filter(({ kind }) => kind !== 'type-parameter');
  const [old, now] = [rest(a), rest(b)];
  const own = comparison.compareTypeParameters(parameters(a), parameters(b), place);
  if (old.length !== now.length) return changed(place);
  return [...own, ...old.flatMap((part, index) => compareTypes(comparison, part, now[index]!, enter(place, undefined, part, now[index]), depth))];
}

function compareReferences(comparison: Comparison, a: ApiNode, b: ApiNode, place: Place, depth: number): Difference[] {
  const own = compareMeaning(comparison, a, b, place);
  if (own.some(isSerious) && depth <= maxExpansion) {
    // An inferred type is written by the name of an alias, or of a variable, where that name is in scope, and in full where it is not.
    const [old, now] = [expandAlias(comparison.symbolsBefore, a), expandAlias(comparison.symbolsAfter, b)];
    if (old !== undefined || now !== undefined) {
      const expanded = comparison.attempt(() => compareTypes(comparison, old ?? a, now ?? b, place, depth + 1));
      if (!expanded.some(isSerious)) return expanded;
    }
    return own;
  }
  if (a.children.length !== b.children.length) return changed(place);
  return [...own, ...a.children.flatMap((argument, index) => compareTypes(comparison, argument, b.children[index]!, place, depth))];
}

function compareMeaning(comparison: Comparison, a: ApiNode, b: ApiNode, place: Place): Difference[] {
  if (a.text !== b.text || (a.ref === undefined) !== (b.ref === undefined)) return changed(place);
  return a.ref === undefined || b.ref === undefined ? [] : comparison.compareSymbols(a.ref, b.ref, place);
}

/** The order of a union says nothing, and the compiler does not keep it from file to file. */
function compareUnordered(comparison: Comparison, a: ApiNode, b: ApiNode, place: Place, depth: number): Difference[] {
  const left = [...b.children];
  const matched: Difference[] = [];
  const lost: ApiNode[] = [];
  for (const part of a.children) {
    const order = [...left].sort((x, y) => closeness(comparison, part, y) - closeness(comparison, part, x));
    let found: ApiNode | undefined;
    for (const candidate of order) {
      const differences = comparison.attempt(() => compareTypes(comparison, part, candidate, place, depth));
      if (differences.some(isSerious)) continue;
      matched.push(...differences);
      found = candidate;
      break;
    }
    if (found === undefined) lost.push(part);
    else left.splice(left.indexOf(found), 1);
  }
  if (lost.length === 0 && left.length === 0) return matched;
  if (lost.length === 1 && left.length === 1 && a.kind === 'intersection') return compareTypes(comparison, lost[0]!, left[0]!, place, depth);
  const [kind, fact] = lost.length === 0 ? ['union-member-added', 'allows more than before'] : left.length === 0 ? ['union-member-removed', 'allows less than before'] : ['type-changed', 'has another type'];
  return differ('breaking', kind, fact, place);
}

/** Likely partners first: a wrong one costs a comparison of all that it leads to. */
function closeness(comparison: Comparison, a: ApiNode, b: ApiNode): number {
  if (a.kind !== b.kind || a.text !== b.text) return 0;
  if (a.ref === undefined || b.ref === undefined) return 1;
  return comparison.symbolsBefore[a.ref]!.name === comparison.symbolsAfter[b.ref]!.name ? 2 : 1;
}

/** What an alias stands for, with its parameters filled in, and what `typeof` a variable means. Undefined for everything else. */
function expandAlias(symbols: readonly ApiSymbol[], node: ApiNode): ApiNode | undefined {
  if (node.kind === 'typeof' && node.ref !== undefined) return expandVariable(symbols[node.ref]!, node.text?.split('.') ?? []);
  if (node.kind !== 'reference' || node.ref === undefined || node.text !== undefined) return undefined;
  const [declaration, more] = symbols[node.ref]!.declarations;
  if (declaration?.kind !== 'type' || more !== undefined) return undefined;
  const parameters = declaration.children.filter(({ kind }) => kind === 'type-parameter');
  const type = declaration.children.at(-1)!;
  const values = new Map<number, ApiNode>();
  parameters.forEach((parameter, index) => {
    const value = node.children[index] ?? parameter.children.find(({ kind }) => kind === 'default')?.children[0];
    if (parameter.ref !== undefined && value !== undefined) values.set(parameter.ref, value);
  });
  return values.size < parameters.length ? undefined : fill(type, values);
}

/** The type of a variable, or of a property of the object that it holds. */
function expandVariable({ declarations }: ApiSymbol, names: readonly string[]): ApiNode | undefined {
  const [declaration, more] = declarations;
  const written = declaration?.kind === 'variable' && more === undefined ? declaration.children[0] : undefined;
  let type = written?.kind === 'fresh' ? written.children[0] : written;
  for (const name of names) type = type?.kind === 'object' ? type.children.find((member) => member.kind === 'property' && member.name === name && !member.flags?.includes('optional'))?.children[0] : undefined;
  // A unique symbol is one variable's own.
  return type?.kind === 'operator' && type.text === 'unique' ? undefined : type;
}

function fill(node: ApiNode, values: ReadonlyMap<number, ApiNode>): ApiNode {
  if (values.size === 0) return node;
  const value = node.kind === 'reference' && node.ref !== undefined ? values.get(node.ref) : undefined;
  return value ?? { ...node, children: node.children.map((child) => fill(child, values)) };
}
