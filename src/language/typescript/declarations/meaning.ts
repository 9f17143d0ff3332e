import type { ts } from 'ts-morph';
import type { FilePath } from '../../../host/path.js';
import type { EmittedProgram } from './emitted-program.js';
import { isEntity } from './entity.js';
import type { OutsideNames } from './outside-names.js';
import type { SourceProgram } from './source-program.js';

/** What a name in an emitted declaration means. */
export type Meaning =
  /** `rest`: what follows it and has no declaration of its own, such as a member of an enum. */
  | { readonly kind: 'own'; readonly symbol: ts.Symbol; readonly rest: readonly string[]; readonly typeOnly: boolean }
  | { readonly kind: 'outside'; readonly identity: string; readonly typeOnly: boolean }
  | { readonly kind: 'global'; readonly name: string }
  /** A name that leads nowhere: something private that the compiler names and does not write out, or a type that nobody declares. */
  | { readonly kind: 'unwritten'; readonly name: string };

export interface Meanings {
  readonly ofEntity: (entity: ts.EntityNameOrEntityNameExpression) => Meaning;
  /** Through aliases, as far as there are any. */
  readonly ofSymbol: (symbol: ts.Symbol) => Meaning;
  /** `import("./till.js").Till`. */
  readonly ofImportType: (node: ts.ImportTypeNode) => Meaning;
}

interface Internals {
  readonly getImmediateAliasedSymbol: (symbol: ts.Symbol) => ts.Symbol | undefined;
  readonly getMergedSymbol: (symbol: ts.Symbol) => ts.Symbol;
}

export function createMeanings(sources: SourceProgram, emitted: EmittedProgram, outside: OutsideNames, own: ReadonlySet<FilePath>): Meanings {
  const { ts } = sources;
  /** `const a: typeof b` and `const b: typeof a` are errors, and end nowhere. */
  const followed = new Set<ts.Symbol>();
  const checker = emitted.checker as ts.TypeChecker & Internals;

  const fileOf = (node: ts.Node): FilePath => emitted.sourceOf(node.getSourceFile().fileName);
  const moduleOf = (from: FilePath, specifier: string): ts.Symbol | undefined => {
    const target = sources.resolve(from, specifier) as FilePath | undefined;
    const tree = target !== undefined && own.has(target) ? emitted.tree(target) : undefined;
    return tree && checker.getSymbolAtLocation(tree);
  };

  function ofSymbol(start: ts.Symbol): Meaning {
    let symbol = start;
    let typeOnly = false;
    for (let steps = 0; symbol.flags & ts.SymbolFlags.Alias && steps < 100; steps++) {
      const node = symbol.declarations?.find((declaration) => isAlias(declaration));
      if (node === undefined) break;
      typeOnly ||= ts.isTypeOnlyImportOrExportDeclaration(node);
      const entity = entityOf(node);
      if (entity !== undefined) return withTypeOnly(ofEntity(entity), typeOnly);
      const next = checker.getImmediateAliasedSymbol(symbol);
      if (next?.declarations === undefined) {
        const from = sourceOfAlias(node);
        if (from === undefined) break;
        return { kind: 'outside', identity: outside.ofModule(fileOf(node), from.specifier, from.path), typeOnly };
      }
      symbol = next;
    }
    return throughTypeof(checker.getMergedSymbol(symbol), typeOnly);
  }

  /** `export const total: typeof import("./till.js").total` is how an assignment to `exports` passes a function on: as good as a re-export. */
  function throughTypeof(symbol: ts.Symbol, typeOnly: boolean): Meaning {
    const itself: Meaning = { kind: 'own', symbol, rest: [], typeOnly };
    const [node, more] = symbol.declarations ?? [];
    if (node === undefined || more !== undefined || !ts.isVariableDeclaration(node) || node.type === undefined || followed.has(symbol)) return itself;
    const { type } = node;
    followed.add(symbol);
    const target = ts.isTypeQueryNode(type) && !type.typeArguments ? ofEntity(type.exprName) : ts.isImportTypeNode(type) && type.isTypeOf && !type.typeArguments ? ofImportType(type) : undefined;
    followed.delete(symbol);
    if (target?.kind !== 'own' || target.rest.length > 0 || target.symbol === symbol) return itself;
    const isScript = /\.[cm]?jsx?$/.test(fileOf(node));
    const plain = ts.SymbolFlags.Function | ts.SymbolFlags.Variable;
    return isScript || (target.symbol.flags & plain && !(target.symbol.flags & ts.SymbolFlags.Namespace)) ? withTypeOnly(target, typeOnly) : itself;
  }

  function ofEntity(entity: ts.EntityNameOrEntityNameExpression): Meaning {
    const names: string[] = [];
    let first: ts.Node = entity;
    while (!ts.isIdentifier(first)) {
      if (ts.isQualifiedName(first)) {
        names.unshift(first.right.text);
        first = first.left;
      } else if (ts.isPropertyAccessExpression(first)) {
        names.unshift(first.name.text);
        first = first.expression;
      } else return { kind: 'global', name: entity.getText() };
    }
    const found = checker.getSymbolAtLocation(first);
    if (found !== undefined && found.declarations !== undefined) return into(found, names);
    const name = [first.text, ...names].join('.');
    if (outside.isGlobal(first.text)) return { kind: 'global', name };
    const hidden = findUnreachable(fileOf(entity), first.text);
    return hidden === undefined ? { kind: 'unwritten', name } : into(hidden, names);
  }

  function findUnreachable(file: FilePath, name: string): ts.Symbol | undefined {
    const told = emitted.unreachable(file, name);
    const holders = told === undefined ? [...own] : [told];
    const found = holders.flatMap((holder) => (emitted.tree(holder) as (ts.SourceFile & { readonly locals?: ts.SymbolTable }) | undefined)?.locals?.get(ts.escapeLeadingUnderscores(name)) ?? []);
    return found.length === 1 ? found[0] : undefined;
  }

  /** Follows `names` from what `start` means, through namespaces and modules. */
  function into(start: ts.Symbol, names: readonly string[]): Meaning {
    let at = aliasWithPath(start, names);
    while (at.kind === 'own' && at.rest.length > 0 && at.symbol.flags & ts.SymbolFlags.Module) {
      const [name, ...rest] = at.rest as [string, ...string[]];
      const member: ts.Symbol | undefined = at.symbol.exports?.get(ts.escapeLeadingUnderscores(name)) ?? checker.tryGetMemberInModuleExports(name, at.symbol);
      if (member === undefined) break;
      at = aliasWithPath(member, rest);
    }
    return at;
  }

  /** An import of what is outside takes the names behind it along: `z.ZodType`. */
  function aliasWithPath(symbol: ts.Symbol, names: readonly string[]): Meaning {
    const meaning = ofSymbol(symbol);
    if (names.length === 0) return meaning;
    if (meaning.kind === 'global' || meaning.kind === 'unwritten') return { ...meaning, name: [meaning.name, ...names].join('.') };
    if (meaning.kind === 'own') return { ...meaning, rest: [...meaning.rest, ...names] };
    const node = symbol.declarations?.find((declaration) => isAlias(declaration));
    const from = node && sourceOfAlias(node);
    if (node === undefined || from === undefined) return { ...meaning, identity: `${meaning.identity}${meaning.identity.endsWith('#') ? '' : '.'}${names.join('.')}` };
    return { ...meaning, identity: outside.ofModule(fileOf(node), from.specifier, [...from.path, ...names]) };
  }

  function ofImportType(node: ts.ImportTypeNode): Meaning {
    const specifier = ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal) ? node.argument.literal.text : '';
    const names = node.qualifier === undefined ? [] : node.qualifier.getText().split('.').map((name) => name.trim());
    const from = fileOf(node);
    const module = moduleOf(from, specifier);
    if (module === undefined) return { kind: 'outside', identity: outside.ofModule(from, specifier, names), typeOnly: false };
    const assigned = module.exports?.get(ts.InternalSymbolName.ExportEquals);
    const found = into(assigned ?? module, names);
    if (found.kind !== 'own' || found.rest.length === 0 || !(found.symbol.flags & ts.SymbolFlags.Module)) return found;
    // A type that the compiler could not reach is written as a member of the module although it is not exported from there.
    const told = outside.ofModule(from, specifier, names);
    return { kind: 'outside', identity: told, typeOnly: false };
  }

  function isAlias(node: ts.Declaration): boolean {
    return ts.isImportSpecifier(node) || ts.isExportSpecifier(node) || ts.isImportClause(node) || ts.isNamespaceImport(node) || ts.isNamespaceExport(node) || ts.isImportEqualsDeclaration(node) || ts.isExportAssignment(node);
  }

  /** Of aliases that name something of the same file. */
  function entityOf(node: ts.Declaration): ts.EntityNameOrEntityNameExpression | undefined {
    if (ts.isExportAssignment(node) && isEntity(ts, node.expression)) return node.expression;
    if (ts.isImportEqualsDeclaration(node) && !ts.isExternalModuleReference(node.moduleReference)) return node.moduleReference;
    return undefined;
  }

  function sourceOfAlias(node: ts.Declaration): { readonly specifier: string; readonly path: readonly string[] } | undefined {
    const textOf = (literal: ts.Expression | undefined): string | undefined => (literal && ts.isStringLiteralLike(literal) ? literal.text : undefined);
    const join = (specifier: string | undefined, ...path: string[]) => (specifier === undefined ? undefined : { specifier, path });
    if (ts.isImportSpecifier(node)) return join(textOf(node.parent.parent.parent.moduleSpecifier as ts.Expression), (node.propertyName ?? node.name).text);
    if (ts.isExportSpecifier(node)) return join(textOf(node.parent.parent.moduleSpecifier), (node.propertyName ?? node.name).text);
    if (ts.isImportClause(node)) return join(textOf((node.parent as ts.ImportDeclaration).moduleSpecifier), 'default');
    if (ts.isNamespaceImport(node)) return join(textOf(node.parent.parent.moduleSpecifier as ts.Expression));
    if (ts.isNamespaceExport(node)) return join(textOf(node.parent.moduleSpecifier));
    if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) return join(textOf(node.moduleReference.expression));
    return undefined;
  }

  return { ofEntity, ofSymbol, ofImportType };
}

function withTypeOnly(meaning: Meaning, typeOnly: boolean): Meaning {
  return typeOnly && (meaning.kind === 'own' || meaning.kind === 'outside') ? { ...meaning, typeOnly } : meaning;
}
