import { extname } from 'node:path';
import { parseSync } from 'oxc-parser';
import { defaultConfig } from '../../src/config/config.js';
import { ToolError } from '../../src/diagnostic/tool-error.js';
import { createMachine } from '../../src/host/machine.js';
import { createMemoryFileSystem } from '../../src/host/memory-file-system.js';
import { filePath, joinPath, relativePath } from '../../src/host/path.js';
import { languageFor } from '../../src/language/registry.js';
import { loadProject } from '../../src/load/load-project.js';
import { createLinksReader, createModuleReader, createOutlineReader } from '../../src/load/module-reader.js';
import { computeSplit } from '../../src/workflow/compute-split.js';
import { choosePlanOptions } from '../../src/workflow/plan-options.js';
import { proveChange } from '../../src/workflow/prove-change.js';
import type { FileChange } from '../../src/edit/change-set.js';
import type { ModuleModel, Statement } from '../../src/model/module-model.js';

/** What became of one file: `split` and proved, `refused` with the ids of the reasons, or `unread` (decant says that it cannot read it). */
export interface Trial {
  readonly outcome: 'split' | 'refused' | 'unread';
  /** For refused: ids of the findings, or the title of the error that a user would see. For unread: the reason. */
  readonly reasons: readonly string[];
  /** What must never happen: a crash, a lost byte, a result that does not parse, a proof that fails. Empty when all is well. */
  readonly problems: readonly string[];
}

const root = filePath('/shop');

/** Declarations that make a module of two lines large enough to be split, whatever it holds. */
const neighbours = `
export function bakeLoavesOfTheDay(count) {
  return count + loavesInStock;
}
export function weighLoavesOfTheDay(count) {
  return bakeLoavesOfTheDay(count) * gramsOfLoaf;
}
export const loavesInStock = 12;
const gramsOfLoaf = 750;
export class ShelfOfLoaves {
  weight = weighLoavesOfTheDay(1);
}
export function fillShelfOfLoaves() {
  return new ShelfOfLoaves();
}
export function emptyShelfOfLoaves(shelf) {
  return { ...shelf, weight: 0 };
}
`;

type Files = Readonly<Record<string, Uint8Array>>;

export interface TrialOptions {
  /** Types are compared too, which takes a program of the compiler with its library for each trial: ten times as long as all the rest. */
  readonly types: boolean;
}

/** A file of a parser's test collection is short: alone it has nothing to split, so it is tried with neighbours as well. */
export function tryFile(name: string, bytes: Uint8Array, options: TrialOptions = { types: true }): readonly Trial[] {
  const text = new TextDecoder('utf-8').decode(bytes);
  const parts = separate(text);
  if (parts === undefined) return tryBoth({ [`god${extname(name)}`]: bytes }, `god${extname(name)}`, text, options);
  const files = Object.fromEntries(parts.map((part) => [part.name, new TextEncoder().encode(part.text)]));
  return parts.filter((part) => languageFor(part.name) !== undefined && !/\.d\.(?:[^./]+\.)?[cm]?ts$/.test(part.name)).flatMap((part) => tryBoth(files, part.name, part.text, options));
}

/** The TypeScript collection writes small projects into one file, a comment above each part. */
function separate(text: string): readonly { readonly name: string; readonly text: string }[] | undefined {
  const pieces = text.split(/^[ \t]*\/\/[ \t]*@filename:[ \t]*(\S+)[^\n]*\n?/im);
  if (pieces.length === 1) return undefined;
  return pieces.slice(1).flatMap((name, index, all) => (index % 2 === 0 ? [{ name: name.replace(/^[./\\]+/, ''), text: all[index + 1]! }] : []));
}

function tryBoth(files: Files, name: string, text: string, options: TrialOptions): readonly Trial[] {
  return [tryText(files, name, options), tryText({ ...files, [name]: new TextEncoder().encode(`${text}\n${neighbours}`) }, name, options)];
}

function tryText(files: Files, name: string, options: TrialOptions): Trial {
  const problems: string[] = [];
  try {
    return { ...split(files, name, options, problems), problems };
  } catch (error) {
    // The planner's own checks found its plan wrong: refused in time, and a fault of decant all the same.
    if (error instanceof ToolError && error.title === 'the planner made an invalid plan') problems.push(`${error.title}: ${error.detail}`);
    if (error instanceof ToolError) return { outcome: 'refused', reasons: [error.title], problems };
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { outcome: 'refused', reasons: ['crash'], problems: [...problems, `crash: ${stack.split('\n').slice(0, 4).join(' | ')}`] };
  }
}

function split(files: Files, name: string, { types }: TrialOptions, problems: string[]): Omit<Trial, 'problems'> {
  const file = joinPath(root, name);
  const fileSystem = createMemoryFileSystem(Object.fromEntries(Object.entries(files).map(([path, bytes]) => [joinPath(root, path), bytes])));
  const project = loadProject({ fileSystem, root, config: defaultConfig });
  const unread = [...project.skipped, ...project.unparsed].find((skipped) => skipped.path === file);
  if (!project.files.has(file)) return { outcome: 'unread', reasons: [unread?.reason ?? 'no reason'] };
  createLinksReader(project)(file);
  createOutlineReader(project)(file);
  const read = createModuleReader(project);
  const model = read(file);
  problems.push(...findGaps(model));
  // As `decant split` asks before it plans.
  if (model.problems.length > 0 || unread !== undefined) return { outcome: 'refused', reasons: ['syntax-error'] };
  const workspace = { fileSystem, root, config: defaultConfig, machine: createMachine(), progress: () => undefined, notice: () => undefined };
  const computed = computeSplit({ project, read, model, options: choosePlanOptions(workspace, file, { maxLines: smallCap(model) }) });
  if (computed.kind === 'refused') return { outcome: 'refused', reasons: [...new Set(computed.diagnostics.map((found) => found.id))] };
  problems.push(...findLostBytes(model, computed.changes.changes), ...findNewSyntaxErrors(model, computed.changes.changes));
  const proof = proveChange({
    withoutTypes: !types,
    before: project,
    after: computed.after,
    changed: computed.changes.changes.map((change) => relativePath(root, change.file)),
    entries: [name],
    read,
    typeCheck: { reason: 'one file without its project' },
    testCommand: { reason: 'one file without its project' },
  });
  const failed = proof.results.filter((result) => result.status === 'failed');
  problems.push(...failed.flatMap((result) => result.diagnostics.map((found) => `${result.check} failed: ${found.message} ${found.notes.slice(0, 2).join(' | ')}`)));
  return { outcome: 'split', reasons: [] };
}

/** Just above the longest statement: a smaller cap is refused where one statement is most of the file. */
function smallCap({ statements, source: { text } }: ModuleModel): number {
  return 4 + Math.max(0, ...statements.map(({ fullSpan }) => text.slice(fullSpan.start, fullSpan.end).trim().split('\n').length));
}

/** Header, statements and footer tile the text. */
function findGaps(model: ModuleModel): readonly string[] {
  const spans = [model.header, ...model.statements.map((statement) => statement.fullSpan), model.footer];
  const gaps = spans.flatMap((span, index) => {
    const expected = index === 0 ? 0 : spans[index - 1]!.end;
    return span.start === expected && span.end >= span.start ? [] : [`the tiles leave a gap: one ends at ${expected}, the next begins at ${span.start}`];
  });
  const end = spans.at(-1)!.end;
  return end === model.source.text.length ? gaps : [...gaps, `the tiles end at ${end}, the text at ${model.source.text.length}`];
}

/**
 * Every statement that is no wiring stands in the result as often as in the source, apart from an added `export` and rewritten paths. A statement of
 * a few characters stands in other statements as well; that it is kept is for decant's own check to say.
 */
function findLostBytes(model: ModuleModel, changes: readonly FileChange[]): readonly string[] {
  const results = changes.flatMap((change) => (change.kind === 'delete' ? [] : [change.text]));
  const { text } = model.source;
  // A directive is repeated in every module, and so are its bytes where they stand a second time as a statement.
  const isDirective = (statement: Statement): boolean => /^(["'])use \w+\1;?$/.test(text.slice(statement.span.start, statement.span.end));
  const moved = model.statements.filter((statement) => statement.role !== 'wiring' && statement.span.end - statement.span.start >= 12 && !isDirective(statement));
  return moved.flatMap((statement) => {
    const pieces = piecesOf(text, statement);
    const before = countOccurrences(text, pieces);
    const after = results.reduce((sum, result) => sum + countOccurrences(result, pieces), 0);
    if (after === before) return [];
    return [`bytes ${after === 0 ? 'lost' : `found ${after} times, ${before} before`}: ${JSON.stringify(text.slice(statement.span.start, statement.span.end).slice(0, 120))}`];
  });
}

/** The text of a statement around the places where a split may write: the paths in it, and where `export` goes. */
function piecesOf(text: string, statement: Statement): readonly string[] {
  const { start, end } = statement.span;
  const written = [...statement.imports.map((record) => record.specifierSpan), ...(statement.commentPaths ?? []).map(({ span }) => span)];
  const paths = written.filter((span) => span.start >= start && span.end <= end);
  const mark = statement.exportInsertAt;
  const holes = [...paths, ...(mark === undefined ? [] : [{ start: mark, end: mark }])].sort((a, b) => a.start - b.start);
  const edges = [start, ...holes.flatMap((hole) => [hole.start, hole.end]), end];
  return edges.flatMap((edge, index) => (index % 2 === 0 ? [text.slice(edge, edges[index + 1])] : [])).filter((piece) => piece !== '');
}

/** A path that moved is longer by a few folders. */
const widestHole = 200;

function countOccurrences(text: string, pieces: readonly string[]): number {
  let count = 0;
  for (let at = text.indexOf(pieces[0]!); at !== -1; at = text.indexOf(pieces[0]!, at + pieces[0]!.length)) {
    let position = at + pieces[0]!.length;
    const isWhole = pieces.slice(1).every((piece) => {
      const found = text.indexOf(piece, position);
      const fits = found !== -1 && found - position <= widestHole && !/["'`\n]/.test(text.slice(position, found));
      position = found + piece.length;
      return fits;
    });
    if (isWhole) count++;
  }
  return count;
}

/** A second parser: what it takes in the source it must take in every part of the result. */
function findNewSyntaxErrors(model: ModuleModel, changes: readonly FileChange[]): readonly string[] {
  const sourceType = model.format === 'esm' ? 'module' : 'script';
  const errorsOf = (file: string, text: string) => parseSync(file, text, { sourceType, showSemanticErrors: true }).errors.map((error) => error.message);
  if (errorsOf(model.source.path, model.source.text).length > 0) return [];
  return changes.flatMap((change) => (change.kind === 'delete' ? [] : errorsOf(change.file, change.text).map((message) => `${relativePath(root, change.file)} does not parse: ${message}`)));
}
