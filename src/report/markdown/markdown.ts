import { printQuantity } from '../../text/wording.js';
import { countKnown, findingsCommands, listOpenFindings, printCoverage, printTally, requireFindings, sortFindings } from '../findings.js';
import { isProofReport, proofCommands } from '../proof-findings.js';
import { withVisibleText } from '../visible-report.js';
import { renderFindings } from './finding.js';
import { renderProofComment } from './proof.js';
import { renderTaskList } from './tasks.js';
import type { ReportFormat } from '../report-format.js';
import type { Report } from '../schema.js';
import type { Terminal } from '../text/terminal.js';

export const format: ReportFormat = { id: 'markdown', summary: 'for the comment on a pull request', commands: [...findingsCommands, ...proofCommands, 'tasks'], render: renderMarkdown };

export function renderMarkdown(report: Report, terminal: Terminal): string {
  const visible = withVisibleText(report);
  if (isProofReport(visible)) return renderProofComment(visible, terminal);
  if (visible.command === 'tasks') return renderTaskList(visible, terminal);
  const findings = requireFindings(visible);
  const open = sortFindings(listOpenFindings(findings));
  const known = countKnown(findings);
  const failed = open.some((found) => found.severity === 'error');
  const head = [
    // A bot finds its former comment by this line.
    `<!-- decant ${findings.command} -->`,
    `### ${failed ? '❌' : '✅'} decant ${findings.command}: ${printTally(open)}`,
    '',
    `${printCoverage(findings)}${known > 0 ? `; ${printQuantity(known, 'known finding')} in the baseline` : ''}.`,
    '',
  ];
  const end = findings.next === null || open.length === 0 ? [] : [`Next: \`${findings.next}\``, ''];
  const parts = renderFindings(open, findings.command, terminal.prefix, [...head, ...end].join('\n').length);
  return [...head, ...parts, ...end].join('\n');
}
