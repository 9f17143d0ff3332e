import type { FilePath } from '../../host/path.js';
import { printRequires } from '../../language/typescript/print-commonjs.js';
import type { PrintedName } from '../../language/typescript/print.js';
import { rebaseRecord, relativeSpecifier } from '../../language/typescript/specifier.js';
import type { ImportRecord } from '../../model/import-record.js';
import type { Statement } from '../../model/module-model.js';
import { findNeeds, type FileImports, type SplitContext } from './file-imports.js';
import type { PlacedPart } from './placement.js';
import { readWiringComments } from './wiring-comments.js';

/** What `statements` of a CommonJS file require once they stand in `file`: exactly the names that they use. */
export function buildRequires(context: SplitContext, file: FilePath, statements: readonly Statement[]): FileImports {
  const siblings = buildSiblingRequires(context, file, statements);
  return { outside: buildOutside(context, file, findNeeds(statements)), siblings: context.placement.modules.flatMap((part) => siblings.get(part) ?? []) };
}

type Needs = ReadonlyMap<string, unknown>;

function buildOutside(context: SplitContext, file: FilePath, needs: Needs): FileImports['outside'] {
  const { model, print } = context;
  const { text } = model.source;
  return model.statements.flatMap((statement) => {
    if (statement.role !== 'wiring' || statement.kind !== 'import') return [];
    const isUsed = ({ names }: ImportRecord): boolean => names.some(({ local }) => needs.has(local));
    const used = statement.imports.filter(isUsed);
    if (used.length === 0) return [];
    const comments = readWiringComments(model, statement);
    const isWhole = statement.imports.every(({ names }) => names.length > 0 && names.every(({ local }) => needs.has(local)));
    const lines = isWhole ? [rebaseText(context, statement, file)] : [...comments.inner, ...used.flatMap((record) => {
      const names = record.names.filter(({ local }) => needs.has(local)).map((name): PrintedName => ({ ...name, ...comments.ofNames.get(name.local) }));
      return printRequires(unquoted(rebaseRecord(record, text, model.source.path, file)), names, print);
    })];
    if (comments.trailing) lines[lines.length - 1] += ` ${comments.trailing}`;
    return [{ statement: statement.index, lines: [...comments.attached, ...lines], isValue: true }];
  });
}

/** The printer writes escapes of its own. */
function unquoted(written: string): string {
  return written.replace(/\\(.)/g, '$1');
}

/** The statement as it stands, with its paths as they are seen from `file`. */
export function rebaseText({ model }: SplitContext, statement: Statement, file: FilePath): string {
  const { text, path } = model.source;
  let result = '';
  let position = statement.span.start;
  for (const record of statement.imports) {
    result += text.slice(position, record.specifierSpan.start) + rebaseRecord(record, text, path, file);
    position = record.specifierSpan.end;
  }
  return result + text.slice(position, statement.span.end);
}

/** The lines that require names of other new modules, by module. */
export function buildSiblingRequires(context: SplitContext, file: FilePath, statements: readonly Statement[]): ReadonlyMap<PlacedPart, readonly string[]> {
  const { model, placement, print, ending } = context;
  const needs = findNeeds(statements);
  const own = new Set(statements.flatMap((statement) => statement.declares));
  const byPart = new Map<PlacedPart, Set<string>>();
  for (const statement of model.statements) {
    for (const name of statement.declares) {
      const owner = placement.ownerOf.get(name);
      if (!owner || !needs.has(name) || own.has(name) || owner.file === file) continue;
      byPart.set(owner, (byPart.get(owner) ?? new Set()).add(name));
    }
  }
  return new Map([...byPart].map(([part, found]) => {
    const names = [...found].map((name): PrintedName => ({ imported: name, local: name, typeOnly: false }));
    return [part, printRequires(relativeSpecifier(file, part.file, ending), names, print)];
  }));
}
