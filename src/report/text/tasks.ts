import { printQuantity } from '../../text/wording.js';
import { renderTable, shorten } from './table.js';
import type { TasksReport } from '../schema.js';
import type { Terminal } from './terminal.js';

/** The text of a computed id may be a whole function; JSON output has all of it. */
const cellWidth = 44;

type Task = TasksReport['tasks'][number];

/** One line a task. Columns in which no task has a value are left out. */
export function renderTasks({ tasks }: TasksReport, { colors }: Terminal): string[] {
  if (tasks.length === 0) return ['no tasks found'];
  const columns: readonly { readonly title: string; readonly cell: (task: Task) => string }[] = [
    { title: 'framework', cell: (task) => task.framework },
    { title: 'kind', cell: (task) => task.kind },
    { title: 'id', cell: (task) => (task.idSource === 'dynamic' ? colors.yellow(`${shorten(task.id, cellWidth)} (dynamic)`) : shorten(task.id, cellWidth)) },
    { title: 'queue', cell: (task) => shorten(task.queue ?? '', cellWidth) },
    { title: 'priority', cell: (task) => shorten(String(task.priority ?? ''), 16) },
    { title: 'attempts', cell: (task) => shorten(String(task.retry?.attempts ?? ''), 12) },
    { title: 'schedule', cell: printSchedule },
    { title: 'concurrency', cell: (task) => String(task.concurrency ?? '') },
    { title: 'where', cell: (task) => colors.dim(`${task.location.file}:${task.location.line}`) },
  ];
  const used = columns.filter((column) => tasks.some((task) => column.cell(task) !== ''));
  const rows = tasks.map((task) => used.map((column) => column.cell(task)));
  return [...renderTable(used, rows, colors.bold), '', printQuantity(tasks.length, 'task')];
}

function printSchedule({ schedule }: Task): string {
  if (schedule === undefined) return '';
  const { pattern, every, timeZone, limit } = schedule;
  const base = pattern ?? (every === undefined ? '' : `every ${every}${typeof every === 'number' ? ' ms' : ''}`);
  return [base, timeZone ?? '', limit === undefined ? '' : `limit ${limit}`].filter((part) => part !== '').join(' ');
}
