import { printCount, printList, printQuantity } from '../../text/wording.js';
import { renderSizeBar } from './bar.js';
import { renderDiagnostic } from './diagnostics.js';
import { fitPath } from './fit-path.js';
import { renderRest } from './rest.js';
import { printStanding, sortWorst } from './standing.js';
import { joinFacts, pad, visibleWidth, wrap } from './table.js';
import type { ReportDiagnostic, ScanReport } from '../schema.js';
import type { Limits } from './rest.js';
import type { Terminal } from './terminal.js';

/** What a god-file finding says about its file, for rows. */
interface Row {
  readonly found: ReportDiagnostic;
  readonly lines: number;
  readonly threshold: number;
  readonly rank: number | null;
}

/** God files by rank: the first in full, the next as rows of a table with bars, the rest as a number. */
export function renderGodFiles(found: readonly ReportDiagnostic[], limits: Limits, terminal: Terminal, predictions: ScanReport['predictions'] = []): string[] {
  if (found.length === 0) return [];
  const { colors } = terminal;
  const rows = sortGodFiles(found).map(readRow);
  const over = rows.reduce((sum, { lines, threshold }) => sum + lines - threshold, 0);
  const head = joinFacts(colors.bold('god files'), [printQuantity(rows.length, 'file'), `${printQuantity(over, 'line')} over the limit`], terminal.width);
  const detailed = rows.slice(0, limits.detailed);
  const listed = rows.slice(limits.detailed, limits.detailed + limits.listed);
  const rest = rows.length - limits.detailed - limits.listed;
  return [
    ...head,
    '',
    ...detailed.flatMap(({ found: one }) => [...renderDiagnostic(one, terminal, stateFact(one, terminal)), '']),
    ...renderTable(listed, limits, predictions, terminal),
    ...(rest > 0 ? renderRest(`${printCount(rest)} more`, limits, terminal) : []),
    ...(listed.length > 0 || rest > 0 ? [''] : []),
  ];
}

export function sortGodFiles(found: readonly ReportDiagnostic[]): ReportDiagnostic[] {
  // Not Infinity for a generated file, which has no rank: the difference of two would be no number.
  return sortWorst(found, ({ data }) => numberOf(data['rank']) ?? Number.MAX_SAFE_INTEGER, ({ data }) => -(numberOf(data['codeLines']) ?? 0));
}

/** The place below the title has the whole path, so a title that would be broken makes do with the name. */
function stateFact({ id, severity, standing, message, at }: ReportDiagnostic, { width }: Terminal): string {
  const lead = `${severity}[${id}] ${standing ?? ''}: `;
  return lead.length + message.length > width && message.startsWith(at.file) ? at.file.slice(at.file.lastIndexOf('/') + 1) + message.slice(at.file.length) : message;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function readRow(found: ReportDiagnostic): Row {
  const { data } = found;
  const lines = numberOf(data[data['counted'] === 'physical' ? 'physicalLines' : 'codeLines']) ?? 0;
  return { found, lines, threshold: numberOf(data['threshold']) ?? 1, rank: numberOf(data['rank']) ?? null };
}

interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  readonly cell: (row: Row) => string;
}

const barWidth = 12;
/** Leads what the planner says, unlike what the clusters let expect. */
const planned = '→';

function renderTable(rows: readonly Row[], limits: Limits, predictions: NonNullable<ScanReport['predictions']>, terminal: Terminal): string[] {
  if (rows.length === 0) return [];
  const { colors, width } = terminal;
  const rankWidth = Math.max(1, ...rows.map(({ rank }) => String(rank ?? '').length));
  const columns = chooseColumns(rows, rankWidth, terminal);
  const widths = columns.map((column) => widthOf(column, rows));
  const pathRoom = roomForPath(widths, rankWidth, width);
  const paths = rows.map(({ found }) => {
    const standing = printStanding(found, terminal);
    return standing === '' ? fitPath(found.at.file, pathRoom) : `${fitPath(found.at.file, pathRoom - visibleWidth(standing) - 1)} ${standing}`;
  });
  const pathWidth = Math.max(4, ...paths.map(visibleWidth));
  const line = (rank: string, path: string, cells: readonly string[]) =>
    `  ${pad(rank, rankWidth, 'right')}  ${pad(path, pathWidth)}${columns.map(({ align }, index) => `  ${pad(cells[index]!, widths[index]!, align)}`).join('')}`.trimEnd();
  const indent = ' '.repeat(rankWidth + 4);
  const head = colors.dim(line('#', 'file', columns.map(({ title }) => title)));
  return [
    head,
    ...rows.flatMap((row, index) => {
      const outlook = index < limits.outlooks ? printOutlook(row, predictions) : undefined;
      const paint = outlook?.startsWith(planned) === true ? (text: string) => text.replace(planned, colors.cyan(planned)) : colors.dim;
      const below = outlook === undefined ? [] : wrap(`${indent}${outlook}`, width, `${indent}  `).map(paint);
      return [line(String(row.rank ?? '–'), paths[index]!, columns.map(({ cell }) => cell(row))), ...below];
    }),
  ];
}

function widthOf({ title, cell }: Column, rows: readonly Row[]): number {
  return Math.max(title.length, ...rows.map((row) => visibleWidth(cell(row))));
}

/** Beside number and columns, two spaces apart. */
function roomForPath(widths: readonly number[], rankWidth: number, width: number): number {
  return width - 4 - rankWidth - widths.reduce((sum, own) => sum + own + 2, 0);
}

/** A path in less says too little; columns go first. */
function pathNeed(rows: readonly Row[], width: number): number {
  return Math.min(Math.max(26, Math.floor(width * 0.42)), Math.max(...rows.map(({ found }) => found.at.file.length)));
}

/** As many as leave room for the paths. */
function chooseColumns(rows: readonly Row[], rankWidth: number, { colors, width }: Terminal): Column[] {
  const count = (value: unknown) => (typeof value === 'number' ? printCount(value) : '–');
  const numbers = (title: string, valueOf: (found: ReportDiagnostic) => unknown): Column => ({ title, align: 'right', cell: ({ found }) => count(valueOf(found)) });
  const size: Column = { title: 'code/limit', align: 'right', cell: ({ lines, threshold }) => `${printCount(lines)}/${printCount(threshold)}` };
  const bar: Column = {
    title: '',
    align: 'left',
    cell: ({ found, lines, threshold }) => {
      const over = found.severity === 'error' ? colors.red : found.severity === 'warning' ? colors.yellow : colors.blue;
      return renderSizeBar(lines, threshold, barWidth, { under: colors.dim, over });
    },
  };
  const physical = numbers('lines', ({ data }) => data['physicalLines']);
  const fanIn = numbers('fan-in', ({ data }) => data['fanIn']);
  const clusters = numbers('clusters', (found) => clustersOf(found)?.length || undefined);
  const commits = numbers('commits', ({ data }) => data['commits']);
  const hasCommits = rows.some(({ found }) => typeof found.data['commits'] === 'number');
  const order = [size, bar, physical, fanIn, clusters, ...(hasCommits ? [commits] : [])];
  const expendable = [physical, clusters, bar, fanIn];
  const fits = (columns: readonly Column[]) => roomForPath(columns.map((column) => widthOf(column, rows)), rankWidth, width) >= pathNeed(rows, width);
  for (let dropped = 0; dropped < expendable.length; dropped++) {
    const columns = order.filter((column) => !expendable.slice(0, dropped).includes(column));
    if (fits(columns)) return columns;
  }
  return order.filter((column) => !expendable.includes(column));
}

interface ShownCluster {
  readonly name: string;
  readonly lines: number;
}

function clustersOf({ data }: ReportDiagnostic): ShownCluster[] | undefined {
  const { found } = (data['clusters'] ?? {}) as { found?: unknown };
  if (!Array.isArray(found)) return undefined;
  return found.map((cluster) => ({ name: String((cluster as ShownCluster).name), lines: Number((cluster as ShownCluster).lines) }));
}

const partLimit = 6;

/** What a split would make of the file: planned, or why it cannot help, or what the clusters let expect. */
function printOutlook({ found }: Row, predictions: NonNullable<ScanReport['predictions']>): string | undefined {
  const prediction = predictions.find(({ file }) => file === found.at.file);
  if (prediction !== undefined && prediction.refused !== null) return `${planned} refused: ${prediction.refused}`;
  if (prediction !== undefined) {
    const modules = prediction.modules.map(({ name, codeLines }) => `${name} ${printCount(codeLines)}`);
    return `${planned} ${printQuantity(modules.length, 'module')}: ${printList(modules, partLimit)}`;
  }
  if (found.data['generated'] === true) return '– generated';
  const obstacle = printObstacle(found);
  if (obstacle !== undefined) return `– no split: ${obstacle}`;
  const clusters = clustersOf(found);
  if (clusters === undefined || clusters.length < 2) return undefined;
  return `${printQuantity(clusters.length, 'cluster')}, not planned: ${printList(clusters.map(({ name, lines }) => `${name} ${printCount(lines)}`), partLimit)}`;
}

function printObstacle({ data }: ReportDiagnostic): string | undefined {
  const { kind, name, share } = (data['obstacle'] ?? {}) as { kind?: unknown; name?: unknown; share?: unknown };
  if (typeof share !== 'number') return undefined;
  const percent = `${Math.round(share * 100)} % of it`;
  return typeof name === 'string' ? `${name} is ${percent}` : `${percent} is ${kind === 'loose-statements' ? 'statements that declare nothing' : 'one piece'}`;
}
