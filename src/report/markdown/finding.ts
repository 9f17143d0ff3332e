import { printCount } from '../../text/wording.js';
import { fromWorkingFolder } from '../findings.js';
import { escapeHtml, escapeMarkdown } from './escape.js';
import type { ReportDiagnostic } from '../schema.js';

/** GitHub refuses a comment of more than 65,536 characters; GitLab and the rest allow more. */
const largestComment = 60_000;
const marks = { error: '🔴', warning: '🟡', info: '🔵' } as const;

/** As many findings as the comment has room for beside `taken` characters; then how many there are. */
export function renderFindings(found: readonly ReportDiagnostic[], command: string, prefix: string, taken: number): string[] {
  const parts: string[] = [];
  let size = taken;
  for (const [index, one] of found.entries()) {
    const part = renderFinding(one, prefix);
    if (size + part.length > largestComment) {
      parts.push(`_and ${printCount(found.length - index)} more; \`decant ${command}\` lists them._`, '');
      break;
    }
    size += part.length + 1;
    parts.push(part);
  }
  return parts;
}

function renderFinding(found: ReportDiagnostic, prefix: string): string {
  const { file, line, tree } = found.at;
  const standing = found.standing === 'worse' ? ' (worse)' : '';
  const evidence = found.notes.filter((note) => note !== '').flatMap((note) => note.split('\n')).map((note) => `- ${escapeMarkdown(note)}`);
  return [
    `<details><summary>${marks[found.severity]} <b>${found.id}</b>${standing} ${escapeHtml(found.message.replaceAll(/\s+/g, ' '))}</summary>`,
    '',
    ...(file === '.' ? [] : [`\`${tree === undefined ? '' : `${tree}:`}${fromWorkingFolder(file, prefix).replaceAll('`', "'")}:${line}\``, '']),
    ...evidence,
    ...(evidence.length > 0 ? [''] : []),
    `**Do:** ${escapeMarkdown(found.help)}`,
    '',
    '</details>',
    '',
  ].join('\n');
}
