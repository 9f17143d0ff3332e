import type { TextEdit } from '../../edit/text-edit.js';
import type { FilePath } from '../../host/path.js';
import type { FakeEntry, MockUse } from '../../model/importer.js';
import type { SourceFile } from '../../model/source-file.js';

/** A module that is replaced in place of the facade. */
export interface MockedOwner {
  readonly file: FilePath;
  readonly specifier: string;
  /** Names of the facade that are declared there. */
  readonly names: ReadonlySet<string>;
  /** Nothing of it is replaced: only calls that take a mock back, which speak of all modules behind the facade, name it. */
  readonly isRestoredOnly?: boolean;
}

/** The modules that one of the calls names. */
export function ownersFor({ act }: MockUse, owners: readonly MockedOwner[]): readonly MockedOwner[] {
  return act === 'restore' ? owners : owners.filter(({ isRestoredOnly }) => !isRestoredOnly);
}

/** The same call for each owner, with the part of the fake that speaks of its names. What belongs to nobody goes to the first. */
export function moveMock(source: SourceFile, mock: MockUse, all: readonly MockedOwner[]): TextEdit[] {
  const owners = ownersFor(mock, all);
  const because = 'replaces the module that declares what the test replaces';
  const [first, ...others] = owners;
  if (others.length === 0) return places(mock).map((span): TextEdit => ({ span, insert: first!.specifier, because }));
  const { text, newline } = source;
  const statement = mock.statement!;
  const lineStart = Math.max(text.lastIndexOf('\n', statement.start - 1), text.lastIndexOf('\r', statement.start - 1)) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart, statement.start))![0];
  const rest = new Set((mock.fake?.entries ?? []).flatMap(({ name }) => (name === undefined || owners.some(({ names }) => names.has(name)) ? [] : [name])));
  const parts = owners.map((owner) => {
    const belongs = (name: string): boolean => owner.names.has(name) || (owner === first && rest.has(name));
    return printPart(text, mock, owner.specifier, belongs);
  });
  return [{ span: statement, insert: parts.join(newline + indent), because }];
}

interface Cut {
  readonly span: MockUse['span'];
  readonly insert: string;
}

function places({ specifierSpan, echoes }: MockUse): readonly MockUse['specifierSpan'][] {
  return [specifierSpan, ...echoes];
}

function printPart(text: string, mock: MockUse, specifier: string, belongs: (name: string) => boolean): string {
  const cuts: Cut[] = places(mock).map((span) => ({ span, insert: specifier }));
  if (mock.fake) {
    const { span, entries } = mock.fake;
    const kept = entries.filter(({ name }) => name === undefined || belongs(name));
    if (kept.length < entries.length) {
      // An echo inside an entry moves with it; one inside an entry that goes is gone.
      const inner = cuts.filter((cut) => cut.span.start > span.start && cut.span.end < span.end);
      for (const cut of inner) cuts.splice(cuts.indexOf(cut), 1);
      cuts.push({ span, insert: printObject(text, mock.fake, kept, inner) });
    }
  }
  return splice(text, mock.statement!, cuts);
}

function printObject(text: string, { span, entries }: NonNullable<MockUse['fake']>, kept: readonly FakeEntry[], cuts: readonly Cut[]): string {
  if (kept.length === 0) return '{}';
  const last = entries.at(-1)!;
  const pieces = kept.map(({ piece, end, comma }, index) => {
    const isLast = index === kept.length - 1;
    if (isLast && last.comma === undefined && comma !== undefined) return splice(text, piece, [...cuts, { span: { start: comma, end: comma + 1 }, insert: '' }]);
    return !isLast && comma === undefined ? `${splice(text, { start: piece.start, end }, cuts)},${text.slice(end, piece.end)}` : splice(text, piece, cuts);
  });
  return `{${pieces.join('')}${text.slice(last.piece.end, span.end)}`;
}

function splice(text: string, { start, end }: MockUse['span'], cuts: readonly Cut[]): string {
  let out = '';
  let position = start;
  for (const { span, insert } of [...cuts].sort((a, b) => a.span.start - b.span.start)) {
    if (span.start < position || span.end > end) continue;
    out += text.slice(position, span.start) + insert;
    position = span.end;
  }
  return out + text.slice(position, end);
}
