import { baseName, directoryOf, extensionOf, isInside, joinPath, relativePath, type FilePath } from '../../host/path.js';
import { readJsonStrings, type JsonString } from '../../text/json-strings.js';
import type { TextEdit } from '../../edit/text-edit.js';
import { isPathOf } from './find-mentions.js';
import type { MovedCode, TextFile } from './reference-input.js';

/** Lists to which the pieces of a file belong when the file does. A list of entry points is none: a piece is no door. */
const lists = new Set(['files', 'excludedFiles', 'ignorePatterns', 'include', 'includes', 'exclude', 'ignore', 'ignores', 'eslintIgnore', 'collectCoverageFrom', 'sideEffects']);

/** What opens or names the module from outside goes on meaning the facade. */
const doors = new Set(['exports', 'imports', 'main', 'module', 'types', 'typings', 'browser', 'bin', 'typesVersions', 'paths', 'entry', 'entries', 'entryPoints', 'entryFile', 'source', 'input', 'alias', 'mainEntryPointFilePath']);

export interface JsonPatch {
  readonly edits: readonly TextEdit[];
  /** Starts of the strings that were dealt with. */
  readonly handled: ReadonlySet<number>;
}

/** Puts the new modules beside the old file in the lists of a JSON file that name it. Nothing else of the text changes. */
export function patchJson(moved: MovedCode, file: TextFile): JsonPatch {
  const edits: TextEdit[] = [];
  const handled = new Set<number>();
  for (const item of readJsonStrings(file.text)) {
    if (item.path.some((key) => doors.has(String(key)))) handled.add(item.start);
    const name = listOf(item);
    if (name === undefined || !countsFrom(directoryOf(file.path), item.value.replace(/^!/, ''), moved)) continue;
    const added = elementsFor(moved, file, item, name);
    if (added === undefined || (added.length > 0 && hasComment(file.text, item.end))) continue;
    handled.add(item.start);
    if (added.length === 0) continue;
    const separator = `,${ownLine(file.text, item.start) ?? ' '}`;
    edits.push({ span: { start: item.end, end: item.end }, insert: added.map((value) => separator + JSON.stringify(value)).join(''), because: `"${name}" names the old file` });
  }
  return { edits, handled };
}

/**
 * Whether an entry means the old file when it counts from the folder of its own file. `src/menu.ts` in the package.json of `examples/cafe` is
 * another file, and in a JSON file of test data it is data.
 */
function countsFrom(folder: FilePath, written: string, { root, source }: MovedCode): boolean {
  if (!isInside(folder, source) && !written.startsWith('../')) return false;
  return isPathOf(written, root, source, folder) && (written.startsWith('**/') || joinPath(folder, written.replace(/^(?:<rootDir>|\$\{configDir\})?\/+/, '')) === source);
}

function listOf({ path, isKey }: JsonString): string | undefined {
  const key = path.at(-2);
  return !isKey && typeof path.at(-1) === 'number' && typeof key === 'string' && lists.has(key) ? key : undefined;
}

/** Undefined when a path of the new modules cannot be written as the old one was. */
function elementsFor({ source, modules, ownFolder }: MovedCode, file: TextFile, { value, path }: JsonString, list: string): readonly string[] | undefined {
  const base = baseName(source);
  if (!value.endsWith(base)) return undefined;
  const prefix = value.slice(0, -base.length);
  const needsPaths = list === 'sideEffects' || (list === 'files' && path.length === 2 && /^[tj]sconfig/.test(baseName(file.path)));
  // Of a file that is kept for its effects the pieces without any need not be kept.
  const kept = list === 'sideEffects' ? modules.filter((module) => module.isEffectful) : modules;
  const places = ownFolder && !needsPaths ? [`${relativePath(directoryOf(source), ownFolder)}/*${extensionOf(source)}`] : kept.map((module) => relativePath(directoryOf(source), module.file));
  return places.some((place) => place.startsWith('..') || /[[\](){}!]/.test(place)) ? undefined : places.map((place) => prefix + place);
}

/** `"src/menu.ts", // the one door`: a comment behind the entry would stand behind another one. */
function hasComment(text: string, end: number): boolean {
  return /^[^\S\r\n]*,?[^\S\r\n]*\/[/*]/.test(text.slice(end, end + 200));
}

/** Newline and indentation before a string that stands first on its line. */
function ownLine(text: string, start: number): string | undefined {
  return /(?:\r\n|\n|\r)[^\S\r\n]*$/.exec(text.slice(0, start))?.[0];
}
