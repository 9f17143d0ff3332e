import ts from 'typescript';
import { dropElement } from './import-operators.js';
import { findNodes, noteOf, ownStatements, replaceNode, type ChangedFile, type Edit, type Mutant, type Operator } from './subject.js';

/** An operator that looks at every node inside the statements. */
function inside(id: string, change: (node: ts.Node, file: ChangedFile) => Edit | undefined): Operator {
  return {
    id,
    find: ({ files }) =>
      files.flatMap((file) =>
        ownStatements(file).flatMap((statement) =>
          findNodes(statement, (node): node is ts.Node => node !== statement || ts.isVariableStatement(node)).flatMap((node): Mutant[] => {
            const edit = change(node, file);
            return edit ? [{ edits: [edit], note: `${node.getText(file.tree).slice(0, 40)} in ${noteOf(file, statement)}` }] : [];
          }),
        ),
      ),
  };
}

const otherOperators = new Map<ts.SyntaxKind, string>([
  [ts.SyntaxKind.PlusToken, '-'], [ts.SyntaxKind.MinusToken, '+'], [ts.SyntaxKind.AsteriskToken, '/'], [ts.SyntaxKind.GreaterThanToken, '>='], [ts.SyntaxKind.LessThanToken, '<='],
  [ts.SyntaxKind.EqualsEqualsEqualsToken, '!=='], [ts.SyntaxKind.AmpersandAmpersandToken, '||'], [ts.SyntaxKind.BarBarToken, '&&'], [ts.SyntaxKind.QuestionQuestionToken, '||'],
  [ts.SyntaxKind.PlusEqualsToken, '-='], [ts.SyntaxKind.QuestionQuestionEqualsToken, '='],
]);

function dropKeyword(node: ts.Node, file: ChangedFile, kind: ts.SyntaxKind): Edit | undefined {
  const word = ts.canHaveModifiers(node) ? ts.getModifiers(node)?.find((modifier) => modifier.kind === kind) : undefined;
  return word ? { file: file.name, start: word.getStart(file.tree), end: word.end + 1, text: '' } : undefined;
}

export const tokenOperators: readonly Operator[] = [
  inside('change-a-literal', (node, file) => {
    if (ts.isNumericLiteral(node)) return replaceNode(file, node, `${Number(node.text) + 1}`);
    if (ts.isStringLiteral(node)) return replaceNode(file, node, JSON.stringify(`${node.text}!`));
    return node.kind === ts.SyntaxKind.TrueKeyword ? replaceNode(file, node, 'false') : undefined;
  }),
  inside('change-a-template', (node, file) => (ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateTail(node) ? { file: file.name, start: node.end - 1, end: node.end - 1, text: ' ' } : undefined)),
  inside('change-a-regular-expression', (node, file) => (ts.isRegularExpressionLiteral(node) ? replaceNode(file, node, node.text.replace(/^\/(.)/, '/$1$1')) : undefined)),
  inside('change-an-operator', (node, file) => {
    const other = ts.isBinaryExpression(node) ? otherOperators.get(node.operatorToken.kind) : undefined;
    if (ts.isBinaryExpression(node) && other) return replaceNode(file, node.operatorToken, other);
    if (ts.isPostfixUnaryExpression(node)) return { file: file.name, start: node.end - 2, end: node.end, text: node.operator === ts.SyntaxKind.PlusPlusToken ? '--' : '++' };
    return undefined;
  }),
  inside('negate-a-condition', (node, file) => {
    const condition = ts.isIfStatement(node) ? node.expression : ts.isConditionalExpression(node) ? node.condition : undefined;
    return condition && replaceNode(file, condition, `!(${condition.getText(file.tree)})`);
  }),
  inside('drop-async', (node, file) => dropKeyword(node, file, ts.SyntaxKind.AsyncKeyword)),
  inside('drop-static', (node, file) => (ts.isPropertyDeclaration(node) || ts.isMethodDeclaration(node) ? dropKeyword(node, file, ts.SyntaxKind.StaticKeyword) : undefined)),
  inside('drop-await', (node, file) => (ts.isAwaitExpression(node) ? replaceNode(file, node, node.expression.getText(file.tree)) : undefined)),
  {
    id: 'drop-a-decorator',
    find: ({ files }) =>
      files.flatMap((file) => findNodes(file.tree, ts.isDecorator).map((node): Mutant => ({ edits: [{ file: file.name, start: node.getStart(file.tree), end: node.end, text: '' }], note: noteOf(file, node) }))),
  },
  inside('drop-a-default-parameter', (node, file) => (ts.isParameter(node) && node.initializer ? { file: file.name, start: (node.type ?? node.name).end, end: node.initializer.end, text: '' } : undefined)),
  inside('drop-an-argument', (node, file) => (ts.isCallExpression(node) && node.arguments.length > 0 ? dropElement(file, node.arguments, node.arguments.length - 1) : undefined)),
  inside('drop-a-type', (node, file) => {
    const isTyped = (ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isPropertySignature(node)) && node.type !== undefined;
    return isTyped ? { file: file.name, start: node.name.end, end: node.type!.end, text: '' } : undefined;
  }),
  inside('let-for-const', (node, file) => {
    if (!ts.isVariableDeclarationList(node) || !(node.flags & ts.NodeFlags.Const)) return undefined;
    const start = node.getStart(file.tree);
    return { file: file.name, start, end: start + 5, text: 'let' };
  }),
  inside('drop-extends', (node, file) => (ts.isHeritageClause(node) && node.token === ts.SyntaxKind.ExtendsKeyword ? { file: file.name, start: node.getStart(file.tree), end: node.end, text: '' } : undefined)),
  inside('drop-an-inner-statement', (node, file) => (ts.isStatement(node) && !ts.isBlock(node) && ts.isBlock(node.parent) ? replaceNode(file, node, ';') : undefined)),
];
