import { createInert, withInertMembers } from '../inert.js';
import type { Registration } from '../../model/entry-run.js';

/** A registration whose arguments are still values. A decorator of a class may add the queue to those of its members later. */
export interface Noted extends Omit<Registration, 'framework' | 'args' | 'queue'> {
  queue?: string;
  readonly args: readonly unknown[];
}

export type Note = (noted: Noted) => void;

export type Exports = Readonly<Record<string, unknown>>;

/** Stands in for the part of a package that registers tasks. What it does not name stays as it is. */
export interface Recorder {
  readonly framework: string;
  readonly packages: readonly string[];
  /** Exports that it replaces where the package has them. */
  readonly names: readonly string[];
  readonly replace: (real: Exports, note: Note) => Exports;
}

type Method = (self: Named, args: readonly unknown[]) => unknown;

/** What a recording object knows of itself. */
export interface Named {
  name: string;
}

export interface RecordingClass {
  readonly name: string;
  readonly real: unknown;
  /** Gives the object its own members. */
  readonly construct: (self: Named & Record<string, unknown>, args: readonly unknown[]) => void;
  /** What they return is handed back; undefined means: something that does nothing. */
  readonly methods: Readonly<Record<string, Method>>;
}

/** A class of the same name that notes what it is told, keeps the static members of the real one, and whose other members do nothing. */
export function createRecordingClass({ name, real, construct, methods }: RecordingClass): unknown {
  const recording = {
    [name]: class {
      constructor(...args: unknown[]) {
        construct(this as unknown as Named & Record<string, unknown>, args);
        return withInertMembers(this);
      }
    },
  }[name]!;
  const chained: Method = (self) => self;
  const all: Record<string, Method> = { on: chained, once: chained, off: chained, addListener: chained, removeListener: chained, removeAllListeners: chained, ...methods };
  for (const [method, run] of Object.entries(all)) {
    Object.defineProperty(recording.prototype, method, {
      configurable: true,
      writable: true,
      value(this: Named, ...args: unknown[]) {
        return run(this, args) ?? createInert();
      },
    });
  }
  if (typeof real === 'function') {
    for (const key of Reflect.ownKeys(real)) {
      if (key in recording && typeof key === 'string' && ['length', 'name', 'prototype', 'arguments', 'caller'].includes(key)) continue;
      Object.defineProperty(recording, key, Object.getOwnPropertyDescriptor(real, key)!);
    }
  }
  return recording;
}

/** The text of a name that was given; what is no text is shown as its type. */
export function textOf(value: unknown, absent = ''): string {
  if (value === undefined) return absent;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : `(${typeof value})`;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function keyOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Exports)[key] : undefined;
}
