/**
 * A map over known keys whose values are made when they are asked for, each once. `make` gets the place of the key. The keys are
 * different from each other.
 */
export function deferValues<K, V extends object>(keys: readonly K[], make: (place: number) => V): ReadonlyMap<K, V> {
  const made: (V | undefined)[] = [];
  let known: ReadonlyMap<K, number> | undefined;
  const places = (): ReadonlyMap<K, number> => (known ??= new Map(keys.map((key, place) => [key, place])));
  const valueAt = (place: number): V => (made[place] ??= make(place));
  function* values(): MapIterator<V> {
    for (let place = 0; place < keys.length; place++) yield valueAt(place);
  }
  function* entries(): MapIterator<[K, V]> {
    for (let place = 0; place < keys.length; place++) yield [keys[place]!, valueAt(place)];
  }
  const map: ReadonlyMap<K, V> = {
    size: keys.length,
    has: (key) => places().has(key),
    get: (key) => {
      const place = places().get(key);
      return place === undefined ? undefined : valueAt(place);
    },
    keys: () => keys.values() as MapIterator<K>,
    values,
    entries,
    [Symbol.iterator]: entries,
    forEach: (visit) => keys.forEach((key, place) => visit(valueAt(place), key, map as Map<K, V>)),
  };
  return map;
}
