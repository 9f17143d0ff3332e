import { printCount } from '../../text/wording.js';
import { inRoot } from './next.js';
import { wrap } from './table.js';
import type { CheckReport } from '../schema.js';
import type { Terminal } from './terminal.js';

type BaselineReport = NonNullable<CheckReport['baseline']>;
type Change = BaselineReport['changes'][number];
type Entry = NonNullable<Change['was']>;

const shownAtMost = 5;

/** What was written into the baseline, and which of its entries promise more than is needed. */
export function renderBaseline({ baseline }: CheckReport, terminal: Terminal): string[] {
  if (baseline === null) return [];
  const { file, changes, stale, written } = baseline;
  const tighten = `\`${inRoot('decant check --tighten', terminal)}\` mends them`;
  return [
    ...(written ? renderList(`${file} was written`, changes.map(printChange), terminal) : []),
    ...(stale.length > 0 ? renderList(`${file} allows more than is there; ${tighten}`, [...new Set(stale.flatMap(printReasons))], terminal) : []),
  ];
}

function renderList(title: string, items: readonly string[], { colors, width, all }: Terminal): string[] {
  const shown = all ? items : items.slice(0, shownAtMost);
  const rest = items.length - shown.length;
  const more = rest > 0 ? [`  and ${printCount(rest)} more; \`--all\` lists all`] : [];
  const lines = [...shown.flatMap((item) => wrap(`  ${item}`, width, '    ')), ...more];
  return [...wrap(title, width), ...lines.map((line) => colors.dim(line)), ''];
}

/** A renamed file is a fact of its own, however many imports name it. */
function printReasons({ entry, becomes, reason }: BaselineReport['stale'][number]): readonly string[] {
  if (becomes === null || 'ceiling' in entry || 'ceiling' in becomes) return [reason];
  const pairs = [[entry.from, becomes.from], [entry.to, becomes.to]];
  return pairs.flatMap(([was, is]) => (was === is ? [] : [`${was} is ${is} now`]));
}

function printChange({ kind, was, now }: Change): string {
  if (was === null || now === null) return `${kind}: ${printEntry((was ?? now)!)}`;
  return `${kind}: ${printEntry(was)} to ${kind !== 'renamed' && 'ceiling' in now ? printCount(now.ceiling) : printEntry(now)}`;
}

function printEntry(entry: Entry): string {
  return 'ceiling' in entry ? `${entry.id} ${entry.file} ${printCount(entry.ceiling)}` : `${entry.id} ${entry.from} -> ${entry.to}`;
}
