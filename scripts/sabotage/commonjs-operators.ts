import ts from 'typescript';
import { dropElement } from './import-operators.js';
import { dropNode, noteOf, replaceNode, type ChangedFile, type Mutant, type Operator, type Subject } from './subject.js';

interface ExportsObject {
  readonly file: ChangedFile;
  readonly node: ts.ExpressionStatement;
  readonly object: ts.ObjectLiteralExpression;
}

/** `module.exports = { .. }` of the facade. */
function exportsObjects({ facade: file }: Subject): ExportsObject[] {
  return file.tree.statements.flatMap((node) => {
    if (!ts.isExpressionStatement(node) || !ts.isBinaryExpression(node.expression) || !/^module\.exports$/.test(node.expression.left.getText(file.tree))) return [];
    const { right } = node.expression;
    return ts.isObjectLiteralExpression(right) ? [{ file, node, object: right }] : [];
  });
}

/** `exports.a = ..`, `module.exports.a = ..`. */
function exportsMembers({ facade: file }: Subject): { readonly file: ChangedFile; readonly node: ts.ExpressionStatement; readonly target: ts.Expression; readonly value: ts.Expression }[] {
  return file.tree.statements.flatMap((node) =>
    ts.isExpressionStatement(node) && ts.isBinaryExpression(node.expression) && /^(?:module\.)?exports\.\w+$/.test(node.expression.left.getText(file.tree))
      ? [{ file, node, target: node.expression.left, value: node.expression.right }]
      : [],
  );
}

function requires({ files }: Subject): { readonly file: ChangedFile; readonly node: ts.Statement }[] {
  return files.flatMap((file) => file.tree.statements.filter((node) => /\brequire\(['"]/.test(node.getText(file.tree)) && !ts.isFunctionDeclaration(node)).map((node) => ({ file, node })));
}

export const commonjsOperators: readonly Operator[] = [
  {
    id: 'drop-an-exports-key',
    find: (subject) => [
      ...exportsObjects(subject).flatMap(({ file, object }) => object.properties.map((property, index): Mutant => ({ edits: [dropElement(file, object.properties, index)], note: noteOf(file, property) }))),
      ...exportsMembers(subject).map(({ file, node }): Mutant => ({ edits: [dropNode(file, node)], note: noteOf(file, node) })),
    ],
  },
  {
    id: 'reorder-exports-keys',
    find: (subject) => [
      ...exportsObjects(subject).flatMap(({ file, object }) =>
        object.properties.slice(1).map((second, index): Mutant => {
          const first = object.properties[index]!;
          return { edits: [replaceNode(file, first, second.getText(file.tree)), replaceNode(file, second, first.getText(file.tree))], note: `${noteOf(file, first)} <-> ${second.getText(file.tree)}` };
        }),
      ),
      ...exportsMembers(subject).slice(1).map((second, index): Mutant => {
        const first = exportsMembers(subject)[index]!;
        return { edits: [replaceNode(first.file, first.node, second.node.getText(first.file.tree)), replaceNode(second.file, second.node, first.node.getText(first.file.tree))], note: noteOf(first.file, first.node) };
      }),
    ],
  },
  {
    id: 'hide-exports-from-node',
    find: (subject) => [
      ...exportsObjects(subject).map(({ file, node, object }): Mutant => ({ edits: [replaceNode(file, node, `Object.assign(module.exports, ${object.getText(file.tree)});`)], note: noteOf(file, node) })),
      ...exportsMembers(subject).map(({ file, node, target, value }): Mutant => ({
        edits: [replaceNode(file, node, `Object.assign(exports, { ${target.getText(file.tree).split('.').at(-1)!}: ${value.getText(file.tree)} });`)],
        note: noteOf(file, node),
      })),
    ],
  },
  {
    id: 'swap-exports-values',
    find: (subject) =>
      exportsMembers(subject).slice(1).map((second, index): Mutant => {
        const first = exportsMembers(subject)[index]!;
        return { edits: [replaceNode(first.file, first.value, second.value.getText(first.file.tree)), replaceNode(second.file, second.value, first.value.getText(first.file.tree))], note: noteOf(first.file, first.node) };
      }),
  },
  { id: 'drop-require', find: (subject) => requires(subject).map(({ file, node }): Mutant => ({ edits: [dropNode(file, node)], note: noteOf(file, node) })) },
];
