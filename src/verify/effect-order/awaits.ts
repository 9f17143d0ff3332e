import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import type { FilePath } from '../../host/path.js';
import type { CheckInput } from '../check.js';
import { isEvaluated } from '../evaluation.js';
import { describe, matchStatements } from '../matching.js';
import { locate, resolveOwn, type Side, sidesOf } from '../side.js';

/**
 * Statements that ran after a module that waits at top level and no longer wait for it: a module waits only for what it imports,
 * so its siblings run in the meantime (ECMA-262 16.2.1.6.1.3, InnerModuleEvaluation and AsyncModuleExecutionFulfilled).
 */
export function findLostWaits(input: CheckInput): Diagnostic[] {
  const { before, after } = sidesOf(input);
  const waitsBefore = createWaits(before);
  const waitsAfter = createWaits(after);
  return matchStatements(input).pairs.flatMap((pair) => {
    if (pair.before.statement.effect === 'none') return [];
    const kept = new Set(waitsAfter(pair.after.file).map(after.name));
    const lost = waitsBefore(pair.before.file).map(before.name).find((name) => !kept.has(name) && !before.changed.has(name));
    if (lost === undefined) return [];
    return [
      diagnostic({
        id: 'lost-wait',
        message: `${describe(pair.after)} no longer waits for ${lost}`,
        at: locate(pair.after.model, pair.after.statement.span.start),
        notes: [`${lost} waits at top level, and only modules that import it wait with it`],
        help: `Keep the statement in ${pair.before.name}, or import ${lost} in ${pair.after.name}.`,
      }),
    ];
  });
}

/**
 * The modules with an `await` at top level that a file loads, at any distance. The graph has imports that compilation drops because nothing uses their
 * names: what only they lead to is not loaded, and nobody waits for it.
 */
function createWaits(side: Side): (file: FilePath) => readonly FilePath[] {
  const answers = new Map<FilePath, readonly FilePath[]>();
  const verdicts = new Map<FilePath, boolean>();
  const isWaiting = (file: FilePath): boolean => {
    const known = verdicts.get(file);
    if (known !== undefined) return known;
    const mayWait = /\bawait\b/.test(side.project.files.get(file)?.text ?? '');
    const verdict = mayWait && side.read(file).statements.some(({ pins }) => pins.some(({ kind }) => kind === 'top-level-await'));
    verdicts.set(file, verdict);
    return verdict;
  };
  const requestsOf = (file: FilePath): readonly FilePath[] => {
    const model = side.read(file);
    const records = model.statements.flatMap((statement) => statement.imports.filter((record) => isEvaluated(side, model, statement, record)));
    return records.flatMap(({ specifier }) => {
      const resolution = resolveOwn(side, file, specifier);
      return resolution.kind === 'file' ? [resolution.path] : [];
    });
  };
  return (start) => {
    const known = answers.get(start);
    if (known) return known;
    const isLoaded = (file: FilePath): boolean => file !== start && isWaiting(file);
    const linked = reach(start, (file) => (side.project.graph.edgesFrom.get(file) ?? []).flatMap(({ to, record }) => (record.kind === 'type' || record.kind === 'dynamic' ? [] : [to])));
    // Most files have no such module near them, and then nothing need be read.
    const found = linked.some(isLoaded) ? reach(start, requestsOf).filter(isLoaded) : [];
    answers.set(start, found);
    return found;
  };
}

function reach(start: FilePath, next: (file: FilePath) => readonly FilePath[]): readonly FilePath[] {
  const seen = new Set<FilePath>([start]);
  for (const file of seen) for (const to of next(file)) seen.add(to);
  return [...seen];
}
