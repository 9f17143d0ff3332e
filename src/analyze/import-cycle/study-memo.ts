import { hashText } from '../../host/hash.js';
import { joinPath, relativePath, type FilePath } from '../../host/path.js';
import type { CompilerFacts, Project } from '../../model/project.js';
import type { AnalyzerInput } from '../analyzer.js';
import { findOuterEdges } from './danger.js';
import type { Knot } from './knot.js';
import type { KnotStudy } from './knot-study.js';

/** Raised when a study of the same files would come out differently. */
const STUDY_VERSION = 3;

interface Kept {
  readonly version: number;
  readonly stamp: string;
  readonly study: KnotStudy;
}

/**
 * A study from an earlier run, if nothing that it depends on has changed: the text of every file that was read for it, what
 * their imports lead to, what the compiler makes of them, and where the project enters the knot. Reads no text.
 */
export function recallStudy(input: AnalyzerInput, knot: Knot, entered: readonly FilePath[]): KnotStudy | undefined {
  const kept = input.memo.recall(memoKey(knot)) as Kept | undefined;
  if (kept?.version !== STUDY_VERSION) return undefined;
  return kept.stamp === stampOf(input.project, knot, entered, kept.study) ? kept.study : undefined;
}

export function rememberStudy(input: AnalyzerInput, knot: Knot, entered: readonly FilePath[], study: KnotStudy): void {
  const kept: Kept = { version: STUDY_VERSION, stamp: stampOf(input.project, knot, entered, study)!, study };
  input.memo.remember(memoKey(knot), kept);
}

function memoKey(knot: Knot): string {
  return `import-cycle/${knot.kinds}/${knot.key}`;
}

const printedFacts = new WeakMap<CompilerFacts, string>();

/** Undefined when a file that the study depends on is gone. */
function stampOf(project: Project, knot: Knot, entered: readonly FilePath[], study: KnotStudy): string | undefined {
  const show = (file: FilePath): string => relativePath(project.root, file);
  const others = study.filesRead.map((file) => joinPath(project.root, file));
  const outer = study.outer.map((file) => joinPath(project.root, file));
  const lines: string[] = [];
  for (const file of [...knot.members, ...others]) {
    const module = project.scanned.get(file);
    if (!module) return undefined;
    const facts = project.compilerFacts(file);
    let printed = printedFacts.get(facts);
    if (printed === undefined) printedFacts.set(facts, (printed = JSON.stringify(facts)));
    lines.push(show(file), project.contentHash(file), printed);
    for (const { specifier } of module.imports) {
      const resolution = project.resolve(file, specifier);
      lines.push(resolution.kind === 'file' ? show(resolution.path) : resolution.kind);
    }
  }
  for (const edge of findOuterEdges(project.graph, knot, outer)) lines.push(`${show(edge.from)} ${show(edge.to)} ${edge.record.specifierSpan.start}`);
  return hashText([...entered.map(show), '', ...lines].join('\n'));
}
