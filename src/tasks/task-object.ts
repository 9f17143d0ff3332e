import type { ClassSite } from '../model/declaration-site.js';
import type { ModuleModel } from '../model/module-model.js';
import type { CallSite, StaticValue } from '../model/static-value.js';
import { sliceSpan, spanContains } from '../text/span.js';
import { evaluateIn, findImportOf } from './evaluate.js';
import { findOrigin } from './named-origin.js';
import { parameterName, parameterType } from './record-fields.js';
import type { TaskExtractorInput } from './task-extractor.js';

/** What a path of names is known to be: an object that a package made, or one that is handed in with a type of the package. */
export interface TaskObject {
  /** Exported name of the class or function that made it or of its type; '' for the default export, or what stands for it in CommonJS. */
  readonly name: string;
  /** Arguments of the construction or call, evaluated where they stand; undefined for what is handed in. */
  readonly args?: readonly StaticValue[];
  /** Type arguments as written: of the construction, or of the parameter's type. */
  readonly typeArguments: readonly string[];
}

/**
 * The exported name that a callee or a type leads to, when that is imported from one of the packages: `['bull', 'Queue']` after `import * as bull`,
 * `['Queue']` after `import { Queue }`. The default export and the module itself are ''.
 */
export function exportedNameOf(model: ModuleModel, packages: readonly string[], path: readonly string[]): string | undefined {
  const imported = path[0] === undefined ? undefined : findImportOf(model, path[0]);
  if (!imported || !packages.includes(imported.specifier)) return undefined;
  const first = imported.imported === '*' || imported.imported === 'default' ? [] : [imported.imported];
  return [...first, ...path.slice(1)].filter((part) => part !== 'default').join('.');
}

/**
 * Follows a path to its object: a variable or property of this file, a parameter of the function or constructor around the call, or a
 * name of another file. `use` is the place where the path stands.
 */
export function findTaskObject(input: TaskExtractorInput, packages: readonly string[], path: readonly string[], use: CallSite): TaskObject | undefined {
  return (
    findBuilt(input, input.model, packages, path, use) ?? findHanded(input, packages, path, use) ?? findElsewhere(input, packages, path)
    ?? findAnnotated(input, packages, path, use) ?? findMade(input, packages, path)
  );
}

/** `let queue: Queue<Letter>;` and `private queue?: Queue`: the type says what it is, not which one. */
function findAnnotated(input: TaskExtractorInput, packages: readonly string[], path: readonly string[], use: CallSite): TaskObject | undefined {
  if (path[0] === 'this') {
    const site = input.model.classes.find(({ span }) => spanContains(span, use.span));
    return site && path.length === 2 ? typeIn(input.model, packages, sliceSpan(input.model.source.text, site.span), path[1]!) : undefined;
  }
  const origin = findOrigin(input, input.model, path);
  if (origin?.kind !== 'declared' || origin.rest.length > 0) return undefined;
  const statement = origin.model.statements.find(({ kind, declares }) => kind === 'variable' && declares.includes(origin.name));
  return statement && typeIn(origin.model, packages, sliceSpan(origin.model.source.text, statement.span), origin.name);
}

function typeIn(model: ModuleModel, packages: readonly string[], text: string, name: string): TaskObject | undefined {
  const found = new RegExp(`(?<![\\w$.])${name.replaceAll('$', '\\$&')}[?!]?\\s*:\\s*([\\w$.]+(?:<[^=;\\n]*>)?)\\s*(?:[=;,|)\\n]|$)`).exec(text)?.[1];
  return found === undefined ? undefined : ofType(model, packages, found);
}

/** `const queue = makeQueue('mail')` of a function of this project that says, or shows, that it gives back an object of the package. */
function findMade(input: TaskExtractorInput, packages: readonly string[], path: readonly string[]): TaskObject | undefined {
  const holder = findOrigin(input, input.model, path);
  const value = holder?.kind === 'declared' && holder.rest.length === 0 ? holder.model.constants.get(holder.name) : undefined;
  if (holder?.kind !== 'declared' || value?.kind !== 'call') return undefined;
  const maker = findOrigin(input, holder.model, value.callee);
  if (maker?.kind !== 'declared' || maker.rest.length > 0) return undefined;
  const { model, name } = maker;
  const declared = model.functions.find((one) => one.name === name)?.shape.returnType;
  const typed = declared === undefined ? undefined : ofType(model, packages, declared.replace(/^Promise<(.*)>$/, '$1'));
  // Its type arguments are those of the function, not those of the call.
  if (typed) return { ...typed, typeArguments: [] };
  const returned = model.calls.find(({ within, kind, callee, span }) =>
    within === name && kind === 'new' && exportedNameOf(model, packages, callee) !== undefined && /(?:\breturn|=>)\s*$/.test(model.source.text.slice(0, span.start)));
  return returned && { name: exportedNameOf(model, packages, returned.callee)!, typeArguments: [] };
}

/** `Queue<Letter>`, under whatever name the type is imported. */
function ofType(model: ModuleModel, packages: readonly string[], type: string): TaskObject | undefined {
  const [, name, argument] = /^([\w$.]+)(?:<(.*)>)?$/s.exec(type) ?? [];
  const exported = name === undefined ? undefined : exportedNameOf(model, packages, name.split('.'));
  return exported === undefined ? undefined : { name: exported, typeArguments: argument === undefined ? [] : [argument] };
}

/** `const queue = new Queue('mail')`, in the function around the use first. A variable that is assigned in another function counts too: nothing else makes it. */
function findBuilt(input: TaskExtractorInput, model: ModuleModel, packages: readonly string[], path: readonly string[], use?: CallSite): TaskObject | undefined {
  const text = path.join('.');
  const built = model.calls.filter((call) => call.assignedTo === text && exportedNameOf(model, packages, call.callee) !== undefined);
  const inOwn = use && built.filter(({ span }) => span.start < use.span.start && built.some(({ within }) => within === use.within)).findLast(({ within }) => within === use.within);
  const site = inOwn ?? built.find(({ when }) => when === 'hard') ?? built[0];
  if (!site) return undefined;
  const args = site.args.map((arg) => evaluateIn(input, model, arg));
  return { name: exportedNameOf(model, packages, site.callee)!, args, typeArguments: site.typeArguments };
}

/** `export function register(agenda: Agenda)`, `constructor(private readonly boss: PgBoss)`. */
function findHanded({ model }: TaskExtractorInput, packages: readonly string[], path: readonly string[], use: CallSite): TaskObject | undefined {
  const name = path[0] === 'this' ? path[1] : path[0];
  if (name === undefined || path.length !== (path[0] === 'this' ? 2 : 1)) return undefined;
  const around = path[0] === 'this' ? [] : model.functions.filter(({ span }) => span.start <= use.span.start && use.span.end <= span.end).map(({ shape }) => shape);
  const classes = model.classes.filter(({ span }) => span.start <= use.span.start && use.span.end <= span.end);
  const parameters = [...around, ...classes.flatMap((site) => shapesOf(site, path[0] === 'this'))].flatMap((shape) => shape.parameters);
  for (const parameter of parameters) {
    const bare = parameter.replace(/^(?:@[\w$.]+(?:\([^()]*\))?\s+|(?:private|protected|public|readonly|override)\s+)+/, '');
    const type = parameterName(bare) === name ? parameterType(bare) : undefined;
    const typed = type === undefined ? undefined : ofType(model, packages, type.replace(/\s*\|\s*(?:undefined|null)$/, ''));
    if (typed) return typed;
  }
  return undefined;
}

/** `this.boss` comes in through the constructor; a method's own parameters are seen by name. */
function shapesOf({ members }: ClassSite, isProperty: boolean) {
  return members.flatMap((member) => (member.shape && (member.kind === 'constructor') === isProperty ? [member.shape] : []));
}

/** A name that is declared elsewhere is looked up there as it is here: what types it was made with is written there. */
function findElsewhere(input: TaskExtractorInput, packages: readonly string[], path: readonly string[]): TaskObject | undefined {
  const origin = findOrigin(input, input.model, path);
  const built = origin?.kind === 'declared' && origin.model !== input.model ? findBuilt(input, origin.model, packages, [origin.name, ...origin.rest]) : undefined;
  if (built) return built;
  const value = input.evaluate({ kind: 'reference', path });
  if ((value.kind !== 'new' && value.kind !== 'call') || !packages.includes(value.callee[0] ?? '')) return undefined;
  return { name: value.callee.slice(1).filter((part) => part !== 'default').join('.'), args: value.args, typeArguments: [] };
}
