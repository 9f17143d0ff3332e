import type { CodemodResult, FileChange } from '../../edit/change-set.js';
import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import { relativePath, type FilePath } from '../../host/path.js';
import { findSpecifierEnding } from '../../language/typescript/specifier.js';
import type { ImportRecord } from '../../model/import-record.js';
import type { ModuleModel, Statement } from '../../model/module-model.js';
import type { Project } from '../../model/project.js';
import type { HiddenNeeds } from '../../plan/split/hidden-order.js';
import { orderParts } from '../../plan/split/part-order.js';
import type { SplitPlan } from '../../plan/split/split-plan.js';
import { lineColumnAt } from '../../text/line-index.js';
import { buildRequires } from './commonjs-imports.js';
import { findClientModules } from './client-modules.js';
import { findWiringType, renderCommentExports, renderCommentImports } from './comment-types.js';
import { buildFileImports, findNeeds, type FileImports, type SplitContext } from './file-imports.js';
import { createOrderFreedom, findLoads, findPreamble } from './load-order.js';
import { buildPlacement } from './placement.js';
import { renderCommonJsFacade, renderCommonJsModule } from './render-commonjs.js';
import { isKept, renderFacade } from './render-facade.js';
import { renderModule } from './render-module.js';
import { findVisits } from './visits.js';

export interface SplitModuleInput {
  readonly project: Project;
  readonly model: ModuleModel;
  /** A plan that `checkPlan` found nothing wrong with. */
  readonly plan: SplitPlan;
  /** Model of any other file of the project, asked only when the order in which modules are loaded would change. */
  readonly read: (file: FilePath) => ModuleModel;
  /** As the plan was made with. */
  readonly hiddenNeeds?: HiddenNeeds;
  /** Whether what is exported for sibling modules alone is marked `@internal`; default: true. */
  readonly marksInternal?: boolean;
}

/** Turns a plan into new modules and a facade under the old path. Writes nothing. */
export function splitModule({ project, model, plan, read, hiddenNeeds, marksInternal = true }: SplitModuleInput): CodemodResult {
  const refusals = [...findSelfImports(project, model), ...findExportDirectives(model), ...findCommentTypes(project, model), ...findExportAssignment(project, model)];
  if (refusals.length > 0) return { kind: 'refused', diagnostics: refusals };

  const placement = buildPlacement(model, plan, project.root, orderParts(model, plan, hiddenNeeds), project.compilerFacts(model.source.path).declaration === true);
  if (placement.modules.length === 0) return { kind: 'unchanged' };
  const { source } = model;
  const context: SplitContext = {
    model,
    placement,
    ending: findSpecifierEnding(project, model),
    client: findClientModules(project, model, placement),
    marksInternal: marksInternal && project.compilerFacts(source.path).stripInternal !== true,
    print: { style: model.style, newline: source.newline, types: model.dialect === 'ts' || model.dialect === 'tsx' },
  };
  const isCommonJs = model.format === 'commonjs';
  const buildImports = isCommonJs ? buildRequires : buildFileImports;
  const hasCommentTypes = findWiringType(model) === undefined;
  const withTypes = (imports: FileImports, lines: readonly string[]): FileImports => (hasCommentTypes ? { ...imports, siblings: [...imports.siblings, ...lines] } : imports);
  const imports = placement.modules.map((part) => withTypes(buildImports(context, part.file, part.statements), renderCommentImports(context, part.file, part.statements)));
  const staying = buildImports(context, placement.source, placement.staying);
  const types = hasCommentTypes ? [...renderCommentImports(context, placement.source, placement.staying), ...renderCommentExports(context)] : [];
  const stayingImports = withTypes(staying, types);

  const changes = placement.modules.map((part, index): FileChange => ({
    kind: 'create',
    file: part.file,
    text: (isCommonJs ? renderCommonJsModule : renderModule)(context, part, imports[index]!),
    bom: source.bom,
    because: part.plan.because,
  }));
  const loads = findLoads(model, project);
  const kept = new Set([
    ...loads.filter((statement) => isKept(statement) && !(isCommonJs && statement.kind === 'export-from')).map((statement) => statement.index),
    ...stayingImports.outside.filter((item) => item.isValue).map((item) => item.statement),
    ...loads.filter((statement) => isReexported(model, statement)).map((statement) => statement.index),
  ]);
  const isFree = createOrderFreedom(project, source.path, read);
  const preamble = findPreamble(loads, kept, findVisits(context, imports), (statement) => statement.imports.every(({ specifier }) => isFree(specifier)));
  const carried = new Set([...imports, stayingImports].flatMap((item) => item.outside.map((outside) => outside.statement)));
  changes.push({
    kind: 'modify',
    file: source.path,
    text: (isCommonJs ? renderCommonJsFacade : renderFacade)({ context, preamble, imports: stayingImports, types, carried }),
    bom: source.bom,
    because: 'the old path stays as a facade',
  });
  return { kind: 'changed', changes: { changes, applicability: 'safe' }, notes: [] };
}

function isReexported(model: ModuleModel, statement: Statement): boolean {
  const locals = new Set(statement.imports[0]!.names.map((name) => name.local));
  return statement.kind === 'import' && model.exports.some((entry) => entry.local !== undefined && !entry.typeOnly && locals.has(entry.local));
}

/**
 * A god file that imports itself (to be mocked in tests) would become modules that import their own facade: a cycle. `import * as OrdersAPI
 * from './orders'` that is only written in front of types, as code generators do, is an `import type` in the modules, and no cycle.
 */
function findSelfImports(project: Project, model: ModuleModel): readonly Diagnostic[] {
  const { source } = model;
  // A worker made of the file's own URL is another program, not an import.
  return model.imports.filter(({ form }) => form !== 'url-path' && form !== 'folder-path').flatMap((record) => {
    const resolution = project.resolve(source.path, record.specifier);
    if (resolution.kind !== 'file' || resolution.path !== source.path || isTypeOnlyImport(model, record)) return [];
    return [diagnostic({
      id: 'self-import',
      message: `${relativePath(project.root, source.path)} imports itself`,
      at: { file: source.path, ...lineColumnAt(source.lineStarts, record.span.start) },
      notes: ['its modules would import their own facade, which imports them'],
      help: 'Call the functions directly instead of through the module, then split again.',
    })];
  });
}

/** Whether every name of an import is needed by the type checker alone, and may be imported with `import type`. */
function isTypeOnlyImport(model: ModuleModel, record: ImportRecord): boolean {
  const { dialect, source } = model;
  const wiring = model.statements.find(({ kind, imports }) => kind === 'import' && imports.includes(record));
  if ((dialect !== 'ts' && dialect !== 'tsx') || !wiring || record.names.length === 0) return false;
  const locals = new Set(record.names.map(({ local }) => local));
  const isPassedOn = model.exports.some(({ local }) => local !== undefined && locals.has(local));
  // Below `// @ts-expect-error` an import is copied as it stands.
  const isCopied = /@ts-/.test(source.text.slice(wiring.fullSpan.start, wiring.span.start));
  return !isPassedOn && !isCopied && [...locals].every((name) => findNeeds(model.statements).get(name) !== 'value');
}

/**
 * `'use server'`, `'use cache'` and their like say something of the exports of a file: they must be async functions declared in it, and a
 * re-export is an error of the framework (Next.js, "Only async functions are allowed to be exported"). What a directive that nobody knows says
 * of a re-export is not known either.
 */
function findExportDirectives(model: ModuleModel): readonly Diagnostic[] {
  const { source } = model;
  return model.headerComments.flatMap(({ role, span }) => {
    const directive = role === 'directive' ? /^(['"])(.*)\1/.exec(source.text.slice(span.start, span.end))?.[2] : undefined;
    if (directive === undefined || !/^use /.test(directive) || harmlessDirectives.has(directive)) return [];
    const isServer = directive === 'use server';
    const isKnown = isServer || /^use (?:cache|workflow|step)\b/.test(directive);
    return [diagnostic({
      id: 'server-actions',
      message: `the file is a '${directive}' module`,
      at: { file: source.path, ...lineColumnAt(source.lineStarts, span.start) },
      notes: [isKnown ? 'such a module may export async functions only, and a re-export is not one' : 'decant does not know what this directive asks of exports, and a facade re-exports'],
      help: isServer ? "Move what is not a server action to a file without 'use server', then split that file." : `Move what does not need '${directive}' to a file without it, then split that file.`,
    })];
  });
}

/** They speak of the code below them and not of the exports, so each module repeats them. */
const harmlessDirectives = new Set(['use strict', 'use client', 'use memo', 'use no memo', 'use forget', 'use no forget', 'use asm', 'use babel']);

/** `import { Shop } from './shop/shop'` for `export = Shop` is an error (TS1286) where CommonJS output keeps every import as it is written. */
function findExportAssignment(project: Project, model: ModuleModel): readonly Diagnostic[] {
  const { source } = model;
  const assignment = model.statements.find((statement) => statement.kind === 'export-assignment');
  if (!assignment || !project.compilerFacts(source.path).verbatimModuleSyntax) return [];
  return [diagnostic({
    id: 'export-assignment',
    message: `${relativePath(project.root, source.path)} is emitted as CommonJS under verbatimModuleSyntax, which allows no import of a name`,
    at: { file: source.path, ...lineColumnAt(source.lineStarts, assignment.span.start) },
    notes: ['`' + source.text.slice(assignment.span.start, assignment.span.end).split(/[\r\n]/)[0]! + '` stays, and what it needs would have to be imported'],
    help: 'Replace `export =` by named exports first, then split the file.',
  })];
}

/** Where the types in comments of JavaScript are checked. */
function hasCheckedComments(project: Project, { source, dialect, headerComments }: ModuleModel): boolean {
  const isMarked = headerComments.some(({ span }) => /@ts-check\b/.test(source.text.slice(span.start, span.end)));
  return (dialect === 'js' || dialect === 'jsx') && (project.compilerFacts(source.path).checkJs || isMarked);
}

function findCommentTypes(project: Project, model: ModuleModel): readonly Diagnostic[] {
  const { source } = model;
  const found = hasCheckedComments(project, model) ? findWiringType(model) : undefined;
  if (!found) return [];
  return [diagnostic({
    id: 'comment-types',
    message: `the type ${found.name} is declared in a comment above an import or an export list, which no module takes along`,
    at: { file: source.path, ...lineColumnAt(source.lineStarts, found.span.start) },
    help: 'Move the comment below the imports, then split again.',
  })];
}
