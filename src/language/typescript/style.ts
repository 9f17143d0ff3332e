import type { CodeStyle, RequireStyle } from '../../model/module-model.js';
import type { ts } from 'ts-morph';
import { variableKind } from './bindings.js';
import type { ParsedModule } from './compiler.js';
import { byKind } from './kinds.js';
import { listNodes } from './syntax.js';

/** How the file is written, as far as generated imports and exports must match it. Majority votes; ties go to the common style. */
export function readStyle(parsed: ParsedModule): CodeStyle {
  const { ts, tree, text } = parsed;
  const imports = tree.statements.filter((s) => ts.isImportDeclaration(s) || (ts.isExportDeclaration(s) && !!s.moduleSpecifier) || isCommonJsWiring(parsed, s));
  // In `black, // strong` before the closing brace the comma is the last thing that counts.
  const wiring = imports.map((s) => text.slice(s.getStart(tree), s.end).replace(/\/\/[^\r\n]*|\/\*[^]*?\*\//g, ''));
  return {
    quote: readQuote(parsed, imports),
    semicolons: readSemicolons(parsed),
    indent: readIndent(text) ?? '  ',
    trailingComma: !ts.isExternalModule(tree) ? /,\s*\n\s*[}\]]/.test(text) : wiring.some((line) => /,\s*\n\s*\}/.test(line)) || !wiring.some((line) => /[^,\s]\s*\n\s*\}/.test(line)),
    bracketSpacing: !wiring.some((line) => /\{\w/.test(line)) || wiring.some((line) => /\{ \w/.test(line)),
    typeMarker: !/^import\s+type\s/m.test(text) && /^(import|export)\s[^;'"]*[{,]\s*type\s+\w/m.test(text) ? 'inline' : 'statement',
    typesFirst: hasTypesFirst(parsed),
    ...(ts.isExternalModule(tree) ? {} : { requires: readRequireStyle(parsed) }),
    printWidth: Math.max(80, ...wiring.flatMap((line) => (line.includes('\n') ? [] : [line.length]))),
  };
}

/** Undefined where no line is indented. */
export function readIndent(text: string): string | undefined {
  return /^(\t| {2,8})(?=\S)/m.exec(text)?.[1];
}

/** `const { a } = require('./x')` and `module.exports = { a }`, as far as a file without import statements has them. */
function isCommonJsWiring({ ts, tree, text }: ParsedModule, statement: ts.Statement): boolean {
  if (ts.isExternalModule(tree)) return false;
  const written = text.slice(statement.getStart(tree), statement.end);
  return (ts.isVariableStatement(statement) && /=\s*require\(/.test(written) && !/=>|\bfunction\b/.test(written)) || /^(?:module\.)?exports\s*=\s*\{[^(]*$/.test(written);
}

function readRequireStyle({ ts, tree, text }: ParsedModule): RequireStyle {
  const counts = { const: 0, let: 0, var: 0 };
  let isModern = false;
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclarationList(node) && node.flags & ts.NodeFlags.BlockScoped) isModern = true;
    if (ts.isArrowFunction(node) || ts.isClassLike(node) || ts.isTemplateExpression(node) || ts.isNoSubstitutionTemplateLiteral(node) ||
      ts.isBindingElement(node) || ts.isShorthandPropertyAssignment(node) || ts.isMethodDeclaration(node) || ts.isSpreadElement(node)) isModern = true;
    ts.forEachChild(node, visit);
  };
  visit(tree);
  for (const statement of tree.statements) {
    if (ts.isVariableStatement(statement)) counts[variableKind(ts, statement.declarationList)]++;
  }
  return { keyword: isModern && counts.const >= counts.var ? 'const' : isModern && counts.let > counts.var ? 'let' : 'var', destructures: isModern, isPadded: /\brequire\( ['"]/.test(text) };
}

/** Decided by the first two neighbouring imports of one module of which one is marked as type. */
function hasTypesFirst({ ts, tree }: ParsedModule): boolean {
  const imports = tree.statements.filter((statement) => ts.isImportDeclaration(statement));
  const isType = (node: ts.ImportDeclaration): boolean => node.importClause?.isTypeOnly === true;
  const pair = imports.slice(1).map((node, i) => [imports[i]!, node] as const).find(([one, other]) =>
    ts.isStringLiteral(one.moduleSpecifier) && ts.isStringLiteral(other.moduleSpecifier) &&
    one.moduleSpecifier.text === other.moduleSpecifier.text && isType(one) !== isType(other));
  return pair !== undefined && isType(pair[0]);
}

function readQuote(parsed: ParsedModule, imports: readonly ts.Statement[]): "'" | '"' {
  const { ts, tree, text } = parsed;
  let single = 0;
  let double = 0;
  const count = (statement: ts.Statement): void => {
    for (const node of listNodes(parsed, statement)) {
      if (!ts.isStringLiteral(node)) continue;
      if (text[node.getStart(tree)] === '"') double++;
      else single++;
    }
  };
  imports.forEach(count);
  if (single === double) tree.statements.forEach(count);
  return double > single ? '"' : "'";
}

function readSemicolons(parsed: ParsedModule): boolean {
  const { ts, text, tree } = parsed;
  let withSemicolon = 0;
  let without = 0;
  const mayEndWithOne = byKind((node) =>
    ts.isExpressionStatement(node) || ts.isVariableStatement(node) || ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isReturnStatement(node) || ts.isTypeAliasDeclaration(node));
  for (const statement of tree.statements) for (const node of listNodes(parsed, statement)) {
    if (!mayEndWithOne(node)) continue;
    if (text[node.end - 1] === ';') withSemicolon++;
    else without++;
  }
  return withSemicolon >= without;
}
