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

/**
 * Places of a text at which the path of the old file stands, extension included. A path may count from the root, from any folder
 * between the root and the file, from the folder of the text, or be the end of a longer one (a link into a repository). A bare file name is
 * no path: `orders.ts` in prose may be any of them.
 */
export function findMentions({ root, source }: Pick<MovedCode, 'root' | 'source'>, { path, text }: TextFile): readonly Mention[] {
  const base = baseName(source);
  if (!text.includes(base) && !text.includes(base.replaceAll('.', '\\.'))) return [];
  const name = base.replace(/[\\^$*+?()[\]{}|]/g, '\\$&').replaceAll('.', '\\\\?\\.');
  const inPath = /[[\]() ]/.test(relativePath(root, source)) ? '[\\w@.*+~()[\\]-]' : '[\\w@.*+~-]';
  const expression = new RegExp(`(?:<rootDir>\\\\?/|${inPath}*\\\\?/)*(?<![\\w@.*+~-])${name}(?![\\w-]|\\.\\w)`, 'g');
  const starts = buildLineStarts(text);
  return [...text.matchAll(expression)].flatMap((match) => {
    if (!isPathOf(match[0].replaceAll('\\', ''), root, source, directoryOf(path))) return [];
    const { line, column } = lineColumnAt(starts, match.index);
    const lineEnd = text.indexOf('\n', match.index);
    const excerpt = text.slice(text.lastIndexOf('\n', match.index) + 1, lineEnd === -1 ? undefined : lineEnd).trim();
    return [{ start: match.index, line, column, excerpt }];
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
    if (joinPath(folder, plain) === source) return true;
    if (folder === root) break;
  }
  return short.includes('/') && plain.endsWith(`/${short}`);
}
