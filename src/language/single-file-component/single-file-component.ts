import { extensionOf } from '../../host/path.js';
import type { ImportRecord } from '../../model/import-record.js';
import type { Importer } from '../../model/importer.js';
import type { LinkStatement, ModuleLinks } from '../../model/module-links.js';
import type { ModuleModel } from '../../model/module-model.js';
import type { CompilerFacts } from '../../model/project.js';
import type { Reference } from '../../model/reference.js';
import type { SourceFile } from '../../model/source-file.js';
import { sliceSpan, type Span } from '../../text/span.js';
import type { Language, ScanResult } from '../language.js';
import { measureLines } from '../typescript/count-lines.js';
import { findAllowances, isGenerated } from '../typescript/scan-header.js';
import { describeFailure, scanText } from '../typescript/scan.js';
import { typescript } from '../typescript/typescript.js';
import { findScripts, type ComponentDialect, type ComponentParts, type ScriptSource } from './find-scripts.js';

/** Vue, Svelte and Astro components, as far as their scripts go. Templates are not read: each may use every imported name. */
export const singleFileComponent: Language = {
  id: 'single-file-component',
  extensions: ['.vue', '.svelte', '.astro'],
  scan: scanComponent,
  read: (source, facts) => readComponent(source, facts, typescript.read),
  links: (source, facts) => readComponent(source, facts, typescript.links),
  outline: () => undefined,
  readImporter: readComponentImporter,
  createResolver: typescript.createResolver,
};

/** Offsets mean the whole file. Comments are those of the scripts and of the template; every other line that is not blank is code. */
function scanComponent(source: SourceFile, facts: CompilerFacts): ScanResult {
  const { text, path } = source;
  const parts = findScripts(text, dialectOf(path));
  const code = buildCode(text, parts.scripts.map((script) => script.span));
  const scan = scanText(code, scriptExtension(parts), { verbatimModuleSyntax: facts.verbatimModuleSyntax });
  if (scan.kind === 'failed') return { kind: 'unparsed', reason: describeFailure(source, scan) };
  const imports = [...parts.sources.map(sourceRecord), ...scan.imports].sort((a, b) => a.span.start - b.span.start);
  const comments = [...parts.comments, ...scan.comments].sort((a, b) => a.start - b.start);
  return {
    kind: 'scanned',
    module: Object.freeze({
      path,
      imports: Object.freeze(imports.map((record) => Object.freeze(record))),
      lines: Object.freeze(measureLines(text, source.lineStarts, comments)),
      allowances: findAllowances(text),
      generated: hasGeneratedHeader(text, parts),
    }),
  };
}

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
  return { ...importer, source, uses };
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

/** Everything outside the spans becomes spaces, so that lines and offsets stay what they are. */
function buildCode(text: string, spans: readonly Span[]): string {
  let code = '';
  let position = 0;
  for (const span of spans) {
    code += blank(text.slice(position, span.start)) + sliceSpan(text, span);
    position = span.end;
  }
  return code + blank(text.slice(position));
}

function blank(text: string): string {
  return text.replace(/[^\n\r\u2028\u2029]/g, ' ');
}

/** The widest of the languages: a component's scripts are to be in the same one. */
function scriptExtension({ scripts }: ComponentParts): string {
  const isTyped = scripts.some((script) => /ts/.test(script.extension));
  const hasElements = scripts.some((script) => /x$/.test(script.extension));
  return isTyped ? (hasElements ? '.tsx' : '.ts') : hasElements ? '.jsx' : '.js';
}

function sourceRecord({ specifier, specifierSpan, span }: ScriptSource): ImportRecord {
  return { kind: 'side-effect', form: 'import', specifier, specifierSpan, span, names: [] };
}

function hasGeneratedHeader(text: string, { scripts, comments }: ComponentParts): boolean {
  const first = comments[0];
  const isAtTop = first !== undefined && text.slice(0, first.start).trim() === '';
  if (isAtTop && isGenerated(`/*${sliceSpan(text, first).replaceAll('*/', '')}*/`)) return true;
  return scripts[0] !== undefined && isGenerated(sliceSpan(text, scripts[0].span));
}

function dialectOf(path: string): ComponentDialect {
  return extensionOf(path).slice(1) as ComponentDialect;
}
