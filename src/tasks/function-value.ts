import type { FunctionShape } from '../model/declaration-site.js';
import type { StaticValue } from '../model/static-value.js';
import { findOrigin } from './named-origin.js';
import { parameterType } from './record-fields.js';
import { printHandler } from './task-site.js';
import type { TaskExtractorInput } from './task-extractor.js';

/** A function as an argument: written in place, or named and declared elsewhere. */
export interface FunctionValue {
  /** What `fn.name` is at run time; undefined where only running the code can tell. */
  readonly name: string | undefined;
  /** `async (order: Order)`, or the name of what could not be followed. */
  readonly signature: string | undefined;
  /** Types of the parameters as written; undefined where none is. */
  readonly parameterTypes: readonly (string | undefined)[];
}

/**
 * Follows a name to the function that it stands for. `import { place as order }` stands for a function whose name is still `place`, a static method
 * for one of its own name, and what a call gives back for one of a name that nobody knows.
 */
export function readFunctionValue(input: TaskExtractorInput, value: StaticValue | undefined): FunctionValue {
  if (value?.kind === 'function') return { name: value.name ?? '', signature: printHandler(value), parameterTypes: value.parameters.map(parameterType) };
  const unknown: FunctionValue = { name: undefined, signature: printHandler(value), parameterTypes: [] };
  if (value?.kind !== 'reference' || value.local) return unknown;
  const origin = findOrigin(input, input.model, value.path);
  if (origin?.kind !== 'declared') return unknown;
  const [member] = origin.rest;
  if (member !== undefined) {
    const method = origin.model.classes.find(({ name }) => name === origin.name)?.members.find((one) => one.name === member && one.static);
    return method?.shape ? { name: member, ...describe(method.shape) } : unknown;
  }
  const declared = origin.model.functions.find(({ name }) => name === origin.name);
  if (declared) return { name: declared.name, ...describe(declared.shape) };
  const held = origin.model.constants.get(origin.name);
  return held?.kind === 'reference' ? readFunctionValue({ ...input, model: origin.model }, held) : unknown;
}

function describe({ async, parameters, parameterTypes }: FunctionShape): Pick<FunctionValue, 'signature' | 'parameterTypes'> {
  return { signature: `${async ? 'async ' : ''}(${parameters.join(', ')})`, parameterTypes };
}
