import ts from 'typescript';
import { swapNeighbours } from './import-operators.js';
import {
  dropNode, exportedNames, findNodes, noteOf, ownStatements, replaceNode, specifierFor, specifierOf, type ChangedFile, type Edit, type Mutant, type Operator, type Subject,
} from './subject.js';

function everyStatement({ files }: Subject): { readonly file: ChangedFile; readonly node: ts.Statement }[] {
  return files.flatMap((file) => ownStatements(file).map((node) => ({ file, node })));
}

function insertAtEnd(file: ChangedFile, text: string): Edit {
  return { file: file.name, start: file.text.length, end: file.text.length, text: `\n${text}\n` };
}

function declaredName(node: ts.Statement): ts.Identifier | undefined {
  if (ts.isVariableStatement(node)) {
    const [first] = node.declarationList.declarations;
    return first && ts.isIdentifier(first.name) ? first.name : undefined;
  }
  const { name } = node as ts.DeclarationStatement;
  return name && ts.isIdentifier(name) ? name : undefined;
}

/** Names that a `let` or `var` of the file declares. */
function variables(file: ChangedFile): ReadonlySet<string> {
  return new Set(
    file.tree.statements.flatMap((node) =>
      ts.isVariableStatement(node) && !(node.declarationList.flags & ts.NodeFlags.Const) ? node.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : [])) : [],
    ),
  );
}

function writesTo(node: ts.Node, names: ReadonlySet<string>): string | undefined {
  return findNodes(node, (one): one is ts.Identifier => ts.isIdentifier(one) && names.has(one.text)).find((one) => {
    const { parent } = one;
    if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken;
    return ts.isBinaryExpression(parent) && parent.left === one && parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment;
  })?.text;
}

/** The statement in another leaf, with what it uses of its own file imported back. */
function moveTo(file: ChangedFile, node: ts.Statement, target: ChangedFile): readonly Edit[] {
  const used = new Set(findNodes(node, ts.isIdentifier).map(({ text }) => text));
  const back = exportedNames(file).filter((name) => used.has(name) && declaredName(node)?.text !== name);
  const brought = file.tree.statements.filter(ts.isImportDeclaration).filter((one) => !specifierOf(one)!.text.startsWith('./') && [...used].some((name) => new RegExp(`\\b${name.replaceAll('$', '\\$')}\\b`).test(one.importClause?.getText(file.tree) ?? '')));
  const head = [...brought.map((one) => one.getText(file.tree)), ...(back.length > 0 ? [`import { ${back.join(', ')} } from '${specifierFor(target.name, file.name, './a.js')}';`] : [])];
  const first = target.tree.statements[0]?.getStart(target.tree) ?? 0;
  return [dropNode(file, node), ...(head.length > 0 ? [{ file: target.name, start: first, end: first, text: `${head.join('\n')}\n` }] : []), insertAtEnd(target, node.getText(file.tree))];
}

export const statementOperators: readonly Operator[] = [
  { id: 'drop-statement', find: (subject) => everyStatement(subject).map(({ file, node }) => ({ edits: [dropNode(file, node)], note: noteOf(file, node) })) },
  { id: 'double-statement', find: (subject) => everyStatement(subject).map(({ file, node }) => ({ edits: [insertAtEnd(file, node.getText(file.tree))], note: noteOf(file, node) })) },
  {
    id: 'copy-statement-to-another-module',
    find: (subject) =>
      everyStatement(subject).flatMap(({ file, node }) =>
        subject.files.filter((other) => other !== file).slice(0, 1).map((other): Mutant => ({ edits: [insertAtEnd(other, node.getText(file.tree))], note: `${noteOf(file, node)} into ${other.name}` })),
      ),
  },
  { id: 'swap-statements', find: ({ files }) => files.flatMap((file) => swapNeighbours(file, (node) => !ts.isImportDeclaration(node) && !ts.isExportDeclaration(node))) },
  {
    id: 'swap-effects',
    find: ({ files }) => {
      const effects = files.flatMap((file) => file.tree.statements.filter((node) => ts.isExpressionStatement(node) && !ts.isStringLiteral(node.expression)).map((node) => ({ file, node })));
      return effects.slice(1).flatMap((second, index): Mutant[] => {
        const first = effects[index]!;
        const [a, b] = [first.node.getText(first.file.tree), second.node.getText(second.file.tree)];
        return a === b ? [] : [{ edits: [replaceNode(first.file, first.node, b), replaceNode(second.file, second.node, a)], note: `${noteOf(first.file, first.node)} <-> ${noteOf(second.file, second.node)}` }];
      });
    },
  },
  {
    id: 'move-a-writer-away',
    find: (subject) =>
      subject.leaves.flatMap((file) => {
        const names = variables(file);
        return ownStatements(file).flatMap((node): Mutant[] => {
          const own = declaredName(node)?.text;
          const written = writesTo(node, names);
          if (written === undefined || written === own) return [];
          return subject.leaves.filter((other) => other !== file).slice(0, 1).map((other) => ({ edits: moveTo(file, node, other), note: `${noteOf(file, node)} into ${other.name}` }));
        });
      }),
  },
  {
    id: 'move-a-statement',
    find: (subject) =>
      subject.leaves.flatMap((file) =>
        ownStatements(file).flatMap((node) =>
          subject.leaves.filter((other) => other !== file).slice(0, 1).map((other): Mutant => ({ edits: moveTo(file, node, other), note: `${noteOf(file, node)} into ${other.name}` })),
        ),
      ),
  },
  {
    id: 'rename-a-declaration',
    find: (subject) =>
      everyStatement(subject).flatMap(({ file, node }) => {
        const name = declaredName(node);
        return name ? [{ edits: [replaceNode(file, name, `${name.text}2`)], note: noteOf(file, node) }] : [];
      }),
  },
  {
    id: 'rename-a-use',
    find: (subject) =>
      everyStatement(subject).flatMap(({ file, node }) =>
        findNodes(node, (one): one is ts.Identifier => ts.isIdentifier(one) && one !== declaredName(node))
          .filter((one) => !ts.isPropertyAccessExpression(one.parent) || one.parent.expression === one)
          .slice(0, 4)
          .map((one): Mutant => ({ edits: [replaceNode(file, one, `${one.text}2`)], note: `${one.text} in ${noteOf(file, node)}` })),
      ),
  },
];
