import { printCount, printQuantity } from '../../text/wording.js';
import { renderDiagnostics } from './diagnostics.js';
import { pad, wrap } from './table.js';
import type { ReportProof } from '../schema.js';
import type { Terminal } from './terminal.js';

/** One line a check (what was counted, or why it did not run), the findings of the checks that failed, the verdict. */
export function renderProof(proof: ReportProof, terminal: Terminal): string[] {
  const { colors } = terminal;
  const nameWidth = Math.max(...proof.results.map((result) => result.check.length));
  const lines = proof.results.flatMap((result) => {
    const name = pad(result.check, nameWidth);
    const indent = ' '.repeat(nameWidth + 6);
    if (result.status === 'skipped') return wrap(`  – ${name}  ${result.vacuous === true ? 'nothing to prove' : 'skipped'} (${result.reason ?? 'no reason given'})`, terminal.width, indent).map((line) => colors.dim(line));
    const counted = printQuantity(result.counted, result.unit.replace(/s$/, ''), result.unit);
    const remarks = result.diagnostics.filter((found) => found.severity === 'info').flatMap((found) => wrap(`${indent}${found.message}`, terminal.width, indent));
    if (result.status === 'passed') return [`  ${colors.green('✓')} ${name}  ${counted}`, ...remarks.map((line) => colors.dim(line))];
    if (result.status === 'partly passed') {
      return wrap(`  ${colors.yellow('◐')} ${name}  ${counted}; not proved: ${result.reason ?? 'no reason given'}`, terminal.width, indent);
    }
    return [`  ${colors.red('✗')} ${colors.bold(name)}  ${counted}, ${colors.red(`${printCount(result.diagnostics.length)} wrong`)}`];
  });
  const findings = proof.results.flatMap((result) => renderDiagnostics(result.status !== 'failed' ? result.diagnostics.filter((found) => found.severity !== 'info') : result.diagnostics, terminal));
  return [...lines, '', ...findings, renderVerdict(proof, terminal)];
}

function renderVerdict({ verdict, results }: ReportProof, { colors }: Terminal): string {
  const count = (status: string) => results.filter((result) => result.status === status && result.vacuous !== true).length;
  const vacuous = results.filter((result) => result.vacuous === true).length;
  // `proved: 1 skipped` would contradict itself.
  const counts = `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped${vacuous > 0 ? `, ${vacuous} with nothing to prove` : ''}`;
  const paint = verdict === 'proved' ? colors.green : verdict === 'failed' ? colors.red : colors.yellow;
  return `${paint(colors.bold(verdict))}: ${counts}`;
}
