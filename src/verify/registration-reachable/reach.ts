import type { FilePath } from '../../host/path.js';
import type { ImportEdge } from '../../model/project.js';
import { isEvaluated } from '../evaluation.js';
import type { Side } from '../side.js';
import type { FolderLoader } from './loaded-folders.js';

/** Files whose evaluation evaluates a file: while they load, or later, when they call `import()`. The file itself is among `load`. */
export interface Reach {
  readonly load: ReadonlySet<FilePath>;
  readonly late: ReadonlySet<FilePath>;
}

/**
 * Who evaluates a file. What an import leaves at run time is asked of the full model only for files that the change touched and for
 * those in `exact`: the others say the same on both sides, and reading a whole application costs more than the rest of the proof.
 */
export function createReach(side: Side, loaders: readonly FolderLoader[], exact: ReadonlySet<FilePath>): (file: FilePath) => Reach {
  const loadedBy = new Map<FilePath, FilePath[]>();
  for (const { file, loads } of loaders) for (const target of loads) loadedBy.set(target, [...(loadedBy.get(target) ?? []), file]);
  const known = new Map<FilePath, Reach>();
  const strengths = new Map<ImportEdge, 'load' | 'late' | 'none'>();
  const strengthOf = (edge: ImportEdge): 'load' | 'late' | 'none' => {
    let strength = strengths.get(edge);
    if (!strength) strengths.set(edge, (strength = measure(side, edge, exact)));
    return strength;
  };
  const walk = (from: Iterable<FilePath>, found: Set<FilePath>, allowLate: boolean): void => {
    const queue = [...from];
    for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
      const importers = (side.project.graph.edgesTo.get(file) ?? []).filter((edge) => {
        const strength = strengthOf(edge);
        return strength === 'load' || (allowLate && strength === 'late');
      });
      for (const importer of [...importers.map((edge) => edge.from), ...(loadedBy.get(file) ?? [])]) {
        if (found.has(importer)) continue;
        found.add(importer);
        queue.push(importer);
      }
    }
  };
  return (file) => {
    let reach = known.get(file);
    if (reach) return reach;
    const load = new Set([file]);
    walk([file], load, false);
    const all = new Set(load);
    walk(load, all, true);
    known.set(file, (reach = { load, late: new Set([...all].filter((one) => !load.has(one))) }));
    return reach;
  };
}

function measure(side: Side, { from, record }: ImportEdge, exact: ReadonlySet<FilePath>): 'load' | 'late' | 'none' {
  if (record.kind === 'type') return 'none';
  if (record.kind === 'dynamic') return 'late';
  if (record.kind === 'side-effect' || !(exact.has(from) || side.changed.has(side.name(from)))) return 'load';
  const model = side.read(from);
  for (const statement of model.statements) {
    const own = statement.imports.find((one) => one.specifierSpan.start === record.specifierSpan.start);
    if (own) return isEvaluated(side, model, statement, own) ? 'load' : own.form === 'require-call' ? 'late' : 'none';
  }
  return record.kind === 'require' ? 'late' : 'load';
}
