import { directoryOf, extensionOf, isInside, joinPath, type FilePath } from '../../host/path.js';
import { buildLineStarts, lineColumnAt } from '../../text/line-index.js';
import { findSource } from '../entry-points.js';
import { resolveExport } from '../export-set.js';
import type { Location } from '../../diagnostic/diagnostic.js';
import type { Side } from '../side.js';

/** What a string names: a file of the project, or an export of one (`src/orders.handler`). */
export interface Target {
  readonly file: FilePath;
  readonly exported?: string;
}

export interface Reference {
  /** As written. */
  readonly written: string;
  readonly at: Location;
  readonly target: Target;
}

const inPath = /[\w@.$~/[\]-]/;

/**
 * Strings of a text that name one of the files: paths with or without extension, built paths (`dist/worker.js`), handlers (`src/orders.handler`).
 * A bare name is no path: `orders.ts` in prose may be any of them, so it counts only where it lies beside the text.
 */
export function findReferences(side: Side, text: { readonly file: FilePath; readonly content: string }, { names, stemsIn }: NamedFiles): readonly Reference[] {
  const { file, content } = text;
  const bases = basesOf(side, file);
  const found = new Map<number, Reference>();
  let starts: readonly number[] | undefined;
  for (const stem of stemsIn(content)) {
    for (let at = content.indexOf(stem); at !== -1; at = content.indexOf(stem, at + 1)) {
      const [start, end] = widen(content, at, at + stem.length);
      if (found.has(start)) continue;
      const written = content.slice(start, end).replace(/[.]+$/, '');
      const target = findTarget(side, bases, written);
      if (target === undefined || !names.has(side.name(target.file))) continue;
      starts ??= buildLineStarts(content);
      found.set(start, { written, at: { file, ...lineColumnAt(starts as number[], start) }, target });
    }
  }
  return [...found].sort(([a], [b]) => a - b).map(([, reference]) => reference);
}

export interface NamedFiles {
  /** Root-relative. */
  readonly names: ReadonlySet<string>;
  /** The stems of these files that a text may have as a word. */
  readonly stemsIn: (content: string) => readonly string[];
  /** Whether a stem could begin in one string and end in another: the file has a quote or a space in its name. */
  readonly spansStrings: boolean;
}

/** A text has few words and a change may have thousands of files: the words are looked up, not the files. A stem of several words (`orders.job`) is found by its first. */
export function nameFiles(names: ReadonlySet<string>): NamedFiles {
  const byWord = new Map<string, Set<string>>();
  const wordless: string[] = [];
  const stems = new Set([...names].map(stemOf));
  for (const stem of stems) {
    const word = words.exec(stem)?.[0];
    words.lastIndex = 0;
    if (word === undefined) wordless.push(stem);
    else byWord.set(word, (byWord.get(word) ?? new Set()).add(stem));
  }
  return {
    names,
    spansStrings: [...stems].some((stem) => /[\s'"`]/.test(stem)),
    stemsIn: (content) => {
      const found = new Set(wordless.filter((stem) => content.includes(stem)));
      for (const [word] of content.matchAll(words)) for (const stem of byWord.get(word) ?? []) found.add(stem);
      return [...found].filter((stem) => content.includes(stem));
    },
  };
}

const words = /[\w$-]+/g;

/** The last part of the path that nobody leaves out: of an index file the name of its folder. */
function stemOf(name: string): string {
  const parts = name.split('/');
  const last = parts.at(-1)!;
  const stem = last.slice(0, last.length - extensionOf(last).length);
  return stem === 'index' && parts.length > 1 ? parts.at(-2)! : stem;
}

function widen(text: string, from: number, to: number): readonly [number, number] {
  let [start, end] = [from, to];
  while (start > 0 && inPath.test(text[start - 1]!)) start--;
  while (end < text.length && inPath.test(text[end]!)) end++;
  // `[orders.ts](src/orders.ts)`, `["src/orders.ts"]`
  while (start < from && /[[\]]/.test(text[start]!)) start++;
  while (end > to && /[[\]]/.test(text[end - 1]!)) end--;
  return [start, end];
}

/** Folders that a path in a text may count from: its own, and every one above it. */
export function basesOf(side: Side, file: FilePath): readonly FilePath[] {
  const { root } = side.project;
  const bases: FilePath[] = [];
  for (let folder = directoryOf(file); isInside(root, folder); folder = directoryOf(folder)) {
    bases.push(folder);
    if (folder === root) break;
  }
  return bases;
}

/** What the string names on this side; undefined when nothing. */
export function findTarget(side: Side, bases: readonly FilePath[], written: string): Target | undefined {
  const path = written.replace(/^(?:file:)?(?:\.?\/)*(?=[^.])/, (lead) => (lead.includes('..') ? lead : ''));
  if (path === '' || path.endsWith('/')) return undefined;
  const isPath = path.includes('/') || extensionOf(path) !== '';
  for (const base of isPath ? bases : []) {
    const handler = readHandler(side, base, path);
    if (handler) return handler;
    // An extension that is none (`orders.handler`) is not left out to make a path of it.
    const file = /\.[cm]?[jt]sx?$/.test(path) || path.includes('/') ? findPath(side, base, path, written) : undefined;
    if (file !== undefined) return { file };
  }
  return undefined;
}

function findPath(side: Side, base: FilePath, path: string, written: string): FilePath | undefined {
  return written.startsWith('../') ? findSource(side, joinPath(base, '..'), path.replace(/^\.\.\//, '')) : findSource(side, base, path);
}

/** AWS Lambda, "handler": path without extension, a dot, the export. The path may be that of the built file. */
function readHandler(side: Side, base: FilePath, path: string): Target | undefined {
  const match = /^(.+)\.([A-Za-z_$][\w$]*)$/.exec(path);
  if (!match || /^(?:[cm]?[jt]sx?|d|json|ya?ml|md|toml|html|css|sh|vue|svelte)$/.test(match[2]!)) return undefined;
  const [, stem, exported] = match as unknown as [string, string, string];
  if (/\.[cm]?[jt]sx?$/.test(stem)) return undefined;
  const file = findSource(side, base, stem);
  return file !== undefined && hasExport(side, file, exported) ? { file, exported } : undefined;
}

export function hasExport(side: Side, file: FilePath, exported: string): boolean {
  const found = resolveExport(side, file, exported);
  if (found !== undefined) return found === 'ambiguous' || !found.typeOnly;
  // A CommonJS module, or one that hands on a package: what cannot be read is not called missing.
  const model = side.read(file);
  return model.format === 'commonjs' ? new RegExp(`\\b${exported.replaceAll('$', '\\$')}\\b`).test(model.source.text) : false;
}
