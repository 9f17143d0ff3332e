/** Keys whose values say where a broker is, not what is registered. */
const left = new Set(['connection', 'connectionString', 'redis', 'pgPool', 'backend', 'mongo', 'db']);

/** Canonical text of a value: equal texts for values that a framework would treat alike, wherever the project lies. */
export function describeValue(value: unknown, roots: readonly string[], depth = 0, above: readonly unknown[] = []): string {
  switch (typeof value) {
    case 'string': return JSON.stringify(withoutRoots(value, roots));
    case 'bigint': return `${value}n`;
    case 'symbol': return String(value);
    case 'function': return describeFunction(value as (...input: never[]) => unknown);
    case 'object': return value === null ? 'null' : describeObject(value, roots, depth, above);
    default: return String(value);
  }
}

function withoutRoots(text: string, roots: readonly string[]): string {
  return roots.reduce((rest, root) => rest.replaceAll(root, '<root>'), text);
}

function describeFunction(value: (...input: never[]) => unknown): string {
  const isClass = /^class\b/.test(Function.prototype.toString.call(value));
  return isClass ? `class ${value.name}` : `function ${value.name}(${value.length})`;
}

function describeObject(value: object, roots: readonly string[], depth: number, above: readonly unknown[]): string {
  if (above.includes(value)) return '(circular)';
  if (value instanceof Date) return `Date(${Number.isNaN(value.getTime()) ? 'invalid' : value.toISOString()})`;
  if (value instanceof RegExp) return String(value);
  if (value instanceof URL) return `URL(${withoutRoots(value.href, roots)})`;
  if (value instanceof Error) return `${value.name}(${JSON.stringify(withoutRoots(value.message, roots))})`;
  if (depth > 6) return '(deep)';
  const inner = (item: unknown): string => describeValue(item, roots, depth + 1, [...above, value]);
  if (Array.isArray(value)) return `[${value.map(inner).join(',')}]`;
  if (value instanceof Map) return `Map{${[...value].map(([key, item]) => `${inner(key)}=>${inner(item)}`).join(',')}}`;
  if (value instanceof Set) return `Set{${[...value].map(inner).join(',')}}`;
  const name: unknown = (Object.getPrototypeOf(value) as { constructor?: { name?: unknown } } | null)?.constructor?.name;
  const entries = Object.keys(value).sort().flatMap((key) => {
    if (left.has(key)) return [];
    const item = readKey(value, key);
    return item === undefined ? [] : [`${JSON.stringify(key)}:${inner(item)}`];
  });
  return `${typeof name === 'string' && name !== 'Object' ? `${name} ` : ''}{${entries.join(',')}}`;
}

function readKey(value: object, key: string): unknown {
  try {
    return (value as Record<string, unknown>)[key];
  } catch (error) {
    return `throws ${(error as Error).name}`;
  }
}
