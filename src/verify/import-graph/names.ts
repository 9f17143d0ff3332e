import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import { nearestName } from '../../diagnostic/nearest.js';
import type { FilePath } from '../../host/path.js';
import type { ImportedName, ImportRecord } from '../../model/import-record.js';
import type { ModuleModel } from '../../model/module-model.js';
import { exportSet, isOpen, resolveExport } from '../export-set.js';
import { locate, resolveOwn, type Side, type Sides } from '../side.js';

interface Use {
  readonly side: Side;
  readonly model: ModuleModel;
  readonly record: ImportRecord;
  readonly name: ImportedName;
  readonly target: FilePath;
}

/** Every name that a changed file takes from a project file, checked against what that file exports. */
export function findNameProblems({ before, after }: Sides): Diagnostic[] {
  const known = new Set(uses(before).flatMap((use) => (problemOf(use) ? [keyOf(use)] : [])));
  return uses(after).flatMap((use) => {
    const found = problemOf(use);
    return found && !known.has(keyOf(use)) ? [found] : [];
  });
}

/**
 * A name that was missing already is no effect of the change; the statement that takes it may stand in another file now. The form counts for values only:
 * an import that nothing uses is dropped, a re-export is not. Of a type neither is left.
 */
function keyOf({ side, record, name, target }: Use): string {
  return [name.typeOnly || record.kind === 'type' ? 'type' : record.form, side.name(target), name.imported].join('\u0000');
}

function uses(side: Side): Use[] {
  return side.changedFiles.flatMap((file) => {
    const model = side.read(file);
    return model.imports.flatMap((record) => {
      if (record.form !== 'import' && record.form !== 'export-from' && record.form !== 'require-call') return [];
      const resolution = resolveOwn(side, file, record.specifier);
      if (resolution.kind !== 'file') return [];
      return record.names.filter((name) => name.imported !== '*').map((name) => ({ side, model, record, name, target: resolution.path }));
    });
  });
}

function problemOf(use: Use): Diagnostic | undefined {
  const { side, model, record, name, target } = use;
  const targetModel = side.read(target);
  const found = resolveExport(side, target, name.imported);
  if (found === undefined && isOpen(side, targetModel)) return undefined;
  if (found === undefined || found === 'ambiguous') return missing(use, found === 'ambiguous');
  const marked = name.typeOnly || record.kind === 'type';
  const facts = side.project.compilerFacts(model.source.path);
  const alone = record.form === 'export-from' ? facts.isolatedModules || facts.verbatimModuleSyntax : facts.verbatimModuleSyntax;
  if (marked || !found.typeOnly || !alone) return undefined;
  return diagnostic({
    id: 'unmarked-type',
    message: `${side.name(model.source.path)} ${record.form === 'import' ? 'imports' : 're-exports'} the type '${name.imported}' as a value`,
    at: locate(model, record.span.start),
    related: [found.at],
    notes: ['files are compiled one by one here, so the name would be looked for at run time'],
    help: `Mark '${name.imported}' with 'type'.`,
    data: { name: name.imported },
  });
}

function missing({ side, model, record, name, target }: Use, ambiguous: boolean): Diagnostic {
  const near = nearestName(name.imported, exportSet(side, target).names.keys());
  return diagnostic({
    id: 'missing-export',
    message: ambiguous
      ? `${side.name(target)} gets '${name.imported}' through two 'export *', so it exports neither`
      : `${side.name(model.source.path)} takes '${name.imported}' from ${side.name(target)}, which does not export it`,
    at: locate(model, record.span.start),
    help: near === undefined ? `Export '${name.imported}' from ${side.name(target)}.` : `Export '${name.imported}', or import '${near}'.`,
    data: { name: name.imported, target: side.name(target) },
  });
}
