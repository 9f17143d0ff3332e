import type { ApiNode } from '../../model/api.js';

/** `breaking`: some program that compiles against the old types does not against the new ones. `internal`: none can tell. `unknown`: a type that could not be read. */
export type Impact = 'breaking' | 'additive' | 'internal' | 'unknown';

/** Where in the types of an entry one is. */
export interface Place {
  /** The exported name that leads here; undefined for an augmentation. */
  readonly via: string;
  /** Names from a declaration down to a member or a parameter. */
  readonly path: readonly string[];
  /** The nearest declarations that a person would look at. */
  readonly before?: string;
  readonly after?: string;
}

export interface Difference {
  readonly impact: Impact;
  /** `optional-to-required`, in words that name the kind of change. */
  readonly kind: string;
  /** What is said of the thing at the place: "is required now". */
  readonly fact: string;
  readonly place: Place;
}

export function differ(impact: Impact, kind: string, fact: string, place: Place): Difference[] {
  return [{ impact, kind, fact, place }];
}

/** One step down, with the texts of the two nodes where they have any. */
export function enter(place: Place, name: string | undefined, a?: ApiNode, b?: ApiNode): Place {
  return {
    via: place.via,
    path: name === undefined || name === '' ? place.path : [...place.path, name],
    ...(a?.shown === undefined ? (place.before === undefined ? {} : { before: place.before }) : { before: a.shown }),
    ...(b?.shown === undefined ? (place.after === undefined ? {} : { after: place.after }) : { after: b.shown }),
  };
}

/** A thing that only one side has shows nothing of the other. */
export function enterOne(place: Place, name: string, side: 'before' | 'after', one: ApiNode): Place {
  const { via, path } = place;
  return { via, path: [...path, name], ...(one.shown === undefined ? {} : { [side]: one.shown }) };
}

export function isSerious({ impact }: Difference): boolean {
  return impact === 'breaking' || impact === 'additive';
}
