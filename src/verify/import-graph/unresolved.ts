import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import { directoryOf, joinPath } from '../../host/path.js';
import type { UnresolvedImport } from '../../model/project.js';
import { locate, type Side, type Sides } from '../side.js';

/** What an import that leads nowhere was meant to reach: the same for the god file and for a module in a folder below. */
function aim(side: Side, { from, record }: UnresolvedImport): string {
  return record.specifier.startsWith('.') ? side.name(joinPath(directoryOf(from), record.specifier)) : record.specifier;
}

export function findUnresolved({ before, after }: Sides): Diagnostic[] {
  const old = new Set(before.project.graph.unresolved.map((one) => aim(before, one)));
  return after.project.graph.unresolved
    .filter((one) => !old.has(aim(after, one)) && !isLocalRequire(after, one))
    .map((one) =>
      diagnostic({
        id: 'unresolved-import',
        message: `'${one.record.specifier}' in ${after.name(one.from)} leads nowhere: ${one.reason}`,
        at: locate(after.read(one.from), one.record.specifierSpan.start),
        help: 'Correct the specifier.',
        data: { specifier: one.record.specifier },
      }),
    );
}

/** `function load(require) { return require('./menu') }`: the quick scan takes it for an import, which a full reading does not. */
function isLocalRequire({ read }: Side, { from, record }: UnresolvedImport): boolean {
  return record.form === 'require-call' && !read(from).imports.some(({ specifierSpan }) => specifierSpan.start === record.specifierSpan.start);
}
