/**
 * How a value changed, a line for each part that did: `retry.attempts: 5 -> 4`. Objects are compared key by key, sorted; everything else is shown
 * as JSON, what is not there as `(none)`. A text that holds an object in JSON is shown as it is: quoted again it cannot be read.
 */
export function printDifferences(name: string, old: unknown, now: unknown): readonly string[] {
  if (JSON.stringify(old) === JSON.stringify(now)) return [];
  if (isObject(old) && isObject(now)) {
    return [...new Set([...Object.keys(old), ...Object.keys(now)])].sort().flatMap((key) => printDifferences(`${name}.${key}`, old[key], now[key]));
  }
  return [`${name}: ${show(old)} -> ${show(now)}`];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  if (value === undefined) return '(none)';
  return typeof value === 'string' && /^\{".*\}$/.test(value) ? value : JSON.stringify(value);
}
