import { compareText } from '../diagnostic/sort.js';
import type { CompilerFacts, ImportEdge, Project, SkippedFile } from '../model/project.js';

/**
 * Whether two snapshots of one root say the same: the same files, byte for byte, that import one another in the same way and mean the same to the compiler. What was proved of
 * the one holds of the other. Files that are no code are not compared.
 */
export function isSameProject(one: Project, other: Project): boolean {
  if (one.root !== other.root || one.files.size !== other.files.size) return false;
  for (const [path, source] of one.files) {
    const twin = other.files.get(path);
    if (twin === undefined || twin.bom !== source.bom || twin.text !== source.text) return false;
  }
  const facts = [...one.files.keys()].every((path) => describeFacts(one.compilerFacts(path)) === describeFacts(other.compilerFacts(path)));
  return facts && describeRest(one) === describeRest(other) && describeEdges(one) === describeEdges(other);
}

const described = new WeakMap<CompilerFacts, string>();

/** The files of one tsconfig have one object. */
function describeFacts(facts: CompilerFacts): string {
  const text = described.get(facts) ?? JSON.stringify(Object.entries(facts).sort(([a], [b]) => compareText(a, b)));
  described.set(facts, text);
  return text;
}

function describeRest({ unparsed, skipped, brokenConfigs, declaredTasks, graph }: Project): string {
  const sort = (files: readonly SkippedFile[]): readonly string[] => files.map(({ path, reason }) => `${path}\0${reason}`).sort(compareText);
  const unresolved = graph.unresolved.map(({ from, record, reason }) => `${from}\0${record.span.start}\0${record.specifier}\0${reason}`).sort(compareText);
  return JSON.stringify([sort(unparsed), sort(skipped), sort(brokenConfigs), declaredTasks, unresolved]);
}

function describeEdges({ graph }: Project): string {
  const describe = ({ to, record }: ImportEdge): string => `${to}\0${record.span.start}\0${record.specifier}\0${record.kind}\0${record.form}`;
  return [...graph.modules].sort(compareText).map((from) => [from, ...(graph.edgesFrom.get(from) ?? []).map(describe).sort(compareText)].join('\n')).join('\n');
}
