import type { CodeStyle } from '../../model/module-model.js';
import type { ts } from 'ts-morph';
import type { ParsedModule } from './compiler.js';

/** How the file is written, as far as generated imports and exports must match it. Majority votes; ties go to the common style. */
export function readStyle(parsed: ParsedModule): CodeStyle {
  const { ts, tree, text } = parsed;
  const imports = tree.statements.filter((s) => ts.isImportDeclaration(s) || (ts.isExportDeclaration(s) && !!s.moduleSpecifier));
  // In `black, // strong` before the closing brace the comma is the last thing that counts.
  const wiring = imports.map((s) => text.slice(s.getStart(tree), s.end).replace(/\/\/[^\r\n]*|\/\*[^]*?\*\//g, ''));
  return {
    quote: readQuote(parsed, imports),
    semicolons: readSemicolons(parsed),
    indent: /^(\t| {2,8})(?=\S)/m.exec(text)?.[1] ?? '  ',
    trailingComma: wiring.some((line) => /,\s*\n\s*\}/.test(line)) || !wiring.some((line) => /[^,\s]\s*\n\s*\}/.test(line)),
    bracketSpacing: !wiring.some((line) => /\{\w/.test(line)) || wiring.some((line) => /\{ \w/.test(line)),
    typeMarker: !/^import\s+type\s/m.test(text) && /^(import|export)\s[^;'"]*[{,]\s*type\s+\w/m.test(text) ? 'inline' : 'statement',
    typesFirst: hasTypesFirst(parsed),
    printWidth: Math.max(80, ...wiring.flatMap((line) => (line.includes('\n') ? [] : [line.length]))),
  };
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
  const count = (node: ts.Node): void => {
    if (ts.isStringLiteral(node)) {
      if (text[node.getStart(tree)] === '"') double++;
      else single++;
    }
    ts.forEachChild(node, count);
  };
  imports.forEach(count);
  if (single === double) count(tree);
  return double > single ? '"' : "'";
}

function readSemicolons(parsed: ParsedModule): boolean {
  const { ts, text, tree } = parsed;
  let withSemicolon = 0;
  let without = 0;
  const count = (node: ts.Node): void => {
    if (ts.isExpressionStatement(node) || ts.isVariableStatement(node) || ts.isImportDeclaration(node) || ts.isReturnStatement(node) || ts.isTypeAliasDeclaration(node)) {
      if (text[node.end - 1] === ';') withSemicolon++;
      else without++;
    }
    ts.forEachChild(node, count);
  };
  count(tree);
  return withSemicolon >= without;
}
