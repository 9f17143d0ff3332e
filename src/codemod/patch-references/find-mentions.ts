import { baseName, directoryOf, isInside, joinPath, relativePath, type FilePath } from '../../host/path.js';
import { buildLineStarts, lineColumnAt } from '../../text/line-index.js';
import type { MovedCode, TextFile } from './reference-input.js';

export interface Mention {
  readonly start: number;
  readonly line: number;
  readonly column: number;
  /** The line as it stands, trimmed. */
  readonly excerpt: string;
}

const rootDir = '<rootDir>';

/**
 * Places of a text at which the path of the old file stands, extension included. A path may count from the folder of the text, from any
 * folder above both, or be the end of a longer one (a link into a repository). A bare file name is
 * no path: `orders.ts` in prose may be any of them.
 */
export function findMentions({ root, source }: Pick<MovedCode, 'root' | 'source'>, { path, text }: TextFile): readonly Mention[] {
  const base = baseName(source);
  if (!text.includes(base) && !text.includes(base.replaceAll('.', '\\.'))) return [];
  const name = base.replace(/[\\^$*+?()[\]{}|]/g, '\\$&').replaceAll('.', '\\\\?\\.');
  // With brackets in the path of the file ("[id].tsx") they belong to paths, else they surround them.
  const inPath = /[[\]()]/.test(relativePath(root, source)) ? /[\w@.*+~()[\]\\/-]/ : /[\w@.*+~\\/-]/;
  const expression = new RegExp(`(?<![\\w@.*+~-])${name}(?![\\w-]|\\.\\w)`, 'g');
  const starts = buildLineStarts(text);
  return [...text.matchAll(expression)].flatMap((match) => {
    let start = match.index;
    while (start > 0 && inPath.test(text[start - 1]!)) start--;
    if (text.startsWith(rootDir, start - rootDir.length)) start -= rootDir.length;
    if (!isPathOf(text.slice(start, match.index + match[0].length).replaceAll('\\', ''), root, source, directoryOf(path))) return [];
    const { line, column } = lineColumnAt(starts, start);
    const lineEnd = text.indexOf('\n', start);
    const excerpt = text.slice(text.lastIndexOf('\n', start) + 1, lineEnd === -1 ? undefined : lineEnd).trim();
    return [{ start, line, column, excerpt }];
  });
}

/** Whether a string, a glob such as `**\/orders.ts` included, is a path of the old file and of no other. */
export function isPathOf(written: string, root: FilePath, source: FilePath, from: FilePath): boolean {
  const plain = written.replace(/^(?:<rootDir>|\$\{configDir\})\//, '').replace(/^(?:\.?\/)+/, '');
  const short = relativePath(root, source);
  if (plain.startsWith('**/')) return `/${short}`.endsWith(`/${plain.slice(3)}`);
  if (/[*?]/.test(plain)) return false;
  if (joinPath(from, written.startsWith('/') ? `.${written}` : plain) === source || (written.startsWith('../') && joinPath(from, written) === source)) return true;
  if (!plain.includes('/')) return false;
  for (let folder = directoryOf(source); isInside(root, folder); folder = directoryOf(folder)) {
    // The `src/orders.ts` of another package is another file.
    if (isInside(folder, from) && joinPath(folder, plain) === source) return true;
    if (folder === root) break;
  }
  return short.includes('/') && plain.endsWith(`/${short}`);
}
