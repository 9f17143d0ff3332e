import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import { baseName, extensionOf, joinPath, type FilePath } from '../../host/path.js';
import type { SourceFile } from '../../model/source-file.js';
import type { TaskRecord } from '../../model/task-record.js';
import { buildLineStarts, lineColumnAt } from '../../text/line-index.js';
import type { Check, CheckInput } from '../check.js';
import { judge } from '../result.js';
import { sidesOf, type Sides } from '../side.js';
import { keepStrings, listStrings } from './code-strings.js';
import { basesOf, findReferences, findTarget, nameFiles, type NamedFiles, type Reference } from './find-references.js';

export const check: Check = {
  id: 'string-references',
  summary: 'Every string that named a changed file or an export of it (handlers, scripts, CI, CODEOWNERS, route tables, docs) still names one.',
  run: (input) => {
    const sides = sidesOf(input);
    const named = nameFiles(new Set(input.changed.filter((name) => sides.before.file(name) !== undefined)));
    const lostIds = findLostIds(input);
    const texts = named.names.size + lostIds.length === 0 ? [] : listTexts(input, sides, named, lostIds.map(({ id }) => id));
    const references = texts.flatMap((text) => findReferences(sides.before, { file: text.before, content: text.old }, named).map((reference) => ({ text, reference })));
    const diagnostics = [
      ...references.flatMap(({ text, reference }) => judgeReference(sides, text, reference)),
      ...texts.flatMap((text) => findBrokenHandlers(sides, text)),
      ...texts.flatMap((text) => findNamedTasks(text, lostIds)),
    ];
    return judge('string-references', 'references', references.length, diagnostics, { reason: 'no string outside of imports names a changed file', vacuous: true });
  },
};

/** One text on both sides. */
interface TextPair {
  readonly name: string;
  readonly before: FilePath;
  readonly after: FilePath;
  readonly old: string;
  readonly now: string;
  readonly isCode: boolean;
}

/** Texts that stand on both sides and have one of the words, or name a handler; a text that is gone refers to nothing. */
function listTexts(input: CheckInput, { before, after }: Sides, named: NamedFiles, ids: readonly string[]): readonly TextPair[] {
  const hasWord = (text: string): boolean => named.stemsIn(text).length > 0 || ids.some((id) => text.includes(id));
  const later = new Set(input.listTextsAfter().map((file) => after.name(file)));
  const plain = input.listTextsBefore().flatMap((file): TextPair[] => {
    const name = before.name(file);
    const target = joinPath(input.after.root, name);
    const old = input.readTextBefore(file);
    if (old === undefined || !(hasWord(old) || /handler/i.test(old)) || !later.has(name)) return [];
    const now = input.readTextAfter(target);
    return now === undefined || isSplitPlan(old) ? [] : [{ name, before: file, after: target, old, now, isCode: false }];
  });
  return [...plain, ...listCode(input, sidesOf(input), named, ids, hasWord)];
}

const codeTexts = new WeakMap<Sides, Map<string, readonly TextPair[]>>();

/** The same for two proofs of the same projects. A file is looked at again only if one of its strings says something that is asked for. */
function listCode(input: CheckInput, sides: Sides, named: NamedFiles, ids: readonly string[], hasWord: (text: string) => boolean): readonly TextPair[] {
  const known = codeTexts.get(sides) ?? new Map<string, readonly TextPair[]>();
  codeTexts.set(sides, known);
  const key = ids.join('\0');
  const { before, after } = sides;
  const speaks = (source: SourceFile): boolean => ids.length > 0 || named.spansStrings ||
    listStrings(source, input.before.scanned.get(source.path)).some(({ start, end }) => isAskedFor(source.text.slice(start, end)));
  const isAskedFor = (string: string): boolean => hasWord(string) || /handler/i.test(string);
  const texts = known.get(key) ?? [...input.before.files.values()].flatMap((source): TextPair[] => {
    const name = before.name(source.path);
    const file = after.file(name);
    const other = file === undefined ? undefined : input.after.files.get(file);
    if (file === undefined || !other || !speaks(source) || !hasWord(source.text)) return [];
    const [old, now] = [keepStrings(source, input.before.scanned.get(source.path)), keepStrings(other, input.after.scanned.get(file))];
    return [{ name, before: source.path, after: file, old, now, isCode: true }];
  });
  known.set(key, texts);
  return texts;
}

/** A plan of decant names the old path as its source, and rightly so. */
function isSplitPlan(text: string): boolean {
  return /^\s*\{\s*"version":\s*\d+,\s*"kind":\s*"split",/.test(text);
}

function judgeReference({ before, after }: Sides, text: TextPair, { written, at, target }: Reference): Diagnostic[] {
  // What is no longer written cannot be wrong; what is written instead is looked at on its own.
  const place = text.now.indexOf(written);
  if (place === -1) return [];
  if (findTarget(after, basesOf(after, text.after), written) !== undefined) return [];
  const name = before.name(target.file);
  const now = after.file(name);
  const isDocs = isDocumentation(text.name);
  const fact = target.exported !== undefined && now !== undefined ? `${name} exports no '${target.exported}' now` : `${name} is gone`;
  return [diagnostic({
    id: 'stale-reference',
    severity: isDocs ? 'warning' : 'error',
    message: `${text.name} names '${written}', which names nothing any more`,
    at: { file: text.after, ...lineColumnAt(buildLineStarts(text.now), place) },
    related: [at],
    notes: [`before the change it meant ${target.exported === undefined ? name : `'${target.exported}' of ${name}`}; ${fact}`],
    help: target.exported === undefined ? `Name the new place of the code in ${text.name}, or keep ${name} as a door to it.` : `Export '${target.exported}' from ${name} again, or name the new place in ${text.name}.`,
    data: { text: text.name, written, file: name, exported: target.exported ?? null },
  })];
}

function isDocumentation(name: string): boolean {
  return /^\.(?:md|mdx|txt|rst|adoc|html)$/.test(extensionOf(name));
}

const handlerKey = /\b[Hh]andler\b["']?\s*[:=]\s*["']?((?:\.?\/)?[\w@-]+(?:[./][\w@$-]+)*\.[A-Za-z_$][\w$]*)/g;

/** A changed text that names another handler now: it must exist. Those that named nothing before are none of ours. */
function findBrokenHandlers({ before, after }: Sides, text: TextPair): Diagnostic[] {
  if (text.old === text.now || isDocumentation(text.name)) return [];
  const known = new Set([...text.old.matchAll(handlerKey)].map(([, handler]) => handler));
  const hadTargets = [...known].some((handler) => findTarget(before, basesOf(before, text.before), handler!)?.exported !== undefined);
  if (!hadTargets) return [];
  return [...text.now.matchAll(handlerKey)].flatMap((match) => {
    const handler = match[1]!;
    if (known.has(handler) || findTarget(after, basesOf(after, text.after), handler)?.exported !== undefined) return [];
    return [diagnostic({
      id: 'stale-reference',
      message: `${text.name} names the handler '${handler}', which no file exports`,
      at: { file: text.after, ...lineColumnAt(buildLineStarts(text.now), match.index) },
      help: 'Name the path of the file without its extension, a dot and the export.',
      data: { text: text.name, written: handler, file: null, exported: null },
    })];
  });
}

/** Ids that nobody registers any more, by their exact text. */
function findLostIds(input: CheckInput): readonly TaskRecord[] {
  const before = input.tasksBefore().filter(({ idSource }) => idSource !== 'dynamic');
  if (before.length === 0) return [];
  const left = new Set(input.tasksAfter().map(({ id }) => id));
  const seen = new Set<string>();
  return before.filter(({ id }) => id.length > 2 && !left.has(id) && !seen.has(id) && seen.add(id) !== undefined);
}

/** A crontab, a dashboard or another program that still says the old name. A finding of its own for each text, and none that fails what did not fail. */
function findNamedTasks(text: TextPair, lost: readonly TaskRecord[]): Diagnostic[] {
  return lost.flatMap(({ id, kind, framework }) => {
    const escaped = id.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const at = text.now.search(new RegExp(text.isCode ? `(?<=['"\`])${escaped}(?=['"\`])` : `(?<![\\w/.-])${escaped}(?![\\w/-])`));
    if (at === -1) return [];
    return [diagnostic({
      id: 'names-lost-task',
      severity: 'warning',
      message: `${text.name} names the ${kind} '${id}', which nobody registers any more`,
      at: { file: text.after, ...lineColumnAt(buildLineStarts(text.now), at) },
      help: `Find out whether ${baseName(text.name)} means this ${framework} ${kind}, and put the old id back or name the new one.`,
      data: { text: text.name, task: id, framework, kind },
    })];
  });
}

