import { quoteWord } from '../../text/shell-word.js';
import { printCount, printQuantity } from '../../text/wording.js';
import { inRoot } from './next.js';
import { renderTable, shorten, wrap } from './table.js';
import type { GraphReport, ReportEdge } from '../schema.js';
import type { Terminal } from './terminal.js';

type GraphMap = NonNullable<GraphReport['map']>;

/** The overview of the graph, the path between two files, or the meaning of one specifier. */
export function renderGraph(report: GraphReport, terminal: Terminal): string[] {
  const header = renderHeader(report, terminal);
  if (report.path) return [...header, ...renderPath(report, report.path, terminal)];
  if (report.resolution) return [...header, ...renderResolution(report.resolution, terminal)];
  return [...header, ...renderMap(report, report.map!, terminal)];
}

function renderHeader({ summary }: GraphReport, { colors }: Terminal): string[] {
  const title = 'decant graph';
  const doubt = (count: number, text: string) => (count > 0 ? colors.yellow(text) : colors.dim(text));
  const edges = Object.values(summary.edges).reduce((sum, count) => sum + count, 0);
  const counts = [printQuantity(summary.files, 'file'), printQuantity(summary.codeLines, 'code line'), printQuantity(edges, 'import'), printQuantity(summary.components, 'import knot')];
  const gaps = [
    doubt(summary.unresolved, `${printQuantity(summary.unresolved, 'import')} unresolved`),
    doubt(summary.unparsed, `${printQuantity(summary.unparsed, 'file')} unparsed`),
    doubt(summary.skipped, `${printQuantity(summary.skipped, 'file')} skipped`),
    ...(summary.brokenConfigs > 0 ? [doubt(summary.brokenConfigs, `${printQuantity(summary.brokenConfigs, 'configuration')} broken`)] : []),
  ];
  return [`${colors.bold(title)}  ${counts.join(' · ')}`, `${' '.repeat(title.length)}  ${gaps.join(' · ')}`, ''];
}

const kindMeanings = [
  ['value', 'evaluated while the importer loads'],
  ['reexport', 'the same, and passed on'],
  ['side-effect', 'evaluated, no name taken'],
  ['require', 'evaluated when the call runs'],
  ['dynamic', 'import(), evaluated later'],
  ['type', 'erased'],
] as const;

const listLimit = 8;

function renderMap({ summary, paths, unresolved, unparsed, skipped, brokenConfigs }: GraphReport, map: GraphMap, terminal: Terminal): string[] {
  const { colors } = terminal;
  const lines: string[] = [];
  if (paths.length > 0) lines.push(`restricted to ${paths.join(', ')}: ${printQuantity(map.files.length, 'file')}, ${printQuantity(map.edges.length, 'import')} with an end there`, '');
  const kinds = kindMeanings.map(([kind, meaning]): [string, number, string] => [kind, paths.length > 0 ? map.edges.filter((edge) => edge.kind === kind).length : summary.edges[kind], meaning]);
  const bold = (text: string) => colors.bold(text);
  lines.push(
    ...renderTable([{ title: 'imports between files' }, { title: '', align: 'right' }, { title: '' }], kinds.filter(([, count]) => count > 0).map(([kind, count, meaning]) => [kind, printCount(count), colors.dim(meaning)]), bold),
    '',
  );
  const mostImported = [...map.files].filter((file) => file.fanIn > 0).sort((a, b) => b.fanIn - a.fanIn).slice(0, listLimit);
  if (mostImported.length > 0) {
    const columns = [{ title: 'most imported' }, { title: 'fan-in', align: 'right' }, { title: 'fan-out', align: 'right' }, { title: 'code', align: 'right' }] as const;
    lines.push(...renderTable(columns, mostImported.map((file) => [file.file, printCount(file.fanIn), printCount(file.fanOut), printCount(file.codeLines)]), bold), '');
  }
  if (map.knots.length > 0) {
    const rows = map.knots.slice(0, listLimit).map(({ members }) => [printQuantity(members.length, 'file'), shorten(members.join(', '), Math.max(20, terminal.width - 16))]);
    lines.push(...renderTable([{ title: 'import knots' }, { title: '' }], rows, bold), ...renderRest(map.knots.length, terminal), '');
  }
  if (map.packages.length > 0) {
    const columns = [{ title: 'packages' }, { title: 'imports', align: 'right' }, { title: 'files', align: 'right' }] as const;
    lines.push(...renderTable(columns, map.packages.slice(0, listLimit).map(({ name, imports, files }) => [name, printCount(imports), printCount(files)]), bold), ...renderRest(map.packages.length, terminal), '');
  }
  const gaps = [
    ...unresolved.map((entry) => `${entry.file}:${entry.line} cannot resolve '${entry.specifier}'`),
    ...unparsed.map((file) => `${file.file} was not parsed: ${file.reason}`),
    ...skipped.map((file) => `${file.file} was skipped: ${file.reason}`),
    ...brokenConfigs.map((file) => `${file.file} is broken: ${file.reason}`),
  ];
  if (gaps.length > 0) {
    lines.push(bold('  not understood'), ...gaps.slice(0, listLimit).flatMap((gap) => wrap(`  ${gap}`, terminal.width, '    ')), ...renderRest(gaps.length, terminal), '');
  }
  const leaves = `${printQuantity(summary.unimported, 'file is imported', 'files are imported')} by none of the others`;
  lines.push(colors.dim(`${leaves}${map.assets.length + map.outside.length > 0 ? `; ${printQuantity(map.assets.length, 'import')} of assets, ${printCount(map.outside.length)} of files outside of the graph` : ''}`));
  lines.push(colors.dim(`The whole graph: ${inRoot('decant graph --format json', terminal)}, or madge, dot, mermaid`));
  return lines;
}

function renderRest(total: number, { colors }: Terminal): string[] {
  return total > listLimit ? [colors.dim(`  and ${printCount(total - listLimit)} more`)] : [];
}

const viaMeanings = {
  value: 'all evaluated at load',
  dynamic: 'but only through import(), which is evaluated later',
  type: 'but only through types, which are erased',
} as const;

function renderPath({ kinds, unresolved }: GraphReport, { from, to, via, hops, reverse }: NonNullable<GraphReport['path']>, terminal: Terminal): string[] {
  const { colors } = terminal;
  const lines: string[] = [];
  if (via === null) {
    const limit = kinds.length === 3 ? '' : ` through ${kinds.join(' and ')} imports`;
    lines.push(`${colors.red('✗')} ${from} does not reach ${to}${limit}`);
    if (unresolved.length > 0) lines.push(colors.yellow(`  ${printQuantity(unresolved.length, 'import is', 'imports are')} unresolved, so there may be a path that is not seen`));
  } else {
    lines.push(`${colors.green('✓')} ${from} reaches ${to} in ${printQuantity(hops.length, 'step')}, ${viaMeanings[via]}`, '');
    lines.push(...renderTable([{ title: '' }, { title: '' }], hops.map((hop) => [`${hop.from}:${hop.line}:${hop.column}`, printImport(hop, terminal)]), (text) => text));
    lines.push(`  ${hops.at(-1)!.to}`);
  }
  if (from !== to && reverse) lines.push('', via === null ? `${to} reaches ${from}: ${inRoot(`decant graph ${quoteWord(to)} ${quoteWord(from)}`, terminal)}` : `${to} reaches ${from} as well: they lie on a circle`);
  return lines;
}

/** What stands there, in the words of the language. */
function printImport({ kind, names, specifier }: ReportEdge, { colors }: Terminal): string {
  const quoted = colors.cyan(`'${specifier}'`);
  if (kind === 'dynamic') return `import(${quoted})`;
  const star = names.find((name) => name.imported === '*');
  const listed = names.slice(0, 6).map(({ imported, local, typeOnly }) => `${typeOnly && kind !== 'type' ? 'type ' : ''}${imported === local ? local : `${imported} as ${local}`}`);
  const clause = star && names.length === 1 ? (star.local === '*' ? '*' : `* as ${star.local}`) : `{ ${listed.join(', ')}${names.length > 6 ? `, and ${names.length - 6} more` : ''} }`;
  if (kind === 'require') return names.length === 0 ? `require(${quoted})` : `const ${clause} = require(${quoted})`;
  if (kind === 'side-effect') return `import ${quoted}`;
  const verb = kind === 'reexport' ? 'export' : kind === 'type' ? 'import type' : 'import';
  return names.length === 0 ? `${verb} ${kind === 'reexport' ? '* from ' : ''}${quoted}` : `${verb} ${clause} from ${quoted}`;
}

function renderResolution(found: NonNullable<GraphReport['resolution']>, terminal: Terminal): string[] {
  const { colors, width } = terminal;
  const places = found.imports.map(({ line }) => line).join(', ');
  const what = {
    file: found.inGraph ? `the file ${found.target}` : `the file ${found.target}, which is not in the graph`,
    external: `the package ${found.target}`,
    asset: `the asset ${found.target}`,
    unresolved: 'no file',
  }[found.kind];
  const mark = found.kind === 'unresolved' ? colors.red('✗') : colors.green('✓');
  const lines = [`${mark} '${found.specifier}' in ${found.from} leads to ${what}`];
  lines.push(colors.dim(places === '' ? '  the file does not import it' : `  imported on line ${places}`));
  if (found.reason !== null) lines.push(...wrap(`  ${found.reason}`, width, '  '));
  lines.push('', ...found.steps.flatMap((step, index) => wrap(`  ${String(index + 1).padStart(2)}  ${step}`, width, '      ')));
  return lines;
}
