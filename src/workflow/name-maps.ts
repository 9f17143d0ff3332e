import { baseName, directoryOf, isInside, joinPath, type FilePath } from '../host/path.js';
import { buildLineStarts, lineColumnAt } from '../text/line-index.js';
import type { Location } from '../diagnostic/diagnostic.js';
import type { TextFile } from '../codemod/patch-references/reference-input.js';
import type { Workspace } from './workspace.js';

const configs = /^(?:package\.json|\.babelrc(?:\.\w+)?|(?:jest|vitest|vite|webpack|rspack|rollup|babel|metro|esbuild|storybook|karma|electron\.vite)[\w.-]*\.(?:[cm]?[jt]s|json))$/;

/** A place of a test runner's or a bundler's configuration that leads a name to the file. */
export interface NameMap {
  readonly at: Location;
  readonly written: string;
}

/**
 * Entries of `moduleNameMapper` and `alias` that lead to the file, with its extension or without: `'^@till$': '<rootDir>/src/till'`. The resolver of the project knows nothing of them,
 * so that who imports by such a name is seen by nobody.
 */
export function findNameMaps(texts: readonly TextFile[], file: FilePath): readonly NameMap[] {
  const stem = withoutEnding(file);
  return texts.flatMap(({ path, text }) => {
    const folder = directoryOf(path);
    if (!configs.test(baseName(path)) || !isInside(folder, file)) return [];
    const starts = buildLineStarts(text);
    return findMaps(text).flatMap(([from, to]) => [...text.slice(from, to).matchAll(/(["'`])([^"'`\r\n]+)\1/g)].flatMap((match): NameMap[] => {
      const place = match[2]!.replace(/^(?:<rootDir>|\$\{configDir\})?\/+/, '');
      if (!place.includes('/') || withoutEnding(joinPath(folder, place)) !== stem) return [];
      return [{ at: { file: path, ...lineColumnAt(starts, from + match.index) }, written: match[2]! }];
    }));
  });
}

/** Configuration of test runners and bundlers in the folders from the file up to the root. */
export function readConfigsAbove({ fileSystem, root }: Pick<Workspace, 'fileSystem' | 'root'>, file: FilePath): readonly TextFile[] {
  const texts: TextFile[] = [];
  for (let folder = directoryOf(file); isInside(root, folder); folder = directoryOf(folder)) {
    for (const { name, kind } of fileSystem.listDirectory(folder)) {
      const text = kind === 'file' && configs.test(name) ? fileSystem.readText(joinPath(folder, name)) : undefined;
      if (text !== undefined) texts.push({ path: joinPath(folder, name), text: text.replace(/^\uFEFF/, ''), bom: text.startsWith('\uFEFF') });
    }
    if (folder === root) break;
  }
  return texts;
}

function withoutEnding(path: string): string {
  return path.replace(/(?:\/index)?(?:\.[cm]?[jt]sx?)?$/, '');
}

/** Spans of the objects and lists that say which name leads where. */
function findMaps(text: string): readonly (readonly [number, number])[] {
  return [...text.matchAll(/\b(?:moduleNameMapper|alias)\b["']?\s*:\s*(?=[[{])/g)].map((match) => {
    const from = match.index + match[0].length;
    let depth = 0;
    for (const token of text.slice(from).matchAll(/(["'`])(?:\\.|(?!\1)[^\\])*\1|[[{]|[\]}]/g)) {
      if (/^[[{]$/.test(token[0])) depth++;
      else if (/^[\]}]$/.test(token[0]) && --depth === 0) return [from, from + token.index] as const;
    }
    return [from, text.length] as const;
  });
}
