import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import { directoryOf, joinPath } from '../../host/path.js';
import { readJsonStrings } from '../../text/json-strings.js';
import type { Check, CheckInput, ChangedText } from '../check.js';
import { judge } from '../result.js';
import { locateFile, sidesOf } from '../side.js';
import { isWithoutGoneFiles } from './lost-entries.js';
import { withoutKeptShims } from './kept-shims.js';

export const check: Check = {
  id: 'text-lists',
  summary: 'Files that are no code only gained entries, and each entry names a new file, or lost those that name a file which is gone.',
  run: (input) => {
    const texts = input.texts ?? [];
    // `decant verify` compares two graphs of modules: there package.json may well have changed, and nobody has looked.
    const reason = input.texts === undefined ? 'files that are no code are compared by `decant split` only' : 'the change touches no file but code';
    return judge('text-lists', 'files', texts.length, texts.flatMap((text) => findChanges(input, text)), { reason, vacuous: true });
  },
};

function findChanges(input: CheckInput, text: ChangedText): Diagnostic[] {
  const { name, before } = text;
  if (isWithoutGoneFiles(input, text, isJson(name))) return [];
  const after = isJson(name) ? withoutKeptShims(input, text) : text.after;
  const added = isJson(name) ? findAddedStrings(before, after) : findAddedLines(before, after);
  const stray = added?.filter((entry) => !namesNewFile(input, name, entry));
  if (added !== undefined && stray!.length === 0) return [];
  return [diagnostic({
    id: 'changed-text',
    message: added === undefined ? `${name} changed in more than the entries that it gained` : `${name} gained ${JSON.stringify(stray![0])}, which names no new file`,
    at: locateFile(joinPath(input.after.root, name)),
    help: 'Take the other changes back, or make them in a change of their own.',
    data: { name, ...(stray && { entries: stray }) },
  })];
}

/** Undefined unless the old lines stand in the new text in their order. */
function findAddedLines(before: string, after: string): readonly string[] | undefined {
  const old = before.split(/\r\n|\n|\r/);
  const added: string[] = [];
  let at = 0;
  for (const line of after.split(/\r\n|\n|\r/)) {
    if (at < old.length && line === old[at]) at++;
    else added.push(line);
  }
  return at === old.length ? added : undefined;
}

/** Undefined unless the text is the old one again, byte for byte, once the added elements are cut out with the comma before each. */
function findAddedStrings(before: string, after: string): readonly string[] | undefined {
  const old = readJsonStrings(before);
  const added: string[] = [];
  let [at, position, rest] = [0, 0, ''];
  for (const { value, start, end, isKey, path } of readJsonStrings(after)) {
    const known = old[at];
    if (known && known.value === value && known.isKey === isKey) at++;
    else {
      const comma = /,\s*$/.exec(after.slice(position, start));
      if (isKey || typeof path.at(-1) !== 'number' || !comma) return undefined;
      rest += after.slice(position, position + comma.index);
      position = end;
      added.push(value);
    }
  }
  return rest + after.slice(position) === before ? added : undefined;
}

/** `/src/menu/ @cooks`, `./src/menu/*.ts`, `!src/menu/soup.ts`: a new file lies there. What a list of a JSON file says counts from its folder. */
function namesNewFile(input: CheckInput, text: string, entry: string): boolean {
  const { before, after } = sidesOf(input);
  const created = after.changedFiles.map(after.name).filter((name) => before.file(name) === undefined);
  const place = entry.trim().split(/\s/)[0]!.replace(/^!?(?:<rootDir>\/|\$\{configDir\}\/|\*\*\/|\.?\/)?/, '').replace(/\*+(?:\.\w+)?$/, '');
  if (place === '') return false;
  const { root } = input.after;
  const isAnywhere = !isJson(text) || entry.includes('**/');
  return created.some((name) => (isAnywhere ? `/${name}`.includes(`/${place}`) : joinPath(root, name).startsWith(joinPath(directoryOf(joinPath(root, text)), place))));
}

function isJson(name: string): boolean {
  return /\.(?:json[c5]?)$|rc$/.test(name);
}
