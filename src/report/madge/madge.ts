import { compareText } from '../../diagnostic/sort.js';
import { ToolError } from '../../diagnostic/tool-error.js';
import { printJson } from '../print-json.js';
import type { ReportFormat } from '../report-format.js';
import type { Report } from '../schema.js';

export const format: ReportFormat = { id: 'madge', summary: 'the tree that `madge --json` prints', commands: ['graph'], render: renderMadge };

/** `{ "a.ts": ["b.ts"] }`: root-relative ids, sorted; every file is a key, also one that could not be parsed; assets and files outside of the project are leaves. */
export function renderMadge(report: Report): string {
  return printJson(buildTree(report));
}

export function buildTree(report: Report): Readonly<Record<string, readonly string[]>> {
  if (report.command !== 'graph' || report.map === null) throw new ToolError('format does not fit', 'madge prints whole trees', 'Use --format text or json.');
  const { map, unparsed, paths } = report;
  const targets = new Map<string, Set<string>>(map.files.map(({ file }) => [file, new Set()]));
  if (paths.length === 0) for (const { file } of unparsed) targets.set(file, new Set());
  const leaves = [...map.assets, ...map.outside];
  for (const { to } of leaves) if (!targets.has(to)) targets.set(to, new Set());
  for (const { from, to } of [...map.edges, ...leaves]) targets.get(from)?.add(to);
  const entries = [...targets].map(([file, names]) => [file, [...names].sort(compareText)] as const);
  return Object.fromEntries(entries.sort((a, b) => compareText(a[0], b[0])));
}
