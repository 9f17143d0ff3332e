import { globLibrary } from '../../host/globs.js';
import { baseName, directoryOf, isInside, joinPath, relativePath, type FilePath } from '../../host/path.js';
import { readJsonStrings, type JsonString } from '../../text/json-strings.js';
import { isPatternFile } from './patch-lines.js';
import type { TextFile } from './reference-input.js';

/** A facade that is deleted, and the modules whose names it passed on. */
export interface RemovedFacade {
  readonly root: FilePath;
  readonly source: FilePath;
  readonly homes: readonly FilePath[];
  /** What is built of it, and is gone with the next build. */
  readonly built?: readonly FilePath[];
}

/** Lists of patterns and paths. An entry that names a file which is not there matches nothing, so that the list means the same without it. */
const lists = new Set(['files', 'excludedFiles', 'ignorePatterns', 'include', 'includes', 'exclude', 'ignore', 'ignores', 'eslintIgnore', 'collectCoverageFrom', 'sideEffects']);

/** Those that mean by no entries what they mean by one that matches nothing. Of others an empty list is an error, or means all. */
const mayBeEmpty = new Set(['excludedFiles', 'ignorePatterns', 'exclude', 'ignore', 'ignores', 'eslintIgnore', 'sideEffects']);

/**
 * A text without the entries that name the facade and nothing else: lines of CODEOWNERS and of ignore files, elements of lists in JSON files. In `files` and `include` of a tsconfig, which
 * say where the compiler begins, the modules take its place unless another entry names them. Every other place stays as it is, for a person to decide: an entry of `exports` is an
 * offer, a script starts the file, and what stands beside a comment or leaves the list empty may be meant otherwise. The same text when there is nothing to take out.
 */
export function dropReferences(removed: RemovedFacade, file: TextFile): string {
  if (isPatternFile(file.path)) return dropLines(removed, file);
  if (!/\.json[c5]?$|^\.(?:eslint|oxlint|nyc|c8|swc|babel)rc$/.test(baseName(file.path))) return file.text;
  let { text } = file;
  for (let next = dropEntry(removed, { ...file, text }); next !== undefined; next = dropEntry(removed, { ...file, text })) text = next;
  return text;
}

/** A pattern without wildcards that begins at a known folder means one path. `shop.ts` alone means every file of that name. */
function dropLines({ root, source }: RemovedFacade, { path, text }: TextFile): string {
  const isOwners = baseName(path) === 'CODEOWNERS';
  const base = isOwners ? root : directoryOf(path);
  const named = `/${relativePath(base, source)}`;
  if (!isInside(base, source) || (isOwners && /^[\^]?\[/m.test(text))) return text;
  return text.replace(/[^\r\n]*(?:\r\n|\n|\r|$)/g, (line) => {
    const pattern = /^!?(\S+)/.exec(line)?.[1] ?? '';
    return pattern.includes('/') && !/[\\*?[\]]/.test(pattern) && `/${pattern.replace(/^\//, '')}` === named ? '' : line;
  });
}

/** The text without the first such entry; undefined when there is none. */
function dropEntry(removed: RemovedFacade, { path, text }: TextFile): string | undefined {
  const strings = readJsonStrings(text);
  for (const item of strings) {
    const list = listOf(item);
    // A name without a slash means every file of that name, but for a compiler.
    if (list === undefined || !(isFacade(removed, directoryOf(path), item.value) || (list === 'sideEffects' && isBuilt(removed, directoryOf(path), item.value))) || !(item.value.includes('/') || isCompiler(path))) continue;
    const others = strings.filter((one) => one !== item && isSameList(one, item));
    const added = isProgram(path, item) ? modulesFor(removed, directoryOf(path), item, others) : [];
    if (added === undefined || (added.length === 0 && others.length === 0 && !mayBeEmpty.has(list))) continue;
    const edited = added.length > 0 ? replaceEntry(text, item, added) : cutEntry(text, item);
    if (edited !== undefined) return edited;
  }
  return undefined;
}

function listOf({ path, isKey }: JsonString): string | undefined {
  const key = path.at(-2);
  return !isKey && typeof path.at(-1) === 'number' && typeof key === 'string' && lists.has(key) ? key : undefined;
}

function isSameList(one: JsonString, other: JsonString): boolean {
  return !one.isKey && one.path.length === other.path.length && one.path.slice(0, -1).every((key, index) => key === other.path[index]);
}

function isCompiler(file: FilePath): boolean {
  return /^[tj]sconfig[\w.-]*\.json$/.test(baseName(file));
}

function isProgram(file: FilePath, { path }: JsonString): boolean {
  return isCompiler(file) && path.length === 2 && (path[0] === 'files' || path[0] === 'include');
}

function isFacade({ source }: RemovedFacade, folder: FilePath, written: string): boolean {
  const place = placeOf(written);
  return !/[*?{}[\]]/.test(place) && joinPath(folder, place) === source;
}

function isBuilt({ built = [] }: RemovedFacade, folder: FilePath, written: string): boolean {
  return built.includes(joinPath(folder, placeOf(written)));
}

function placeOf(written: string): string {
  return written.replace(/^!/, '').replace(/^(?:<rootDir>|\$\{configDir\})?\/+/, '');
}

/** Modules that the list must name now, written as the old entry was; undefined when that cannot be done. */
function modulesFor({ homes, source }: RemovedFacade, folder: FilePath, { value }: JsonString, others: readonly JsonString[]): readonly string[] | undefined {
  const patterns = others.map((one) => placeOf(one.value).replace(/^\.\//, '').replace(/\/$/, ''));
  const isNamed = (home: FilePath): boolean => {
    const name = relativePath(folder, home);
    return patterns.some((pattern) => pattern === '' || pattern === '.' || name === pattern || name.startsWith(`${pattern}/`) || (/[*?]/.test(pattern) && globLibrary()(pattern, { dot: true })(name)));
  };
  const base = baseName(source);
  const missing = homes.filter((home) => home !== source && !isNamed(home)).map((home) => relativePath(directoryOf(source), home));
  if (!value.endsWith(base) || missing.some((place) => place.startsWith('..'))) return missing.length === 0 ? [] : undefined;
  return missing.map((place) => value.slice(0, -base.length) + place);
}

function replaceEntry(text: string, { start, end }: JsonString, added: readonly string[]): string {
  const ownLine = /(?:\r\n|\n|\r)[^\S\r\n]*$/.exec(text.slice(0, start))?.[0];
  return text.slice(0, start) + added.map((value) => JSON.stringify(value)).join(`,${ownLine ?? ' '}`) + text.slice(end);
}

/** With one comma, and its line where it has one to itself. Undefined where a comment beside it may speak of it. */
function cutEntry(text: string, { start, end }: JsonString): string | undefined {
  const [head, tail] = [text.slice(0, start), text.slice(end)];
  const isAlone = /(?:^|[\r\n])[^\S\r\n]*$/.test(head);
  const above = /(?:^|[\r\n])([^\r\n]*)(?:\r\n|\n|\r)[^\S\r\n]*$/.exec(head)?.[1] ?? '';
  if (/^[^\S\r\n]*,?[^\S\r\n]*\/[/*]/.test(tail) || /\*\/\s*$/.test(head) || (isAlone && /^\s*(?:\/\/|\*)/.test(above))) return undefined;
  const after = /^\s*,/.exec(tail);
  if (after !== null) {
    const rest = tail.slice(after[0].length);
    // `"a", "b"` keeps what stands before `"a"`; on a line of its own the whole line goes.
    return isAlone && /^[^\S\r\n]*[\r\n]/.test(rest) ? head.replace(/[^\S\r\n]*$/, '') + rest.replace(/^[^\S\r\n]*(?:\r\n|\n|\r)/, '') : head + rest.replace(/^[^\S\r\n]*/, '');
  }
  if (/^\s*\]/.test(tail) && /\[\s*$/.test(head)) return head.replace(/\s*$/, '') + tail.replace(/^\s*/, '');
  const before = /,\s*$/.exec(head);
  return before === null ? undefined : head.slice(0, before.index) + tail;
}
