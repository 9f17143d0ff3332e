import type { ApiNode, ApiSurface, ApiSymbol } from '../../model/api.js';
import { differ, isSerious, type Difference, type Place } from './difference.js';

export type CompareDeclarations = (a: ApiSymbol, b: ApiSymbol, place: Place) => Difference[];

/**
 * Which declaration of the new version stands for which of the old one. Two hidden declarations correspond when they stand at corresponding places and can be renamed
 * into each other; one stands for one only (golang.org/x/exp/apidiff, "correspondence"). Types of two versions have no identity that could be asked for.
 */
export interface Correspondence {
  readonly symbolsBefore: readonly ApiSymbol[];
  readonly symbolsAfter: readonly ApiSymbol[];
  /** Declares two symbols the same by name, or as parameters at the same place. Does nothing where one of them is taken. */
  readonly link: (a: number, b: number) => void;
  /** Whether two references mean the same; compares what they lead to, now or later. */
  readonly compareSymbols: (a: number, b: number, place: Place) => Difference[];
  /** What a comparison finds; where that is serious, no link that it made stays. */
  readonly attempt: (compare: () => Difference[]) => Difference[];
  /** Differences of declarations that were met and not yet compared. */
  readonly drain: () => Difference[];
}

interface Waiting {
  readonly a: number;
  readonly b: number;
  readonly place: Place;
}

export function createCorrespondence(before: ApiSurface, after: ApiSurface, compareDeclarations: CompareDeclarations): Correspondence {
  const forth = new Map<number, number>();
  const back = new Map<number, number>();
  /** Links in the order of making, so that those of a failed attempt can be taken back. */
  const made: (readonly [number, number])[] = [];
  const compared = new Set<string>();
  const waiting: Waiting[] = [];
  /** Pairs that an attempt compares or has found equal: a type that speaks of itself is equal to another unless something else differs. */
  const assumed = new Set<string>();
  const assumptions: string[] = [];
  let attempts = 0;

  const link = (a: number, b: number): void => {
    if (forth.has(a) || back.has(b)) return;
    forth.set(a, b);
    back.set(b, a);
    made.push([a, b]);
  };

  const assume = (key: string): void => {
    assumed.add(key);
    assumptions.push(key);
  };

  const compareSymbols = (a: number, b: number, place: Place): Difference[] => {
    const [old, now] = [before.symbols[a]!, after.symbols[b]!];
    const unknown = old.unknown ?? now.unknown;
    const doubts = unknown === undefined ? [] : differ('unknown', 'unknown-type', `depends on '${now.name}', which ${unknown}`, place);
    if (doubts.length > 0 && (old.declarations.length === 0 || now.declarations.length === 0)) return old.name === now.name ? doubts : anotherType(old, now, place);
    return [...doubts, ...compareKnown(a, b, place)];
  };

  const compareKnown = (a: number, b: number, place: Place): Difference[] => {
    const [old, now] = [before.symbols[a]!, after.symbols[b]!];
    if (old.identity !== undefined || now.identity !== undefined) return old.identity === now.identity ? [] : anotherType(old, now, place);
    if (!forth.has(a) && !back.has(b)) {
      if (old.isLocal !== now.isLocal) return anotherType(old, now, place);
      link(a, b);
      return old.isLocal ? [] : [...renamed(old, now, place), ...expand(a, b, place)];
    }
    if (forth.get(a) === b) return old.isLocal ? [] : expand(a, b, place);
    return old.isLocal || now.isLocal ? anotherType(old, now, place) : compareTaken(a, b, place);
  };

  /** Within an attempt the answer is needed at once. Otherwise it waits: chains of hidden types can be longer than the stack is deep. */
  const expand = (a: number, b: number, place: Place): Difference[] => {
    const key = `${a}:${b}`;
    if (attempts > 0) {
      if (compared.has(key) || assumed.has(key)) return [];
      assume(key);
      return compareDeclarations(before.symbols[a]!, after.symbols[b]!, place);
    }
    if (compared.has(key)) return [];
    compared.add(key);
    waiting.push({ a, b, place });
    return [];
  };

  /** One of the two stands for something else already. Where only shapes count, an equal shape is as good. */
  const compareTaken = (a: number, b: number, place: Place): Difference[] => {
    const [old, now] = [before.symbols[a]!, after.symbols[b]!];
    const key = `${a}:${b}`;
    if (assumed.has(key)) return [];
    const found = attempt(() => {
      assume(key);
      return compareDeclarations(old, now, place);
    });
    if (found.some(isSerious)) return anotherType(old, now, place);
    if (isNominal(old) || isNominal(now)) return differ('breaking', 'types-merged-or-divided', `has the type '${now.name}', which is not the one that stands for '${old.name}' elsewhere`, place);
    return differ('internal', 'equal-type', `has the type '${now.name}', which has the shape that '${old.name}' had`, place);
  };

  const attempt = (compare: () => Difference[]): Difference[] => {
    const [mark, assumedMark] = [made.length, assumptions.length];
    attempts++;
    const found = compare();
    attempts--;
    if (found.some(isSerious)) {
      for (const [a, b] of made.splice(mark)) {
        forth.delete(a);
        back.delete(b);
      }
      for (const key of assumptions.splice(assumedMark)) assumed.delete(key);
    } else if (attempts === 0) {
      // What an attempt linked was compared within it.
      for (const [a, b] of made.slice(mark)) compared.add(`${a}:${b}`);
    }
    return found;
  };

  const drain = (): Difference[] => {
    const found: Difference[] = [];
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { a, b, place } = next;
      found.push(...compareDeclarations(before.symbols[a]!, after.symbols[b]!, { via: place.via, path: [before.symbols[a]!.name] }));
    }
    return found;
  };

  return { symbolsBefore: before.symbols, symbolsAfter: after.symbols, link, compareSymbols, attempt, drain };
}

function renamed(old: ApiSymbol, now: ApiSymbol, place: Place): Difference[] {
  const isPlain = (name: string): boolean => /^[\w$]+$/.test(name) && !name.startsWith('__');
  if (old.name === now.name || !isPlain(old.name) || !isPlain(now.name) || old.name === 'default' || now.name === 'default') return [];
  return differ('internal', 'renamed-hidden-type', `speaks of '${old.name}', which is called '${now.name}' now`, place);
}

function anotherType(old: ApiSymbol, now: ApiSymbol, place: Place): Difference[] {
  const shown = (symbol: ApiSymbol): string => symbol.identity?.replace(/^global#/, '') ?? symbol.name;
  const names = shown(old) === shown(now) ? `another '${shown(now)}' than before` : `'${shown(now)}' where it had '${shown(old)}'`;
  return differ('breaking', 'another-type', `has ${names}`, place);
}

/** Two equal declarations of these are two types all the same. */
function isNominal({ declarations }: ApiSymbol): boolean {
  const isUnique = (node: ApiNode): boolean => node.kind === 'operator' && node.text === 'unique';
  return declarations.some(
    ({ kind, children }) => kind === 'enum' || (kind === 'class' && children.some((child) => child.kind === 'private' || child.flags?.includes('protected'))) || (kind === 'variable' && children.some(isUnique)),
  );
}
