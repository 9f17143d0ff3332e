import { posix } from 'node:path';
import ts from 'typescript';
import type { Folder } from '../../test/support/folder.js';

/** A split that is right: its proof passes and the program behaves as before. */
export interface CorrectSplit {
  /** `fixture live-export-let`, `generated #12`, `package cheerio src/api/css.ts`. */
  readonly name: string;
  readonly before: Folder;
  readonly after: Folder;
  /** Root-relative, sorted. */
  readonly changed: readonly string[];
  /** The facade. */
  readonly god: string;
  /** How the program is run: a module that prints, or one that exports `trace`. Absent when nothing can be run. */
  readonly run?: { readonly entry: string; readonly tells: 'prints' | 'trace' };
}

export interface ChangedFile {
  readonly name: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
  readonly isFacade: boolean;
}

/** What the operators work on. */
export interface Subject {
  readonly split: CorrectSplit;
  readonly files: readonly ChangedFile[];
  readonly facade: ChangedFile;
  readonly leaves: readonly ChangedFile[];
  /** Paths of all source files. */
  readonly all: readonly string[];
}

export interface Edit {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** One wrong version of the result. */
export interface Mutant {
  readonly edits: readonly Edit[];
  /** What was done, for the reader of a survivor: `god/cart.ts: 'import { a } from ..' dropped`. */
  readonly note: string;
}

export interface Operator {
  readonly id: string;
  readonly find: (subject: Subject) => readonly Mutant[];
}

export function readSubject(split: CorrectSplit): Subject {
  const files = split.changed.map((name): ChangedFile => {
    const text = split.after.get(name)!.toString('utf8').replace(/^\uFEFF/, '');
    return { name, text, tree: ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true), isFacade: name === split.god };
  });
  const all = [...split.after.keys()].filter((name) => /\.[cm]?[jt]sx?$/.test(name) && !name.endsWith('.d.ts'));
  return { split, files, facade: files.find(({ isFacade }) => isFacade)!, leaves: files.filter(({ isFacade }) => !isFacade), all };
}

/** Texts of the changed files with the edits applied, byte order marks kept. */
export function applyMutant({ split, files }: Subject, { edits }: Mutant): Folder {
  const folder = new Map(split.after);
  for (const { name, text } of files) {
    const own = edits.filter(({ file }) => file === name).sort((a, b) => b.start - a.start || b.end - a.end);
    if (own.length === 0) continue;
    const changed = own.reduce((sum, edit) => sum.slice(0, edit.start) + edit.text + sum.slice(edit.end), text);
    const mark = split.after.get(name)!.toString('utf8').startsWith('\uFEFF') ? '\uFEFF' : '';
    folder.set(name, Buffer.from(mark + changed, 'utf8'));
  }
  return folder;
}

export function excerpt(file: ChangedFile, start: number, end: number): string {
  const text = file.text.slice(start, end).replace(/\s+/g, ' ').trim();
  return `${file.name}: ${text.length > 70 ? `${text.slice(0, 67)}...` : text}`;
}

export function noteOf(file: ChangedFile, node: ts.Node): string {
  return excerpt(file, node.getStart(file.tree), node.end);
}

export function replaceNode(file: ChangedFile, node: ts.Node, text: string): Edit {
  return { file: file.name, start: node.getStart(file.tree), end: node.end, text };
}

/** Takes the statement and the line break behind it, and leaves its comments. */
export function dropNode(file: ChangedFile, node: ts.Node): Edit {
  const line = /^[ \t]*\r?\n/.exec(file.text.slice(node.end));
  return { file: file.name, start: node.getStart(file.tree), end: node.end + (line?.[0].length ?? 0), text: '' };
}

export function findNodes<T extends ts.Node>(root: ts.Node, test: (node: ts.Node) => node is T): T[] {
  const found: T[] = [];
  const visit = (node: ts.Node): void => {
    if (test(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}

export function specifierOf(node: ts.Statement): ts.StringLiteral | undefined {
  const specifier = ts.isImportDeclaration(node) || ts.isExportDeclaration(node) ? node.moduleSpecifier : undefined;
  return specifier && ts.isStringLiteral(specifier) ? specifier : undefined;
}

/** The file that a relative specifier means, by its stem. */
export function targetOf(subject: Subject, from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  const stem = withoutExtension(posix.join(posix.dirname(from), specifier));
  return subject.all.find((name) => withoutExtension(name) === stem || name === posix.join(posix.dirname(from), specifier));
}

/** A specifier for `target` in the style of `like`. */
export function specifierFor(from: string, target: string, like: string): string {
  const extension = /\.[cm]?[jt]sx?$/.exec(like)?.[0];
  const path = posix.relative(posix.dirname(from), extension === undefined ? withoutExtension(target) : withoutExtension(target) + extension);
  return path.startsWith('.') ? path : `./${path}`;
}

export function withoutExtension(name: string): string {
  return name.replace(/\.[cm]?[jt]sx?$/, '');
}

/** Statements that are no imports and no re-exports. */
export function ownStatements(file: ChangedFile): ts.Statement[] {
  return file.tree.statements.filter((node) => !ts.isImportDeclaration(node) && !ts.isExportDeclaration(node) && !ts.isEmptyStatement(node));
}

/** Names that a file exports where they are declared. */
export function exportedNames(file: ChangedFile): string[] {
  return file.tree.statements.flatMap((node) => {
    if (!ts.canHaveModifiers(node) || !ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
    if (ts.isVariableStatement(node)) return node.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []));
    const { name } = node as ts.DeclarationStatement;
    return name && ts.isIdentifier(name) ? [name.text] : [];
  });
}
