import ts from 'typescript';

/** A place in a text that names another file. Found with TypeScript's parser, which shares no code with decant's scan nor with madge. */
export interface WrittenSpecifier {
  readonly specifier: string;
  /** 1-based, of the quote. */
  readonly line: number;
  readonly form: 'import' | 'export' | 'import-equals' | 'import()' | 'require()' | 'import type' | 'reference';
  /** Written between backticks. */
  readonly isTemplate: boolean;
}

/** A template with holes: what stands before the first. */
export interface TemplateHead {
  readonly head: string;
  readonly line: number;
}

export interface WrittenImports {
  readonly specifiers: readonly WrittenSpecifier[];
  readonly templates: readonly TemplateHead[];
  readonly isModule: boolean;
}

export function readWrittenImports(file: string, text: string): WrittenImports {
  const kind = /\.[cm]?tsx?$/.test(file) ? (file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS) : ts.ScriptKind.JSX;
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, kind);
  const specifiers: WrittenSpecifier[] = [];
  const templates: TemplateHead[] = [];
  const lineOf = (position: number) => tree.getLineAndCharacterOfPosition(position).line + 1;
  const add = (node: ts.Node | undefined, form: WrittenSpecifier['form']): void => {
    if (node && ts.isStringLiteralLike(node)) specifiers.push({ specifier: node.text, line: lineOf(node.getStart(tree)), form, isTemplate: ts.isNoSubstitutionTemplateLiteral(node) });
    else if (node && ts.isTemplateExpression(node)) templates.push({ head: node.head.text, line: lineOf(node.getStart(tree)) });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, 'import');
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, 'export');
    else if (ts.isExternalModuleReference(node)) add(node.expression, 'import-equals');
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, 'import type');
    else if (ts.isCallExpression(node) && node.arguments[0]) {
      if (node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0], 'import()');
      else if (node.expression.getText(tree) === 'require') add(node.arguments[0], 'require()');
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  for (const { fileName, pos } of tree.referencedFiles) {
    specifiers.push({ specifier: /^\.{0,2}\//.test(fileName) ? fileName : `./${fileName}`, line: lineOf(pos), form: 'reference', isTemplate: false });
  }
  return { specifiers, templates, isModule: ts.isExternalModule(tree) };
}
