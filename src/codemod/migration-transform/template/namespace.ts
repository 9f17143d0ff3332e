import { isAssigned, type Names } from './names.js';
import { nameOf, nodeAt, nodesAt, outerOf, stringOf, textOf, type Node, type Tree } from './tree.js';

/** `old.a`, `old['a']`, `old.T` in a type, `<old.A>`, and each name of `const { a } = old`. */
export interface Member {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Of the name of the whole in it. */
  readonly root: { readonly start: number; readonly end: number };
  /** Handed the whole as its `this`. */
  readonly isCalled: boolean;
  /** Names an element: a lower-case name there is another thing (`<div>`). */
  readonly isElement: boolean;
  /** Only the name of the whole can be replaced. */
  readonly isPattern: boolean;
  /** A type in a comment of a JavaScript file, `{old.T}`: nothing is loaded for it, and an import of its own would be one that no code uses. */
  readonly isComment?: true;
}

/** What a file does with the object that holds a whole module: members by name, or why that is not all. */
export type Whole = { readonly members: readonly Member[] } | { readonly because: string };

export function readWhole(tree: Tree, names: Names, declared: Node): Whole {
  const uses = names.usesOf(declared);
  if (uses === undefined) return { because: `what ${nameOf(declared)} stands for cannot be told everywhere` };
  return joinWholes(uses.map((use) => readUse(tree, use)));
}

function joinWholes(wholes: readonly Whole[]): Whole {
  return wholes.find((whole) => 'because' in whole) ?? { members: wholes.flatMap((whole) => ('members' in whole ? whole.members : [])) };
}

/** What is done with an expression that gives a whole module. */
export function readUse(tree: Tree, use: Node): Whole {
  const { node, parent, field } = outerOf(tree, use);
  const root = { start: use.start, end: use.end };
  const member = (name: string, whole: Node, isCalled = false, isElement = false): Whole => ({ members: [{ name, start: whole.start, end: whole.end, root, isCalled, isElement, isPattern: false }] });
  switch (parent.type) {
    case 'MemberExpression':
    case 'OptionalMemberExpression': {
      if (field !== 'object') break;
      const property = nodeAt(parent, 'property');
      const name = parent['computed'] === true ? stringOf(property) : property?.type === 'Identifier' ? nameOf(property) : undefined;
      if (name === undefined) return { because: 'a member of it is computed' };
      if (isAssigned(tree, parent)) return { because: `its member ${name} is assigned, which who takes it from its own module does not see` };
      const around = outerOf(tree, parent);
      const isCalled = (/^(?:Optional)?CallExpression$/.test(around.parent.type) && around.field === 'callee') || around.field === 'tag' || around.parent.type === 'Decorator';
      return member(name, parent, isCalled);
    }
    case 'JSXMemberExpression': {
      const around = outerOf(tree, parent);
      return field === 'object' ? member(nameOf(nodeAt(parent, 'property'))!, parent, false, around.parent.type !== 'JSXMemberExpression') : { because: 'it is used as a whole' };
    }
    case 'TSQualifiedName':
      if (field !== 'left' || tree.places.get(parent)?.parent.type === 'TSImportEqualsDeclaration') break;
      return member(nameOf(nodeAt(parent, 'right'))!, parent);
    case 'VariableDeclarator': {
      const pattern = nodeAt(parent, 'id');
      if (pattern?.type !== 'ObjectPattern' || field !== 'init') return { because: 'it is kept in a variable' };
      const taken = readPattern(pattern);
      return taken === undefined ? { because: 'it is taken apart with a rest or a default' }
        : { members: taken.map(({ imported }): Member => ({ name: imported, ...root, root, isCalled: false, isElement: false, isPattern: true })) };
    }
    case 'SpreadElement':
    case 'SpreadProperty':
      return { because: 'it is spread' };
    case 'ExportSpecifier':
    case 'ExportDefaultDeclaration':
    case 'TSExportAssignment':
      return { because: 'it is exported as a whole' };
    case 'CallExpression':
    case 'OptionalCallExpression':
    case 'NewExpression':
      return { because: describeCall(textOf(tree, nodeAt(parent, 'callee') ?? node).slice(0, 40)) };
    case 'TSTypeQuery':
      return { because: 'its type as a whole is asked for' };
  }
  return { because: 'it is used as a whole' };
}

/** `vi.spyOn(shop, 'total')` puts something else in place of a member. */
function describeCall(callee: string): string {
  const isReplacing = /(?:^|\.)(?:spyOn|stub|mock|replace\w*|replaceProperty|method|fake|createSandbox|assign|defineProperty)$/.test(callee);
  return `it is handed to ${callee}()${isReplacing ? ', and what is replaced there is not seen by who takes it from its own module' : ''}`;
}

/** `{ a, b: c }`; undefined for rests, defaults, nested patterns and computed keys. */
export function readPattern(pattern: Node): readonly { readonly imported: string; readonly local: string; readonly node: Node }[] | undefined {
  const found = nodesAt(pattern, 'properties').map((node) => {
    const [key, value] = [nodeAt(node, 'key'), nodeAt(node, 'value')];
    const imported = node['computed'] === true ? undefined : nameOf(key);
    return imported === undefined || value?.type !== 'Identifier' ? undefined : { imported, local: nameOf(value)!, node };
  });
  return found.every((one) => one !== undefined) ? found : undefined;
}
