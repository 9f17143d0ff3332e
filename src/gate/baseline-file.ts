import { readJson, type JsonPath, type JsonReading } from '../config/json-source.js';
import { ToolError } from '../diagnostic/tool-error.js';
import { compareText } from '../diagnostic/sort.js';
import { relativePath } from '../host/path.js';
import { buildLineStarts, lineColumnAt } from '../text/line-index.js';
import type { Diagnostic } from '../diagnostic/diagnostic.js';
import type { FilePath } from '../host/path.js';

/** A number that belongs to a file and may only fall. `file` is root-relative. */
export interface CeilingEntry {
  readonly id: string;
  readonly file: string;
  readonly ceiling: number;
  /** What is counted; absent: code lines, or whatever else the finding counts always. */
  readonly count?: 'physical';
}

/** An import that may go and not come. Both ends are root-relative. */
export interface EdgeEntry {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Which imports close the knot; absent: such as are evaluated, type imports left aside. */
  readonly imports?: 'type';
}

export type BaselineEntry = CeilingEntry | EdgeEntry;

/** Sorted by id and paths, each entry once. */
export interface Baseline {
  readonly entries: readonly BaselineEntry[];
}

export const emptyBaseline: Baseline = Object.freeze({ entries: Object.freeze([]) });

export function isCeiling(entry: BaselineEntry): entry is CeilingEntry {
  return 'ceiling' in entry;
}

/** What an entry is about: two entries of one name contradict or repeat each other. */
export function entryName(entry: BaselineEntry): string {
  return isCeiling(entry) ? ceilingName(entry.id, entry.file, entry.count) : edgeName(entry.id, entry.from, entry.to, entry.imports);
}

/** With the unit: 900 code lines are neither more nor less than 1,000 lines. */
export function ceilingName(id: string, file: string, count: CeilingEntry['count']): string {
  return count === undefined ? `${id}\n${file}` : `${id}\n${file}\n${count}`;
}

/** With what closes the knot: a circle of types that becomes one of values is another finding over the same files. */
export function edgeName(id: string, from: string, to: string, imports: EdgeEntry['imports']): string {
  return imports === undefined ? `${id}\n${from}\n${to}` : `${id}\n${from}\n${to}\n${imports}`;
}

/**
 * Sorted, one entry for each name. Of two ceilings the higher is kept: after a merge in which both branches lowered one
 * file, its size may be anything up to the larger of the two, and the next update lowers it to what it is.
 */
export function buildEntries(entries: Iterable<BaselineEntry>): Baseline {
  const byName = new Map<string, BaselineEntry>();
  for (const entry of entries) {
    const name = entryName(entry);
    const other = byName.get(name);
    if (other === undefined || (isCeiling(entry) && isCeiling(other) && other.ceiling < entry.ceiling)) byName.set(name, entry);
  }
  const sorted = [...byName].sort(([a], [b]) => compareText(a, b)).map(([, entry]) => Object.freeze(entry));
  return Object.freeze({ entries: Object.freeze(sorted) });
}

/** What is to be remembered of the findings; those without ratchet facts leave nothing. */
export function buildBaseline(root: FilePath, diagnostics: readonly Diagnostic[]): Baseline {
  return buildEntries(diagnostics.flatMap((found) => entriesOf(root, found)));
}

export function entriesOf(root: FilePath, found: Diagnostic): readonly BaselineEntry[] {
  const { id, ratchet } = found;
  if (ratchet === undefined) return [];
  if (ratchet.kind === 'ceiling') return [{ id, file: relativePath(root, found.at.file), ceiling: ratchet.value, ...unitOf(ratchet) }];
  return ratchet.edges.map(({ from, to }) => ({ id, from: relativePath(root, from), to: relativePath(root, to), ...kindOf(ratchet) }));
}

function unitOf({ count }: Pick<CeilingEntry, 'count'>): Pick<CeilingEntry, 'count'> {
  return count === undefined ? {} : { count };
}

function kindOf({ imports }: Pick<EdgeEntry, 'imports'>): Pick<EdgeEntry, 'imports'> {
  return imports === undefined ? {} : { imports };
}

/** Last item of the list, so that every entry line ends with a comma and no change of one entry touches the line of another. */
const endMark = 'end';

/** One entry a line. */
export function renderBaseline(baseline: Baseline): string {
  const lines = baseline.entries.map((entry) => `    ${JSON.stringify(inOrder(entry))},\n`);
  return `{\n  "version": 1,\n  "entries": [\n${lines.join('')}    "${endMark}"\n  ]\n}\n`;
}

function inOrder(entry: BaselineEntry): BaselineEntry {
  if (isCeiling(entry)) return { id: entry.id, file: entry.file, ceiling: entry.ceiling, ...unitOf(entry) };
  return { id: entry.id, from: entry.from, to: entry.to, ...kindOf(entry) };
}

/**
 * Reads what `renderBaseline` wrote, in any order and layout, because people and merge tools edit it. `file` is only named
 * in messages. Throws ToolError (file, line and column) for anything else: an entry that is silently dropped fails a
 * build for a finding that is known, one that is silently kept lets growth pass.
 */
export function parseBaseline(text: string, file: FilePath): Baseline {
  const marker = /^(?:<{7}|={7}|>{7}|\|{7})(?= |\r?$)/m.exec(text);
  if (marker) {
    throw new ToolError(
      'baseline has a merge conflict',
      `${place(file, text, marker.index)}: ${marker[0]}`,
      'Keep the lines of both sides, of one entry the line with the higher number, then run `decant check --tighten`.',
    );
  }
  const json = readJson(text.replace(/^\uFEFF/, ''));
  if (json.kind === 'error') {
    throw new ToolError('baseline is not valid JSON', `${place(file, text, json.offset)}: ${json.message}`, repair);
  }
  const fail = (path: JsonPath, fact: string, help = repair): never => {
    throw new ToolError('baseline is not valid', `${place(file, text, json.offsetOf(path))}: ${fact}`, help);
  };
  const { version, entries } = readHead(json, fail);
  if (version !== 1) {
    fail(['version'], `version ${JSON.stringify(version)} is not 1`, 'Use the version of decant that wrote the file, or make it again with `decant init`.');
  }
  const list = Array.isArray(entries) ? (entries as readonly unknown[]) : fail(['entries'], 'entries is not a list');
  return buildEntries(
    list.flatMap((item, index) => {
      if (item === endMark && index === list.length - 1) return [];
      return [readEntry(item) ?? fail(['entries', index], `the entry is neither {"id", "file", "ceiling"} nor {"id", "from", "to"}`)];
    }),
  );
}

const repair = 'Correct the place, or take the file from the last commit and run `decant check --update-baseline`.';

function readHead(
  json: JsonReading & { kind: 'value' },
  fail: (path: JsonPath, fact: string) => never,
): { readonly version: unknown; readonly entries: unknown } {
  const { value } = json;
  if (typeof value !== 'object' || value === null || !('version' in value) || !('entries' in value)) {
    return fail([], 'this is no baseline of decant: it has no "version" and "entries"');
  }
  for (const key of Object.keys(value)) if (key !== 'version' && key !== 'entries') fail([key], `"${key}" is not a known key`);
  return value;
}

function readEntry(item: unknown): BaselineEntry | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const { id, file, ceiling, count, from, to, imports, ...rest } = item as Record<string, unknown>;
  if (Object.keys(rest).length > 0 || !isWord(id) || (count !== undefined && count !== 'physical') || (imports !== undefined && imports !== 'type')) return undefined;
  if (isWord(file) && from === undefined && to === undefined && imports === undefined) {
    if (typeof ceiling !== 'number' || !Number.isSafeInteger(ceiling) || ceiling < 0) return undefined;
    return { id, file, ceiling, ...(count === undefined ? {} : { count }) };
  }
  return isWord(from) && isWord(to) && file === undefined && ceiling === undefined && count === undefined ? { id, from, to, ...(imports === undefined ? {} : { imports }) } : undefined;
}

function isWord(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function place(file: FilePath, text: string, offset: number): string {
  const { line, column } = lineColumnAt(buildLineStarts(text), offset);
  return `${file}:${line}:${column}`;
}
