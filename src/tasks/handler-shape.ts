import type { FilePath } from '../host/path.js';
import type { FunctionShape } from '../model/declaration-site.js';
import type { StaticValue } from '../model/static-value.js';
import type { TaskRecord } from '../model/task-record.js';
import { printFile } from './file-argument.js';
import { findOrigin } from './named-origin.js';
import { parameterType } from './record-fields.js';
import { plainText, printStatic } from './static-text.js';
import type { TaskExtractorInput } from './task-extractor.js';

export type HandlerFields = Pick<TaskRecord, 'signature' | 'payload'>;

/** How the type of the payload stands in the type of a parameter: `Job<Letter>` has it as an argument of `Job`, `Letter` is it itself. */
export interface PayloadPlace {
  /** Position of the parameter. Default 0. */
  readonly parameter?: number;
  /** Last names of the types that wrap the payload, each with it as the first argument: `['Job']`. None: the type itself. */
  readonly wrappers?: readonly string[];
}

/**
 * Signature and payload of the function that stands in a place, or that the name there leads to, in this file or behind an import. What is no
 * function is its text: a path, or a call that makes one.
 */
export function readHandlerFields(input: TaskExtractorInput, value: StaticValue | undefined, place: PayloadPlace = {}): HandlerFields {
  if (value === undefined) return {};
  if (value.kind === 'function') return fieldsOf({ parameters: value.parameters, async: value.async }, place);
  if (value.kind === 'call' && value.callee.join('.') === 'require') return readRequired(input, value, place);
  const shape = value.kind === 'reference' && !value.local ? findShape(input, value.path, value.from) : undefined;
  return shape ? shapeFields(shape, place) : { signature: printHandlerValue(value) };
}

/** `require('./send')`: the path is another one in another folder, so it is told from the root. */
function readRequired(input: TaskExtractorInput, value: Extract<StaticValue, { kind: 'call' }>, place: PayloadPlace): HandlerFields {
  const [specifier] = value.args;
  const resolution = specifier?.kind === 'literal' ? input.project.resolve(input.model.source.path, String(specifier.value)) : undefined;
  if (resolution?.kind !== 'file') return { signature: plainText(value) };
  const whole = input.read(resolution.path).constants.get('module.exports');
  return whole?.kind === 'function' ? readHandlerFields(input, whole, place) : { signature: `file ${printFile(input, resolution.path)}` };
}

/** `logged(async (job: Job))` for a function that another one makes: its body is not part of what the framework is told. */
function printHandlerValue(value: StaticValue): string {
  if (value.kind === 'function') return `${value.async ? 'async ' : ''}(${value.parameters.join(', ')})`;
  if (value.kind === 'call' || value.kind === 'new') return `${value.kind === 'new' ? 'new ' : ''}${value.callee.join('.')}(${value.args.map(printHandlerValue).join(', ')})`;
  return value.kind === 'dynamic' || value.kind === 'reference' ? plainText(value) : printStatic(value);
}

/** The function at the end of a path of names; a method or property of a class or an object is not followed. */
export function findShape(input: TaskExtractorInput, path: readonly string[], from?: FilePath): FunctionShape | undefined {
  const origin = findOrigin(input, from === undefined ? input.model : input.read(from), path);
  if (origin?.kind !== 'declared' || origin.rest.length > 0) return undefined;
  return origin.model.functions.find(({ name }) => name === origin.name)?.shape;
}

export function shapeFields(shape: FunctionShape, place: PayloadPlace = {}): HandlerFields {
  return fieldsOf(shape, place);
}

function fieldsOf({ parameters, async, returnType }: Pick<FunctionShape, 'parameters' | 'async' | 'returnType'>, place: PayloadPlace): HandlerFields {
  const payload = payloadOf(parameterType(parameters[place.parameter ?? 0]), place.wrappers);
  const result = returnType === undefined ? '' : `: ${returnType}`;
  return { signature: `${async ? 'async ' : ''}(${parameters.join(', ')})${result}`, ...(payload === undefined ? {} : { payload }) };
}

/** `Letter` of `Bull.Job<Letter>` and of `Job<Letter, string>[]`; the whole type where nothing wraps it. */
export function payloadOf(type: string | undefined, wrappers: readonly string[] = []): string | undefined {
  if (type === undefined || wrappers.length === 0) return type;
  const open = type.indexOf('<');
  if (open === -1 || !wrappers.includes(type.slice(0, open).split('.').at(-1)!.trim())) return undefined;
  let depth = 0;
  for (let at = open; at < type.length; at++) {
    const character = type[at]!;
    if ('<({['.includes(character)) depth++;
    else if ('>)}]'.includes(character) && type[at - 1] !== '=') depth--;
    if (depth === 0 || (depth === 1 && character === ',')) return type.slice(open + 1, at).trim();
  }
  return undefined;
}
