import { printCount, printQuantity } from '../../text/wording.js';
import { countChecks } from '../proof-findings.js';
import { renderDiagnostics } from './diagnostics.js';
import { joinFacts, pad, shorten, wrap } from './table.js';
import type { ReportProof } from '../schema.js';
import type { Terminal } from './terminal.js';

type Result = ReportProof['results'][number];

/** Remarks of checks that passed: the most changed tokens are told, the rest is in the JSON. */
const remarkLimit = 3;

/**
 * The proof of a usual split with the table of its files on one screen of 24 lines: what passed on as few lines as it takes, then what could not be
 * compared, a line for each check that did not run, the findings, the verdict. Checks with nothing to prove are a number in the verdict.
 */
export function renderProof(proof: ReportProof, terminal: Terminal): string[] {
  const { colors, width } = terminal;
  const of = (status: Result['status']) => proof.results.filter((result) => result.status === status && result.vacuous !== true);
  const nameWidth = Math.max(0, ...[...of('failed'), ...of('partly passed'), ...of('skipped')].map((result) => result.check.length));
  const indent = ' '.repeat(nameWidth + 6);
  // One line a reason, two for what could not be compared: the JSON has the whole of it.
  const clip = (reason = 'no reason given') => shorten(reason.replaceAll(/\s+/g, ' '), 2 * (width - indent.length) - 44);
  const lines = [
    ...renderPassed(of('passed'), terminal),
    ...of('partly passed').flatMap((result) => {
      const [first, ...rest] = wrap(`  ◐ ${pad(result.check, nameWidth)}  ${printCounted(result)}; not proved: ${clip(result.reason)}`, width, indent);
      return [first!.replace('◐', colors.yellow('◐')), ...rest];
    }),
    ...of('skipped').map((result) => colors.dim(shorten(`  – ${pad(result.check, nameWidth)}  ${result.unasked === true ? 'not asked for' : 'skipped'} (${clip(result.reason)})`, width))),
    ...of('failed').map((result) => {
      const wrong = result.diagnostics.filter((found) => found.severity === 'error').length;
      return `  ${colors.red('✗')} ${colors.bold(pad(result.check, nameWidth))}  ${printCounted(result)}, ${colors.red(`${printCount(wrong)} wrong`)}`;
    }),
  ];
  const findings = proof.results.flatMap((result) => renderDiagnostics(result.diagnostics.filter((found) => found.severity !== 'info' || result.status === 'failed'), terminal));
  return [...lines, ...(findings.length === 0 ? [] : ['', ...findings]), renderVerdict(proof, terminal)];
}

function printCounted({ counted, unit }: Result): string {
  return printQuantity(counted, unit.replace(/ies$/, 'y').replace(/s$/, ''), unit);
}

function renderPassed(passed: readonly Result[], { colors, width }: Terminal): string[] {
  if (passed.length === 0) return [];
  const facts = passed.map((result) => `${result.check} ${printCounted(result)}`);
  const remarks = passed.flatMap((result) => result.diagnostics.filter((found) => found.severity === 'info').map((found) => found.message.replaceAll(/\s+/g, ' ')));
  const rest = remarks.length - remarkLimit;
  return [
    ...joinFacts('  ✓', facts, width).map((line) => line.replace('✓', colors.green('✓')).replace(/^ {5}/, '     ')),
    ...remarks.slice(0, remarkLimit).map((remark) => colors.dim(`     ${shorten(remark, width - 5)}`)),
    ...(rest > 0 ? [colors.dim(`     and ${printQuantity(rest, 'remark')} more; \`--format json\` lists all`)] : []),
  ];
}

function renderVerdict(proof: ReportProof, { colors }: Terminal): string {
  const paint = proof.verdict === 'proved' ? colors.green : proof.verdict === 'failed' ? colors.red : colors.yellow;
  return `${paint(colors.bold(proof.verdict))}: ${countChecks(proof)}`;
}
