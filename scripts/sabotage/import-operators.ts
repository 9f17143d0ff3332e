import ts from 'typescript';
import {
  dropNode, excerpt, exportedNames, noteOf, replaceNode, specifierFor, specifierOf, targetOf, withoutExtension, type ChangedFile, type Mutant, type Operator, type Subject,
} from './subject.js';

interface Import {
  readonly file: ChangedFile;
  readonly node: ts.ImportDeclaration;
}

function imports({ files }: Subject): Import[] {
  return files.flatMap((file) => file.tree.statements.filter(ts.isImportDeclaration).map((node) => ({ file, node })));
}

function namedOf({ node }: Import): ts.NodeArray<ts.ImportSpecifier> | undefined {
  const bindings = node.importClause?.namedBindings;
  return bindings && ts.isNamedImports(bindings) ? bindings.elements : undefined;
}

/** The text of a list without one of its elements. */
export function dropElement(file: ChangedFile, elements: ts.NodeArray<ts.Node>, index: number): { start: number; end: number; file: string; text: string } {
  const element = elements[index]!;
  const next = elements[index + 1];
  if (next) return { file: file.name, start: element.getStart(file.tree), end: next.getStart(file.tree), text: '' };
  return { file: file.name, start: index === 0 ? element.getStart(file.tree) : elements[index - 1]!.end, end: element.end, text: '' };
}

export const importOperators: readonly Operator[] = [
  {
    id: 'drop-import',
    find: (subject) => imports(subject).filter(({ node }) => node.importClause).map(({ file, node }) => ({ edits: [dropNode(file, node)], note: noteOf(file, node) })),
  },
  {
    id: 'drop-imported-name',
    find: (subject) =>
      imports(subject).flatMap((one) => {
        const elements = namedOf(one);
        if (!elements || elements.length < 2) return [];
        return elements.map((element, index): Mutant => ({ edits: [dropElement(one.file, elements, index)], note: noteOf(one.file, element) }));
      }),
  },
  {
    id: 'import-another-name',
    find: (subject) =>
      imports(subject).flatMap((one) => {
        const target = subject.leaves.find(({ name }) => name === targetOf(subject, one.file.name, specifierOf(one.node)!.text));
        return (namedOf(one) ?? []).flatMap((element): Mutant[] => {
          const other = target && exportedNames(target).find((name) => name !== (element.propertyName ?? element.name).text);
          if (other === undefined) return [];
          const mark = element.isTypeOnly ? 'type ' : '';
          return [{ edits: [replaceNode(one.file, element, `${mark}${other} as ${element.name.text}`)], note: `${noteOf(one.file, element)} becomes ${other}` }];
        });
      }),
  },
  { id: 'swap-imports', find: ({ files }) => files.flatMap((file) => swapNeighbours(file, (node) => specifierOf(node) !== undefined)) },
  {
    id: 'type-import-to-value',
    find: (subject) => [
      ...imports(subject).flatMap(({ file, node }) => dropTypeKeyword(file, node, node.importClause?.isTypeOnly === true)),
      ...subject.files.flatMap((file) => file.tree.statements.filter(ts.isExportDeclaration).flatMap((node) => dropTypeKeyword(file, node, node.isTypeOnly))),
    ],
  },
  {
    id: 'value-import-to-type',
    find: (subject) =>
      subject.files.flatMap((file) =>
        file.tree.statements.flatMap((node): Mutant[] => {
          const isValue = ts.isImportDeclaration(node) ? node.importClause !== undefined && !node.importClause.isTypeOnly : ts.isExportDeclaration(node) && !node.isTypeOnly && node.exportClause !== undefined;
          const isTypeScript = /\.[cm]?tsx?$/.test(file.name);
          const both = ts.isImportDeclaration(node) && node.importClause?.name !== undefined && node.importClause.namedBindings !== undefined;
          if (!isValue || !isTypeScript || both || /\{[^}]*\btype\b/.test(node.getText(file.tree))) return [];
          const at = node.getStart(file.tree) + 6;
          return [{ edits: [{ file: file.name, start: at, end: at, text: ' type' }], note: noteOf(file, node) }];
        }),
      ),
  },
  {
    id: 'drop-side-effect-import',
    find: (subject) => imports(subject).filter(({ node }) => !node.importClause).map(({ file, node }) => ({ edits: [dropNode(file, node)], note: noteOf(file, node) })),
  },
  {
    id: 'repeat-side-effect-import',
    find: (subject) =>
      imports(subject).filter(({ node }) => !node.importClause).flatMap(({ file, node }) => {
        const { text } = specifierOf(node)!;
        const target = targetOf(subject, file.name, text);
        return subject.files.filter((other) => other !== file && other.name !== target).map((other): Mutant => {
          const again = target === undefined ? text : specifierFor(other.name, target, text);
          const start = firstStatementStart(other);
          return { edits: [{ file: other.name, start, end: start, text: `import '${again}';\n` }], note: `${other.name}: import '${again}' added` };
        });
      }),
  },
  {
    id: 'import-the-facade',
    find: (subject) =>
      imports(subject).flatMap(({ file, node }): Mutant[] => {
        const specifier = specifierOf(node)!;
        const target = targetOf(subject, file.name, specifier.text);
        if (file.isFacade || !subject.leaves.some(({ name }) => name === target)) return [];
        return [{ edits: [replaceNode(file, specifier, `'${specifierFor(file.name, subject.facade.name, specifier.text)}'`)], note: noteOf(file, node) }];
      }),
  },
  {
    id: 'change-specifier',
    find: (subject) =>
      subject.files.flatMap((file) =>
        file.tree.statements.flatMap((node): Mutant[] => {
          const specifier = specifierOf(node);
          const target = specifier && targetOf(subject, file.name, specifier.text);
          if (!specifier || target === undefined) return [];
          return subject.all
            .filter((name) => name !== target && name !== file.name && !/^(?:main|observe)\b/.test(name) && withoutExtension(name) !== withoutExtension(target))
            .slice(0, 3)
            .map((name) => ({ edits: [replaceNode(file, specifier, `'${specifierFor(file.name, name, specifier.text)}'`)], note: `${noteOf(file, node)} becomes ${name}` }));
        }),
      ),
  },
  {
    id: 'new-cycle',
    find: (subject) =>
      imports(subject).flatMap(({ file, node }): Mutant[] => {
        const specifier = specifierOf(node)!;
        const target = subject.leaves.find(({ name }) => name === targetOf(subject, file.name, specifier.text));
        if (!target || (node.importClause?.isTypeOnly ?? false)) return [];
        const start = firstStatementStart(target);
        const back = specifierFor(target.name, file.name, specifier.text);
        return [{ edits: [{ file: target.name, start, end: start, text: `import '${back}';\n` }], note: `${target.name}: import '${back}' added` }];
      }),
  },
];

function firstStatementStart(file: ChangedFile): number {
  const first = file.tree.statements.find((node) => !(ts.isExpressionStatement(node) && ts.isStringLiteral(node.expression)));
  return first?.getStart(file.tree) ?? file.text.length;
}

/** Exchanges the texts of two neighbours. */
export function swapNeighbours(file: ChangedFile, test: (node: ts.Statement) => boolean): Mutant[] {
  const { statements } = file.tree;
  return statements.flatMap((node, index): Mutant[] => {
    const next = statements[index + 1];
    if (!next || !test(node) || !test(next) || node.getText(file.tree) === next.getText(file.tree)) return [];
    return [
      {
        edits: [replaceNode(file, node, next.getText(file.tree)), replaceNode(file, next, node.getText(file.tree))],
        note: `${noteOf(file, node)} <-> ${excerpt(file, next.getStart(file.tree), next.end)}`,
      },
    ];
  });
}

function dropTypeKeyword(file: ChangedFile, node: ts.ImportDeclaration | ts.ExportDeclaration, isWhole: boolean): Mutant[] {
  const text = node.getText(file.tree);
  if (isWhole) return [{ edits: [replaceNode(file, node, text.replace(/^(import|export) type\b/, '$1'))], note: noteOf(file, node) }];
  const clause = ts.isImportDeclaration(node) ? node.importClause?.namedBindings : node.exportClause;
  if (!clause || !(ts.isNamedImports(clause) || ts.isNamedExports(clause))) return [];
  return [...clause.elements].filter(({ isTypeOnly }) => isTypeOnly).map((element) => ({ edits: [replaceNode(file, element, element.getText(file.tree).replace(/^type\s+/, ''))], note: noteOf(file, element) }));
}
