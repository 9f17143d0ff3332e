import { describeValue } from './describe-value.js';
import { findEndpoints } from './firebase.js';
import { recorderOf } from './recorders/all.js';
import type { Registration } from '../model/entry-run.js';
import type { Exports, Noted } from './recorders/recorder.js';

export interface Recording {
  /** The exports of a framework with recorders in them; called by the module that stands in for the package. */
  readonly replace: (specifier: string, real: unknown) => unknown;
  readonly noteEndpoints: (exports: unknown) => void;
  /** In the order in which they were made. */
  readonly registrations: () => readonly Registration[];
  readonly recorded: () => readonly string[];
}

export function createRecording(roots: readonly string[]): Recording {
  const noted: { readonly framework: string; readonly what: Noted }[] = [];
  const frameworks = new Set<string>();
  const note = (framework: string) => (what: Noted) => void noted.push({ framework, what });
  return {
    replace: (specifier, real) => {
      const recorder = recorderOf.get(specifier)!;
      frameworks.add(recorder.framework);
      const exports = real as Exports;
      const replaced = recorder.replace(exports, note(recorder.framework));
      const whole = exports['default'];
      // `import bull from 'bullmq'` gives the whole of a CommonJS package: its classes are to be the same recorders.
      const isWhole = replaced['default'] === undefined && typeof whole === 'object' && whole !== null;
      return copyWith(real, isWhole ? { ...replaced, default: copyWith(whole, replaced) } : replaced);
    },
    noteEndpoints: (exports) => {
      if (exports === null || (typeof exports !== 'object' && typeof exports !== 'function')) return;
      const found = findEndpoints(exports as Exports);
      if (found.length > 0) frameworks.add('firebase-functions');
      found.forEach(note('firebase-functions'));
    },
    registrations: () =>
      noted.map(({ framework, what: { call, kind, id, queue, args, on } }) => ({
        framework, call, kind, id, ...(queue === undefined ? {} : { queue }), args: args.map((arg) => describeValue(arg, roots)).join(', '), ...(on === undefined ? {} : { on }),
      })),
    recorded: () => [...frameworks].sort(),
  };
}

/** Older packages are required as the class itself (`const PgBoss = require('pg-boss')`): then the recorder is what is required. */
function copyWith(real: unknown, replaced: Exports): unknown {
  const isClass = typeof real === 'function';
  const whole = isClass ? Object.values(replaced)[0] : undefined;
  const target = (typeof whole === 'function' ? whole : {}) as Record<string, unknown>;
  for (const key of Object.keys(real as object)) if (!(key in target) && replaced[key] === undefined) Object.defineProperty(target, key, Object.getOwnPropertyDescriptor(real as object, key)!);
  for (const [key, value] of Object.entries(replaced)) if (value !== undefined) Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  const marked = real as { __esModule?: unknown };
  if (!isClass && marked.__esModule === true && !('__esModule' in target)) Object.defineProperty(target, '__esModule', { value: true });
  return target;
}
