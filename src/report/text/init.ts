import { printCount, printQuantity } from '../../text/wording.js';
import { inRoot, renderNext } from './next.js';
import { renderTable, wrap } from './table.js';
import type { InitReport } from '../schema.js';
import type { Terminal } from './terminal.js';

/** What was written, what the baseline holds, and what became of the settings of another tool. */
export function renderInit(report: InitReport, terminal: Terminal): string[] {
  const { colors } = terminal;
  const { from, written, found, held, open, eslint } = report;
  const plugin = eslint === null ? [] : renderPlugin(eslint, terminal);
  // A configuration was there: only the plugin was asked for.
  if (eslint !== null && written.length < 2) return [`${colors.bold('decant init')}  ${printQuantity(written.length, 'file')} written`, ...plugin];
  const [config = '', baseline = ''] = written;
  const files = renderTable(
    [{ title: '' }, { title: '' }],
    [
      [config, from === null ? describeConfig(report) : `${describeConfig(report)}, with the settings of ${from}`],
      [baseline, describeHeld(held)],
    ],
    colors.bold,
  );
  const facts = found.length === 0 ? [] : ['', colors.bold('found'), ...renderTable([{ title: '' }, { title: '' }], found.map((fact) => [fact.file, fact.what]), colors.bold)];
  return [
    `${colors.bold('decant init')}  ${printQuantity(written.length, 'file')} written`,
    '',
    ...files,
    ...facts,
    ...renderSettings(`taken over from ${from ?? ''}`, report.carried.map((each) => ({ ...each, what: each.as })), terminal),
    ...renderSettings('not carried over', report.notCarried.map((each) => ({ ...each, what: each.reason })), terminal),
    ...renderOffers(report, terminal),
    ...plugin,
    '',
    open === 0
      ? `${colors.green('✓')} \`${inRoot('decant check', terminal)}\` passes, until something new comes or something known grows`
      : `${colors.yellow('!')} ${printQuantity(open, 'error')} that a first baseline does not hold: see \`${inRoot('decant check', terminal)}\``,
    ...renderNext(report.next, terminal),
  ];
}

function renderPlugin({ file, state, reason, lines }: NonNullable<InitReport['eslint']>, { colors }: Terminal): string[] {
  const shown = lines.map((line) => `  ${line}`);
  if (state === 'present') return ['', `${colors.green('✓')} ${file!} has the plugin already`];
  if (state === 'added') return ['', `${colors.green('✓')} ${file!} has the ESLint plugin now`, ...shown];
  return ['', `${colors.yellow('!')} the ESLint plugin is yours to add${file === null ? '' : ` to ${file}`}: ${reason!}`, ...shown];
}

function describeConfig({ config }: InitReport): string {
  const keys = Object.keys(config).filter((key) => key !== '$schema');
  return keys.length === 0 ? 'every setting at its default' : keys.join(', ');
}

function describeHeld({ entries, godFiles, components, layerViolations }: InitReport['held']): string {
  if (entries === 0) return 'empty: there is nothing to hold';
  const parts = [
    godFiles > 0 ? printQuantity(godFiles, 'god file') : '',
    components > 0 ? printQuantity(components, 'import knot') : '',
    layerViolations > 0 ? printQuantity(layerViolations, 'import against the layers', 'imports against the layers') : '',
  ];
  return `holds ${parts.filter((part) => part !== '').join(', ')} as of today (${printQuantity(entries, 'entry', 'entries')})`;
}

interface Setting {
  readonly setting: string;
  readonly file: string;
  readonly line: number | null;
  readonly what: string;
}

const settingLimit = 20;

function renderSettings(title: string, settings: readonly Setting[], { colors, width }: Terminal): string[] {
  if (settings.length === 0) return [];
  const shown = settings.slice(0, settingLimit).flatMap(({ setting, file, line, what }) => {
    const place = line === null ? file : `${file}:${line}`;
    return [`  ${setting}  ${colors.dim(place)}`, ...wrap(`    ${what}`, width, '    ')];
  });
  const rest = settings.length - settingLimit;
  return ['', colors.bold(title), ...shown, ...(rest > 0 ? [colors.dim(`  and ${printCount(rest)} more; \`--format json\` lists all`)] : [])];
}

function renderOffers({ offered }: InitReport, terminal: Terminal): string[] {
  if (offered.length === 0) return [];
  const lines = offered.map(({ from, file }) => `  ${file}: \`${inRoot(`decant init --from ${from} --force`, terminal)}\` takes over its settings`);
  return ['', terminal.colors.bold('also configured here'), ...lines];
}
