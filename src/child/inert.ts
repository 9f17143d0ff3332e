/**
 * Stands in for what a framework would hand back: it can be called, awaited, iterated (it is empty) and asked for any property, and does
 * nothing. Awaited it gives one that cannot be awaited again, or `await` would never end.
 */
export function createInert(awaited = false): unknown {
  const inert: unknown = new Proxy(function () {}, {
    get: (_target, key) => {
      if (key === 'then') return awaited ? undefined : (resolve: (value: unknown) => void) => resolve(createInert(true));
      if (key === 'catch' || key === 'finally') return () => createInert(awaited);
      if (key === Symbol.iterator) return () => [].values();
      if (key === Symbol.asyncIterator) return () => ({ next: () => Promise.resolve({ done: true, value: undefined }) });
      if (key === Symbol.toPrimitive) return (hint: string) => (hint === 'number' ? 0 : '');
      if (typeof key === 'symbol') return undefined;
      return createInert();
    },
    apply: () => createInert(),
    construct: () => createInert() as object,
    set: () => true,
  });
  return inert;
}

/** An object whose own and inherited members are its own, and whose other members do nothing. */
export function withInertMembers<T extends object>(subject: T): T {
  return new Proxy(subject, {
    get: (target, key, receiver) => {
      // `await new Worker()` must not take the object for a promise.
      if (key in target || typeof key === 'symbol' || key === 'then') return Reflect.get(target, key, receiver) as unknown;
      return createInert();
    },
  });
}
