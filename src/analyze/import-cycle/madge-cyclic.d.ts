declare module 'madge/lib/cyclic.js' {
  /** One entry for each back edge of a depth-first search, ids in path order, the first not repeated. Recursive. */
  export default function cyclic(tree: Readonly<Record<string, readonly string[]>>): string[][];
}
