import type { LoadedExport } from '../model/entry-run.js';

/** What a program sees of the exports without calling them, in the order of the keys. Exports that are a value themselves come first, without a name. */
export function describeExports(exports: unknown): readonly LoadedExport[] {
  const whole = typeof exports === 'object' && exports !== null ? [] : [describe('module.exports', () => exports)];
  if (exports === null || (typeof exports !== 'object' && typeof exports !== 'function')) return whole;
  return [...whole, ...Object.keys(exports).map((name) => describe(name, () => (exports as Record<string, unknown>)[name]))];
}

function describe(name: string, read: () => unknown): LoadedExport {
  let value: unknown;
  try {
    value = read();
  } catch (error) {
    return { name, type: `throws ${error instanceof Error ? error.name : typeof error}` };
  }
  if (typeof value !== 'function') return { name, type: value === null ? 'null' : typeof value };
  const { length, name: functionName } = value as { length: unknown; name: unknown };
  return { name, type: 'function', ...(typeof length === 'number' ? { length } : {}), ...(typeof functionName === 'string' ? { functionName } : {}) };
}
