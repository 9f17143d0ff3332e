import type { ConfigSource } from './config-source.js';
import type { JsonPath } from './json-source.js';

/** Lists whose entries are added up: a base must not lose its exceptions because a project has one of its own. */
const concatenated: readonly unknown[] = ['ignore', 'overrides'];

/** Of one file alone: a base that is built on another has been merged with it already. */
const ownKeys: readonly string[] = ['$schema', 'extends'];

/** `over` wins. Objects are merged by key, lists are replaced, but `ignore` and `overrides` hold the entries of the base and then those of `over`. */
export function mergeSources(base: ConfigSource, over: ConfigSource): ConfigSource {
  const inherited = isObject(base.value) ? Object.fromEntries(Object.entries(base.value).filter(([key]) => !ownKeys.includes(key))) : base.value;
  const placeOf = (path: JsonPath) => {
    const origin = findOrigin(inherited, over.value, path);
    return origin.isBase ? base.placeOf(origin.path) : over.placeOf(origin.path);
  };
  return { value: merge(inherited, over.value), placeOf };
}

function merge(base: unknown, over: unknown, key?: string): unknown {
  if (over === undefined) return base;
  if (isConcatenated(base, over, key)) return [...base, ...(over as readonly unknown[])];
  if (!isObject(base) || !isObject(over)) return over;
  const keys = [...new Set([...Object.keys(base), ...Object.keys(over)])];
  return Object.fromEntries(keys.map((name) => [name, merge(ownValue(base, name), ownValue(over, name), name)]));
}

/** Which of the two says what stands at a path of the merged value, and where in it. */
function findOrigin(base: unknown, over: unknown, path: JsonPath): { readonly isBase: boolean; readonly path: JsonPath } {
  let [below, above]: [unknown, unknown] = [base, over];
  for (const [depth, key] of path.entries()) {
    if (typeof key !== 'string' || !isObject(below) || !isObject(above)) break;
    [below, above] = [ownValue(below, key), ownValue(above, key)];
    if (above === undefined) return { isBase: below !== undefined, path };
    const index = path[depth + 1];
    if (typeof index !== 'number' || !isConcatenated(below, above, key)) continue;
    if (index < below.length) return { isBase: true, path };
    return { isBase: false, path: [...path.slice(0, depth + 1), index - below.length, ...path.slice(depth + 2)] };
  }
  return { isBase: false, path };
}

function isConcatenated(base: unknown, over: unknown, key: string | undefined): base is readonly unknown[] {
  return concatenated.includes(key) && Array.isArray(base) && Array.isArray(over);
}

function ownValue(value: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
