import type { Node } from 'oxc-parser';
import type { ImportRecord } from '../../../model/import-record.js';
import type { CompilerFacts } from '../../../model/project.js';
import type { ReferenceTime } from '../../../model/reference.js';
import type { CallSite } from '../../../model/static-value.js';
import type { UnnamedRuns } from './runs.js';
import type { Scope, Spaces } from './scope.js';

/** Not yet known to mean a top-level name: a `var` further down may still take it. */
export interface Use {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly when: ReferenceTime;
  readonly access: 'read' | 'write' | 'both';
  readonly spaces: Spaces;
  readonly scope: Scope;
}

/** What the walk over one module collects, and where it stands. */
export interface Walk {
  readonly facts: CompilerFacts;
  /** The top-level names of the module and the spaces that they live in. Only they can be shadowed in a way that matters. */
  readonly names: ReadonlyMap<string, Spaces>;
  readonly calls: Pick<CallSite, 'callee' | 'when' | 'span' | 'statement'>[];
  readonly visit: (node: Node, when: ReferenceTime, scope: Scope) => void;
  /** Uses and imports of the statement that is being read. */
  uses: Use[];
  imports: ImportRecord[];
  runs: UnnamedRuns;
  statement: number;
  jsxElements: ReferenceTime | undefined;
  jsxFragments: ReferenceTime | undefined;
  /** The function that stands directly in a call, so that it may run at once. */
  calledAtOnce: Node | undefined;
  /** The scope of the true branch that `infer T` declares into. */
  inferred: Scope | undefined;
}

/** Written as a method, so that a handler may ask for the one kind of node that it is registered for. */
export interface NodeHandler {
  handle(walk: Walk, node: Node, when: ReferenceTime, scope: Scope): void;
}

export type Handlers = Readonly<Record<string, NodeHandler['handle']>>;

export function addUse(
  walk: Walk, node: { readonly name: string; readonly start: number; readonly end: number },
  when: ReferenceTime, scope: Scope, spaces: Spaces, access: Use['access'] = 'read',
): void {
  if (!walk.names.has(node.name)) return;
  walk.uses.push({ name: node.name, start: node.start, end: node.end, when, access: when === 'type' ? 'read' : access, spaces, scope });
}

export function visitAll(walk: Walk, nodes: readonly (Node | null)[] | null | undefined, when: ReferenceTime, scope: Scope): void {
  if (!nodes) return;
  for (const node of nodes) if (node) walk.visit(node, when, scope);
}
