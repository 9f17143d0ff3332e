/** Whether a key of `exports` is not written out in it: only a pattern, if anything, answers to it. */
export function isByPattern(map: unknown, key: string): boolean {
  return key !== '.' && !(typeof map === 'object' && map !== null && Object.hasOwn(map, key));
}

/**
 * Every target that some condition of `exports` or `imports` gives for a key (Node.js documentation, "Packages"), in the order written; but those that
 * only a special runtime or build is given come last: `{ "react-server": "./server.ts", "default": "./index.ts" }` means index.ts. `custom`: conditions that
 * the compiler is told to take.
 */
export function matchTargets(map: unknown, key: string, custom: readonly string[] = []): string[] {
  if (map === undefined || map === null) return [];
  const isSubpathMap = typeof map === 'object' && !Array.isArray(map) && Object.keys(map).some((name) => /^[.#]/.test(name));
  if (!isSubpathMap) return key === '.' ? flatten(map, '', custom) : [];
  const entries = map as Record<string, unknown>;
  if (Object.hasOwn(entries, key) && !key.includes('*')) return flatten(entries[key], '', custom);
  let best: { pattern: string; prefix: string; match: string } | undefined;
  for (const pattern of Object.keys(entries)) {
    const star = pattern.indexOf('*');
    if (star === -1) continue;
    const prefix = pattern.slice(0, star);
    const suffix = pattern.slice(star + 1);
    if (!key.startsWith(prefix) || !key.endsWith(suffix) || key.length < prefix.length + suffix.length) continue;
    if (!best || prefix.length > best.prefix.length) best = { pattern, prefix, match: key.slice(prefix.length, key.length - suffix.length) };
  }
  return best ? flatten(entries[best.pattern], best.match, custom) : [];
}

/** Conditions that every tool meets with one kind of import or the other, or that name the source. */
const general = /^(?:types(?:@.*)?|import|require|node|default|module|module-sync|node-addons|source)$/;

/** Strings of a target in the order written, special ones last. Without recursion: conditions may be nested deeper than a stack. */
function flatten(target: unknown, match: string, custom: readonly string[]): string[] {
  const found: string[] = [];
  const special: string[] = [];
  const pending: { readonly value: unknown; readonly isSpecial: boolean }[] = [{ value: target, isSpecial: false }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, isSpecial } = next;
    if (typeof value === 'string') (isSpecial ? special : found).push(value.replaceAll('*', () => match));
    else if (typeof value === 'object' && value !== null) {
      const isList = Array.isArray(value);
      for (const [name, inner] of Object.entries(value).reverse()) pending.push({ value: inner as unknown, isSpecial: isSpecial || !(isList || general.test(name) || custom.includes(name)) });
    }
  }
  return [...found, ...special];
}
