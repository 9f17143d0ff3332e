import { describeValue } from './describe-value.js';
import type { MetadataKey } from '../model/entry-run.js';

interface MetadataReader {
  readonly getOwnMetadataKeys?: (target: object, member?: PropertyKey) => readonly unknown[];
  readonly getOwnMetadata?: (key: unknown, target: object, member?: PropertyKey) => unknown;
}

/** Every key of `reflect-metadata` on the exported classes, their members and the functions that these hold, sorted. Empty without that package. */
export function describeMetadata(exports: unknown, roots: readonly string[]): readonly MetadataKey[] {
  if (typeof (Reflect as MetadataReader).getOwnMetadataKeys !== 'function' || exports === null || (typeof exports !== 'object' && typeof exports !== 'function')) return [];
  const found: MetadataKey[] = [];
  const seen = new Set<unknown>();
  for (const name of Object.keys(exports)) {
    const value = readExport(exports as Record<string, unknown>, name);
    if (typeof value !== 'function' || seen.has(value)) continue;
    seen.add(value);
    read(found, roots, value.name || name, value);
    readMembers(found, roots, `${value.name || name}.`, value);
    const prototype: unknown = value.prototype;
    if (typeof prototype === 'object' && prototype !== null) readMembers(found, roots, `${value.name || name}#`, prototype);
  }
  return found.sort((a, b) => compare(a.target, b.target) || compare(a.key, b.key));
}

function readExport(exports: Record<string, unknown>, name: string): unknown {
  try {
    return exports[name];
  } catch {
    return undefined;
  }
}

function readMembers(found: MetadataKey[], roots: readonly string[], prefix: string, holder: object): void {
  // Properties without a value are known to the metadata alone, under the holder: their names are asked for through the methods that are there.
  for (const [member, { value }] of Object.entries(Object.getOwnPropertyDescriptors(holder))) {
    if (member === 'prototype') continue;
    read(found, roots, `${prefix}${member}`, holder, member);
    if (typeof value === 'function' && member !== 'constructor') read(found, roots, `${prefix}${member}()`, value as object);
  }
}

function read(found: MetadataKey[], roots: readonly string[], target: string, holder: object, member?: string): void {
  const { getOwnMetadataKeys, getOwnMetadata } = Reflect as unknown as Required<MetadataReader>;
  for (const key of member === undefined ? getOwnMetadataKeys(holder) : getOwnMetadataKeys(holder, member)) {
    const value = member === undefined ? getOwnMetadata(key, holder) : getOwnMetadata(key, holder, member);
    found.push({ target, key: String(key), value: describeValue(value, roots) });
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
