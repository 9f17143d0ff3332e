import { printCount, printQuantity } from '../../text/wording.js';
import { renderSomeDiagnostics } from './diagnostics.js';
import { renderNext } from './next.js';
import { renderTable, wrap } from './table.js';
import type { CodemodReport, RunCodemodReport } from '../schema.js';
import type { Terminal } from './terminal.js';

const rowLimit = 20;

export function renderCodemod(report: CodemodReport, terminal: Terminal): string[] {
  const { colors, width } = terminal;
  const { facade, specifiers, modules, moved, stay, open, written, refused, next } = report;
  const title = 'decant migrate --codemod';
  const head = [`${colors.bold(title)}  ${facade}`, ''];
  if (refused.length > 0) return [...head, ...renderSomeDiagnostics(refused, terminal), `${colors.red('✗')} refused for ${printQuantity(refused.length, 'reason')}; nothing was written`];
  const rows = modules.slice(0, rowLimit).map(({ file, specifiers: own, unrun }) => [file, colors.dim(own[0] ?? 'no other package can name it'), colors.dim(unrun === null ? '' : `does not run ${unrun}`)]);
  const facts = [
    specifiers.length === 0 ? 'No other package can name the old module: the transform is for files of this repository.' : `Other packages name the old module ${specifiers.slice(0, 4).join(', ')}${specifiers.length > 4 ? ', ...' : ''}.`,
    `${printQuantity(moved.length, 'name')} from ${printQuantity(modules.length, 'module')}${stay.length > 0 ? `; ${printCount(stay.length)} stay on the old one` : ''}.`,
    ...(open === null ? [] : [`It may export more: ${open}.`]),
  ];
  return [
    ...head, ...facts.flatMap((fact) => wrap(fact, width, '')), '',
    ...renderTable([{ title: 'module' }, { title: 'imported as' }, { title: '' }], rows, colors.bold), ...(modules.length > rowLimit ? [colors.dim(`  and ${printQuantity(modules.length - rowLimit, 'more module', 'more modules')}`)] : []), '',
    ...written.map((file) => `${colors.green('written')}  ${file}`), ...renderNext(next, terminal),
  ];
}

export function renderRunCodemod(report: RunCodemodReport, terminal: Terminal): string[] {
  const { colors, width } = terminal;
  const { transform, paths, changed, unchanged, errors, lines, applied, next } = report;
  const failed = errors > 0 ? ` · ${colors.red(`${printQuantity(errors, 'file')} could not be read`)}` : '';
  const sum = `${printQuantity(changed, 'file')} ${applied ? 'changed' : 'would change'} · ${printCount(unchanged)} as they are${failed}`;
  return [`${colors.bold('decant run-codemod')}  ${transform}  ${paths.join(' ')}`, `  ${sum}`, '', ...lines.flatMap(({ kind, text }) => wrap(kind === 'error' ? colors.red(text) : text, width, '  ')), ...(lines.length > 0 ? [''] : []),
    ...(changed > 0 && !applied ? ['Nothing is written yet.'] : []), ...renderNext(next, terminal)];
}
