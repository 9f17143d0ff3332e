/** A node of any of the parsers that jscodeshift has: Babel's own tree, or ESTree. Offsets are those of the text. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

export interface Comment {
  readonly start: number;
  readonly end: number;
  readonly isBlock: boolean;
}

export interface Tree {
  readonly text: string;
  readonly program: Node;
  /** Every node, outer ones first. */
  readonly nodes: readonly Node[];
  readonly places: ReadonlyMap<Node, { readonly parent: Node; readonly field: string }>;
  readonly comments: readonly Comment[];
}

export interface Parser {
  readonly parse: (text: string) => unknown;
}

const aside = new Set(['loc', 'range', 'extra', 'leadingComments', 'trailingComments', 'innerComments', 'comments', 'tokens', 'errors', 'original']);

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

/** Throws when the parser does, and when its nodes do not say where they are. */
export function readTree(text: string, parser: Parser): Tree {
  const file = parser.parse(text) as Node;
  const program = nodeAt(file, 'program') ?? file;
  if (typeof program.start !== 'number') throw new Error('its parser gives no offsets');
  const nodes: Node[] = [];
  const places = new Map<Node, { parent: Node; field: string }>();
  const visit = (node: Node): void => {
    nodes.push(node);
    for (const field of Object.keys(node)) {
      if (aside.has(field)) continue;
      for (const value of [node[field]].flat()) {
        if (!isNode(value)) continue;
        places.set(value, { parent: node, field });
        visit(value);
      }
    }
  };
  visit(program);
  const listed = [file['comments'], program['comments']].find((list) => Array.isArray(list)) as readonly Node[] | undefined;
  return { text, program, nodes, places, comments: (listed ?? []).map(({ type, start, end }) => ({ start, end, isBlock: /Block/.test(type) })) };
}

export function nodeAt(node: Node | undefined, field: string): Node | undefined {
  const value = node?.[field];
  return isNode(value) ? value : undefined;
}

export function nodesAt(node: Node | undefined, field: string): readonly Node[] {
  const value = node?.[field];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** The text of a string that is written as one: no template with holes. */
export function stringOf(node: Node | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (node.type === 'StringLiteral' || node.type === 'Literal') return typeof node['value'] === 'string' ? node['value'] : undefined;
  if (node.type === 'TSLiteralType') return stringOf(nodeAt(node, 'literal'));
  if (node.type !== 'TemplateLiteral' || nodesAt(node, 'expressions').length > 0) return undefined;
  const cooked = (nodesAt(node, 'quasis')[0]?.['value'] as { readonly cooked?: unknown } | undefined)?.cooked;
  return typeof cooked === 'string' ? cooked : undefined;
}

/** The name of an identifier, or of an export that is written as a string. */
export function nameOf(node: Node | undefined): string | undefined {
  if (node === undefined) return undefined;
  return node.type === 'Identifier' || node.type === 'JSXIdentifier' ? (node['name'] as string) : stringOf(node);
}

/** The node around, seen past what only marks it: `!`, `as const` aside, and parentheses. */
export function outerOf(tree: Tree, node: Node): { readonly node: Node; readonly parent: Node; readonly field: string } {
  let inner = node;
  for (;;) {
    const { parent, field } = tree.places.get(inner)!;
    if (!['ParenthesizedExpression', 'TSNonNullExpression', 'ChainExpression', 'TSParenthesizedType'].includes(parent.type)) return { node: inner, parent, field };
    inner = parent;
  }
}

export function textOf({ text }: Tree, { start, end }: Pick<Node, 'start' | 'end'>): string {
  return text.slice(start, end);
}

/** Where a line that holds `offset` starts. */
export function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}
