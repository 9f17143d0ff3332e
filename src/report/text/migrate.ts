import { printCount, printQuantity } from '../../text/wording.js';
import { renderSomeDiagnostics } from './diagnostics.js';
import { renderCommitted } from './committed.js';
import { inRoot, renderNext } from './next.js';
import { renderProof } from './proof.js';
import { renderTable, shorten, wrap } from './table.js';
import type { MigrateReport } from '../schema.js';
import type { Terminal } from './terminal.js';

export function renderMigrate(report: MigrateReport, terminal: Terminal): string[] {
  const { colors, width } = terminal;
  const { refused, notes, proof, next, importers, places, changes } = report;
  const head = renderHead(report, terminal);
  if (refused.length > 0) return [...head, ...renderSomeDiagnostics(refused, terminal), `${colors.red('✗')} refused for ${printQuantity(refused.length, 'reason')}; nothing was written`];
  const parts = [
    `${printQuantity(importers.found, 'importer')} with ${printQuantity(places.found, 'place')}: ${printCount(places.rewritten)} rewritten in ${printQuantity(changes.length, 'file')}`,
    ...(importers.partly > 0 ? [`${printQuantity(importers.partly, 'file')} in part`] : []),
    ...(importers.left > 0 ? [`${printQuantity(importers.left, 'file')} left`] : []),
    ...(importers.leftOut > 0 ? [`${printQuantity(importers.leftOut, 'file')} left out by --only`] : []),
  ];
  return [
    ...head,
    ...wrap(`  ${parts.join(' · ')}`, width, '    '),
    '',
    ...renderLeft(report, terminal),
    ...renderSomeDiagnostics(notes, terminal),
    ...renderShards(report, terminal),
    ...(proof === null ? [importers.found === 0 ? 'Nothing in the project imports it.' : 'Nothing to rewrite.'] : [...renderProof(proof, terminal), ...renderOutcome(report, terminal), ...renderCommitted(report.commit, terminal)]),
    ...renderNext(next, terminal),
  ];
}

function renderHead({ facades }: MigrateReport, { colors, width }: Terminal): string[] {
  const title = 'decant migrate';
  return facades.flatMap(({ file, names, modules, stay, open }, index) => {
    const facts = [`${printQuantity(names, 'name')} from ${printQuantity(modules, 'module')}`, ...(stay.length > 0 ? [`${printCount(stay.length)} stay on it`] : []), ...(open === null ? [] : [open])];
    return [`${index === 0 ? colors.bold(title) : ' '.repeat(title.length)}  ${file}`, ...(names === 0 ? [] : wrap(`${' '.repeat(title.length)}  ${facts.join(' · ')}`, width, ' '.repeat(title.length + 2)))];
  }).concat('');
}

const rowLimit = 20;

/** Every place that still names a facade, and why; `--format json` has them all. */
function renderLeft({ left }: MigrateReport, { colors, width }: Terminal): string[] {
  if (left.length === 0) return [];
  const places = left.slice(0, rowLimit).map(({ file, line, names, because }) => ({ place: `${file}:${line}`, because: names.length === 0 ? because : `${names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ')}: ${because}` }));
  const taken = Math.max(...places.map(({ place }) => place.length)) + 6;
  const rows = places.map(({ place, because }) => [place, colors.dim(shorten(because, Math.max(40, width - taken)))]);
  const rest = left.length - places.length;
  return [...renderTable([{ title: 'still on the facade' }, { title: 'because' }], rows, colors.bold), ...(rest > 0 ? [colors.dim(`  and ${printQuantity(rest, 'more place', 'more places')}`)] : []), ''];
}

/** One line an owner; the proof below the table is the weakest of theirs. */
function renderShards({ shards = [] }: MigrateReport, { colors }: Terminal): string[] {
  if (shards.length === 0) return [];
  const rows = shards.map(({ owner, importers, places, files, applied, rolledBack, change, commit, proof }) => [
    owner, printCount(importers.found), printCount(files.length), `${printCount(places.rewritten)} of ${printCount(places.found)}`, proof?.verdict ?? 'nothing to rewrite',
    commit !== undefined ? commit.hash.slice(0, 12) : rolledBack ? 'rolled back' : applied ? change! : '',
  ]);
  const columns = [{ title: 'owner' }, { title: 'importers', align: 'right' as const }, { title: 'files', align: 'right' as const }, { title: 'places', align: 'right' as const }, { title: 'proof' }, { title: 'change' }];
  const isWritten = rows.some((row) => row[5] !== '');
  return [...renderTable(isWritten ? columns : columns.slice(0, 5), isWritten ? rows : rows.map((row) => row.slice(0, 5)), colors.bold), ''];
}

function renderOutcome({ applied, rolledBack, change, proof, shards }: MigrateReport, terminal: Terminal): string[] {
  const { colors, width } = terminal;
  if (shards !== undefined && (applied || rolledBack)) return wrap(applied ? `${colors.green('Written')}, one change an owner; \`${inRoot('decant undo <change>', terminal)}\` takes one back.` : `${colors.red('Rolled back')}: every byte is as it was before.`, width);
  if (rolledBack) return wrap(`${colors.red('Rolled back')}: every byte is as it was before. \`--keep-going\` leaves the new files in place, to look at them.`, width);
  if (applied) return wrap(`${colors.green('Written')} as change ${change}; \`${inRoot(`decant undo ${change}`, terminal)}\` puts every byte back.`, width);
  return [proof?.verdict === 'failed' ? colors.red('Nothing was written.') : 'Nothing is written yet.'];
}
