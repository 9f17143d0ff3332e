import { applyEdits, type TextEdit } from '../../edit/text-edit.js';
import type { FileChange } from '../../edit/change-set.js';
import { compareText } from '../../diagnostic/sort.js';
import type { FilePath } from '../../host/path.js';
import type { Importer, ModuleUse } from '../../model/importer.js';
import { decide } from './decide.js';
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
  const changes: FileChange[] = [];
  const importers: Redirected['importers'][number][] = [];
  const left: LeftUse[] = [];
  for (const file of [...files.keys()].sort(compareText)) {
    const result = redirectFile(input, file, files.get(file)!);
    importers.push({ file, found: result.found, rewritten: result.rewritten });
    left.push(...result.left);
    const source = input.project.files.get(file)!;
    if (result.text !== source.text) changes.push({ kind: 'modify', file, text: result.text, bom: source.bom, because: 'takes each name from the module that declares it' });
  }
  return { changes, importers, left, notes: [] };
}

interface FileResult {
  readonly text: string;
  readonly found: number;
  readonly rewritten: number;
  readonly left: readonly LeftUse[];
}

function redirectFile(input: RedirectInput, file: FilePath, facades: ReadonlySet<FilePath>): FileResult {
  const { text } = input.project.files.get(file)!;
  const facadeOf = (specifier: string): FilePath | undefined => {
    const target = targetOf(input, file, specifier);
    return target !== undefined && facades.has(target) ? target : undefined;
  };
  const importer = input.readImporter(file, (specifier) => facadeOf(specifier) !== undefined);
  const left: LeftUse[] = [];
  const leave = (facade: FilePath, use: Pick<ModuleUse, 'span' | 'form'>, names: readonly string[], because: string): void => {
    left.push({ file, facade, offset: use.span.start, form: use.form, names, because });
  };
  const unread = findUnread(input, importer, file, facades);
  for (const { facade, offset, form } of unread) left.push({ file, facade, offset, form, names: [], because: form === 'module-path' ? 'it is the path that a test or a loader is told' : 'it is written in a way that is not read' });
  const taken = new Set(importer.taken);
  const edits: TextEdit[] = [];
  const statements: { context: FileContext; statement: NewStatements }[] = [];
  let rewritten = 0;
  for (const use of importer.uses) {
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
  return { text: applyEdits(text, edits), found: importer.uses.length + unread.length, rewritten, left };
}

/** Places that the quick look over the file found and the reading of its tree did not. */
function findUnread({ project }: RedirectInput, importer: Importer, file: FilePath, facades: ReadonlySet<FilePath>) {
  const read = new Set(importer.uses.map(({ specifierSpan }) => specifierSpan.start));
  return (project.graph.edgesFrom.get(file) ?? []).filter(({ to, record }) => facades.has(to) && !read.has(record.specifierSpan.start))
    .map(({ to, record }) => ({ facade: to, offset: record.span.start, form: record.form }));
}
