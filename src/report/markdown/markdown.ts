import { printCount, printQuantity } from '../../text/wording.js';
import { countKnown, findingsCommands, fromWorkingFolder, listOpenFindings, printCoverage, printTally, requireFindings, sortFindings } from '../findings.js';
import { withVisibleText } from '../visible-report.js';
import type { ReportFormat } from '../report-format.js';
import type { Report, ReportDiagnostic } from '../schema.js';
import type { Terminal } from '../text/terminal.js';

export const format: ReportFormat = { id: 'markdown', summary: 'for the comment on a pull request', commands: findingsCommands, render: renderMarkdown };

/** GitHub refuses a comment of more than 65,536 characters; GitLab and the rest allow more. */
const largestComment = 60_000;
const marks = { error: '🔴', warning: '🟡', info: '🔵' } as const;

export function renderMarkdown(report: Report, terminal: Terminal): string {
  const findings = withVisibleText(requireFindings(report));
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
  const parts: string[] = [];
  let size = [...head, ...end].join('\n').length;
  for (const [index, found] of open.entries()) {
    const part = renderFinding(found, terminal.prefix);
    if (size + part.length > largestComment) {
      parts.push(`_and ${printCount(open.length - index)} more; \`decant ${findings.command}\` lists them._`, '');
      break;
    }
    size += part.length + 1;
    parts.push(part);
  }
  return [...head, ...parts, ...end].join('\n');
}

function renderFinding(found: ReportDiagnostic, prefix: string): string {
  const { file, line } = found.at;
  const standing = found.standing === 'worse' ? ' (worse)' : '';
  const evidence = found.notes.filter((note) => note !== '').flatMap((note) => note.split('\n')).map((note) => `- ${escapeMarkdown(note)}`);
  return [
    `<details><summary>${marks[found.severity]} <b>${found.id}</b>${standing} ${escapeHtml(found.message.replaceAll(/\s+/g, ' '))}</summary>`,
    '',
    ...(file === '.' ? [] : [`\`${fromWorkingFolder(file, prefix).replaceAll('`', "'")}:${line}\``, '']),
    ...evidence,
    ...(evidence.length > 0 ? [''] : []),
    `**Do:** ${escapeMarkdown(found.help)}`,
    '',
    '</details>',
    '',
  ].join('\n');
}

/** File names hold `_`, `*` and `<`, and a note may end in a backtick; spans of code are kept as they are. */
function escapeMarkdown(text: string): string {
  return text
    .split(/(`[^`\n]+`)/)
    .map((part, index) => (index % 2 === 1 ? part.replaceAll('<', '&lt;') : part.replace(/[\\_*[\]|`#~]/g, '\\$&').replaceAll('<', '&lt;').replaceAll('@', '@&#8203;')))
    .join('');
}

/** Inside of an HTML tag GitHub reads no Markdown, so a backslash would be shown. */
function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('@', '@&#8203;')
    .replace(/`([^`\n]+)`/g, '<code>$1</code>');
}
