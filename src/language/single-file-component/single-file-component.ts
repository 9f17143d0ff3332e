import type { ImportRecord } from '../../model/import-record.js';
import type { Importer } from '../../model/importer.js';
import type { LinkStatement, ModuleLinks } from '../../model/module-links.js';
import type { ModuleModel } from '../../model/module-model.js';
import type { CompilerFacts } from '../../model/project.js';
import type { Reference } from '../../model/reference.js';
import type { SourceFile } from '../../model/source-file.js';
import type { Span } from '../../text/span.js';
import type { Language } from '../language.js';
import { typescript } from '../typescript/typescript.js';
import { findScripts } from './find-scripts.js';
import { buildCode, componentExtensions, dialectOf, scanComponent, scriptExtension } from './scan-component.js';

/** Vue, Svelte and Astro components, as far as their scripts go. Templates are not read: each may use every imported name. */
export const singleFileComponent: Language = {
  id: 'single-file-component',
  extensions: componentExtensions,
  scan: scanComponent,
  read: (source, facts) => readComponent(source, facts, typescript.read),
  links: (source, facts) => readComponent(source, facts, typescript.links),
  outline: () => undefined,
  readImporter: readComponentImporter,
  createResolver: typescript.createResolver,
};

/**
 * The scripts as one module, in the places where they stand. Of a script that runs later only its static imports are kept: they
 * are what it does to the module. The dialect is JavaScript, where no import is dropped for want of a use. The template, and the script that runs
 * later, may use every name that is imported: each counts as used when a component is made.
 */
function readComponent<T extends ModuleModel | ModuleLinks>(
  source: SourceFile, facts: CompilerFacts, read: (source: SourceFile, facts: CompilerFacts) => T,
): T {
  const { text, path } = source;
  const parts = findScripts(text, dialectOf(path));
  const scan = scanComponent(source, facts);
  const imports = scan.kind === 'scanned' ? scan.module.imports : [];
  const atLoad = parts.scripts.flatMap((script): readonly Span[] => {
    if (!script.deferred) return [script.span];
    const isInside = (span: Span): boolean => script.span.start <= span.start && span.end <= script.span.end;
    return imports.filter((record) => isStatic(record) && isInside(record.span)).map((record) => record.span);
  });
  const module = read({ ...source, path: `${path}${scriptExtension(parts)}` as SourceFile['path'], text: buildCode(text, atLoad) }, facts);
  const where = parts.scripts[0]?.span ?? { start: 0, end: 0 };
  const problem = { span: where, message: 'only the imports of the scripts of a single-file component are read' };
  const statements = Object.freeze(module.statements.map(addTemplateUses));
  return { ...module, statements, source, imports, dialect: 'js', problems: [problem, ...module.problems] };
}

/** All scripts as one module, in the places where they stand. The template may use what a namespace holds, so that none of its members is known. */
function readComponentImporter(source: SourceFile, isWanted: (specifier: string) => boolean): Importer {
  const { text, path } = source;
  const parts = findScripts(text, dialectOf(path));
  const code = buildCode(text, parts.scripts.map(({ span }) => span));
  const importer = typescript.readImporter!({ ...source, path: `${path}${scriptExtension(parts)}` as SourceFile['path'], text: code }, isWanted);
  const because = 'the template may use any member of it';
  const uses = importer.uses.map((use) => (use.form === 'import' && use.namespace ? { ...use, namespace: { ...use.namespace, escapes: { span: use.span, because } } } : use));
  return { ...importer, source, uses, scripts: parts.scripts.map(({ span }) => span) };
}

/** `<DishCard>` and `<dish-card>` are the same import in Vue, and any expression may name one, so no name is looked for. */
function addTemplateUses<S extends Pick<LinkStatement, 'kind' | 'reads' | 'imports'>>(statement: S): S {
  if (statement.kind !== 'import') return statement;
  const names = statement.imports.filter(({ kind }) => kind === 'value').flatMap((record) => record.names.map((name) => ({ ...name, span: record.span })));
  const used = names.filter((name) => !name.typeOnly).map(({ local, span }): Reference => ({ name: local, span, when: 'soft' }));
  return used.length === 0 ? statement : Object.freeze({ ...statement, reads: Object.freeze([...statement.reads, ...used]) });
}

function isStatic({ form }: ImportRecord): boolean {
  return form === 'import' || form === 'export-from' || form === 'export-star' || form === 'import-equals';
}
