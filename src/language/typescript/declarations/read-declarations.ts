import type { ts } from 'ts-morph';
import type { ApiNode } from '../../../model/api.js';
import { isEntity } from './entity.js';
import { node, readDeprecated, readLiteral, readMeaning, readMember, readSignature, readType, readTypeParameter, show, type TypeReader } from './read-types.js';

/** All declarations of one symbol, the namespace among them once: its members are those of all its blocks. */
export function readDeclarations(reader: TypeReader, symbol: ts.Symbol): readonly ApiNode[] {
  const { ts } = reader;
  const declarations = symbol.declarations ?? [];
  const isModule = (declaration: ts.Declaration): boolean => ts.isModuleDeclaration(declaration) || ts.isSourceFile(declaration);
  const block = declarations.find(isModule);
  return [...declarations.filter((declaration) => !isModule(declaration)).flatMap((declaration) => readDeclaration(reader, declaration)), ...(block ? [readNamespace(reader, symbol, block)] : [])];
}

function readDeclaration(reader: TypeReader, declaration: ts.Declaration): ApiNode[] {
  const { ts } = reader;
  const flags = readDeprecated(reader, ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration);
  const shown = show(declaration);
  const parameters = (list: readonly ts.TypeParameterDeclaration[] | undefined): ApiNode[] => (list ?? []).map((parameter) => readTypeParameter(reader, parameter));
  if (ts.isFunctionDeclaration(declaration)) return [node('function', { flags, shown, children: readSignature(reader, declaration) })];
  if (ts.isClassDeclaration(declaration)) {
    const own = (declaration.modifiers ?? []).some((modifier) => modifier.kind === ts.SyntaxKind.AbstractKeyword) ? ['abstract'] : [];
    const children = [...parameters(declaration.typeParameters), ...readHeritage(reader, declaration.heritageClauses), ...declaration.members.map((member) => readMember(reader, member))];
    return [node('class', { flags: [...flags, ...own], shown: head(shown), children })];
  }
  if (ts.isInterfaceDeclaration(declaration)) {
    const children = [...parameters(declaration.typeParameters), ...readHeritage(reader, declaration.heritageClauses), ...declaration.members.map((member) => readMember(reader, member))];
    return [node('interface', { flags, shown: head(shown), children })];
  }
  if (ts.isTypeAliasDeclaration(declaration)) return [node('type', { flags, shown, children: [...parameters(declaration.typeParameters), readType(reader, declaration.type)] })];
  if (ts.isEnumDeclaration(declaration)) {
    const own = (declaration.modifiers ?? []).some((modifier) => modifier.kind === ts.SyntaxKind.ConstKeyword) ? ['const'] : [];
    return [node('enum', { flags: [...flags, ...own], shown: head(shown), children: declaration.members.map((member) => readEnumMember(reader, member)) })];
  }
  if (ts.isVariableDeclaration(declaration)) return [readVariable(reader, declaration, flags)];
  if (ts.isTypeParameterDeclaration(declaration) || ts.isParameter(declaration)) return [];
  if (ts.isExportAssignment(declaration)) return [node('expression', { shown, text: declaration.expression.getText() })];
  // What else a symbol can be declared by has no place in a declaration file; its text tells two of them apart.
  return [node(`syntax ${ts.SyntaxKind[declaration.kind]}`, { shown, text: shown })];
}

function head(shown: string): string {
  return /^[^{]*/.exec(shown)![0].trim();
}

function readHeritage(reader: TypeReader, clauses: readonly ts.HeritageClause[] | undefined): ApiNode[] {
  return (clauses ?? []).flatMap((clause) =>
    clause.types.map((type) => node(reader.ts.tokenToString(clause.token) ?? 'extends', { shown: show(type), children: [readType(reader, type)] })),
  );
}

function readEnumMember(reader: TypeReader, member: ts.EnumMember): ApiNode {
  const name = reader.ts.isIdentifier(member.name) || reader.ts.isStringLiteralLike(member.name) ? member.name.text : member.name.getText();
  return node('enum-member', { name, flags: readDeprecated(reader, member), shown: show(member), children: member.initializer ? [readLiteral(reader, member.initializer)] : [] });
}

function readVariable(reader: TypeReader, declaration: ts.VariableDeclaration, flags: readonly string[]): ApiNode {
  const { ts } = reader;
  const list = declaration.parent.flags & ts.NodeFlags.Const ? 'const' : declaration.parent.flags & ts.NodeFlags.Let ? 'let' : 'var';
  // `const limit = 5` widens where it is used, `const limit: 5` does not.
  const type = declaration.type ? [readType(reader, declaration.type)] : declaration.initializer ? [node('fresh', { children: [readInitializer(reader, declaration.initializer)] })] : [];
  return node('variable', { text: list, flags, shown: `${list} ${show(declaration)}`, children: type });
}

/** A literal, or a member of an enum. */
function readInitializer(reader: TypeReader, initializer: ts.Expression): ApiNode {
  return isEntity(reader.ts, initializer) ? readMeaning(reader, 'reference', reader.meanings.ofEntity(initializer), []) : readLiteral(reader, initializer);
}

function readNamespace(reader: TypeReader, symbol: ts.Symbol, block: ts.Declaration): ApiNode {
  const { ts } = reader;
  const isListed = (member: ts.Symbol): boolean =>
    member.flags & ts.SymbolFlags.Alias ? true : !(member.flags & (ts.SymbolFlags.Prototype | ts.SymbolFlags.EnumMember | ts.SymbolFlags.Property | ts.SymbolFlags.Method | ts.SymbolFlags.Accessor));
  const listed: ts.Symbol[] = ts.isSourceFile(block) ? reader.exportsOf(symbol) : [...(symbol.exports?.values() ?? [])].filter(isListed);
  const members = listed.filter((member) => member.name !== '__export').map((member) => readMeaning(reader, 'export', reader.meanings.ofSymbol(member), []));
  return node(ts.isSourceFile(block) ? 'module' : 'namespace', { children: members.map((member, index) => ({ ...member, name: listed[index]!.name })), shown: ts.isSourceFile(block) ? 'a module' : head(show(block)) });
}
