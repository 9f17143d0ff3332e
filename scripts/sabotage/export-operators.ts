import ts from 'typescript';
import { dropElement } from './import-operators.js';
import { dropNode, exportedNames, noteOf, replaceNode, specifierOf, targetOf, type Mutant, type Operator, type Subject } from './subject.js';

interface Reexport {
  readonly node: ts.ExportDeclaration;
  readonly elements: ts.NodeArray<ts.ExportSpecifier>;
}

function reexports({ facade }: Subject): Reexport[] {
  return facade.tree.statements.flatMap((node) =>
    ts.isExportDeclaration(node) && node.exportClause && ts.isNamedExports(node.exportClause) && node.moduleSpecifier ? [{ node, elements: node.exportClause.elements }] : [],
  );
}

function localName(element: ts.ExportSpecifier): string {
  return (element.propertyName ?? element.name).text;
}

const plain = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

export const exportOperators: readonly Operator[] = [
  {
    id: 'drop-export',
    find: ({ files }) =>
      files.flatMap((file) =>
        file.tree.statements.flatMap((node): Mutant[] => {
          const keyword = ts.canHaveModifiers(node) ? ts.getModifiers(node)?.find(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) : undefined;
          const isDefault = ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword);
          if (!keyword || isDefault) return [];
          return [{ edits: [{ file: file.name, start: keyword.getStart(file.tree), end: keyword.end + 1, text: '' }], note: noteOf(file, node) }];
        }),
      ),
  },
  {
    id: 'drop-reexported-name',
    find: (subject) =>
      reexports(subject).flatMap(({ elements }) =>
        elements.length < 2 ? [] : elements.map((element, index): Mutant => ({ edits: [dropElement(subject.facade, elements, index)], note: noteOf(subject.facade, element) })),
      ),
  },
  {
    id: 'drop-reexport',
    find: (subject) => subject.facade.tree.statements.filter(ts.isExportDeclaration).map((node) => ({ edits: [dropNode(subject.facade, node)], note: noteOf(subject.facade, node) })),
  },
  {
    id: 'swap-reexported-names',
    find: (subject) =>
      reexports(subject).flatMap(({ elements }) =>
        elements.slice(1).map((second, index): Mutant => {
          const first = elements[index]!;
          const cross = (from: ts.ExportSpecifier, as: ts.ExportSpecifier): string => `${from.isTypeOnly ? 'type ' : ''}${(from.propertyName ?? from.name).getText(subject.facade.tree)} as ${as.name.getText(subject.facade.tree)}`;
          return {
            edits: [replaceNode(subject.facade, first, cross(second, first)), replaceNode(subject.facade, second, cross(first, second))],
            note: `${noteOf(subject.facade, first)} <-> ${second.getText(subject.facade.tree)}`,
          };
        }),
      ),
  },
  {
    id: 'swap-reexport-targets',
    find: (subject) => {
      const all = reexports(subject);
      return all.slice(1).map(({ node }, index): Mutant => {
        const [a, b] = [specifierOf(all[index]!.node)!, specifierOf(node)!];
        return { edits: [replaceNode(subject.facade, a, b.getText(subject.facade.tree)), replaceNode(subject.facade, b, a.getText(subject.facade.tree))], note: `${a.text} <-> ${b.text}` };
      }).filter(({ edits }) => edits[0]!.text !== edits[1]!.text);
    },
  },
  {
    id: 'reexport-under-a-wrong-name',
    find: (subject) =>
      reexports(subject).flatMap(({ elements }) =>
        elements.map((element): Mutant => {
          const mark = element.isTypeOnly ? 'type ' : '';
          return { edits: [replaceNode(subject.facade, element, `${mark}${(element.propertyName ?? element.name).getText(subject.facade.tree)} as notTheName`)], note: noteOf(subject.facade, element) };
        }),
      ),
  },
  {
    id: 'star-for-names',
    find: (subject) =>
      reexports(subject).map(({ node }): Mutant => ({
        edits: [replaceNode(subject.facade, node, `export ${node.isTypeOnly ? 'type ' : ''}* from ${specifierOf(node)!.getText(subject.facade.tree)};`)],
        note: noteOf(subject.facade, node),
      })),
  },
  {
    id: 'leak-a-private-name',
    find: (subject) =>
      reexports(subject).flatMap(({ node, elements }): Mutant[] => {
        const target = subject.leaves.find(({ name }) => name === targetOf(subject, subject.facade.name, specifierOf(node)!.text));
        const given = new Set(reexports(subject).flatMap((one) => [...one.elements].map(localName)));
        const last = elements.at(-1);
        if (!target || !last) return [];
        return exportedNames(target).filter((name) => !given.has(name)).map((name) => ({ edits: [replaceNode(subject.facade, last, `${last.getText(subject.facade.tree)}, ${name}`)], note: `${name} of ${target.name}` }));
      }),
  },
  {
    id: 'copy-a-live-binding',
    find: (subject) =>
      reexports(subject).flatMap(({ node, elements }) =>
        elements.flatMap((element, index): Mutant[] => {
          const [local, name] = [localName(element), element.name.text];
          if (element.isTypeOnly || node.isTypeOnly || !plain.test(name) || !plain.test(local) || name === 'default') return [];
          const imported = `import { ${local} as _${name} } from ${specifierOf(node)!.getText(subject.facade.tree)};\nexport const ${name} = _${name};\n`;
          const rest = elements.length === 1 ? dropNode(subject.facade, node) : dropElement(subject.facade, elements, index);
          return [{ edits: [rest, { file: subject.facade.name, start: subject.facade.text.length, end: subject.facade.text.length, text: imported }], note: noteOf(subject.facade, element) }];
        }),
      ),
  },
  {
    id: 'copy-a-binding-in-a-leaf',
    find: (subject) =>
      subject.leaves.flatMap((file) =>
        file.tree.statements.flatMap((node): Mutant[] => {
          const bindings = ts.isImportDeclaration(node) && !node.importClause?.isTypeOnly ? node.importClause?.namedBindings : undefined;
          if (!bindings || !ts.isNamedImports(bindings)) return [];
          return bindings.elements.filter(({ isTypeOnly, propertyName }) => !isTypeOnly && !propertyName).map((element) => ({
            edits: [replaceNode(file, element, `${element.name.text} as _${element.name.text}`), { file: file.name, start: node.end, end: node.end, text: `\nconst ${element.name.text} = _${element.name.text};` }],
            note: noteOf(file, element),
          }));
        }),
      ),
  },
];
