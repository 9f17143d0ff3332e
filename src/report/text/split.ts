import { printCount, printQuantity } from '../../text/wording.js';
import { renderSomeDiagnostics } from './diagnostics.js';
import { renderCommitted } from './committed.js';
import { inRoot, renderNext } from './next.js';
import { renderProof } from './proof.js';
import { renderTable, shorten, visibleWidth, wrap } from './table.js';
import { renderTree } from './tree.js';
import type { SplitPlan } from '../../plan/split/split-plan.js';
import type { PlanReport, SplitReport } from '../schema.js';
import type { Terminal } from './terminal.js';

/** Each new module with what it takes and why. */
function renderPlanParts(plan: SplitPlan, terminal: Terminal): string[] {
  const { colors, width } = terminal;
  return plan.parts.flatMap((part) => {
    const stays = part.file === plan.source;
    const loose = part.statements?.length ?? 0;
    const size = [printQuantity(part.declarations.length, 'declaration'), ...(loose > 0 ? [printQuantity(loose, 'loose statement')] : []), ...(stays ? ['stays'] : [])];
    const name = part.file.startsWith(folderOf(plan.source)) ? part.file.slice(folderOf(plan.source).length) : part.file;
    const [first, ...rest] = wrap(`  ${name}  ${size.join(', ')}`, width, '    ');
    return [
      `  ${colors.bold(colors.cyan(name))}${colors.dim(first!.slice(name.length + 2))}`,
      ...rest.map((line) => colors.dim(line)),
      ...(part.declarations.length === 0 ? [] : wrap(`    ${printNames(part.declarations)}`, width, '    ')),
      ...wrap(`    because ${part.because}`, width, '    ').map((line) => colors.dim(line)),
    ];
  });
}

/** With the slash at its end; empty for a file in the root. */
function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/') + 1);
}

const nameLimit = 12;

function printNames(names: readonly string[]): string {
  const rest = names.length - nameLimit;
  return rest > 0 ? `${names.slice(0, nameLimit).join(', ')} and ${printCount(rest)} more` : names.join(', ');
}

function renderPlanHead(plan: SplitPlan, command: string, { colors, width }: Terminal): string[] {
  const moved = plan.parts.filter((part) => part.file !== plan.source);
  const count = moved.reduce((sum, part) => sum + part.declarations.length, 0);
  const title = `decant ${command}`;
  const facts = [`${printQuantity(count, 'declaration')} into ${printQuantity(moved.length, 'module')}`, `cap ${printCount(plan.maxLines)} lines`, `facade ${plan.facade}`];
  return [`${colors.bold(title)}  ${plan.source}`, ...wrap(`${' '.repeat(title.length)}  ${facts.join(' · ')}`, width), ...renderEdits(plan, width), ''];
}

/** What a split changes inside of statements, which it does only when it is told to. */
function renderEdits({ edits = [], source }: SplitPlan, width: number): string[] {
  return edits.flatMap(({ cell, names, occurrences, module, because }) => {
    const places = occurrences === undefined ? '' : ` (${printQuantity(occurrences, 'place')})`;
    return wrap(`  state cell: ${names.join(', ')}${places} as ${cell} in ${module ?? source}${because === undefined ? '' : ` ${because}`}`, width, '    ');
  });
}

export function renderPlan(report: PlanReport, terminal: Terminal): string[] {
  const { plan, refused, notes, written, next } = report;
  if (plan === null) return renderRefusal(refused, terminal);
  const outcome = written === null ? [] : wrap(`${terminal.colors.green('Written')} to ${written}: move names, rename files, then give it back.`, terminal.width);
  return [...renderPlanHead(plan, 'plan', terminal), ...renderPlanParts(plan, terminal), '', ...renderSomeDiagnostics(notes, terminal), ...outcome, ...renderNext(next, terminal)];
}

export function renderSplit(report: SplitReport, terminal: Terminal): string[] {
  const { plan, refused, notes, proof, next } = report;
  if (refused.length > 0 || proof === null) return renderRefusal(refused, terminal);
  return [
    ...(plan === null ? [`${terminal.colors.bold('decant split --pin-names')}  ${report.before?.file ?? ''}`, ''] : renderPlanHead(plan, 'split', terminal).slice(0, -1)),
    ...renderFiles(report, terminal),
    '',
    ...renderSomeDiagnostics(notes, terminal),
    ...renderProof(proof, terminal),
    ...renderOutcome(report, terminal),
    ...renderCommitted(report.commit, terminal),
    ...renderNext(next, terminal),
  ];
}

/** The tree after the split: lines, what the diff adds and removes, what each file holds. `decant plan` has the reasons. */
function renderFiles({ files, before, changes, plan }: SplitReport, { colors, width }: Terminal): string[] {
  const cap = plan?.maxLines ?? Infinity;
  const cells = renderTree(files).map(({ label, item }) => {
    if (item === undefined) return [label];
    const change = changes.find((candidate) => candidate.file === item.file);
    const lines = item.lines > cap ? colors.yellow(printCount(item.lines)) : printCount(item.lines);
    return [label, lines, colors.green(`+${printCount(change?.added ?? 0)}`), colors.red(`-${printCount(change?.removed ?? 0)}`), item.file === before?.file ? `was ${printCount(before.lines)}` : printHeld(plan, item.file)];
  });
  const taken = [0, 1, 2, 3].map((index) => Math.max(['files after', 'lines', 'added', 'removed'][index]!.length, ...cells.map((row) => visibleWidth(row[index] ?? '')))).reduce((sum, one) => sum + one + 2, 2);
  const rows = cells.map((row) => (row.length < 5 ? row : [...row.slice(0, 4), colors.dim(shorten(row[4]!, Math.max(12, width - taken)))]));
  const columns = [
    { title: 'files after' },
    { title: 'lines', align: 'right' },
    { title: 'added', align: 'right' },
    { title: 'removed', align: 'right' },
    { title: 'holds' },
  ] as const;
  const sum = (pick: (change: SplitReport['changes'][number]) => number) => printCount(changes.reduce((total, change) => total + pick(change), 0));
  const stat = `  ${printQuantity(changes.length, 'file')} changed, ${sum((change) => change.added)} lines added, ${sum((change) => change.removed)} removed`;
  // Files that are no code (CODEOWNERS, package.json) are in no tree of modules, and nobody expects a split to change them.
  const others = changes.filter(({ file }) => !files.some((measured) => measured.file === file));
  const also = others.map(({ file, added, removed }) => `${file} +${printCount(added)} -${printCount(removed)}`).join(', ');
  return [...renderTable(columns, rows, colors.bold), ...(also === '' ? [] : wrap(`  and, for the new files: ${also}`, width, '    ')), colors.dim(stat)];
}

function printHeld(plan: SplitPlan | null, file: string): string {
  const names = plan?.parts.find((part) => part.file === file)?.declarations ?? [];
  return names.length === 0 ? '' : `${printCount(names.length)}: ${names.join(', ')}`;
}

function renderOutcome({ applied, rolledBack, change, proof }: SplitReport, terminal: Terminal): string[] {
  const { colors, width } = terminal;
  if (rolledBack) return wrap(`${colors.red('Rolled back')}: every byte is as it was before. \`--keep-going\` leaves the new files in place, to look at them.`, width);
  if (applied) return wrap(`${colors.green('Written')} as change ${change}; \`${inRoot(`decant undo ${change}`, terminal)}\` puts every byte back.`, width);
  if (proof?.verdict === 'failed') return [colors.red('Nothing was written.')];
  return ['Nothing is written yet.'];
}

function renderRefusal(refused: PlanReport['refused'], terminal: Terminal): string[] {
  const verdict = `${terminal.colors.red('✗')} refused for ${printQuantity(refused.length, 'reason')}; nothing was written`;
  return [...renderSomeDiagnostics(refused, terminal), verdict];
}
