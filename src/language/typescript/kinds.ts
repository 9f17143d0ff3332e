import type { ts } from 'ts-morph';

const [unknown, no, yes] = [0, 1, 2];

/**
 * A question that looks at nothing but the kind of a node, asked once for each kind. Most nodes of a file are of a dozen kinds that nobody wants, and to
 * compare each of them with half a dozen others is most of what a pass over a file costs.
 */
export function byKind(isWanted: (node: ts.Node) => boolean): (node: ts.Node) => boolean {
  const known = new Uint8Array(1024);
  return (node) => {
    const { kind } = node;
    if (known[kind] === unknown) known[kind] = isWanted(node) ? yes : no;
    return known[kind] === yes;
  };
}
