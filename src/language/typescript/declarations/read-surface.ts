import type { ts } from 'ts-morph';
import { compareText } from '../../../diagnostic/sort.js';
import type { FilePath } from '../../../host/path.js';
import type { ApiAugmentation, ApiEntry, ApiExport, ApiNode, ApiReading, ApiSymbol } from '../../../model/api.js';
import type { ApiInput } from '../../language.js';
import { compiler } from '../compiler.js';
import { writeAnnotated } from './annotated.js';
import { createEmittedProgram, type EmittedProgram } from './emitted-program.js';
import { createMeanings, type Meaning } from './meaning.js';
import { createOutsideNames } from './outside-names.js';
import { readDeclarations } from './read-declarations.js';
import type { TypeReader } from './read-types.js';
import { findRejected } from './rejected.js';
import { createSourceCache } from './source-cache.js';
import { createSourceProgram, findClosure, type SourceProgram } from './source-program.js';

/** Above these the memory of two programs is no longer a reasonable price. */
const limits = { files: 4000, open: 1500 };

/**
 * Types by correspondence: the compiler writes the declarations of the files that may differ, and every name in them is resolved. Assigning the types of
 * one version to those of the other would not do: a class with a private member, an enum and a unique symbol are not assignable to their own copies.
 */
export function createApiReader(): (input: ApiInput) => ApiReading {
  const cache = createSourceCache(compiler());
  return (input) => {
    const closure = findClosure(input.edgesFrom, input.entries);
    const own = new Set([...closure].filter((file) => input.isOpen(file)));
    if (closure.size > limits.files || own.size > limits.open) {
      return { kind: 'unread', reason: `${closure.size} files hang on the entries, ${own.size} of them on the change; types of no more than ${limits.files} and ${limits.open} are read` };
    }
    const ambient = [...input.files.keys()].filter((file) => /\.d\.[cm]?ts$/.test(file) && !closure.has(file));
    const sources = createSourceProgram(compiler(), cache, input, [...closure, ...ambient]);
    const annotated = input.inferred ? undefined : writeAnnotated(compiler(), input, sources.options, own);
    return { kind: 'read', isAnnotated: annotated !== undefined, surface: readSurface(input, sources, own, annotated) };
  };
}

function readSurface(input: ApiInput, sources: SourceProgram, own: ReadonlySet<FilePath>, annotated: ReadonlyMap<FilePath, string> | undefined): Extract<ApiReading, { kind: 'read' }>['surface'] {
  const { ts, program, options } = sources;
  const emitted = createEmittedProgram(input, sources, own, annotated);
  const outside = createOutsideNames(sources, input.root, input.files);
  const meanings = createMeanings(sources, emitted, outside, own);
  const missing = new Map<FilePath, readonly string[]>();
  const symbols: (ApiSymbol | ts.Symbol)[] = [];
  const indexes = new Map<ts.Symbol | string, number>();
  const indexOf = (key: ts.Symbol | string, make: () => ApiSymbol | ts.Symbol): number => {
    let index = indexes.get(key);
    if (index === undefined) {
      indexes.set(key, (index = symbols.length));
      symbols.push(make());
    }
    return index;
  };
  const reader: TypeReader = {
    ts,
    meanings,
    indexOf: (symbol) => indexOf(symbol, () => symbol),
    indexOfIdentity: (identity) => indexOf(identity, () => ({ name: identity.slice(identity.indexOf('#') + 1), identity, isLocal: false, declarations: [] })),
    indexOfUnwritten: (name) => indexOf(`?${name}`, () => ({ name, unknown: 'is a name without a declaration where the compiler wrote it', isLocal: false, declarations: [] })),
    exportsOf: (module) => emitted.checker.getExportsOfModule(module).filter((one) => one.name !== 'prototype'),
    exactOptional: options.exactOptionalPropertyTypes === true,
  };
  const indexOfMeaning = (meaning: Meaning): number => {
    if (meaning.kind === 'own') return reader.indexOf(meaning.symbol);
    if (meaning.kind === 'unwritten') return reader.indexOfUnwritten(meaning.name);
    return reader.indexOfIdentity(meaning.kind === 'outside' ? meaning.identity : `global#${meaning.name}`);
  };

  const entries = new Map<FilePath, ApiEntry>();
  for (const entry of input.entries) if (own.has(entry)) entries.set(entry, readEntry(entry));
  // Reading one symbol finds others: the list grows while it is walked.
  const finished: ApiSymbol[] = [];
  for (let index = 0; index < symbols.length; index++) {
    const symbol = symbols[index]!;
    finished.push('isLocal' in symbol ? symbol : describe(symbol));
  }
  return {
    symbols: finished,
    entries,
    emitsDeclarations: input.emitsDeclarations,
    problems: emitted.problems,
    rejected: findRejected(sources, own, input.files),
  };

  function describe(symbol: ts.Symbol): ApiSymbol {
    const [first] = symbol.declarations ?? [];
    const isLocal = first !== undefined && (ts.isTypeParameterDeclaration(first) || ts.isParameter(first));
    const file = first && emitted.sourceOf(first.getSourceFile().fileName);
    const declarations = isLocal ? [] : readDeclarations(reader, symbol);
    const lost = file === undefined || !speaksOfAny(declarations) ? [] : missingOf(file);
    const isInferred = lost.length > 0 && !/\bany\b/.test(textOf(file!, symbol.name) ?? '');
    return { name: symbol.name, isLocal, declarations, ...(file === undefined ? {} : { file }), ...(isInferred ? { unknown: `is inferred to hold 'any', in a file that imports ${lost.slice(0, 3).join(', ')}, which nobody finds` } : {}) };
  }

  function missingOf(file: FilePath): readonly string[] {
    let found = missing.get(file);
    if (found === undefined) missing.set(file, (found = findMissing(input, sources, file)));
    return found;
  }

  /** The statement that declares a name, as it was written. */
  function textOf(file: FilePath, name: string): string | undefined {
    const tree = program().getSourceFile(file);
    const isIts = (statement: ts.Statement): boolean =>
      ts.isVariableStatement(statement) ? statement.declarationList.declarations.some((one) => one.name.getText(tree).includes(name)) : (statement as ts.DeclarationStatement).name?.getText(tree) === name;
    return tree?.statements.find(isIts)?.getText(tree);
  }

  function readEntry(entry: FilePath): ApiEntry {
    const tree = emitted.tree(entry);
    const module = tree && emitted.checker.getSymbolAtLocation(tree);
    const exports = new Map<string, ApiExport>();
    const assigned = module?.exports?.get(ts.InternalSymbolName.ExportEquals);
    const exported = module === undefined ? [] : assigned ? [assigned] : reader.exportsOf(module);
    for (const symbol of exported) {
      const meaning = meanings.ofSymbol(symbol);
      const isValue = meaning.kind === 'own' ? (meaning.symbol.flags & ts.SymbolFlags.Value) !== 0 : meaning.kind !== 'outside' || outside.isValue(meaning.identity);
      exports.set(symbol === assigned ? 'export =' : symbol.name, { symbol: indexOfMeaning(meaning), typeOnly: 'typeOnly' in meaning && meaning.typeOnly && isValue });
    }
    const reached = findReached(emitted, sources, own, entry);
    return { exports, stars: readStars(entry, new Set()), augmentations: reached.flatMap((file) => readAugmentations(file)) };
  }

  function readStars(file: FilePath, seen: Set<FilePath>): readonly string[] {
    if (seen.has(file)) return [];
    seen.add(file);
    const found = (emitted.tree(file)?.statements ?? []).flatMap((statement) => {
      if (!ts.isExportDeclaration(statement) || statement.exportClause || !statement.moduleSpecifier || !ts.isStringLiteral(statement.moduleSpecifier)) return [];
      const target = sources.resolve(file, statement.moduleSpecifier.text) as FilePath | undefined;
      return target !== undefined && own.has(target) ? readStars(target, seen) : [outside.ofModule(file, statement.moduleSpecifier.text, [])];
    });
    return [...new Set(found)].sort(compareText);
  }

  function readAugmentations(file: FilePath): ApiAugmentation[] {
    const { getMergedSymbol } = emitted.checker as ts.TypeChecker & { readonly getMergedSymbol: (symbol: ts.Symbol) => ts.Symbol };
    return (emitted.tree(file)?.statements ?? []).flatMap((statement) => {
      if (!ts.isModuleDeclaration(statement)) return [];
      const isGlobal = (statement.flags & ts.NodeFlags.GlobalAugmentation) !== 0;
      if (!isGlobal && !ts.isStringLiteral(statement.name)) return [];
      const resolved = isGlobal ? undefined : (sources.resolve(file, statement.name.text) as FilePath | undefined);
      // The checker has merged these into what they extend.
      if (resolved !== undefined && own.has(resolved)) return [];
      const { symbol } = statement as ts.ModuleDeclaration & { readonly symbol: ts.Symbol };
      const target = isGlobal ? 'global' : outside.ofModule(file, statement.name.text, []);
      return [...(symbol.exports?.values() ?? [])].map((member) => ({ target, name: member.name, symbol: indexOfMeaning(meanings.ofSymbol(getMergedSymbol(member))) }));
    });
  }
}

/** Files whose declarations those of the entry load, itself first. */
function findReached(emitted: EmittedProgram, { ts, resolve }: SourceProgram, own: ReadonlySet<FilePath>, entry: FilePath): readonly FilePath[] {
  const found = new Set([entry]);
  for (const file of found) {
    const tree = emitted.tree(file);
    if (tree === undefined) continue;
    for (const { fileName } of ts.preProcessFile(tree.text, true, false).importedFiles) {
      const target = resolve(file, fileName) as FilePath | undefined;
      if (target !== undefined && own.has(target)) found.add(target);
    }
  }
  return [...found];
}

/** Specifiers of a file that lead nowhere for the compiler: what it infers from there is `any`. */
function findMissing(input: ApiInput, { ts, program, resolve, checker }: SourceProgram, file: FilePath): readonly string[] {
  const patterns = checker().getAmbientModules().map((module) => module.name.replace(/^"|"$/g, ''));
  const isKnown = (name: string): boolean =>
    patterns.some((pattern) => {
      const [start = '', end] = pattern.split('*');
      return end === undefined ? pattern === name || pattern === `node:${name}` || `node:${pattern}` === name : name.startsWith(start) && name.endsWith(end);
    });
  const tree = program().getSourceFile(file);
  const named = tree === undefined ? [] : ts.preProcessFile(tree.text, true, true).importedFiles.map(({ fileName }) => fileName);
  return named.filter((name) => resolve(file, name) === undefined && input.resolve(file, name).kind !== 'asset' && !isKnown(name)).sort(compareText);
}

function speaksOfAny(nodes: readonly ApiNode[]): boolean {
  return nodes.some((node) => (node.kind === 'keyword' && node.text === 'any') || speaksOfAny(node.children));
}
