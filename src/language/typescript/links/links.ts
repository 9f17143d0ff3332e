import type { Node, Program } from 'oxc-parser';
import type { LinkStatement, ModuleLinks } from '../../../model/module-links.js';
import type { CompilerFacts } from '../../../model/project.js';
import type { Reference, ReferenceTime } from '../../../model/reference.js';
import type { SourceFile } from '../../../model/source-file.js';
import type { Span } from '../../../text/span.js';
import { readModule } from '../read.js';
import { declarationHandlers } from './declarations.js';
import { declarationIn, eachDeclaredName, eachHoistedName, isErased, startOf } from './declared-names.js';
import { expressionHandlers } from './expressions.js';
import { functionHandlers } from './functions.js';
import { createUnnamedRuns, firstUnnamedRun } from './runs.js';
import { createScope, isShadowed, values, type Scope, type Spaces } from './scope.js';
import { parseTree } from './syntax-tree.js';
import { readTiles, type StatementTile } from './tiles.js';
import { typeHandlers } from './types.js';
import type { NodeHandler, Walk } from './walk.js';
import { findTypeNames, isWiring, kindOf, readExports, readWiringImport } from './wiring.js';
import { nativeParser } from '../native-parser.js';
import { findExcessiveNesting, tooDeep } from '../nesting.js';

/**
 * What `readModule` says of the links of one file, without the compiler: a native parse and one walk over the tree. A text in
 * which the parser finds an error goes to `readModule`, which makes more of it; of one that nests deeper than a recursive walk can go
 * (`a + b + ...` ten thousand times is such a tree) only that is said.
 */
export function readLinks(source: SourceFile, facts: CompilerFacts): ModuleLinks {
  const deepest = findExcessiveNesting(source.text);
  if (deepest !== -1) return describeTooDeep(source, deepest);
  try {
    const program = parseTree(source);
    return program ? walkProgram(source, facts, program) : readModule(source, facts);
  } catch (error) {
    if (error instanceof RangeError) return describeTooDeep(source, 0);
    throw error;
  }
}

function describeTooDeep(source: SourceFile, offset: number): ModuleLinks {
  const problem = { span: { start: offset, end: Math.min(offset + 1, source.text.length) }, message: tooDeep };
  return { source, dialect: dialectOf(source.path), statements: [], imports: [], exports: [], calls: [], problems: [problem] };
}

function walkProgram(source: SourceFile, facts: CompilerFacts, program: Program): ModuleLinks {
  const tiles = readTiles(source.text, program);
  const declares = tiles.map(({ node }) => declaredNames(node));
  const names = new Map<string, Spaces>();
  for (const own of declares) for (const [name, spaces] of own) names.set(name, (names.get(name) ?? 0) | spaces);

  const walk = createWalk(facts, names);
  const top = createScope(undefined, true);
  const walked = tiles.map(({ node }, index) => walkStatement(walk, node, index, top));
  // Only now every name of every scope is known: a function may use what a `var` or a second `namespace` further down declares.
  const factories = jsxFactoriesOf(source.text, facts);
  const statements = tiles.map((tile, index) => describeStatement(tile, index, declares[index]!, walked[index]!, names, factories));
  return {
    source,
    dialect: dialectOf(source.path),
    statements,
    imports: statements.flatMap((statement) => statement.imports),
    exports: readExports(tiles, findTypeNames(tiles)),
    calls: walk.calls.sort((a, b) => bySpan(a.span, b.span)),
    problems: [],
  };
}

type Walked = Pick<Walk, 'uses' | 'imports' | 'runs' | 'jsxElements' | 'jsxFragments'>;

function createWalk(facts: CompilerFacts, names: ReadonlyMap<string, Spaces>): Walk {
  const handlers = (known ??= createHandlers());
  const walk: Walk = {
    facts, names, calls: [],
    visit: (node, when, scope) => handlers.get(node.type)?.(walk, node, when, scope),
    uses: [], imports: [], runs: createUnnamedRuns(), statement: 0, jsxElements: undefined, jsxFragments: undefined, calledAtOnce: undefined, inferred: undefined,
  };
  return walk;
}

let known: ReadonlyMap<string, NodeHandler['handle']> | undefined;

/** Node types without a handler of their own only pass the time and the scope on to their children. */
function createHandlers(): ReadonlyMap<string, NodeHandler['handle']> {
  const all = new Map<string, NodeHandler['handle']>();
  for (const [type, keys] of Object.entries(nativeParser().visitorKeys)) if (keys.length > 0) all.set(type, createPassage(keys));
  for (const table of [typeHandlers, declarationHandlers, functionHandlers, expressionHandlers]) {
    for (const [type, handle] of Object.entries(table)) all.set(type, handle);
  }
  return all;
}

function createPassage(keys: readonly string[]): NodeHandler['handle'] {
  return (walk, node, when, scope) => {
    for (const key of keys) {
      const child = (node as unknown as Record<string, Node | null | readonly (Node | null)[]>)[key];
      if (!child) continue;
      if (!('length' in child)) walk.visit(child, when, scope);
      else for (const item of child) if (item) walk.visit(item, when, scope);
    }
  };
}

function declaredNames(statement: Node): ReadonlyMap<string, Spaces> {
  const names = new Map<string, Spaces>();
  const add = (name: string, spaces: Spaces): void => void names.set(name, (names.get(name) ?? 0) | spaces);
  eachDeclaredName(statement, add);
  if (declarationIn(statement).type !== 'VariableDeclaration') eachHoistedName(statement, (name) => add(name, values));
  return names;
}

function walkStatement(walk: Walk, node: Node, index: number, top: Scope): Walked {
  walk.uses = [];
  walk.imports = [];
  walk.runs = createUnnamedRuns();
  walk.statement = index;
  walk.jsxElements = undefined;
  walk.jsxFragments = undefined;
  if (!isWiring(node, kindOf(node))) walk.visit(node, 'hard', top);
  else {
    const record = readWiringImport(node);
    if (record) walk.imports.push(record);
  }
  const { uses, imports, runs, jsxElements, jsxFragments } = walk;
  return { uses, imports, runs, jsxElements, jsxFragments };
}

function describeStatement(
  { node, span }: StatementTile, index: number, own: ReadonlyMap<string, Spaces>, walked: Walked,
  names: ReadonlyMap<string, Spaces>, factories: JsxFactories | undefined,
): LinkStatement {
  const kind = kindOf(node);
  const reads: Reference[] = [];
  const writes: Reference[] = [];
  for (const { name, start, end, when, access, spaces, scope } of walked.uses) {
    if (own.has(name) || !(names.get(name)! & spaces) || isShadowed(scope, name, spaces)) continue;
    const reference: Reference = { name, span: { start, end }, when };
    if (access !== 'write') reads.push(reference);
    if (access !== 'read') writes.push(reference);
  }
  const addFactory = (factory: string | undefined, when: ReferenceTime | undefined): void => {
    if (factory === undefined || when === undefined || own.has(factory) || !names.has(factory)) return;
    if (reads.some((read) => read.name === factory && read.when !== 'type')) return;
    const start = startOf(node);
    reads.push({ name: factory, span: { start, end: start }, when });
  };
  addFactory(factories?.element, walked.jsxElements);
  addFactory(factories?.fragment, walked.jsxFragments);
  const byOffset = (a: Reference, b: Reference): number => a.span.start - b.span.start;
  const inner = declarationIn(node);
  const runsUnnamed = firstUnnamedRun(walked.runs, names);
  return {
    index, kind, span,
    declares: isWiring(node, kind) ? [] : [...own.keys()],
    reads: reads.sort(byOffset),
    writes: writes.sort(byOffset),
    erased: isErased(inner) || (inner.type === 'TSImportEqualsDeclaration' && inner.importKind === 'type'),
    imports: walked.imports.sort((a, b) => bySpan(a.span, b.span)),
    ...(runsUnnamed === undefined ? {} : { runsUnnamed }),
    ...(walked.runs.awaits ? { awaits: true } : {}),
  };
}

/** Outer before inner. */
function bySpan(a: Span, b: Span): number {
  return a.start - b.start || b.end - a.end;
}

interface JsxFactories {
  readonly element: string;
  readonly fragment: string;
}

/** Classic JSX calls `React.createElement` though the text never says `React`, and `<>` reads a name of its own: `Fragment` beside `h`. */
function jsxFactoriesOf(text: string, facts: CompilerFacts): JsxFactories | undefined {
  if (facts.jsx === 'react-jsx' || facts.jsx === 'react-jsxdev') return undefined;
  const start = text.slice(0, 2000);
  const element = /@jsx\s+([\w$]+)/.exec(start)?.[1] ?? facts.jsxFactory?.split('.')[0] ?? 'React';
  return { element, fragment: /@jsxFrag\s+([\w$]+)/.exec(start)?.[1] ?? facts.jsxFragmentFactory?.split('.')[0] ?? 'React' };
}

function dialectOf(path: string): ModuleLinks['dialect'] {
  if (/\.tsx$/i.test(path)) return 'tsx';
  if (/\.jsx$/i.test(path)) return 'jsx';
  return /\.[cm]?js$/i.test(path) ? 'js' : 'ts';
}
