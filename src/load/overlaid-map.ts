/** `base` with other values for some of its keys, in the same order, at a cost that does not grow with it. Every key of `over` is one of `base`. */
export function overlayValues<K, V>(base: ReadonlyMap<K, V>, over: ReadonlyMap<K, V>): ReadonlyMap<K, V> {
  const valueOf = (key: K, value: V): V => (over.has(key) ? over.get(key)! : value);
  function* values(): MapIterator<V> {
    for (const [key, value] of base) yield valueOf(key, value);
  }
  function* entries(): MapIterator<[K, V]> {
    for (const [key, value] of base) yield [key, valueOf(key, value)];
  }
  const map: ReadonlyMap<K, V> = {
    size: base.size,
    has: (key) => base.has(key),
    get: (key) => (over.has(key) ? over.get(key) : base.get(key)),
    keys: () => base.keys(),
    values,
    entries,
    [Symbol.iterator]: entries,
    forEach: (visit) => base.forEach((value, key) => visit(valueOf(key, value), key, map as Map<K, V>)),
  };
  return map;
}
