import { baseName, directoryOf, isInside, relativePath, type FilePath } from '../../host/path.js';
import { readIgnoreRules } from '../../text/ignore-rules.js';
import type { TextEdit } from '../../edit/text-edit.js';
import type { MovedCode, TextFile } from './reference-input.js';

/** Files of one pattern a line, as git reads them. */
export function isPatternFile(path: FilePath): boolean {
  return baseName(path) === 'CODEOWNERS' || /^\.(?:gitattributes|(?:eslint|prettier|npm|stylelint|biome|oxlint)ignore)$/.test(baseName(path));
}

interface PatternLine {
  readonly pattern: string;
  /** What follows the pattern: owners, attributes. */
  readonly rest: string;
  readonly isNegated: boolean;
  readonly isOwners: boolean;
  readonly start: number;
  /** End without the newline. */
  readonly end: number;
}

export interface LinePatch {
  readonly edits: readonly TextEdit[];
  /** Lines that match the old file and are right, or were made right, for the new ones. */
  readonly handled: readonly { readonly start: number; readonly end: number }[];
  /** Lines that match the old file, not all of the new ones, and could not be repeated for these. */
  readonly open: readonly PatternLine[];
}

/**
 * Repeats each line that matches the old file and not its pieces for the pieces, directly below. In CODEOWNERS only the last line that
 * matches counts (GitHub documentation, "About code owners"), so only that one is repeated, and not when a later line has the last word on a piece.
 */
export function patchLines(moved: MovedCode, file: TextFile): LinePatch {
  const isOwners = baseName(file.path) === 'CODEOWNERS';
  const lines = readLines(file.text, isOwners);
  const base = isOwners ? moved.root : directoryOf(file.path);
  if (!isInside(base, moved.source) || lines.some(({ pattern }) => isOwners && /^[\^]?\[/.test(pattern))) return { edits: [], handled: [], open: lines.filter((line) => covers(line, base, moved.source)) };
  const matching = lines.filter((line) => covers(line, base, moved.source));
  const wanted = isOwners ? matching.slice(-1) : matching;
  const edits: TextEdit[] = [];
  const handled: { start: number; end: number }[] = isOwners ? matching.slice(0, -1) : [];
  const open: PatternLine[] = [];
  for (const line of wanted) {
    const left = moved.modules.filter(({ file: module }) => (isOwners ? ownerOf(lines, base, module) !== line : !covers(line, base, module)));
    const overruled = isOwners && moved.modules.some(({ file: module }) => (ownerOf(lines, base, module)?.start ?? -1) > line.start);
    if (left.length === 0) handled.push(line);
    else if (overruled || left.some(({ file: module }) => /[\s[\]*?!#\\]/.test(relativePath(base, module)))) open.push(line);
    else {
      handled.push(line);
      const folder = moved.ownFolder && `/${relativePath(base, moved.ownFolder)}/${baseName(file.path) === '.gitattributes' ? '**' : ''}`;
      const patterns = folder ? [folder] : left.map((module) => `/${relativePath(base, module.file)}`);
      const newline = /\r\n|\n|\r/.exec(file.text)?.[0] ?? '\n';
      const insert = patterns.map((pattern) => `${newline}${line.isNegated ? '!' : ''}${pattern}${line.rest}`).join('');
      edits.push({ span: { start: line.end, end: line.end }, insert, because: `'${line.pattern}' speaks of the old file` });
    }
  }
  return { edits, handled, open };
}

function readLines(text: string, isOwners: boolean): readonly PatternLine[] {
  return [...text.matchAll(/[^\r\n]+/g)].flatMap((match) => {
    const found = /^(!?)((?:\\.|[^\s\\#]|(?<=\S)#)+)([^]*)$/.exec(match[0].trimEnd());
    if (!found) return [];
    const rest = isOwners ? found[3]!.replace(/\s+#.*$/, '') : found[3]!;
    return [{ isOwners, isNegated: found[1] === '!', pattern: found[2]!, rest, start: match.index, end: match.index + match[0].trimEnd().length }];
  });
}

function ownerOf(lines: readonly PatternLine[], base: FilePath, file: FilePath): PatternLine | undefined {
  return lines.findLast((line) => covers(line, base, file));
}

/** Whether the pattern matches the file or a folder that it lies in. In CODEOWNERS `docs/*` means what lies directly in docs, and no deeper. */
function covers({ pattern, isOwners }: PatternLine, base: FilePath, file: FilePath): boolean {
  const rules = readIgnoreRules(pattern);
  const segments = relativePath(base, file).split('/');
  return segments.some((name, index) => {
    const isLast = index === segments.length - 1;
    return (isLast || !isOwners || !pattern.endsWith('/*')) && rules(segments.slice(0, index + 1).join('/'), name, !isLast) === 'ignored';
  });
}
