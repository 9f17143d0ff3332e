import { applyEdits, type TextEdit } from '../../edit/text-edit.js';
import type { FileChange } from '../../edit/change-set.js';
import { compareText } from '../../diagnostic/sort.js';
import type { FilePath } from '../../host/path.js';
import type { Importer, ModuleUse } from '../../model/importer.js';
import { findCommentImporters } from './comment-importers.js';
import { decide } from './decide.js';
import { settleMocks, type Attempt } from './mocks.js';
import { renderStatements } from './render-statements.js';
import { targetOf } from './specifiers.js';
import type { FileContext, LeftUse, NewStatements, Redirected, RedirectInput } from './redirect-input.js';

/**
 * Every place of the project that takes a name from one of the facades takes it from the module that declares it instead. What cannot be moved with certainty
 * stays and is listed. Text outside of the edits stays byte for byte.
 */
export function redirectImports(input: RedirectInput): Redirected {
  const files = new Map<FilePath, Set<FilePath>>();
  for (const facade of input.facades.keys()) {
    for (const { from } of input.project.graph.edgesTo.get(facade) ?? []) files.set(from, (files.get(from) ?? new Set()).add(facade));
  }
  for (const [file, facades] of findCommentImporters(input)) files.set(file, new Set([...(files.get(file) ?? []), ...facades]));
  const attempt = (file: FilePath, keeps: RedirectInput['keepsFacade']): FileResult => redirectFile({ ...input, keepsFacade: (one, facade) => input.keepsFacade(one, facade) ?? keeps(one, facade) }, file, files.get(file)!);
  const results = new Map([...files.keys()].map((file) => [file, attempt(file, () => undefined)]));
  const mocks = settleMocks(input, results, attempt);
  const changes: FileChange[] = [];
  const importers: Redirected['importers'][number][] = [];
  const left: LeftUse[] = [];
  for (const file of [...new Set([...files.keys(), ...mocks.files.map((one) => one.file)])].sort(compareText)) {
    const result = results.get(file);
    const replaced = mocks.files.filter((one) => one.file === file);
    importers.push({ file, found: sum(replaced.map(({ found }) => found)) + (result?.found ?? 0), rewritten: sum(replaced.map(({ moved }) => moved)) + (result?.rewritten ?? 0) });
    left.push(...(result?.left ?? []), ...mocks.left.filter((one) => one.file === file));
    const source = input.project.files.get(file)!;
    const text = applyEdits(source.text, [...(result?.edits ?? []), ...replaced.flatMap(({ edits }) => edits)]);
    if (text !== source.text) changes.push({ kind: 'modify', file, text, bom: source.bom, because: 'takes each name from the module that declares it' });
  }
  return { changes, importers, left, notes: [] };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

interface FileResult extends Attempt {
  readonly found: number;
  readonly rewritten: number;
}

function redirectFile(input: RedirectInput, file: FilePath, facades: ReadonlySet<FilePath>): FileResult {
  const facadeOf = (specifier: string): FilePath | undefined => {
    const target = targetOf(input, file, specifier);
    return target !== undefined && facades.has(target) ? target : undefined;
  };
  const importer = input.readImporter(file, (specifier) => facadeOf(specifier) !== undefined);
  const left: LeftUse[] = [];
  const leave = (facade: FilePath, use: Pick<ModuleUse, 'span' | 'form'>, names: readonly string[], because: string): void => {
    left.push({ file, facade, offset: use.span.start, form: use.form, names, because });
  };
  // What stands in a mock goes with the mock.
  const isMock = (offset: number): boolean => importer.mocks.some(({ span }) => span.start <= offset && offset < span.end);
  const uses = importer.uses.filter(({ span }) => !isMock(span.start));
  const unread = findUnread(input, importer, file, facades).filter(({ offset }) => !isMock(offset));
  for (const { facade, offset, form } of unread) left.push({ file, facade, offset, form, names: [], because: form === 'module-path' ? 'it is the path that a test or a loader is told' : 'it is written in a way that is not read' });
  const taken = new Set(importer.taken);
  const edits: TextEdit[] = [];
  const statements: { context: FileContext; statement: NewStatements }[] = [];
  let rewritten = 0;
  for (const use of uses) {
    const facade = facadeOf(use.specifier)!;
    const kept = importer.problem !== undefined ? `the file has a syntax error: ${importer.problem}` : input.keepsFacade(file, facade);
    if (kept !== undefined) {
      leave(facade, use, [...use.names.map(({ imported }) => imported), ...(use.namespace ? ['*'] : [])], kept);
      continue;
    }
    const context: FileContext = { input, importer, file, facade, homes: input.facades.get(facade)!, taken };
    const decision = decide(context, use);
    for (const { names, because } of decision.left) leave(facade, use, names, because);
    if (decision.isRewritten) rewritten++;
    edits.push(...decision.edits);
    if (decision.statement) statements.push({ context, statement: decision.statement });
  }
  const [first] = statements;
  if (first) edits.push(...renderStatements(first.context, statements.map(({ statement }) => statement), new Set(importer.uses.filter(({ form }) => form === 'import').map(({ span }) => span.start))));
  return { importer, edits, found: uses.length + unread.length, rewritten, left };
}

/** Places that the quick look over the file found and the reading of its tree did not. */
function findUnread({ project }: RedirectInput, importer: Importer, file: FilePath, facades: ReadonlySet<FilePath>) {
  const read = new Set(importer.uses.map(({ specifierSpan }) => specifierSpan.start));
  return (project.graph.edgesFrom.get(file) ?? []).filter(({ to, record }) => facades.has(to) && !read.has(record.specifierSpan.start))
    .map(({ to, record }) => ({ facade: to, offset: record.span.start, form: record.form }));
}
