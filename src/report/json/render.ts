import type { Report } from '../schema.js';

/** A report for programs: the schema of its command is in the package's `schema` folder. Ends with a newline. */
export function renderJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
