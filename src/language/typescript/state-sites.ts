import type { ts } from 'ts-morph';
import type { SourceFile } from '../../model/source-file.js';
import type { StateReading, StateSite } from '../../model/state-site.js';
import type { Span } from '../../text/span.js';
import { isReference, readBindings, type Bindings } from './bindings.js';
import { parseModule, type Compiler, type ParsedModule } from './compiler.js';
import { readStateDeclarations } from './state-declarations.js';
import { skipWrappers } from './syntax.js';

/**
 * Every declaration and use of some top-level variables, and what stands against making them properties of one object. `isTyped`:
 * a type checker reads the file.
 */
export function readStateSites(source: SourceFile, names: ReadonlySet<string>, isTyped: boolean): StateReading {
  const parsed = parseModule(source);
  const { ts, tree } = parsed;
  const bindings = readBindings(parsed);
  const { declarations, obstacles, isNarrowed } = readStateDeclarations(parsed, bindings, names, isTyped);
  const known = new Set([...names, ...declarations.flatMap(({ declarators }) => declarators.map(({ name }) => name))]);
  const sites: StateSite[] = [];
  const takenNames = new Set<string>();

  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      if (!isPropertyName(ts, node)) takenNames.add(node.text);
      const name = isReference(ts, node) && known.has(node.text) ? bindings.nameOf(node) : undefined;
      if (name !== undefined && known.has(name)) {
        const span = { start: node.getStart(tree), end: node.end };
        const because = findObstacle(parsed, node) ?? (isNarrowed(name) && isReadAtTopLevel(ts, node) ? 'has a type that its first value narrows, and is read at top level, where a property is not narrowed' : undefined);
        if (because !== undefined) obstacles.push({ name, span, because });
        sites.push(readSite(parsed, node, name, span));
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  const byStart = (a: { readonly span: Span }, b: { readonly span: Span }): number => a.span.start - b.span.start;
  return { declarations, sites: sites.sort(byStart), obstacles: findExports(parsed, bindings, known).concat(obstacles).sort(byStart), takenNames };
}

function readSite({ ts, tree }: ParsedModule, node: ts.Identifier, name: string, span: Span): StateSite {
  if (ts.isShorthandPropertyAssignment(node.parent) && node.parent.name === node) return { name, span, form: 'shorthand', needsSemicolon: false };
  const outer = withWrappers(ts, node);
  const { parent } = outer;
  const isCalled = (ts.isCallExpression(parent) && parent.expression === outer) || (ts.isTaggedTemplateExpression(parent) && parent.tag === outer);
  return { name, span, form: !isCalled ? 'plain' : outer === node ? 'called' : 'wrapped', needsSemicolon: isCalled && beginsUnparted(ts, tree, node) };
}

/** The outermost expression that means the same variable: `(count)`, `count!`, `count as T`. `(count)()` still calls it as a member. */
function withWrappers(ts: Compiler, node: ts.Node): ts.Node {
  let outer = node;
  while (outer.parent && skipWrappers(ts, outer.parent) !== outer.parent && skipWrappers(ts, outer.parent) === skipWrappers(ts, outer)) outer = outer.parent;
  return outer;
}

function beginsUnparted(ts: Compiler, tree: ts.SourceFile, node: ts.Identifier): boolean {
  const start = node.getStart(tree);
  let statement: ts.Node = node;
  while (!ts.isExpressionStatement(statement)) {
    if (!statement.parent || statement.getStart(tree) !== start) return false;
    statement = statement.parent;
  }
  const { parent } = statement;
  if (statement.getStart(tree) !== start || !(ts.isSourceFile(parent) || ts.isBlock(parent) || ts.isModuleBlock(parent) || ts.isCaseOrDefaultClause(parent))) return false;
  const above = parent.statements[parent.statements.indexOf(statement) - 1];
  return above !== undefined && !tree.text.slice(above.getStart(tree), above.end).endsWith(';');
}

function findObstacle(parsed: ParsedModule, node: ts.Identifier): string | undefined {
  const { ts } = parsed;
  for (let outer: ts.Node = node; outer.parent; outer = outer.parent) if (ts.isDecorator(outer)) return 'is used by a decorator';
  const { parent } = node;
  if (ts.isExportAssignment(parent)) return 'is exported';
  if (ts.isImportEqualsDeclaration(parent) || ts.isModuleDeclaration(parent)) return 'is given another name by `import =`';
  const outer = withWrappers(ts, node);
  if (ts.isDeleteExpression(outer.parent)) return 'is deleted';
  const value = assignedValue(parsed, node);
  return value && isAnonymousFunction(ts, value) ? 'is assigned a function without a name, which takes the name of the variable and would take none of a property' : undefined;
}

/** The value of `count = value` and of the default in `[count = value] = list`. Only a bare name names a function (ECMA-262 13.15.2). */
function assignedValue({ ts }: ParsedModule, node: ts.Identifier): ts.Expression | undefined {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent)) return parent.objectAssignmentInitializer;
  if (!ts.isBinaryExpression(parent) || parent.left !== node) return undefined;
  const { EqualsToken, BarBarEqualsToken, AmpersandAmpersandEqualsToken, QuestionQuestionEqualsToken } = ts.SyntaxKind;
  const naming: readonly ts.SyntaxKind[] = [EqualsToken, BarBarEqualsToken, AmpersandAmpersandEqualsToken, QuestionQuestionEqualsToken];
  return naming.includes(parent.operatorToken.kind) ? parent.right : undefined;
}

function isAnonymousFunction(ts: Compiler, raw: ts.Expression): boolean {
  const value = skipWrappers(ts, raw);
  return ts.isArrowFunction(value) || (ts.isFunctionExpression(value) && !value.name) || (ts.isClassExpression(value) && !value.name);
}

function isReadAtTopLevel(ts: Compiler, node: ts.Identifier): boolean {
  for (let outer: ts.Node = node; outer.parent; outer = outer.parent) if (ts.isFunctionLike(outer) || ts.isTypeNode(outer)) return false;
  const { parent } = node;
  return !(ts.isBinaryExpression(parent) && parent.left === node && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken);
}

function findExports({ ts, tree }: ParsedModule, bindings: Bindings, names: ReadonlySet<string>): StateReading['obstacles'] {
  return tree.statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier || !statement.exportClause || !ts.isNamedExports(statement.exportClause)) return [];
    return statement.exportClause.elements.flatMap((element) => {
      const local = element.propertyName ?? element.name;
      const name = ts.isIdentifier(local) && names.has(local.text) ? bindings.nameOf(local) : undefined;
      return name === undefined ? [] : [{ name, span: { start: element.getStart(tree), end: element.end }, because: 'is exported, and importers see every change of it' }];
    });
  });
}

function isPropertyName(ts: Compiler, node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  if (ts.isBindingElement(parent)) return parent.propertyName === node;
  if (ts.isJsxAttribute(parent) || ts.isEnumMember(parent)) return parent.name === node;
  const isMember = ts.isPropertyAssignment(parent) || ts.isClassElement(parent) || ts.isTypeElement(parent) || ts.isMethodDeclaration(parent) || ts.isAccessor(parent);
  return isMember && (parent as { name?: ts.Node }).name === node;
}
