import type { ts } from 'ts-morph';
import { compareText } from '../../../diagnostic/sort.js';
import type { FilePath } from '../../../host/path.js';
import type { RejectedName } from '../../../model/api.js';
import type { Compiler } from '../compiler.js';
import type { SourceProgram } from './source-program.js';

/** Several declarations of one name that do not go together. What the compiler writes for such a name is one of them or another, by the layout. */
const codes = new Set([
  2300, // Duplicate identifier
  2323, // Cannot redeclare exported variable
  2395, // Individual declarations in merged declaration must be all exported or all local
  2440, // Import declaration conflicts with local declaration
  2451, // Cannot redeclare block-scoped variable
  2528, // A module cannot have multiple default exports
  2567, // Enum declarations can only merge with namespace or other enum declarations
]);

/** Names that the compiler rejects in these files. It is asked about a file only when a name stands in it twice in a way that need not be allowed. */
export function findRejected(sources: SourceProgram, files: Iterable<FilePath>, textOf: (file: FilePath) => string | undefined): readonly RejectedName[] {
  const { ts } = sources;
  const found: RejectedName[] = [];
  for (const file of files) {
    // What a script declares twice is no error.
    if (/\.[cm]?jsx?$|\.d\.[cm]?ts$/.test(file) || !isDoubtful(ts, file, textOf(file) ?? '')) continue;
    const tree = sources.program().getSourceFile(file);
    for (const { code, start = 0, length = 0, messageText } of tree === undefined ? [] : sources.program().getSemanticDiagnostics(tree)) {
      if (!codes.has(code)) continue;
      const written = tree!.text.slice(start, start + length);
      const name = code === 2528 || /\bdefault\b/.test(written) ? 'default' : written;
      if (found.some((one) => one.file === file && one.name === name)) continue;
      found.push({ name, file, code: `TS${code}`, message: ts.flattenDiagnosticMessageText(messageText, ' ') });
    }
  }
  return found.sort((a, b) => compareText(a.name, b.name));
}

interface Declared {
  readonly kind: string;
  readonly isExported: boolean;
}

/** Kinds that may stand under one name, both exported or both not. A namespace may stand beside all but an import. */
const pairs = new Set(['function function', 'interface interface', 'class interface', 'enum enum', 'interface value', 'type value', 'function interface', 'function type']);

function isDoubtful(ts: Compiler, file: FilePath, text: string): boolean {
  const tree = ts.createSourceFile(file, text, { languageVersion: ts.ScriptTarget.ESNext, jsDocParsingMode: ts.JSDocParsingMode.ParseNone });
  const names = new Map<string, Declared[]>();
  const add = (name: string, kind: string, isExported: boolean): void => {
    names.set(name, [...(names.get(name) ?? []), { kind, isExported }]);
  };
  for (const statement of tree.statements) for (const { name, kind, isExported, isDefault } of readNames(ts, statement)) {
    if (name !== undefined) add(name, kind, isExported);
    if (isDefault) add(' default', kind, true);
  }
  return [...names.values()].some((list) => list.some((one, at) => list.slice(at + 1).some((other) => one.isExported !== other.isExported || !mayMerge(one.kind, other.kind))));
}

function mayMerge(a: string, b: string): boolean {
  const kinds = [a, b].sort(compareText);
  return pairs.has(kinds.join(' ')) || (kinds.includes('namespace') && !kinds.includes('import'));
}

function readNames(ts: Compiler, statement: ts.Statement): readonly (Declared & { readonly name: string | undefined; readonly isDefault: boolean })[] {
  const modifiers = ts.canHaveModifiers(statement) ? (statement.modifiers ?? []) : [];
  const has = (kind: ts.SyntaxKind): boolean => modifiers.some((one) => one.kind === kind);
  const [isExported, isDefault] = [has(ts.SyntaxKind.ExportKeyword), has(ts.SyntaxKind.DefaultKeyword)];
  const one = (kind: string, name: ts.Node | undefined) => [{ kind, isExported, isDefault, name: name && ts.isIdentifier(name) ? name.text : undefined }];
  if (ts.isFunctionDeclaration(statement)) return one('function', statement.name);
  if (ts.isClassDeclaration(statement)) return one('class', statement.name);
  if (ts.isInterfaceDeclaration(statement)) return one('interface', statement.name);
  if (ts.isTypeAliasDeclaration(statement)) return one('type', statement.name);
  if (ts.isEnumDeclaration(statement)) return one('enum', statement.name);
  if (ts.isModuleDeclaration(statement)) return one('namespace', statement.name);
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.flatMap(({ name }) => one('value', name));
  if (ts.isExportAssignment(statement)) return [{ kind: 'expression', isExported: true, isDefault: statement.isExportEquals !== true, name: undefined }];
  if (ts.isExportDeclaration(statement) && statement.exportClause && ts.isNamedExports(statement.exportClause)) {
    return statement.exportClause.elements.filter(({ name }) => name.text === 'default').map(() => ({ kind: 'specifier', isExported: true, isDefault: true, name: undefined }));
  }
  return [];
}
