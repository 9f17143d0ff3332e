import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import { applyEdits, type TextEdit } from '../../edit/text-edit.js';
import type { FileChange } from '../../edit/change-set.js';
import { baseName, extensionOf, relativePath, type FilePath } from '../../host/path.js';
import { buildLineStarts, lineColumnAt } from '../../text/line-index.js';
import { findMentions, type Mention } from './find-mentions.js';
import { patchJson } from './patch-json.js';
import { isPatternFile, patchLines } from './patch-lines.js';
import type { MovedCode, TextFile } from './reference-input.js';

export interface ReferencePatch {
  readonly changes: readonly FileChange[];
  /** One note a file that names the old file in a way that only a person can extend. */
  readonly notes: readonly Diagnostic[];
}

/**
 * What other files say of a file by its path, once its code lies in several. Where the new modules can be named beside it and
 * mean the same (ignore files, CODEOWNERS, lists of a JSON file), they are; every other place is told. Pure: texts in, changes out.
 */
export function patchReferences(moved: MovedCode, files: readonly TextFile[]): ReferencePatch {
  const changes: FileChange[] = [];
  const notes: Diagnostic[] = [];
  for (const file of files) {
    const { edits, places } = patchFile(moved, file);
    if (edits.length > 0) {
      const because = `${relativePath(moved.root, moved.source)} is named here, and its code lies in ${printPlace(moved)} now`;
      changes.push({ kind: 'modify', file: file.path, text: applyEdits(file.text, edits), bom: file.bom, because });
    }
    if (places.length > 0) notes.push(describe(moved, file, places));
  }
  return { changes, notes };
}

type Place = Omit<Mention, 'start'>;

function patchFile(moved: MovedCode, file: TextFile): { edits: readonly TextEdit[]; places: readonly Place[] } {
  if (isPatternFile(file.path)) {
    const { edits, open } = patchLines(moved, file);
    const starts = buildLineStarts(file.text);
    return { edits, places: open.map(({ start, end }) => ({ ...lineColumnAt(starts, start), excerpt: file.text.slice(start, end) })) };
  }
  const mentions = isSplitPlan(file) ? [] : findMentions(moved, file);
  if (mentions.length === 0 || !isJson(file.path)) return { edits: [], places: mentions };
  const { edits, handled } = patchJson(moved, file);
  return { edits, places: mentions.filter(({ start }) => ![...handled].some((begin) => begin <= start && start < literalEnd(file.text, begin))) };
}

/** The plan that the split was made from, or another one for the same file: it names the old path as its source, and rightly so. */
function isSplitPlan({ text }: TextFile): boolean {
  return /^\s*\{\s*"version":\s*\d+,\s*"kind":\s*"split",/.test(text);
}

function literalEnd(text: string, start: number): number {
  return text.indexOf('"', start + 1);
}

function isJson(path: FilePath): boolean {
  return /^\.json[c5]?$/.test(extensionOf(path)) || /^\.(?:eslint|oxlint|nyc|c8|swc|babel)rc$/.test(baseName(path));
}

function describe(moved: MovedCode, file: TextFile, places: readonly Place[]): Diagnostic {
  const { root, source } = moved;
  const [name, old] = [relativePath(root, file.path), relativePath(root, source)];
  const [first, ...others] = places.map(({ line, column }) => ({ file: file.path, line, column }));
  return diagnostic({
    id: 'names-old-file',
    severity: 'info',
    message: `${name} names ${old}, which is a facade now`,
    at: first!,
    related: others.slice(0, 10),
    notes: places.filter(({ line }, index) => places[index - 1]?.line !== line).slice(0, 5).map(({ line, excerpt }) => `line ${line}: ${excerpt.length > 120 ? `${excerpt.slice(0, 119)}…` : excerpt}`),
    help: adviceFor(moved, file, places),
    data: { file: name, places: places.length },
  });
}

/** What other tools keep of findings that are known, or of lines that were run. None of it means the same for lines that moved. */
const isBaseline = /^(?:\.?eslint-?(?:suppressions|baseline|todo)[\w.-]*|\.betterer\.results|[\w.-]*baseline[\w.-]*|[\w.-]+\.sarif(?:\.json)?|lcov\.info|coverage-(?:final|summary)\.json|\.?secrets\.baseline)$/;

function adviceFor(moved: MovedCode, { path, text }: TextFile, places: readonly Place[]): string {
  const where = printPlace(moved);
  const said = places.map(({ excerpt }) => excerpt).join('\n');
  if (isBaseline.test(baseName(path))) return `Make ${baseName(path)} again once the split is in: it counts by file and line, so that code in ${where} looks new to it`;
  if (baseName(path) === 'CODEOWNERS') return `Name the owners of ${where} below that line`;
  if (/\b(?:readFile|readFileSync|openSync|createReadStream|Bun\.file|readTextFile)\b/.test(said)) return `Read the files of ${where} instead: what is looked for in the text lies there`;
  if (/[Tt]hreshold/.test(text) && /\d/.test(text) && /(?:jest|vitest|vite|nyc|c8|package)/.test(baseName(path))) return `Set the threshold for ${where} too: nothing is left in the facade that could be covered`;
  if (/^\.(?:md|mdx|html|txt|rst|adoc)$/.test(extensionOf(path))) return `Point to the file in ${where} where the text speaks of code that moved`;
  return `Name ${where} beside it where the code is meant and not the door`;
}

function printPlace({ root, source, modules, ownFolder }: MovedCode): string {
  return ownFolder ? `${relativePath(root, ownFolder)}/` : `the ${modules.length} new modules of ${relativePath(root, source)}`;
}
