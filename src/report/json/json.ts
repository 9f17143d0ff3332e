import { printJson } from '../print-json.js';
import type { ReportFormat } from '../report-format.js';
import type { Report } from '../schema.js';

export const format: ReportFormat = { id: 'json', summary: 'versioned, with a schema', render: renderJson };

/** A report for programs: the schema of its command is in the package's `schema` folder. Ends with a newline. */
export function renderJson(report: Report): string {
  return printJson(report);
}
