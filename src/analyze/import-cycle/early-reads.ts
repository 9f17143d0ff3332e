import { extensionOf, type FilePath } from '../../host/path.js';
import type { LinkStatement, ModuleLinks } from '../../model/module-links.js';
import type { CompilerFacts } from '../../model/project.js';
import type { Reference } from '../../model/reference.js';
import { lineColumnAt } from '../../text/line-index.js';
import { sliceSpan } from '../../text/span.js';
import { createCalledReads, memberAfter, runsCallbacks, type CalledReads } from './called-reads.js';
import type { Binding, Meaning, Names } from './names.js';
import { createContextReader, failsOnUndefined, type ReadContext } from './read-context.js';
import { findUnnamedCalls, isLocalCallee, readChainCall } from './unfollowed-calls.js';

/** A read that happens while the body of `reader` runs, of a name that exists only once the body of `definedIn` has run. */
export interface BodyRead {
  readonly reader: FilePath;
  /** 1-based line in `reader`. */
  readonly line: number;
  readonly name: string;
  readonly definedIn: FilePath;
  /** Fails for sure when it comes too early; else that depends on values, on what a called function does, or on CommonJS statement order. */
  readonly certain: boolean;
  /** Evaluated for sure, whatever it then gives. */
  readonly evaluated: boolean;
  /** What reading it too early gives: an error, or `undefined` (`var`, enum, CommonJS). */
  readonly yields: 'error' | 'undefined';
  /** Read by `emitDecoratorMetadata`, which turns the type of a property or parameter into a value. */
  readonly metadata?: true;
  /** The function whose body reads it. */
  readonly through?: string;
}

type Found = Omit<BodyRead, 'reader' | 'line'>;

export interface BodyReads {
  /** What a member reads of the others while its own body runs. One for each name and place of definition, certain ones first. */
  readonly of: (file: FilePath) => readonly BodyRead[];
}

export function createBodyReads(names: Names, factsOf: (file: FilePath) => CompilerFacts): BodyReads {
  const copies = (file: FilePath): boolean => emitsCommonJs(names, factsOf, file);
  const called = createCalledReads(names, copies);
  return { of: (file) => findBodyReads(names, called, file, copies(file)) };
}

/**
 * CommonJS gives a copy of an export that is not there yet: `undefined`, where an ES module throws. With `module: node16` the
 * package decides, but only CommonJS may leave the extension out of a relative specifier.
 */
function emitsCommonJs(names: Names, factsOf: (file: FilePath) => CompilerFacts, file: FilePath): boolean {
  const extension = extensionOf(file);
  if (extension === '.cts' || extension === '.cjs') return true;
  const { dialect, imports } = names.links(file);
  if (dialect === 'js' || dialect === 'jsx' || extension === '.mts') return false;
  const module = factsOf(file).module?.toLowerCase() ?? '';
  if (module === 'commonjs') return true;
  const isBare = (specifier: string): boolean => /^\.\.?\//.test(specifier) && !/\.(?:[cm]?[jt]sx?|json|node)$/.test(specifier);
  return /^node(?:\d|next)/.test(module) && imports.some(({ specifier, kind }) => kind !== 'dynamic' && isBare(specifier));
}

function findBodyReads(names: Names, called: CalledReads, file: FilePath, isCommonJs: boolean): readonly BodyRead[] {
  const links = names.links(file);
  const { text, lineStarts } = links.source;
  const found = new Map<string, BodyRead>();
  const add = (at: number, read: Found): void => {
    const key = `${read.definedIn}\n${read.name}`;
    const known = found.get(key);
    if (known && rankOf(known) >= rankOf(read)) return;
    found.set(key, { reader: file, line: lineColumnAt(lineStarts, at).line, ...read });
  };
  const addCalled = (at: number, binding: Binding, statement: number, isCertain: boolean, through?: string): void => {
    for (const read of called.by(binding)) {
      const { binding: known, yields } = read;
      const certainty = { certain: isCertain && read.certain, evaluated: isCertain && read.evaluated };
      if (isLater(known, file, statement)) add(at, { name: known.name, definedIn: known.file, ...certainty, yields, ...(through === undefined ? {} : { through }) });
    }
  };

  for (const statement of links.statements) {
    if (statement.erased) continue;
    const contextAt = createContextReader(text, statement.span);
    for (const read of statement.reads) {
      if (read.when !== 'hard') continue;
      const record = names.importOf(file, read.name);
      if (statement.kind !== 'export-list') {
        const used = called.namedBy(file, read);
        const chain = used.kind === 'binding' || used.kind === 'namespace' ? readChainCall(text, read.span.end) : 'none';
        const isTrusted = (): boolean => isDeferredThunk(names, file, contextAt(read.span.start), read.span.start);
        if (used.kind === 'binding' && chain !== 'none' && !isTrusted()) addCalled(read.span.start, used, statement.index, false, read.name);
        else if (used.kind === 'binding' && /@\s*$/.test(text.slice(Math.max(0, read.span.start - 10), read.span.start))) addCalled(read.span.start, used, statement.index, false, read.name);
        else if (used.kind === 'binding' && called.runsWhenUsed(used) && !isTrusted()) addCalled(read.span.start, used, statement.index, false);
        if (chain === 'result' && !isTrusted()) addCalled(read.span.start, called.anythingOf(file), statement.index, false);
      }
      const mayBeHanded = /[(,]\s*$/.test(text.slice(Math.max(0, read.span.start - 40), read.span.start));
      if (!record && !mayBeHanded) continue;
      const context = contextAt(read.span.start);
      if (isDeferredThunk(names, file, context, read.span.start)) continue;
      const handedTo = called.handed(file, read, context);
      if (handedTo) addCalled(read.span.start, handedTo, statement.index, false, read.name);
      if (!record) continue;
      const { meaning, name, end } = meaningOfRead(names, links, read, record.specifier);
      const through = isCommonJs ? names.memberAt(file, record.specifier) : undefined;
      // A barrel of CommonJS has nothing to give before it has run, not even the functions that it re-exports.
      if (through !== undefined && through !== file && meaning.kind === 'binding' && meaning.file !== through) {
        add(read.span.start, { name, definedIn: through, certain: false, evaluated: false, yields: 'undefined' });
      }
      if (meaning.kind === 'binding' && meaning.early !== 'ready' && isLater(meaning, file, statement.index)) {
        const isUndefined = isCommonJs || meaning.early === 'undefined' || record.kind === 'require';
        const evaluated = record.kind !== 'require' && context.unconditional && context.functions === 0;
        const certain = evaluated && (!isUndefined || (!context.isAnnotation && failsOnUndefined(text, read.span.start, end)));
        const yields = isUndefined ? 'undefined' : 'error';
        add(read.span.start, { name, definedIn: meaning.file, certain, evaluated, yields, ...(context.isAnnotation ? { metadata: true } : {}) });
      } else if (meaning.kind === 'unknown' && meaning.file !== file) {
        add(read.span.start, { name, definedIn: meaning.file, certain: false, evaluated: false, yields: isCommonJs ? 'undefined' : 'error' });
      }
    }
    if (statement.runsUnnamed !== undefined) addCalled(statement.runsUnnamed, called.mentionedBy(file, statement), statement.index, false);
    for (const at of findUnnamedCalls(text, statement)) {
      if (contextAt(at).functions === 0) addCalled(at, called.mentionedBy(file, statement), statement.index, false);
    }
    addRequired(names, links, statement, add);
  }

  for (const call of links.calls) {
    const statement = links.statements[call.statement];
    if (call.when !== 'hard' || statement === undefined || statement.erased) continue;
    const target = called.targetOf(file, call.callee);
    if (!target && isOwnName(names, file, call.callee) && isLocalCallee(text, statement, call.callee[0]!)) {
      addCalled(call.span.start, called.anythingOf(file), call.statement, false);
    }
    // Outside of functions `this` is the class whose static block or field it stands in.
    if (call.callee[0] === 'this') addCalled(call.span.start, called.mentionedBy(file, statement), call.statement, false);
    if (!target) continue;
    addCalled(call.span.start, called.mentionedBy(file, { ...statement, span: call.span }), call.statement, false, call.callee.join('.'));
    const context = createContextReader(text, statement.span)(call.span.start);
    addCalled(call.span.start, target.binding, call.statement, target.isDirect && context.unconditional && context.functions === 0, call.callee.join('.'));
  }
  return [...found.values()].sort((a, b) => rankOf(b) - rankOf(a) || a.line - b.line);
}

/** Neither imported nor declared at the top: a global, or a name of an inner scope. */
function isOwnName(names: Names, file: FilePath, callee: readonly string[]): boolean {
  return callee.length === 1 && names.importOf(file, callee[0]!) === undefined && names.within.local(file, callee[0]!).kind === 'unknown';
}

function rankOf({ certain, evaluated }: Pick<BodyRead, 'certain' | 'evaluated'>): number {
  return Number(certain) * 2 + Number(evaluated);
}

/** A module can reach its own name by way of another one; such a name is there already when its statement stands above. */
function isLater(binding: Binding, file: FilePath, statement: number): boolean {
  return binding.file !== file || binding.statements.some(({ index }) => index >= statement);
}

/**
 * `@OneToMany(() => Dish)`, `z.lazy(() => dish)`, `forwardRef(() => Kitchen)`: a function that does nothing but name a thing is
 * written so that the name is read later. Only what is known to call it at once, or is part of the knot, is not trusted.
 */
function isDeferredThunk(names: Names, file: FilePath, { call, functions }: ReadContext, at: number): boolean {
  if (!call?.isThunk || functions !== 1) return false;
  if (call.isMember && runsCallbacks.test(call.name)) return false;
  const [receiver, member] = call.isMember ? (names.links(file).calls.findLast(({ span }) => span.start <= at && at < span.end)?.callee ?? []) : [call.name];
  if (receiver === undefined || (call.isMember && member !== call.name)) return true;
  if (!call.isMember && names.within.local(file, receiver).kind === 'binding') return false;
  // A function of the project that is no part of the knot, and calls something that it is given.
  const used = names.anywhere.local(file, receiver);
  const given = used.kind === 'namespace' && member !== undefined ? names.anywhere.exported(used.file, member) : used;
  if (call.isMember && used.kind !== 'namespace') return true;
  return given.kind !== 'binding' || !callsWhatItIsGiven(names, given);
}

function callsWhatItIsGiven(names: Names, { file, statements }: Binding): boolean {
  const { source, calls } = names.links(file);
  return statements.some((statement) => calls.some(({ callee, span, statement: index }) => {
    if (index !== statement.index || !isOwnName(names, file, callee) || !isLocalCallee(source.text, statement, callee[0]!)) return false;
    return createContextReader(source.text, statement.span)(span.start).functions <= 1;
  }));
}

/** `menu.soups` of a namespace import reads `soups`; the namespace as a whole may be passed on without a read of any name. */
function meaningOfRead(names: Names, links: ModuleLinks, read: Reference, specifier: string): { meaning: Meaning; name: string; end: number } {
  const file = links.source.path;
  let meaning = names.within.local(file, read.name);
  // A member re-exports a name from outside: the reader does not import that file itself, so it may still be waiting for it.
  if (meaning.kind === 'outside' && names.memberAt(file, specifier)) meaning = names.anywhere.local(file, read.name);
  if (meaning.kind !== 'namespace') return { meaning, name: read.name, end: read.span.end };
  const member = memberAfter(links.source.text, read.span.end);
  if (member) return { meaning: exportedThrough(names, meaning.file, member.name), name: `${read.name}.${member.name}`, end: member.end };
  return { meaning: { kind: 'unknown', file: meaning.file }, name: read.name, end: read.span.end };
}

function exportedThrough(names: Names, file: FilePath, name: string): Meaning {
  const meaning = names.within.exported(file, name);
  return meaning.kind === 'outside' ? names.anywhere.exported(file, name) : meaning;
}

/**
 * CommonJS copies: `const { price } = require('./menu')` and `require('./menu').price` read while the body runs, `const menu =
 * require('./menu')` only where `menu` is used. How far the other file has come by then depends on the order of its statements,
 * so none is certain.
 */
function addRequired(names: Names, links: ModuleLinks, statement: LinkStatement, add: (at: number, read: Found) => void): void {
  const { path: file, text } = links.source;
  for (const record of statement.imports) {
    if (record.form !== 'require-call') continue;
    const target = names.memberAt(file, record.specifier);
    if (!target || target === file || !runsWithBody(statement)) continue;
    const copied = (at: number, name: string): void => add(at, { name, definedIn: target, certain: false, evaluated: false, yields: 'undefined' });
    const member = memberAfter(text, record.span.end);
    if (member) copied(record.span.start, member.name);
    const isPattern = /^(?:const|let|var)\s*\{/.test(sliceSpan(text, statement.span));
    for (const name of statement.declares) {
      const use = links.statements.flatMap((other) => other.reads).find((read) => read.when === 'hard' && read.name === name);
      if (isPattern) copied(record.span.start, name);
      else if (use && !member) copied(use.span.start, name);
    }
  }
}

/** A `require` inside a function declaration or class waits until it is called. */
export function runsWithBody(statement: LinkStatement): boolean {
  return statement.kind !== 'function' && statement.kind !== 'class';
}
