import { countKnown, findingsCommands, fromWorkingFolder, listOpenFindings, printCoverage, printTally, requireFindings, sortFindings } from '../findings.js';
import { printCount } from '../../text/wording.js';
import { countChecks, isProofReport, listProofFindings, listUnproved, printOutcome, printSubject, proofCommands, type ProofReport } from '../proof-findings.js';
import { withVisibleText } from '../visible-report.js';
import type { ReportFormat } from '../report-format.js';
import type { Report, ReportDiagnostic } from '../schema.js';
import type { Terminal } from '../text/terminal.js';

export const format: ReportFormat = { id: 'github', summary: 'annotations of a GitHub workflow', commands: [...findingsCommands, ...proofCommands], render: renderGithub };

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const;

/**
 * One workflow command a finding (docs.github.com, "Workflow commands for GitHub Actions"). GitHub shows the first ten
 * of each kind of a step and drops the rest without a word, so the worst come first and the last line gives the count.
 */
export function renderGithub(report: Report, terminal: Terminal): string {
  const visible = withVisibleText(report);
  if (isProofReport(visible)) return renderProof(visible, terminal);
  const findings = requireFindings(visible);
  const open = sortFindings(listOpenFindings(findings));
  const known = countKnown(findings);
  const end = `decant ${findings.command}: ${printTally(open)}${known > 0 ? `, ${printCount(known)} known` : ''} (${printCoverage(findings)})`;
  return [...open.map((found) => annotate(found, terminal.prefix)), end, ''].join('\n');
}

/** Remarks are left out: they would take the room of what is wrong. What was not proved is told, or a green job would say more than it knows. */
function renderProof(report: ProofReport, terminal: Terminal): string {
  const found = sortFindings(listProofFindings(report).filter(({ severity }) => severity !== 'info'));
  const open = report.proof === null ? [] : listUnproved(report.proof);
  const notices = open.map(({ check, reason }) => `::notice title=${escapeProperty(`decant ${report.command}: not proved`)}::${escapeData(`${check}: ${reason}`)}`);
  const counts = report.proof === null ? '' : ` (${countChecks(report.proof)})`;
  return [...found.map((one) => annotate(one, terminal.prefix)), ...notices, `decant ${report.command} ${printSubject(report)}: ${printOutcome(report)}${counts}`, ''].join('\n');
}

function annotate(found: ReportDiagnostic, prefix: string): string {
  const { file, line, column, tree } = found.at;
  // A line of the tree before is another one today.
  const place = file === '.' ? [] : tree !== undefined ? [`file=${escapeProperty(fromWorkingFolder(file, prefix))}`] : [`file=${escapeProperty(fromWorkingFolder(file, prefix))}`, `line=${line}`, `col=${column}`];
  const properties = [...place, `title=${escapeProperty(`decant ${found.id}${found.standing === 'worse' ? ' (worse)' : ''}`)}`];
  return `::${commands[found.severity]} ${properties.join(',')}::${escapeData([found.message, ...found.notes.filter((note) => note !== ''), found.help].join('\n'))}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
