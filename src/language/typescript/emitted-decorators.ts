import type { ts } from 'ts-morph';
import type { EmittedDecorators } from '../../model/emitted-decorators.js';
import type { CompilerFacts } from '../../model/project.js';
import type { SourceFile } from '../../model/source-file.js';
import { compiler, type Compiler } from './compiler.js';

/**
 * Decorators and their metadata as TypeScript emits them for the file. With `type`, what it emits for that type instead: what stands in
 * `design:type` of a property that has it. Empty for a file without decorators.
 */
export function readEmittedDecorators(source: SourceFile, facts: CompilerFacts, type?: string): readonly EmittedDecorators[] {
  if (type === undefined && !/@[\w$([]/.test(source.text)) return [];
  const ts = compiler();
  const text = type === undefined ? source.text : `${source.text}\nclass ${probe} { @${probe} value!: ${type} }`;
  const compilerOptions: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    jsx: ts.JsxEmit.Preserve,
    strict: true,
    experimentalDecorators: true,
    emitDecoratorMetadata: facts.emitDecoratorMetadata,
    verbatimModuleSyntax: facts.verbatimModuleSyntax,
    noEmitHelpers: true,
  };
  const { outputText } = ts.transpileModule(text, { fileName: source.path, compilerOptions, reportDiagnostics: false });
  const found = readCalls(ts, ts.createSourceFile('emitted.js', outputText, ts.ScriptTarget.ESNext, true, ts.ScriptKind.JS));
  return found.filter(({ owner }) => (owner === probe) === (type !== undefined));
}

const probe = '__decantProbe';

function readCalls(ts: Compiler, tree: ts.SourceFile): readonly EmittedDecorators[] {
  const found: EmittedDecorators[] = [];
  const visit = (node: ts.Node): void => {
    ts.forEachChild(node, visit);
    if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression) || node.expression.text !== '__decorate') return;
    const [list, target, member] = node.arguments;
    if (!list || !ts.isArrayLiteralExpression(list) || !target) return;
    found.push({ ...readTarget(ts, target, member), ...readElements(ts, list.elements) });
  };
  visit(tree);
  return found;
}

function readTarget(ts: Compiler, target: ts.Expression, member: ts.Expression | undefined): Pick<EmittedDecorators, 'owner' | 'member' | 'static'> {
  const isPrototype = ts.isPropertyAccessExpression(target) && target.name.text === 'prototype';
  const owner = (isPrototype ? target.expression : target).getText();
  if (member === undefined) return { owner, static: false };
  return { owner, member: ts.isStringLiteralLike(member) ? member.text : member.getText(), static: !isPrototype };
}

function readElements(ts: Compiler, elements: readonly ts.Expression[]): Pick<EmittedDecorators, 'decorators' | 'metadata'> {
  const decorators: string[] = [];
  const metadata: { key: string; value: string }[] = [];
  for (const element of elements) {
    const [first, second] = ts.isCallExpression(element) && ts.isIdentifier(element.expression) ? element.arguments : [];
    const helper = ts.isCallExpression(element) ? element.expression.getText() : '';
    if (helper === '__metadata' && first && second && ts.isStringLiteral(first)) metadata.push({ key: first.text, value: readValue(second.getText()) });
    else decorators.push(helper === '__param' && first && second ? `parameter ${first.getText()}: ${fold(second.getText())}` : fold(element.getText()));
  }
  return { decorators, metadata };
}

/** `typeof (_a = typeof Order !== "undefined" && Order) === "function" ? _a : Object` is `guard(Order)`. */
function readValue(text: string): string {
  return fold(text).replaceAll(/typeof \((_\w+) = typeof [\w$]+ !== "undefined" && ([\w$.]+)\) === "function" \? \1 : Object/g, 'guard($2)');
}

function fold(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
