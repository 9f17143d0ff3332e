import type { StaticValue } from '../../model/static-value.js';
import { propertyOf } from '../static-text.js';

interface Entry {
  readonly key: string;
  readonly value: StaticValue;
}

/** A service with its mixins merged into it, as `Service.mergeSchemas` does. */
export interface Schema {
  readonly version: StaticValue | undefined;
  readonly settings: StaticValue | undefined;
  /** One for each key: the service wins over its mixins, an earlier mixin over a later one. */
  readonly actions: readonly Entry[];
  /** Handlers of a mixin and of the service are called both. */
  readonly events: readonly Entry[];
  readonly channels: readonly Entry[];
  readonly crons: readonly StaticValue[];
  /** Mixins, and lists of actions or events, that only the running program knows. */
  readonly unknown: readonly StaticValue[];
}

const depthLimit = 12;

export function mergeSchema(value: StaticValue, depth = 0): Schema {
  const list = propertyOf(value, 'mixins');
  const items = list === undefined ? [] : list.kind === 'array' ? list.items : [list];
  const known = depth > depthLimit ? [] : items.filter((item) => item.kind === 'object' && item.spreads.length === 0);
  const mixins = known.map((item) => mergeSchema(item, depth + 1));
  const own = { actions: entriesOf(propertyOf(value, 'actions')), events: entriesOf(propertyOf(value, 'events')), channels: entriesOf(propertyOf(value, 'channels')) };
  const crons = propertyOf(value, 'crons');
  return {
    version: propertyOf(value, 'version') ?? mixins.find(({ version }) => version !== undefined)?.version,
    settings: mergeObjects([...mixins.map(({ settings }) => settings).reverse(), propertyOf(value, 'settings')]),
    actions: mergeActions([...mixins.map(({ actions }) => actions).reverse(), own.actions.entries]),
    events: [...mixins.flatMap(({ events }) => events), ...own.events.entries],
    channels: [...mixins.flatMap(({ channels }) => channels), ...own.channels.entries],
    crons: [...mixins.flatMap((mixin) => mixin.crons), ...(crons?.kind === 'array' ? crons.items : [])],
    unknown: [
      ...mixins.flatMap(({ unknown }) => unknown),
      ...items.filter((item) => !known.includes(item)),
      ...own.actions.unknown, ...own.events.unknown, ...own.channels.unknown,
      ...(value.kind === 'object' ? value.spreads : []),
    ],
  };
}

function entriesOf(value: StaticValue | undefined): { readonly entries: readonly Entry[]; readonly unknown: readonly StaticValue[] } {
  if (value === undefined || (value.kind === 'array' && value.items.length === 0)) return { entries: [], unknown: [] };
  return value.kind === 'object' ? { entries: value.entries, unknown: value.spreads } : { entries: [], unknown: [value] };
}

function mergeObjects(values: readonly (StaticValue | undefined)[]): StaticValue | undefined {
  return values.reduce((merged, next) => {
    if (next?.kind !== 'object' || merged?.kind !== 'object') return next ?? merged;
    const kept = merged.entries.filter(({ key }) => !next.entries.some((entry) => entry.key === key));
    return { ...merged, entries: [...kept, ...next.entries], spreads: [...merged.spreads, ...next.spreads] };
  }, undefined);
}

/** Definitions that are objects are merged key by key; a function replaces what was there. */
function mergeActions(layers: readonly (readonly Entry[])[]): readonly Entry[] {
  const merged = new Map<string, StaticValue>();
  for (const { key, value } of layers.flat()) {
    const before = merged.get(key);
    merged.set(key, before?.kind === 'object' && value.kind === 'object' ? mergeObjects([before, value])! : value);
  }
  return [...merged].map(([key, value]) => ({ key, value }));
}
