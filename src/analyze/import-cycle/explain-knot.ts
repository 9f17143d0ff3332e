import { printList, printQuantity } from '../../text/wording.js';
import type { Danger } from './danger.js';
import type { KnotStudy, ReportedRead } from './knot-study.js';
import type { Knot } from './knot.js';

const meanings: Readonly<Record<Danger, string>> = {
  crash: 'crash: a name is read before its module has run',
  fragile: 'fragile: it works only as long as modules are loaded in a lucky order',
  deferred: 'deferred: as far as calls can be followed, no member reads another one while modules are evaluated, whichever is loaded first',
  'type-only': 'type-only: nothing of the circle is left at run time',
};

/** `enteredFirst`: members that the project reaches first, root-relative. */
export function explainDanger(knot: Knot, study: KnotStudy, enteredFirst: readonly string[]): string[] {
  if (study.unmeasured !== undefined) return [`its danger is not measured and taken for fragile: ${study.unmeasured}`];
  const reads = study.earlyReads;
  const isUncertain = study.danger === 'fragile' && !reads.some((read) => read.certain);
  const isUndefined = reads.some((read) => read.evaluated && read.yields === 'undefined');
  const uncertain = isUndefined
    ? 'fragile: a name is read before its module has run and is undefined'
    : 'fragile: a name may be read before its module has run';
  const notes = [isUncertain ? uncertain : meanings[study.danger]];
  const entered = new Set(enteredFirst);
  const byImportance = [...reads].sort((a, b) => Number(b.certain) - Number(a.certain) || Number(entered.has(b.entry)) - Number(entered.has(a.entry)));
  for (const read of byImportance.slice(0, 3)) notes.push(explainRead(read));
  if (byImportance.length > 3) notes.push(`and for ${printQuantity(byImportance.length - 3, 'more first module')}`);
  if (study.danger === 'crash' || study.danger === 'fragile') {
    const isEntered = enteredFirst.length > 0;
    notes.push(isEntered ? `this project enters it at ${printList(enteredFirst)}` : 'no module outside imports it, so any member may come first');
  }
  const erased = study.erasedEdges.length;
  if (knot.kinds === 'value' && erased > 0) {
    notes.push(`${printQuantity(erased, 'import')} of it ${erased === 1 ? 'is' : 'are'} used for types only and erased on compiling`);
  }
  return notes;
}

function explainRead(read: ReportedRead): string {
  const start = `when ${read.entry} is loaded first, ${read.file}:${read.line}`;
  const end = `before ${read.definedIn} has defined it${read.yields === 'undefined' ? ', and gets undefined' : ''}`;
  const reads = `${read.evaluated ? 'reads' : 'may read'} ${read.name}`;
  if (read.through === undefined) return `${start} ${reads}${read.metadata ? ' for the metadata of a decorator' : ''} ${end}`;
  if (read.through === read.name) return `${start} hands on ${read.through}, which ${reads} ${end}`;
  return `${start} calls ${read.through}(), which ${reads} ${end}`;
}

/** One line each; the rest is in the data. */
const SHOWN_CUT = 12;

/** Above this many the imports that are dealt with in the same way without thought share a line. */
const ALIKE = 3;

export function explainCut({ cut, cutSize, cutExact }: KnotStudy): string[] {
  const alike = {
    'mark-type': 'by marking them as `import type`',
    'import-definition': 'by importing from the file that defines the names',
    remove: 'by removing them',
  } as const;
  const lines: string[] = [];
  const listed = new Set<unknown>();
  for (const [how, words] of Object.entries(alike)) {
    const group = cut.filter((hop) => hop.how === how);
    if (group.length <= ALIKE) continue;
    for (const hop of group) listed.add(hop);
    lines.push(`cut ${printQuantity(group.length, 'import')} ${words}: ${printList(group.map((hop) => `${hop.from}:${hop.line}`), 2)}`);
  }
  const single = cut.filter((hop) => !listed.has(hop));
  lines.push(...single.slice(0, SHOWN_CUT).map((hop) => `cut ${hop.from}:${hop.line} -> ${hop.to}: ${hop.detail}`));
  const rest = cutSize - listed.size - Math.min(single.length, SHOWN_CUT);
  if (rest > 0) lines.push(`and ${printQuantity(rest, 'more import')} to cut`);
  if (!cutExact) lines.push('a cheaper cut is not ruled out');
  return lines;
}
