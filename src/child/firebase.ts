import type { Noted } from './recorders/recorder.js';

/**
 * What `firebase deploy` would read: the exports that carry an `__endpoint`, groups with their name in front (`mail-send`). Those of 7 and before
 * are functions, of `firebase-functions` in both of its generations.
 */
export function findEndpoints(exports: Readonly<Record<string, unknown>>, prefix = ''): readonly Noted[] {
  return Object.entries(exports).flatMap(([name, value]): readonly Noted[] => {
    const id = `${prefix}${name}`;
    const endpoint = endpointOf(value);
    if (endpoint !== undefined) return [{ call: 'export', kind: kindOf(endpoint), id, ...(endpoint['taskQueueTrigger'] === undefined ? {} : { queue: id }), args: [endpoint] }];
    const isGroup = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isGroup && prefix.length < 200 ? findEndpoints(value as Readonly<Record<string, unknown>>, `${id}-`) : [];
  });
}

function endpointOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof value !== 'function') return undefined;
  const endpoint = (value as { __endpoint?: unknown }).__endpoint;
  return typeof endpoint === 'object' && endpoint !== null ? (endpoint as Readonly<Record<string, unknown>>) : undefined;
}

function kindOf(endpoint: Readonly<Record<string, unknown>>): Noted['kind'] {
  if (endpoint['scheduleTrigger'] !== undefined) return 'schedule';
  if (endpoint['taskQueueTrigger'] !== undefined) return 'worker';
  return ['httpsTrigger', 'callableTrigger', 'blockingTrigger'].some((name) => endpoint[name] !== undefined) ? 'handler' : 'listener';
}
