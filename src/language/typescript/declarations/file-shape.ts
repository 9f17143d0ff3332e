import type { ts } from 'ts-morph';
import type { SourceFile } from '../../../model/source-file.js';
import type { Span } from '../../../text/span.js';
import type { Compiler } from '../compiler.js';
import { isDoubtful } from './doubtful-names.js';

/** What the types of a file take from its syntax. */
export interface FileShape {
  /** Bodies on which no declared type depends, `{` and `}` included. In source order, none inside another. */
  readonly bodies: readonly Span[];
  /** Whether a name stands in it twice in a way that need not be allowed. */
  readonly isDoubtful: boolean;
}

const shapes = new WeakMap<SourceFile, FileShape>();

/** A tree of 100,000 lines takes longer to make than all that is asked of it here, so whoever has one at hand leaves the answers. */
export function noteShape(ts: Compiler, source: SourceFile, tree: ts.SourceFile): void {
  if (hasShape(source.path)) shapes.set(source, readShape(ts, tree));
}

/** Of a TypeScript file that is no declaration file. */
export function shapeOf(ts: Compiler, source: SourceFile): FileShape {
  let shape = shapes.get(source);
  if (shape === undefined) {
    const tree = ts.createSourceFile(source.path, source.text, { languageVersion: ts.ScriptTarget.ESNext, jsDocParsingMode: ts.JSDocParsingMode.ParseNone });
    shapes.set(source, (shape = readShape(ts, tree)));
  }
  return shape;
}

/** What a script declares depends on more than its signatures, and may be declared twice. */
export function hasShape(path: string): boolean {
  return !/\.[cm]?jsx?$|\.d\.[cm]?ts$/.test(path);
}

function readShape(ts: Compiler, tree: ts.SourceFile): FileShape {
  return { bodies: readBodies(ts, tree), isDoubtful: isDoubtful(ts, tree) };
}

/**
 * Bodies of functions that say what they return, wherever the types of the file are made of them. What a body holds is seen from nowhere else, but for a few
 * things, and those are left alone: `typeof total` as the type of a result may mean a `total` of the body, `import.meta` may be all that makes a file a module,
 * a property without a type gets it from the constructor, and a body with bad syntax is for the compiler to tell.
 */
function readBodies(ts: Compiler, tree: ts.SourceFile): readonly Span[] {
  const { parseDiagnostics } = tree as unknown as { readonly parseDiagnostics: readonly ts.Diagnostic[] };
  if (parseDiagnostics.length > 0 || !tree.statements.some((statement) => isWiring(ts, statement))) return [];
  const found: Span[] = [];

  const visitStatement = (statement: ts.Statement): void => {
    if (ts.isFunctionDeclaration(statement)) visitFunction(statement);
    else if (ts.isClassDeclaration(statement)) visitClass(statement);
    else if (ts.isVariableStatement(statement)) for (const { initializer } of statement.declarationList.declarations) visitValue(initializer);
    else if (ts.isModuleDeclaration(statement) && statement.body && ts.isModuleBlock(statement.body)) statement.body.statements.forEach(visitStatement);
  };
  const visitClass = (node: ts.ClassDeclaration): void => {
    const isTyped = node.members.every((member) => !ts.isPropertyDeclaration(member) || member.type !== undefined || member.initializer !== undefined);
    for (const member of node.members) {
      if (ts.isPropertyDeclaration(member)) visitValue(member.initializer);
      else if (ts.isConstructorDeclaration(member)) {
        if (isTyped) add(member);
      } else if (ts.isFunctionLike(member)) visitFunction(member);
    }
  };
  const visitValue = (value: ts.Expression | undefined): void => {
    if (value === undefined) return;
    if (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) visitFunction(value);
    else if (ts.isAsExpression(value) || ts.isSatisfiesExpression(value) || ts.isParenthesizedExpression(value)) visitValue(value.expression);
    else if (ts.isObjectLiteralExpression(value)) {
      for (const property of value.properties) {
        if (ts.isPropertyAssignment(property)) visitValue(property.initializer);
        else if (ts.isFunctionLike(property)) visitFunction(property);
      }
    }
  };
  const visitFunction = (node: ts.SignatureDeclaration): void => {
    if (node.type !== undefined || ts.isSetAccessor(node)) add(node);
  };
  const add = (node: ts.SignatureDeclaration): void => {
    const body = (node as ts.FunctionLikeDeclaration).body;
    if (body === undefined || !ts.isBlock(body)) return;
    const start = body.getStart(tree);
    if (!/\btypeof\b/.test(tree.text.slice(node.pos, start))) found.push({ start, end: body.end });
  };

  tree.statements.forEach(visitStatement);
  return found;
}

function isWiring(ts: Compiler, statement: ts.Statement): boolean {
  return ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement) || ts.isExportAssignment(statement) ||
    (ts.canHaveModifiers(statement) && statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true);
}

/** The text without what stands in those bodies: as much of it as the types of the file depend on. */
export function emptyBodies(text: string, bodies: readonly Span[]): string {
  const kept: string[] = [];
  let from = 0;
  for (const { start, end } of bodies) {
    kept.push(text.slice(from, start), '{}');
    from = end;
  }
  return kept.join('') + text.slice(from);
}
