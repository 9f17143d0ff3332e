import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import { applyEdits } from '../../edit/text-edit.js';
import { relativePath, type FilePath } from '../../host/path.js';
import { readIndent } from '../../language/typescript/style.js';
import { printShimMark, readShimMark, type ShimStage } from '../../model/shim.js';
import { lineColumnAt } from '../../text/line-index.js';
import { quoteWord } from '../../text/shell-word.js';
import { findExportHomes } from '../export-homes.js';
import { markNames, type StarNames } from './mark-names.js';
import { findNewHomes, printNewImports, type FacadeNames } from './new-homes.js';
import { facadeLine, printOptionsOf, removeShim } from './plain-facade.js';
import { printError, printWarning, type ShimMessage } from './shim-statement.js';
import type { CodemodResult } from '../../edit/change-set.js';
import type { ModuleModel, Statement } from '../../model/module-model.js';
import type { Project } from '../../model/project.js';

export interface DeprecateInput {
  readonly project: Project;
  readonly read: (file: FilePath) => ModuleModel;
  /** The model of another text of the facade. */
  readonly readText: (text: string) => ModuleModel;
  readonly facade: FilePath;
  readonly stage: ShimStage | 'silent';
  /** Today, for a facade that becomes a shim. */
  readonly today: string;
  /** Version or day; undefined keeps what the shim says. */
  readonly after?: string;
  /** Name of the package that the facade belongs to. */
  readonly packageName?: string;
}

/**
 * Brings a facade to a stage of its deprecation. What an earlier run wrote is taken away first, so that stages can go forward and back, and the same
 * stage twice changes nothing. No export becomes another binding: only comments, and one statement below everything else, are added.
 */
export function deprecateFacade(input: DeprecateInput): CodemodResult {
  const { project, read, facade, stage } = input;
  const model = read(facade);
  const bare = removeShim(model, input.readText);
  const readPlain = (file: FilePath): ModuleModel => (file === facade ? bare : read(file));
  const names = findNewHomes({ project, read: readPlain }, facade);
  const plain = indentLikeModules(input, bare, names);
  const refused = stage === 'silent' ? [] : findObstacles(input, plain, names);
  if (refused.length > 0) return { kind: 'refused', diagnostics: refused };
  const text = stage === 'silent' ? plain.source.text : renderShim(input, plain, readPlain, names);
  const notes = stage === 'silent' ? [] : noteKept(input, plain, names);
  if (text === model.source.text) return { kind: 'unchanged' };
  const because = stage === 'silent' ? 'it is a plain facade again' : `every importer is told where its names are now (${stage})`;
  return { kind: 'changed', changes: { changes: [{ kind: 'modify', file: facade, text, bom: model.source.bom, because }], applicability: 'safe' }, notes };
}

/** Marks make a list of several lines of `export { heat } from './stove'`; where the facade has no line that is indented, the modules behind it say how. */
function indentLikeModules({ project, read, facade }: DeprecateInput, bare: ModuleModel, { homes }: FacadeNames): ModuleModel {
  if (readIndent(bare.source.text) !== undefined) return bare;
  for (const specifier of new Set([...homes.values()].map((home) => home.specifier))) {
    const home = project.resolve(facade, specifier);
    const indent = home.kind === 'file' && home.path !== facade ? readIndent(read(home.path).source.text) : undefined;
    if (indent !== undefined) return { ...bare, style: { ...bare.style, indent } };
  }
  return bare;
}

function renderShim(input: DeprecateInput, plain: ModuleModel, read: (file: FilePath) => ModuleModel, names: FacadeNames): string {
  const { stage, project, facade } = input;
  const { text, newline } = plain.source;
  const { edits } = markNames({ model: plain, names, namesOfStar: (statement) => listStar({ project, read, facade }, statement, names) });
  const known = readShimMark(input.read(facade).source.text);
  const after = input.after ?? known?.after;
  const line = printShimMark({ stage: stage as ShimStage, since: known?.since ?? input.today, ...(after === undefined ? {} : { after }) });
  const note = facadeLine.exec(text);
  const at = note ? note.index + note[0].length : text.slice(0, plain.header.end).trimEnd().length;
  const head = { span: { start: at, end: at }, insert: note ? newline + line : at > 0 ? newline + newline + line : line + newline + newline, because: 'the shim says of itself what it is' };
  if (stage === 'jsdoc') return applyEdits(text, [...edits, head]);
  const options = printOptionsOf(plain);
  const message = printMessage(input, plain, names);
  const statement = stage === 'runtime' ? printWarning(message, plain.dialect, options) : printError(message, options);
  const end = plain.statements.at(-1)!.fullSpan.end;
  const hasNewline = /[\r\n]$/.test(text.slice(0, end));
  const insert = hasNewline ? `${newline}${statement}${newline}` : `${newline}${newline}${statement}`;
  return applyEdits(text, [...edits, head, { span: { start: end, end }, insert, because: 'whoever loads the shim is told' }]);
}

function printMessage({ project, facade, stage, packageName }: DeprecateInput, { format }: ModuleModel, { homes }: FacadeNames): ShimMessage {
  const shown = relativePath(project.root, facade);
  const subject = `${shown}${packageName === undefined ? '' : ` of ${packageName}`}`;
  const text = stage === 'runtime' ? `${subject} is deprecated: import each name from its own module.` : `${subject} is no longer in use: import each name from its own module.`;
  return { text, detail: [...printNewImports(homes.values(), format), `These paths start beside ${shown}. To rewrite every import: npx decant migrate ${quoteWord(shown)} --write`] };
}

/** The names that one `export *` contributes: those that the facade has from there and does not export by a statement of its own. */
function listStar({ project, read, facade }: { readonly project: Project; readonly read: (file: FilePath) => ModuleModel; readonly facade: FilePath }, statement: Statement, names: FacadeNames): StarNames | undefined {
  const [record] = statement.imports;
  const target = record && project.resolve(facade, record.specifier);
  if (target?.kind !== 'file') return undefined;
  const found = findExportHomes({ project, read }, target.path);
  const model = read(facade);
  if (found.open !== undefined || model.exports.length === 0) return undefined;
  const own = new Set(model.exports.filter(({ exported }) => exported !== '*').map(({ exported }) => exported));
  const stars = model.statements.filter(({ kind }) => kind === 'export-star');
  const earlier = new Set(stars.slice(0, stars.indexOf(statement)).flatMap((other) => {
    const from = other.imports[0] && project.resolve(facade, other.imports[0].specifier);
    return from?.kind === 'file' ? [...findExportHomes({ project, read }, from.path).homes.keys()] : [];
  }));
  const homes = [...found.homes.keys()].flatMap((exported) => (exported === 'default' || own.has(exported) || earlier.has(exported) ? [] : names.homes.get(exported) ?? []));
  return { homes, isEvaluated: read(target.path).statements.some(({ erased, imports }) => !erased || imports.some(({ kind }) => kind !== 'type')) };
}

/** Why the stage cannot be reached, with the statement. */
function findObstacles({ facade, stage, project }: DeprecateInput, plain: ModuleModel, names: FacadeNames): readonly Diagnostic[] {
  const shown = relativePath(project.root, facade);
  const first = { file: facade, line: 1, column: 1 };
  const refuse = (id: string, message: string, help: string, at = first, notes: readonly string[] = []): Diagnostic => diagnostic({ id, message, at, notes, help, data: { file: shown, stage } });
  const place = (statement: Statement) => ({ file: facade, ...lineColumnAt(plain.source.lineStarts, statement.span.start) });
  if (names.homes.size === 0) {
    const why = names.open === undefined ? [...names.kept].slice(0, 5).map(([name, because]) => `'${name}' ${because}`) : [names.open];
    return [refuse('no-facade', `${shown} is no facade: nothing that it exports can be imported from another module`, `Split it first: decant split ${quoteWord(shown)}`, first, why)];
  }
  if (stage === 'jsdoc') return [];
  const own = [...names.kept].map(([name, because]) => {
    const statement = plain.statements.find(({ declares, exportedAs }) => declares.includes(name) || exportedAs.some(({ exported }) => exported === name));
    return refuse('shim-keeps-name', `'${name}' can be imported from ${shown} alone: it ${because}`, `Move '${name}' into a module of its own, so that there is another place to import it from`, statement ? place(statement) : first);
  });
  const directive = plain.statements.find(({ kind }) => kind === 'directive');
  const header = plain.source.text.slice(plain.header.start, plain.header.end);
  const server = /^\s*(['"])use server\1/m.test(header) || (directive && /use server/.test(plain.source.text.slice(directive.span.start, directive.span.end)))
    ? [refuse('shim-server-actions', `${shown} is a module of server actions, which may hold nothing but functions`, 'Leave it at the stage jsdoc, which adds comments alone')] : [];
  const open = names.open === undefined ? [] : [refuse('shim-open-names', `not every name of ${shown} can be told: ${names.open}`, 'Export its names one by one, so that each importer can be told where its name is')];
  const running = stage !== 'error' ? [] : plain.statements.filter(({ role, erased, kind }) => role !== 'wiring' && !erased && kind !== 'directive' && kind !== 'empty' && !isForward(plain, kind))
    .filter(({ assignsExports, imports }) => assignsExports === undefined && imports.length === 0)
    .map((statement) => refuse('shim-still-runs', `a statement of ${shown} still does something when it is loaded, and an importer that gets an error has lost it`, 'Move the statement into a module', place(statement), [plain.source.text.slice(statement.span.start, statement.span.end).split(/\r\n|\n|\r/)[0]!.slice(0, 100)]));
  return [...own, ...server, ...open, ...running];
}

function isForward({ format }: ModuleModel, kind: Statement['kind']): boolean {
  return format === 'commonjs' && kind === 'export-from';
}

/** Names that are left as they are, and why. */
function noteKept({ facade, project }: DeprecateInput, plain: ModuleModel, names: FacadeNames): readonly Diagnostic[] {
  const shown = relativePath(project.root, facade);
  const first = { file: facade, line: 1, column: 1 };
  const notes = [...names.kept].map(([name, because]) => {
    const statement = plain.statements.find(({ declares }) => declares.includes(name));
    return diagnostic({
      id: 'shim-keeps-name', severity: 'warning', message: `'${name}' of ${shown} is not deprecated: it ${because}`,
      at: statement ? { file: facade, ...lineColumnAt(plain.source.lineStarts, statement.span.start) } : first,
      help: `Move '${name}' into a module of its own, so that there is another place to import it from`, data: { name },
    });
  });
  const open = names.open === undefined ? [] : [diagnostic({ id: 'shim-open-names', severity: 'warning', message: `not every name of ${shown} can be told: ${names.open}`, at: first, help: 'Export its names one by one; a star carries no mark' })];
  return [...notes, ...open];
}
