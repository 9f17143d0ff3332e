import { printCount, printQuantity } from '../../text/wording.js';
import { pad, renderTable, shorten, visibleWidth, wrap } from './table.js';
import type { TasksReport } from '../schema.js';
import type { Terminal } from './terminal.js';

/** The text of a computed id may be a whole function; JSON output has all of it. */
const cellWidth = 44;

/** Facts stand beside the ids where these are no wider; beside a wider one they begin a line of their own. */
const widestId = 24;

type Task = TasksReport['tasks'][number];

/**
 * One line a task; columns in which no task has a value are left out. A table that the terminal would fold is drawn as a list by file;
 * a pipe gets the table, in which one line is one task.
 */
export function renderTasks(report: TasksReport, terminal: Terminal): string[] {
  // Who writes the lock reads what changed in it; the table is there without the flag.
  return report.lock === null ? renderTaskTable(report.tasks, terminal) : renderLock(report.lock, terminal);
}

const mostDifferences = 20;

function renderLock(lock: NonNullable<TasksReport['lock']>, { colors }: Terminal): string[] {
  const size = printQuantity(lock.tasks, 'entry', 'entries');
  if (!lock.written) return [`${lock.file} says the same already (${size})`];
  return [`${colors.green('Written')} to ${lock.file}: ${size}, ${printCount(lock.added)} added, ${printCount(lock.removed)} removed`, ...renderDifferences(lock)];
}

/** A first lock is all new, which its size says. */
function renderDifferences({ differences, tasks, added, removed }: NonNullable<TasksReport['lock']>): string[] {
  if (removed === 0 && added === tasks) return [];
  const left = differences.length - mostDifferences;
  return [...differences.slice(0, mostDifferences).map((line) => `  ${shorten(line, 120)}`), ...(left > 0 ? [`  and ${printCount(left)} more`] : [])];
}

function renderTaskTable(tasks: TasksReport['tasks'], terminal: Terminal): string[] {
  const { colors } = terminal;
  if (tasks.length === 0) return ['no tasks found'];
  const columns: readonly { readonly title: string; readonly cell: (task: Task) => string }[] = [
    { title: 'framework', cell: (task) => task.framework },
    { title: 'kind', cell: (task) => task.kind },
    { title: 'id', cell: (task) => (task.idSource === 'dynamic' ? colors.yellow(printId(task, cellWidth)) : printId(task, cellWidth)) },
    { title: 'queue', cell: (task) => shorten(task.queue ?? '', cellWidth) },
    { title: 'priority', cell: (task) => shorten(String(task.priority ?? ''), 16) },
    { title: 'attempts', cell: (task) => shorten(String(task.retry?.attempts ?? ''), 12) },
    { title: 'schedule', cell: printSchedule },
    { title: 'concurrency', cell: (task) => String(task.concurrency ?? '') },
    { title: 'where', cell: (task) => colors.dim(`${task.location.file}:${task.location.line}`) },
  ];
  const used = columns.filter((column) => tasks.some((task) => column.cell(task) !== ''));
  const rows = tasks.map((task) => used.map((column) => column.cell(task)));
  const table = renderTable(used, rows, colors.bold);
  const fits = !terminal.folds || table.every((line) => visibleWidth(line) <= terminal.width);
  return [...(fits ? table : renderList(tasks, terminal)), '', printQuantity(tasks.length, 'task')];
}

function renderList(tasks: readonly Task[], terminal: Terminal): string[] {
  const { colors, width } = terminal;
  const files = [...new Set(tasks.map((task) => task.location.file))];
  const areMixed = new Set(tasks.map((task) => task.framework)).size > 1;
  const kindWidth = Math.max(...tasks.map((task) => task.kind.length));
  const lineWidth = Math.max(...tasks.map((task) => String(task.location.line).length));
  const indent = ' '.repeat(lineWidth + kindWidth + 6);
  const idWidth = Math.min(widestId, Math.max(...tasks.map((task) => visibleWidth(printId(task, cellWidth)))));
  return files.flatMap((file, index) => [
    ...(index === 0 ? [] : ['']),
    colors.bold(file),
    ...tasks.filter((task) => task.location.file === file).flatMap((task) => {
      const lead = `  ${colors.dim(pad(String(task.location.line), lineWidth, 'right'))}  ${pad(task.kind, kindWidth)}  `;
      const id = printId(task, width - indent.length - ' (dynamic)'.length);
      const facts = [...(areMixed ? [task.framework] : []), ...listFacts(task)].join(' · ');
      const painted = task.idSource === 'dynamic' ? colors.yellow(id) : id;
      if (facts === '') return [lead + painted];
      const row = `${lead}${pad(painted, idWidth)}  ${colors.dim(facts)}`;
      return visibleWidth(id) <= idWidth && visibleWidth(row) <= width ? [row] : [lead + painted, ...wrap(indent + facts, width, indent).map((line) => colors.dim(line))];
    }),
  ]);
}

function printId({ id, idSource }: Task, width: number): string {
  // A computed id may be written over several lines.
  return `${shorten(id.replaceAll(/\s+/g, ' '), width)}${idSource === 'dynamic' ? ' (dynamic)' : ''}`;
}

function listFacts(task: Task): readonly string[] {
  const { id, queue, priority, retry, concurrency } = task;
  const facts: readonly (readonly [string, string])[] = [
    ['queue ', queue === id ? '' : (queue ?? '')],
    ['priority ', String(priority ?? '')],
    ['attempts ', String(retry?.attempts ?? '')],
    ['', printSchedule(task)],
    ['concurrency ', String(concurrency ?? '')],
  ];
  return facts.filter(([, value]) => value !== '').map(([name, value]) => name + shorten(value.replaceAll(/\s+/g, ' '), cellWidth));
}

function printSchedule({ schedule }: Task): string {
  if (schedule === undefined) return '';
  const { pattern, every, timeZone, limit } = schedule;
  const base = pattern ?? (every === undefined ? '' : `every ${every}${typeof every === 'number' ? ' ms' : ''}`);
  return [base, timeZone ?? '', limit === undefined ? '' : `limit ${limit}`].filter((part) => part !== '').join(' ');
}
