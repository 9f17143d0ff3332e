import { directoryOf, joinPath, relativePath, type FilePath } from '../../host/path.js';
import { readJsonStrings } from '../../text/json-strings.js';
import type { CheckInput, ChangedText } from '../check.js';
import { sidesOf } from '../side.js';

/**
 * Whether a text only lost entries, each of which names a file that is gone and no other; in their place may stand files that the gone one passed names on of. Told from the tokens of
 * the text: comments stay in their order, spaces are not looked at.
 */
export function isWithoutGoneFiles(input: CheckInput, { name, before, after }: ChangedText, isJson: boolean): boolean {
  const { before: old, after: now } = sidesOf(input);
  const gone = new Set([...old.changed].flatMap((changed) => (now.file(changed) === undefined ? (old.file(changed) ?? []) : [])));
  if (gone.size === 0) return false;
  const text = joinPath(input.before.root, name);
  return isJson ? isSameJson(input, gone, text, before, after) : isSameLines(gone, /(?:^|\/)CODEOWNERS$/.test(name) ? input.before.root : directoryOf(text), before, after);
}

function isSameLines(gone: ReadonlySet<FilePath>, base: FilePath, before: string, after: string): boolean {
  const isGone = (line: string): boolean => {
    const [pattern = ''] = line.replace(/^!/, '').split(/\s/);
    return pattern.includes('/') && gone.has(joinPath(base, pattern.replace(/^\//, '')));
  };
  const kept = before.split(/(?<=\n)/).filter((line) => !isGone(line));
  return kept.length < before.split(/(?<=\n)/).length && kept.join('') === after;
}

function isSameJson(input: CheckInput, gone: ReadonlySet<FilePath>, text: FilePath, before: string, after: string): boolean {
  const folder = directoryOf(text);
  const placeOf = (value: string): FilePath => joinPath(folder, value.replace(/^!?(?:<rootDir>|\$\{configDir\})?\/*/, ''));
  const homes = new Set([...gone].flatMap((file) => (input.before.graph.edgesFrom.get(file) ?? []).flatMap(({ to }) => [to, ...(input.before.graph.edgesFrom.get(to) ?? []).map((edge) => edge.to)])));
  const known = new Set(readJsonStrings(before).map(({ value }) => value));
  // What is built of a file, dist/esm/tasks.js of src/tasks.ts, is gone with it. In `sideEffects` such an entry means nothing then; in `exports` it is a promise.
  const built = [...gone].map((file) => withoutExtension(`/${relativePath(folder, file).replace(/^[^/]+\//, '')}`));
  const isBuilt = (value: string): boolean => /\.[cm]?js$/.test(value) && !input.before.files.has(placeOf(value)) && built.some((path) => withoutExtension(value).endsWith(path));
  const rest = tokensWithout(before, (value, list) => gone.has(placeOf(value)) || (list === 'sideEffects' && isBuilt(value)));
  const now = tokensWithout(after, (value) => !known.has(value) && homes.has(placeOf(value)));
  return rest.length < tokensWithout(before, () => false).length && rest.join('\n') === now.join('\n');
}

/** The tokens of a JSON text, comments included, without the elements of lists that are named, each with one comma. */
function tokensWithout(text: string, isNamed: (value: string, list: string | number | undefined) => boolean): readonly string[] {
  const cut = new Set(readJsonStrings(text).filter(({ value, path, isKey }) => !isKey && typeof path.at(-1) === 'number' && isNamed(value, path.at(-2))).map(({ start }) => start));
  const tokens = [...text.matchAll(/\/\/[^\r\n]*|\/\*[^]*?\*\/|"(?:[^"\\\r\n]|\\.)*"|[{}[\],:]|[^\s{}[\],:"/]+/g)];
  const kept: string[] = [];
  for (let index = 0; index < tokens.length; index++) {
    if (!cut.has(tokens[index]!.index)) kept.push(tokens[index]![0]);
    else if (tokens[index + 1]?.[0] === ',') index++;
    else if (kept.at(-1) === ',') kept.pop();
  }
  return kept;
}

function withoutExtension(path: string): string {
  return path.replace(/\.[cm]?[jt]sx?$/, '');
}
