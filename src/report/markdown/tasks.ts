import { printQuantity } from '../../text/wording.js';
import { fromWorkingFolder } from '../findings.js';
import { escapeCell, printCode } from './escape.js';
import type { TasksReport } from '../schema.js';
import type { Terminal } from '../text/terminal.js';

type Task = TasksReport['tasks'][number];

const columns: readonly (readonly [title: string, cell: (task: Task) => string])[] = [
  ['framework', ({ framework }) => framework],
  ['kind', ({ kind }) => kind],
  ['id', ({ id, idSource }) => printCode(id) + (idSource === 'dynamic' ? ' (computed)' : '')],
  ['queue', ({ queue, id }) => (queue === undefined || queue === id ? '' : printCode(queue))],
  ['priority', ({ priority }) => String(priority ?? '')],
  ['attempts', ({ retry }) => String(retry?.attempts ?? '')],
  ['schedule', ({ schedule }) => printSchedule(schedule)],
  ['concurrency', ({ concurrency }) => String(concurrency ?? '')],
];

/** A table for a page of documentation; columns in which no task has a value are left out. */
export function renderTaskList({ tasks }: TasksReport, { prefix }: Terminal): string {
  if (tasks.length === 0) return 'No tasks found.\n';
  const used = columns.filter(([, cell]) => tasks.some((task) => cell(task) !== ''));
  const rows = tasks.map((task) => {
    const cells = used.map(([title, cell]) => (title === 'id' || title === 'queue' || title === 'schedule' ? cell(task) : escapeCell(cell(task))));
    return `| ${[...cells, printCode(`${fromWorkingFolder(task.location.file, prefix)}:${task.location.line}`)].join(' | ')} |`;
  });
  return [`| ${[...used.map(([title]) => title), 'where'].join(' | ')} |`, `|${'---|'.repeat(used.length + 1)}`, ...rows, '', `${printQuantity(tasks.length, 'task')}.`, ''].join('\n');
}

function printSchedule(schedule: Task['schedule']): string {
  if (schedule === undefined) return '';
  const { pattern, every, timeZone, limit } = schedule;
  const parts = [pattern ?? (every === undefined ? '' : `every ${every}`), timeZone ?? '', limit === undefined ? '' : `limit ${limit}`].filter((part) => part !== '');
  return parts.length === 0 ? '' : printCode(parts.join(' '));
}
