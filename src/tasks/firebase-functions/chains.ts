import type { CallSite, StaticValue } from '../../model/static-value.js';
import { sliceSpan } from '../../text/span.js';
import type { DeployedFunction } from './deployed.js';

/** One call of a chain before the last: `region('europe-west1')`. */
export interface ChainStep {
  readonly method: string;
  readonly args: readonly StaticValue[];
}

/** In the order of the source. A value is known by its text, a call by its place: the chain is found by both. */
export function readChain(one: DeployedFunction): readonly ChainStep[] {
  const outer = findSite(one);
  if (!outer) return [];
  return [...one.model.calls, ...one.model.chains]
    .filter(({ kind, span }) => kind === 'call' && span.start === outer.span.start && span.end < outer.span.end)
    .sort((a, b) => a.span.end - b.span.end)
    .map(({ callee, args }) => ({ method: callee.at(-1)!, args }));
}

/** Offset of the call, or of what declares its name. */
export function siteOfCall(one: DeployedFunction): number {
  const { model, holder } = one;
  return findSite(one)?.span.start ?? model.statements.find(({ declares }) => declares.includes(holder[0]!))?.span.start ?? 0;
}

function findSite({ model, value, holder }: DeployedFunction): CallSite | undefined {
  const name = holder[0]!;
  const candidates = [...model.calls, ...model.chains].filter(({ span }) => sliceSpan(model.source.text, span).replace(/\s+/g, ' ') === value.text);
  const isHolder = ({ assignedTo, within }: CallSite): boolean => within === name || assignedTo === name || assignedTo === `exports.${name}` || assignedTo === `module.exports.${name}`;
  return candidates.find(isHolder) ?? candidates[0];
}
