import type { ts } from 'ts-morph';
import type { Statement } from '../../model/module-model.js';
import { isReference, type Binding, type BindingKind, type Bindings } from './bindings.js';
import type { ParsedModule } from './compiler.js';
import { listNodes } from './syntax.js';

type Meaning = 'value' | 'type' | 'namespace';
type Half = Binding['declarations'][number];

const meanings: Readonly<Record<BindingKind, readonly Meaning[]>> = {
  import: [], alias: [],
  const: ['value'], let: ['value'], var: ['value'], function: ['value'],
  class: ['value', 'type'], enum: ['value', 'type', 'namespace'], namespace: ['value', 'namespace'], type: ['type'],
};

/**
 * `export const Heat = { .. }; type Heat = ..`: one name of which only one meaning is exported. With `export` before the other one as well the facade would hand
 * on both, so whoever uses that one shares its file.
 */
export function readPrivateHalves(parsed: ParsedModule, bindings: Bindings, statement: ts.Statement): NonNullable<Statement['standsWith']> {
  const { ts } = parsed;
  const halves = listHalves(parsed, bindings);
  if (halves.size === 0) return [];
  const own = new Set(bindings.declaredBy(statement));
  const found = new Set<string>();
  for (const node of listNodes(parsed, statement)) {
    if (!ts.isIdentifier(node) || own.has(node.text) || !isReference(ts, node) || bindings.nameOf(node) === undefined) continue;
    if (halves.get(node.text)?.some((half) => isMeant(parsed, node, half)) === true) found.add(node.text);
  }
  return [...found].map((name) => ({ name, because: `uses a meaning of ${name} that is not exported, while another one is` }));
}

const listed = new WeakMap<ParsedModule, ReadonlyMap<string, readonly Half[]>>();

/** Declarations without `export` of names that others declare with it. */
function listHalves(parsed: ParsedModule, { byName }: Bindings): ReadonlyMap<string, readonly Half[]> {
  const known = listed.get(parsed);
  if (known) return known;
  const { ts } = parsed;
  const isExported = ({ node }: Half): boolean => (ts.getCombinedModifierFlags(node as ts.Declaration) & ts.ModifierFlags.Export) !== 0;
  const halves = new Map<string, readonly Half[]>();
  for (const [name, { declarations }] of byName) {
    const hidden = declarations.length < 2 ? [] : declarations.filter((one) => meanings[one.kind].length > 0 && !isExported(one));
    if (hidden.length > 0 && declarations.some(isExported)) halves.set(name, hidden);
  }
  listed.set(parsed, halves);
  return halves;
}

function isMeant({ ts }: ParsedModule, node: ts.Identifier, { kind, node: half }: Half): boolean {
  const { parent } = node;
  if (ts.isQualifiedName(parent) && !isInTypeof(ts, parent)) {
    // `Heat.Low` of the enum, and not of the namespace beside it.
    return meanings[kind].includes('namespace') && (!ts.isModuleDeclaration(half) || declaresInside(ts, half, parent.right.text));
  }
  if (ts.isTypeReferenceNode(parent)) return meanings[kind].includes('type');
  const clause = ts.isExpressionWithTypeArguments(parent) && ts.isHeritageClause(parent.parent) ? parent.parent : undefined;
  if (clause && (ts.isInterfaceDeclaration(clause.parent) || clause.token === ts.SyntaxKind.ImplementsKeyword)) return meanings[kind].includes('type');
  return meanings[kind].includes('value');
}

function isInTypeof(ts: ParsedModule['ts'], name: ts.QualifiedName): boolean {
  let outer: ts.Node = name;
  while (ts.isQualifiedName(outer)) outer = outer.parent;
  return ts.isTypeQueryNode(outer);
}

function declaresInside(ts: ParsedModule['ts'], half: ts.ModuleDeclaration, name: string): boolean {
  const { body } = half;
  if (body === undefined) return false;
  if (ts.isModuleDeclaration(body)) return body.name.text === name;
  if (!ts.isModuleBlock(body)) return false;
  return body.statements.some((statement) => {
    if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.some((one) => one.name.getText() === name);
    if (ts.isExportDeclaration(statement)) return statement.exportClause !== undefined && ts.isNamedExports(statement.exportClause) && statement.exportClause.elements.some((one) => one.name.text === name);
    return (statement as ts.DeclarationStatement).name?.getText() === name;
  });
}
