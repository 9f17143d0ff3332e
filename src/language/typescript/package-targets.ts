/** Every target that some condition of `exports` or `imports` gives for a key (Node.js documentation, "Packages"), in the order written. */
export function matchTargets(map: unknown, key: string): string[] {
  if (map === undefined || map === null) return [];
  const isSubpathMap = typeof map === 'object' && !Array.isArray(map) && Object.keys(map).some((name) => /^[.#]/.test(name));
  if (!isSubpathMap) return key === '.' ? flatten(map, '') : [];
  const entries = map as Record<string, unknown>;
  if (Object.hasOwn(entries, key)) return flatten(entries[key], '');
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

function flatten(target: unknown, match: string): string[] {
  if (typeof target === 'string') return [target.replaceAll('*', match)];
  if (typeof target !== 'object' || target === null) return [];
  return Object.values(target).flatMap((inner) => flatten(inner, match));
}
