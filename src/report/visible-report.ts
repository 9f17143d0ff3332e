import { escapeControls } from '../text/visible.js';
import type { Report } from './schema.js';

const findingsCommands: readonly Report['command'][] = ['check', 'scan', 'graph'];

/**
 * The report for people and logs: no text of the analysed project can begin a line or hold an escape of the terminal. JSON keeps the true
 * names. Notes, and what other commands say, may have several lines.
 */
export function withVisibleText<T extends Report>(report: T): T {
  const isFindings = findingsCommands.includes(report.command);
  const show = (value: unknown, lines: boolean): unknown => {
    if (typeof value === 'string') return escapeControls(value, lines);
    if (Array.isArray(value)) return value.map((item) => show(item, lines));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, show(item, key === 'notes' || (!isFindings && key !== 'file'))]));
  };
  return show(report, !isFindings) as T;
}
