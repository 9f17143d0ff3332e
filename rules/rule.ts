import type { Diagnostic } from '../src/diagnostic/diagnostic.js';
import type { FilePath } from '../src/host/path.js';
import type { ImportEdge } from '../src/model/project.js';
import type { TextEdit } from '../src/edit/text-edit.js';
import type { Span } from '../src/text/span.js';
import type { FileView } from '../src/workflow/live-project.js';

/** What a rule has to say about one place of a file. Offsets are those of the file's text without byte order mark. */
export interface Complaint {
  readonly span: Span;
  /** The fact, then what to do. */
  readonly message: string;
  /** Safe to apply unseen. */
  readonly fix?: readonly TextEdit[];
  readonly suggestions?: readonly { readonly text: string; readonly edits: readonly TextEdit[] }[];
}

export interface RuleInput {
  readonly view: FileView;
  /** Of the file, as ESLint's parser found them; sorted. */
  readonly comments: () => readonly Span[];
}

/** One rule, without a word of ESLint: `rules/plugin.ts` makes ESLint's rules of these. */
export interface DecantRule {
  /** The name of its folder, of its page in docs/rules and of the finding that `decant check` has for the same thing. */
  readonly id: string;
  /** One sentence. */
  readonly summary: string;
  /** What a page has to add: what is looked at, and what is left alone and why. */
  readonly details?: string;
  readonly type: 'problem' | 'suggestion';
  readonly fixes?: 'code';
  readonly suggests?: true;
  readonly find: (input: RuleInput) => readonly Complaint[];
}

const byFile = new WeakMap<readonly Diagnostic[], ReadonlyMap<FilePath, readonly Diagnostic[]>>();

/** Findings of one id that speak of this file and fail a gate: what the baseline knows is silent here too. */
export function findingsOf({ file, findings }: FileView, id: string): readonly Diagnostic[] {
  const all = findings();
  // A lint run asks for each of its files, and a project may have as many findings as files.
  const sorted = byFile.get(all) ?? groupBy(all, ({ at }) => [at.file]);
  byFile.set(all, sorted);
  return (sorted.get(file) ?? []).filter((found) => found.id === id && found.severity !== 'info' && found.standing !== 'known');
}

/** The items by each of their keys, in their order. */
export function groupBy<T, K>(items: readonly T[], keysOf: (item: T) => readonly K[]): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    for (const key of keysOf(item)) {
      const group = groups.get(key);
      if (group) group.push(item);
      else groups.set(key, [item]);
    }
  }
  return groups;
}

/** From the start of a line to its last character. */
export function lineSpan(view: FileView, line: number): Span {
  const source = view.source();
  const start = source.lineStarts[Math.min(line, source.lineStarts.length) - 1] ?? 0;
  const end = source.lineStarts[line] ?? source.text.length;
  return { start, end: start + source.text.slice(start, end).trimEnd().length };
}

/** From a place to the end of its line. */
export function spanAt(view: FileView, { line, column }: { readonly line: number; readonly column: number }): Span {
  const { start, end } = lineSpan(view, line);
  return { start: Math.min(start + column - 1, end), end };
}

/** `help` of a finding is a sentence that begins with a verb, some without a full stop. */
export function tell(found: Pick<Diagnostic, 'message' | 'help'>): string {
  return `${found.message}. ${found.help.replace(/\.$/, '')}.`;
}

/** Imports of the file by the module that they lead to, in the order of the text. */
export function edgesByTarget({ project, file }: FileView): readonly (readonly [target: FilePath, edges: readonly ImportEdge[]])[] {
  const targets = new Map<FilePath, ImportEdge[]>();
  for (const edge of project.graph.edgesFrom.get(file) ?? []) {
    const known = targets.get(edge.to);
    if (known) known.push(edge);
    else targets.set(edge.to, [edge]);
  }
  return [...targets];
}

/** One edit that makes `after` of `before`: what stands between the characters that both begin and end with. */
export function differenceOf(before: string, after: string): readonly TextEdit[] {
  const least = Math.min(before.length, after.length);
  let start = 0;
  while (start < least && before[start] === after[start]) start++;
  let end = 0;
  while (end < least - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return [{ span: { start, end: before.length - end }, insert: after.slice(start, after.length - end), because: 'rewritten' }];
}
