import { escapeControls } from '../text/visible.js';
import type { Report } from './schema.js';

const findingsCommands: readonly Report['command'][] = ['check', 'scan', 'graph'];

/**
 * The report for people and logs: no text of the analysed project can begin a line or hold an escape of the terminal. JSON keeps the true
 * names. Notes, and what other commands say, may have several lines.
 */
export function withVisibleText<T extends Report>(report: T): T {
  const isFindings = findingsCommands.includes(report.command);
  // What can be shown as it is stays what it is: that is nearly every report, and one of a large project holds some ten thousand texts.
  const show = <V>(value: V, lines: boolean): V => {
    if (typeof value === 'string') return escapeControls(value, lines) as V;
    if (typeof value !== 'object' || value === null) return value;
    const isList = Array.isArray(value);
    let shown: V | undefined;
    for (const key of Object.keys(value) as (keyof V)[]) {
      const item = show(value[key], isList ? lines : key === 'notes' || (!isFindings && key !== 'file'));
      if (item !== value[key]) (shown ??= (isList ? [...value] : { ...value }) as V)[key] = item;
    }
    return shown ?? value;
  };
  return show(report, !isFindings);
}
