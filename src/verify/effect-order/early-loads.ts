import type { Diagnostic } from '../../diagnostic/diagnostic.js';
import type { FilePath } from '../../host/path.js';
import type { Statement } from '../../model/module-model.js';
import { isEvaluated } from '../evaluation.js';
import { resolveOwn, type Side, type Sides } from '../side.js';
import { findEarlyReads, knotsOf } from './early-reads.js';

/** What loading one file newly reads too early. */
export interface EarlyLoad {
  readonly entry: string;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Early reads of files that are loaded on their own and whose order of effects is nobody's business: tests. `import { Schema } from '../definitions/schema'` in place of
 * `'../definitions'` comes to a knot of modules from another end, where a `const` may not be filled yet. Only the order in which the members of knots run decides
 * that, so that tests with the same two orders are all fine if one is, and those whose order is what it was need no answer.
 */
export function findEarlyLoads({ before, after }: Sides, oldKeys: ReadonlyMap<Statement, string>, loaders: readonly string[]): readonly EarlyLoad[] {
  if (loaders.length === 0) return [];
  const [orderBefore, orderAfter] = [createOrderReader(before), createOrderReader(after)];
  const isFine = new Set<string>();
  return loaders.flatMap((entry) => {
    const [old, now] = [before.file(entry), after.file(entry)];
    if (!old || !now) return [];
    const orders = [orderBefore(old), orderAfter(now)] as const;
    if (orders[0] === orders[1]) return [];
    const key = orders.join('\n');
    if (isFine.has(key)) return [];
    const diagnostics = evaluationOrders(before, old, after, now).flatMap((inPlace) => findEarlyReads({ side: before, entry: old }, { side: after, entry: now, oldKeys }, entry, inPlace));
    if (diagnostics.length === 0) isFine.add(key);
    return diagnostics.length > 0 ? [{ entry, diagnostics }] : [];
  });
}

/** CommonJS output runs an import where it stands, so there an import below a statement is another order than in a bundler. */
export function evaluationOrders(before: Side, old: FilePath, after: Side, now: FilePath): readonly boolean[] {
  const isCommonJs = (side: Side, file: FilePath) => side.project.compilerFacts(file).module?.toLowerCase() === 'commonjs';
  return isCommonJs(before, old) || isCommonJs(after, now) ? [false, true] : [false];
}

/** The members of knots in the order in which they run when a file is loaded. */
function createOrderReader(side: Side): (entry: FilePath) => string {
  const { knotOf } = knotsOf(side);
  const loaded = createLoadReader(side);
  return (entry) => {
    const started = new Set([entry]);
    const order: string[] = [];
    const stack = [{ file: entry, targets: loaded(entry), next: 0 }];
    for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
      const target = frame.targets[frame.next++];
      if (target === undefined) {
        stack.pop();
        if (knotOf.has(frame.file)) order.push(side.name(frame.file));
      } else if (!started.has(target)) {
        started.add(target);
        stack.push({ file: target, targets: loaded(target), next: 0 });
      }
    }
    return order.join('\u0000');
  };
}

/** The files that a file loads when it is loaded, in source order. */
export function createLoadReader(side: Side): (file: FilePath) => readonly FilePath[] {
  const known = new Map<FilePath, readonly FilePath[]>();
  return (file) => {
    let found = known.get(file);
    if (!found) {
      const model = side.read(file);
      found = model.statements.flatMap((statement) => statement.imports.flatMap((record) => {
        const target = isEvaluated(side, model, statement, record) ? resolveOwn(side, file, record.specifier) : undefined;
        return target?.kind === 'file' ? [target.path] : [];
      }));
      known.set(file, found);
    }
    return found;
  };
}
