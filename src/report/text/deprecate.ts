import { printCount, printQuantity } from '../../text/wording.js';
import { renderSomeDiagnostics } from './diagnostics.js';
import { renderCommitted } from './committed.js';
import { inRoot, renderNext } from './next.js';
import { renderProof } from './proof.js';
import { renderTable, wrap } from './table.js';
import type { DeprecateReport, ShimsReport } from '../schema.js';
import type { Terminal } from './terminal.js';

export function renderDeprecate(report: DeprecateReport, terminal: Terminal): string[] {
  const { colors, width } = terminal;
  const { facade, from, stage, after, importers, refused, changes, notes, proof, next } = report;
  const title = 'decant deprecate';
  const facts = [from === stage ? `stage ${stage}` : `${from} → ${stage}`, ...(after === null ? [] : [`to be removed after ${after}`]), importers.length === 0 ? 'nothing here imports it' : `${printQuantity(importers.length, 'file')} here ${importers.length === 1 ? 'imports' : 'import'} it`];
  const head = [`${colors.bold(title)}  ${facade}`, ...wrap(`${' '.repeat(title.length)}  ${facts.join(' · ')}`, width), ''];
  if (refused.length > 0) return [...head, ...renderSomeDiagnostics(refused, terminal), `${colors.red('✗')} refused for ${printQuantity(refused.length, 'reason')}; nothing was written`];
  if (proof === null) return [...head, `${facade} is at this stage already; nothing to do.`];
  return [
    ...head,
    ...changes.map(({ file, added, removed, because }) => `  ${file} ${colors.green(`+${printCount(added)}`)} ${colors.red(`-${printCount(removed)}`)}  ${colors.dim(because)}`),
    '',
    ...renderSomeDiagnostics(notes, terminal),
    ...renderProof(proof, terminal),
    ...renderOutcome(report, terminal),
    ...renderCommitted(report.commit, terminal),
    ...renderNext(next, terminal),
  ];
}

function renderOutcome({ applied, rolledBack, change, proof }: DeprecateReport, terminal: Terminal): string[] {
  const { colors, width } = terminal;
  if (rolledBack) return wrap(`${colors.red('Rolled back')}: every byte is as it was before.`, width);
  if (applied) return wrap(`${colors.green('Written')} as change ${change}; \`${inRoot(`decant undo ${change}`, terminal)}\` puts every byte back.`, width);
  return [proof?.verdict === 'failed' ? colors.red('Nothing was written.') : 'Nothing is written yet.'];
}

/** A line for each shim: how loud it is, until when, and whether its importers are getting fewer. */
export function renderShims({ shims, unknown, next }: ShimsReport, terminal: Terminal): string[] {
  const { colors, width } = terminal;
  if (shims.length === 0) return ['no shims: no file of this project is deprecated by decant'];
  const rows = shims.map(({ file, stage, deprecated, after, overdue, importers, before }) => [
    file,
    stage,
    deprecated,
    after === null ? '' : overdue === true ? colors.red(`${after}, overdue`) : after,
    printCount(importers.length),
    printTrend(importers.length, before),
  ]);
  const columns = [{ title: 'shim' }, { title: 'stage' }, { title: 'deprecated' }, { title: 'remove after' }, { title: 'importers', align: 'right' }, { title: 'before' }] as const;
  const overdue = shims.filter((shim) => shim.overdue === true).length;
  return [
    ...renderTable(columns, rows, colors.bold),
    '',
    `${printQuantity(shims.length, 'shim')}, ${printCount(overdue)} overdue`,
    ...(unknown === null ? [] : wrap(colors.dim(`importers of an older state are not known: ${unknown}`), width)),
    ...renderNext(next, terminal),
  ];
}

function printTrend(now: number, before: number | null): string {
  if (before === null) return '';
  return `${printCount(before)} (${now === before ? 'the same' : now < before ? `${printCount(before - now)} fewer` : `${printCount(now - before)} more`})`;
}
