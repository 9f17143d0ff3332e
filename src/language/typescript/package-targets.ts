/** Whether a key of `exports` is not written out in it: only a pattern, if anything, answers to it. */
export function isByPattern(map: unknown, key: string): boolean {
  return key !== '.' && !(typeof map === 'object' && map !== null && Object.hasOwn(map, key));
}

/** Every target that some condition of `exports` or `imports` gives for a key (Node.js documentation, "Packages"), in the order written. */
export function matchTargets(map: unknown, key: string): string[] {
  if (map === undefined || map === null) return [];
  const isSubpathMap = typeof map === 'object' && !Array.isArray(map) && Object.keys(map).some((name) => /^[.#]/.test(name));
  if (!isSubpathMap) return key === '.' ? flatten(map, '') : [];
  const entries = map as Record<string, unknown>;
  if (Object.hasOwn(entries, key) && !key.includes('*')) return flatten(entries[key], '');
  let best: { pattern: string; prefix: string; match: string } | undefined;
  for (const pattern of Object.keys(entries)) {
    const star = pattern.indexOf('*');
    if (star === -1) continue;
    const prefix = pattern.slice(0, star);
    const suffix = pattern.slice(star + 1);
    if (!key.startsWith(prefix) || !key.endsWith(suffix) || key.length < prefix.length + suffix.length) continue;
    if (!best || prefix.length > best.prefix.length) best = { pattern, prefix, match: key.slice(prefix.length, key.length - suffix.length) };
  }
  return best ? flatten(entries[best.pattern], best.match) : [];
}

/** Strings of a target in the order written. Without recursion: conditions may be nested deeper than a stack. */
function flatten(target: unknown, match: string): string[] {
  const found: string[] = [];
  const pending: unknown[] = [target];
  while (pending.length > 0) {
    const next = pending.pop();
    if (typeof next === 'string') found.push(next.replaceAll('*', () => match));
    else if (typeof next === 'object' && next !== null) for (const inner of Object.values(next).reverse()) pending.push(inner);
  }
  return found;
}
