import type { ts } from 'ts-morph';
import type { Statement } from '../../model/module-model.js';
import type { CompilerFacts } from '../../model/project.js';
import type { Bindings } from './bindings.js';
import type { Compiler, ParsedModule } from './compiler.js';
import { readNeighbours } from './neighbours.js';
import { readPrivateHalves } from './private-halves.js';

/**
 * Adds what the types of the declarations demand of a split: names that no other file can be given (`keepPrivate`), and
 * declarations whose type other files see as the compiler infers it (`inferred`).
 */
export function readDeclaredTypes(
  parsed: ParsedModule, bindings: Bindings, facts: CompilerFacts, nodes: readonly ts.Statement[], statements: readonly Statement[],
): readonly Statement[] {
  if (!/\.[cm]?tsx?$/i.test(parsed.source.path)) {
    return statements.map((statement) => withNeighbours(statement, readNeighbours(parsed, bindings, facts, nodes[statement.index]!)));
  }
  const listed = findListedNames(parsed);
  const valueNames = new Set(statements.flatMap(({ reads, writes }) => [...reads.filter(({ when }) => when !== 'type'), ...writes].map(({ name }) => name)));
  // A declaration file has nothing but written types, and the compiler emits none for it.
  const unannotated = facts.isolatedDeclarations && !/\.d\.[cm]?ts$/i.test(parsed.source.path) ? findUnannotated(parsed, statements, listed) : new Set<number>();
  return statements.map((statement) => {
    const node = nodes[statement.index]!;
    const evolving = facts.noImplicitAny !== false ? findEvolving(parsed.ts, node).filter((name) => bindings.byName.has(name)) : [];
    const isListed = evolving.some((name) => listed.has(name));
    const keepPrivate = evolving.length > 0
      ? `the type of ${evolving[0]} grows with its uses, which no other file can see`
      : unannotated.has(statement.index)
        ? `${statement.declares[0]} has no written type, and isolatedDeclarations lets no such name be exported`
        : undefined;
    const isTypeOnly = statement.kind !== 'ambient' && statement.declares.length > 0 && statement.exportedAs.length === 0 && statement.declares.every((name) => !listed.has(name) && !valueNames.has(name));
    const pins = isTypeOnly ? statement.pins.filter(({ kind }) => kind !== 'ambient') : statement.pins;
    return {
      ...withNeighbours(statement, [...readNeighbours(parsed, bindings, facts, node), ...readPrivateHalves(parsed, bindings, node)]),
      // `declare const brand: unique symbol` that only types name can be exported and imported as a type.
      pins,
      ...(isListed ? { pins: [...pins, { kind: 'unsupported' as const, span: statement.span, because: `declares ${evolving[0]}, whose type grows with its uses in the file` }] } : {}),
      ...(keepPrivate === undefined ? {} : { keepPrivate }),
      ...(hasInferredType(parsed.ts, node) ? { inferred: true } : {}),
    };
  });
}

function withNeighbours(statement: Statement, standsWith: NonNullable<Statement['standsWith']>): Statement {
  return standsWith.length > 0 ? { ...statement, standsWith } : statement;
}

/** Local names in `export { a, b as c }`. */
function findListedNames({ ts, tree }: ParsedModule): ReadonlySet<string> {
  return new Set(tree.statements.flatMap((node) =>
    ts.isExportDeclaration(node) && !node.moduleSpecifier && node.exportClause && ts.isNamedExports(node.exportClause)
      ? node.exportClause.elements.map((item) => (item.propertyName ?? item.name).text)
      : []));
}

/**
 * `const rows = []; rows.push('a')` gives rows the type `string[]` while it is private; with `export` before it the same text
 * declares `never[]`. The compiler follows assignments only within one file and only for names without `export` of their own
 * (checker: autoType and autoArrayType).
 */
function findEvolving(ts: Compiler, node: ts.Statement): string[] {
  if (!ts.isVariableStatement(node) || node.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword || modifier.kind === ts.SyntaxKind.DeclareKeyword)) return [];
  const isConst = (node.declarationList.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.Const;
  return node.declarationList.declarations.flatMap(({ name, type, initializer }) => {
    if (!ts.isIdentifier(name) || type) return [];
    const isEmptyArray = initializer && ts.isArrayLiteralExpression(initializer) && initializer.elements.length === 0;
    const isUnset = !isConst && (!initializer || initializer.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(initializer) && initializer.text === 'undefined'));
    return isEmptyArray || isUnset ? [name.text] : [];
  });
}

/** Asks the compiler's own declaration emit which private statements it would reject once they were exported (TS9007 to TS9039). */
function findUnannotated({ ts, source, text }: ParsedModule, statements: readonly Statement[], listed: ReadonlySet<string>): ReadonlySet<number> {
  const candidates = statements.filter((statement) => statement.exportInsertAt !== undefined && !statement.declares.some((name) => listed.has(name)));
  const insert = 'export ';
  let probe = '';
  let position = 0;
  const moved: { start: number; end: number; index: number }[] = [];
  for (const { index, span, exportInsertAt = span.start } of candidates) {
    probe += text.slice(position, exportInsertAt) + insert;
    position = exportInsertAt;
    moved.push({ start: probe.length - insert.length - (exportInsertAt - span.start), end: probe.length + (span.end - exportInsertAt), index });
  }
  probe += text.slice(position);
  const { diagnostics = [] } = ts.transpileDeclaration(probe, {
    reportDiagnostics: true,
    fileName: source.path.slice(source.path.lastIndexOf('/') + 1),
    compilerOptions: { isolatedDeclarations: true, declaration: true, experimentalDecorators: true },
  });
  const starts = diagnostics.flatMap(({ code, start }) => (code >= 9005 && code <= 9039 && start !== undefined ? [start] : []));
  return new Set(moved.filter(({ start, end }) => starts.some((at) => at >= start && at < end)).map(({ index }) => index));
}

/** Whether a reader of the declaration alone could not tell its type. */
function hasInferredType(ts: Compiler, node: ts.Statement): boolean {
  if (ts.isFunctionDeclaration(node)) return !!node.body && !node.type;
  if (ts.isVariableStatement(node)) return node.declarationList.declarations.some(({ type }) => !type);
  if (ts.isExportAssignment(node)) return true;
  if (!ts.isClassDeclaration(node)) return false;
  return node.heritageClauses !== undefined || node.members.some((member) =>
    (ts.isPropertyDeclaration(member) && !member.type) || ((ts.isMethodDeclaration(member) || ts.isGetAccessorDeclaration(member)) && !member.type));
}
