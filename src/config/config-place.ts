import type { ConfigPlace } from './config-source.js';
import type { Config } from './config-schema.js';
import type { JsonPath } from './json-source.js';

type FindPlace = (key?: string | number) => ConfigPlace;

const places = new WeakMap<object, FindPlace>();

/**
 * Notes where every object and list of a configuration was written. Kept by identity and beside it, so that a configuration is plain
 * data and a copy with one setting changed still knows the place of the rest.
 */
export function rememberPlaces(config: Config, placeOf: (path: JsonPath) => ConfigPlace): void {
  const visit = (value: unknown, path: JsonPath): void => {
    if (typeof value !== 'object' || value === null) return;
    places.set(value, (key) => placeOf(key === undefined ? path : [...path, key]));
    if (Array.isArray(value)) for (const [index, item] of value.entries()) visit(item, [...path, index]);
    else for (const [key, item] of Object.entries(value)) visit(item, [...path, key]);
  };
  visit(config, []);
}

/** Where an object or list of a configuration stands, or one entry of it; undefined when it was not read from a file. */
export function findConfigPlace(part: object, key?: string | number): ConfigPlace | undefined {
  return places.get(part)?.(key);
}
