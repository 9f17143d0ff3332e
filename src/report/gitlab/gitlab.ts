import { hashText } from '../../host/hash.js';
import { findingsCommands, fromWorkingFolder, listOpenFindings, requireFindings } from '../findings.js';
import { printJson } from '../print-json.js';
import type { ReportFormat } from '../report-format.js';
import type { Report } from '../schema.js';
import type { Terminal } from '../text/terminal.js';

export const format: ReportFormat = { id: 'gitlab', summary: 'GitLab code quality report', commands: findingsCommands, render: renderGitlab };

const severities = { error: 'major', warning: 'minor', info: 'info' } as const;

/** The subset of the Code Climate format that GitLab reads (docs.gitlab.com, "Code Quality report format"). */
export function renderGitlab(report: Report, terminal: Terminal): string {
  const issues = listOpenFindings(requireFindings(report)).map((found) => ({
    type: 'issue',
    check_name: found.id,
    description: `${found.message}. ${found.help}`,
    content: { body: found.notes.filter((note) => note !== '').join('\n') },
    categories: ['Complexity'],
    fingerprint: hashText(found.key).slice('sha256:'.length),
    severity: severities[found.severity],
    location: { path: fromWorkingFolder(found.at.file, terminal.prefix), lines: { begin: found.at.line } },
  }));
  return printJson(issues);
}
