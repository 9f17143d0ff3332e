import ts from 'typescript';
import { dropNode, excerpt, noteOf, ownStatements, replaceNode, type ChangedFile, type Mutant, type Operator } from './subject.js';

/** Comments outside of strings, found by the compiler's own scanner. */
function comments(file: ChangedFile): { readonly start: number; readonly end: number; readonly text: string }[] {
  const found = new Map<number, { start: number; end: number; text: string }>();
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node)) return;
    for (const range of [...(ts.getLeadingCommentRanges(file.text, node.getFullStart()) ?? []), ...(ts.getTrailingCommentRanges(file.text, node.end) ?? [])]) {
      found.set(range.pos, { start: range.pos, end: range.end, text: file.text.slice(range.pos, range.end) });
    }
    for (const child of node.getChildren(file.tree)) visit(child);
  };
  visit(file.tree);
  return [...found.values()].sort((a, b) => a.start - b.start);
}

const pragma = /@(?:jsx|jsxFrag|jsxImportSource|jsxRuntime|ts-\w+)\b|eslint-(?:disable|enable)|prettier-ignore|#(?:end)?region|c8 ignore|istanbul/;

export const textOperators: readonly Operator[] = [
  {
    id: 'drop-a-directive',
    find: ({ files }) =>
      files.flatMap((file) => file.tree.statements.filter((node) => ts.isExpressionStatement(node) && ts.isStringLiteral(node.expression)).map((node): Mutant => ({ edits: [dropNode(file, node)], note: noteOf(file, node) }))),
  },
  {
    id: 'drop-a-pragma',
    find: ({ files }) => files.flatMap((file) => comments(file).filter(({ text }) => pragma.test(text)).map(({ start, end }): Mutant => ({ edits: [{ file: file.name, start, end, text: '' }], note: excerpt(file, start, end) }))),
  },
  {
    id: 'lose-a-comment',
    find: ({ files }) =>
      files.flatMap((file) => comments(file).filter(({ text }) => !pragma.test(text) && !/Facade: the code lives/.test(text)).map(({ start, end }): Mutant => ({ edits: [{ file: file.name, start, end, text: '' }], note: excerpt(file, start, end) }))),
  },
  {
    id: 'change-a-comment',
    find: ({ files }) =>
      files.flatMap((file) =>
        comments(file).filter(({ text }) => /[a-z]{3}/.test(text) && !/Facade: the code lives/.test(text)).map(({ start, end, text }): Mutant => ({
          edits: [{ file: file.name, start, end, text: text.replace(/[a-z]{3}/, 'xyz') }],
          note: excerpt(file, start, end),
        })),
      ),
  },
  {
    id: 'break-after-return',
    find: ({ files }) =>
      files.flatMap((file) =>
        [...file.text.matchAll(/\breturn (?=[^\s;}])/g)].map((match): Mutant => ({ edits: [{ file: file.name, start: match.index + 6, end: match.index + 7, text: '\n' }], note: excerpt(file, match.index, match.index + 40) })),
      ),
  },
  {
    id: 'join-two-statements',
    find: ({ files }) =>
      files.flatMap((file) => {
        const own = ownStatements(file);
        return own.slice(1).flatMap((node, index): Mutant[] => {
          const before = own[index]!;
          const text = before.getText(file.tree);
          return ts.isExpressionStatement(before) && text.endsWith(';') && ts.isExpressionStatement(node)
            ? [{ edits: [replaceNode(file, before, `${text.slice(0, -1)},`)], note: noteOf(file, before) }]
            : [];
        });
      }),
  },
];
