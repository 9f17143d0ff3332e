import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import type { FilePath } from '../../host/path.js';
import type { EntryRun, Registration } from '../../model/entry-run.js';
import type { TaskRecord } from '../../model/task-record.js';
import { findEntryPoints } from '../entry-points.js';
import { locateFile, type Side } from '../side.js';
import { lineColumnAt } from '../../text/line-index.js';
import { describeTask } from '../task-key.js';
import { showRegistration } from './compare-registrations.js';

export interface CodeSide {
  readonly side: Side;
  readonly tasks: readonly TaskRecord[];
  readonly readText: (file: FilePath) => string | undefined;
}

/**
 * What is read from the text against what the frameworks were told. A registration that the text does not show is one that no other check
 * knows of; a record that was not registered is one that something keeps from running.
 */
export function compareWithCode(code: CodeSide, entry: string, run: EntryRun, now: FilePath): readonly Diagnostic[] {
  const told = run.registrations.filter(({ framework }) => framework !== 'firebase-functions' || isNamed(code, now));
  const unseen = firstOfEach(told.filter((one) => !code.tasks.some((task) => isSame(task, one))));
  const unrecorded = code.tasks.filter((task) => isToldOnLoad(code, run, task) && !told.some((one) => isSame(task, one)));
  return [...unseen.map((one) => unseenTask(entry, now, one)), ...unrecorded.map((task) => unrecordedTask(entry, task))];
}

/** Ids of functions are paths of exports of the file that package.json names; from another one they are others. */
function isNamed({ side, readText }: CodeSide, file: FilePath): boolean {
  return findEntryPoints(side, readText).some((point) => point.file === file && point.because.includes('package.json'));
}

function firstOfEach(registrations: readonly Registration[]): readonly Registration[] {
  const seen = new Set<string>();
  return registrations.filter(({ framework, kind, id, queue }) => {
    const key = JSON.stringify([framework, kind, id, queue]);
    return !seen.has(key) && seen.add(key);
  });
}

/** A job with a repeat option is a schedule to one reader and a job to another. */
const same: Readonly<Record<string, string>> = { schedule: 'job' };

function isSame(task: TaskRecord, told: Registration): boolean {
  if (task.framework !== told.framework || (same[task.kind] ?? task.kind) !== (same[told.kind] ?? told.kind)) return false;
  if (task.idSource === 'dynamic') return true;
  return task.id === told.id && (task.queue === undefined || told.queue === undefined || task.queue === told.queue);
}

/** Whether the text says that evaluating the module registers it: not what stands in a function, which may never be called. */
function isToldOnLoad({ side }: CodeSide, { recorded, files }: EntryRun, task: TaskRecord): boolean {
  const { file, line, column } = task.location;
  if (!recorded.includes(task.framework) || task.framework === 'firebase-functions' || !side.project.files.has(file) || !files.includes(side.name(file))) return false;
  const model = side.read(file);
  // Names that a worker tells its jobs apart by are compared when a job comes, and told to nobody.
  const isBranch = task.kind === 'handler' && (task.framework !== 'nestjs' || task.decorators.some((text) => /^@Processor\b/.test(text)));
  if (isBranch) return false;
  if (task.framework === 'nestjs' && task.decorators.length > 0) return true;
  return [...model.calls, ...model.chains].some(({ span, when }) => {
    const at = lineColumnAt(model.source.lineStarts, span.start);
    return when === 'hard' && at.line === line && at.column === column;
  });
}

function unseenTask(entry: string, now: FilePath, one: Registration): Diagnostic {
  return diagnostic({
    id: 'unseen-task',
    severity: 'warning',
    message: `loading ${entry} registers ${describeTask(one)}, which cannot be read from the code`,
    at: locateFile(now),
    notes: [`\`${showRegistration(one)}\``, 'it was compared as it was recorded; where it is registered, and from which entries, is not known'],
    help: 'Register it with a call whose id is a literal or a constant, or declare the framework in `tasks.frameworks` of decant.config.json.',
    data: { entry, framework: one.framework, kind: one.kind, id: one.id },
  });
}

function unrecordedTask(entry: string, task: TaskRecord): Diagnostic {
  return diagnostic({
    id: 'unrecorded-task',
    severity: 'warning',
    message: `${describeTask(task)}, registered by ${task.registeredBy}, was not registered when ${entry} was loaded`,
    at: task.location,
    notes: ['its module was evaluated, and the framework was told nothing of it'],
    help: 'Look for a condition around the call, or for an error that stops the module.',
    data: { entry, framework: task.framework, kind: task.kind, id: task.id },
  });
}
