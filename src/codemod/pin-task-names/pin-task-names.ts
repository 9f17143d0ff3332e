import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import type { CodemodResult } from '../../edit/change-set.js';
import { applyEdits, type TextEdit } from '../../edit/text-edit.js';
import type { ClassSite } from '../../model/declaration-site.js';
import type { ModuleModel } from '../../model/module-model.js';
import type { TaskRecord } from '../../model/task-record.js';
import { lineColumnAt } from '../../text/line-index.js';
import { insertName, type NameForm } from './insert-name.js';

export interface PinInput {
  readonly model: ModuleModel;
  /** Tasks of this file whose ids come from a name or a path. */
  readonly tasks: readonly TaskRecord[];
}

/** Why the framework has no place for a name. */
const noPlace: Readonly<Record<string, string>> = {
  temporal: 'Temporal finds a workflow by the name of its export, and an activity by its key in the object of activities',
  'firebase-functions': 'Firebase names a function after the export of the entry',
  'vercel-workflow': 'the compiler makes the id from the path of the file and the name of the function',
  'graphile-worker': 'a task directory names tasks after files; a `taskList` object gives them keys',
  nitro: 'Nitro names a task after its file; `tasks` of the configuration gives it a key',
  bree: 'Bree looks for the file of that name below `root`; a job `{ name, path }` names both',
  cloudflare: 'Cloudflare finds a class by the name of its export',
};

/** Whether decant can write the id of a task out where the framework reads it. */
export function isNamePinnable(task: TaskRecord): boolean {
  return task.id !== '' && formOf(task) !== undefined;
}

function formOf({ framework, kind, idSource, decorators }: TaskRecord): NameForm | undefined {
  if (idSource === 'dynamic' || idSource === 'literal' || idSource === 'constant' || idSource === 'file-path' || idSource === 'export-name') return undefined;
  if (framework === 'dbos' && kind !== 'schedule') return idSource === 'function-name' ? 'call-options' : 'first-options';
  if (framework === 'nestjs' && kind === 'schedule' && idSource === 'method-name') return decorators.some((text) => /^@[\w$.]*(?:Interval|Timeout)\(/.test(text)) ? 'first-name' : 'last-options';
  if (framework === 'agenda' && idSource === 'method-name') return decorators.some((text) => /^@[\w$.]*Every\(/.test(text)) ? 'last-options' : 'first-options';
  return undefined;
}

/** Writes every id out that comes from a name in the code, and says of the others why not. */
export function pinTaskNames({ model, tasks }: PinInput): CodemodResult {
  const edits: TextEdit[] = [];
  const notes: Diagnostic[] = [];
  for (const task of tasks) {
    const found = listNameEdits(model, task);
    if (found === undefined) notes.push(leftAlone(model, task, isNamePinnable(task)));
    else edits.push(...found.filter((edit) => !edits.some((other) => other.span.start === edit.span.start && other.insert === edit.insert)));
  }
  if (edits.length === 0) return notes.length === 0 ? { kind: 'unchanged' } : { kind: 'refused', diagnostics: notes };
  const { source } = model;
  const change = { kind: 'modify', file: source.path, text: applyEdits(source.text, edits), bom: source.bom, because: 'ids that came from names are written out' } as const;
  return { kind: 'changed', changes: { changes: [change], applicability: 'safe' }, notes };
}

/** What writes the id of one task out; undefined where its framework or the code has no place for it. */
export function listNameEdits(model: ModuleModel, task: TaskRecord): readonly TextEdit[] | undefined {
  return isNamePinnable(task) ? editsFor(model, task) : undefined;
}

function editsFor(model: ModuleModel, task: TaskRecord): readonly TextEdit[] | undefined {
  const offset = (model.source.lineStarts[task.location.line - 1] ?? 0) + task.location.column - 1;
  const form = formOf(task)!;
  const quoted = (name: string): string => `${model.style.quote}${name}${model.style.quote}`;
  if (form === 'call-options') {
    const site = model.calls.find(({ span }) => span.start === offset);
    // `{ ctorOrProto: Kitchen }`: the other half of the id is the name of that class, which has no place here.
    const options = site?.args[1];
    if (options?.kind === 'object' && options.entries.some(({ key }) => key === 'ctorOrProto')) return undefined;
    // `{ className: 'Orders' }` stands before the name in the id: `Orders.cancel`.
    return site && insertName(model.source.text, site.span, form, quoted(task.id.slice(task.id.lastIndexOf('.') + 1)));
  }
  const owner = model.classes.find(({ span }) => span.start <= offset && offset < span.end);
  const use = owner?.members.flatMap(({ decorators }) => decorators).find(({ span }) => span.start === offset);
  const member = owner?.members.find(({ decorators, span }) => (use ? decorators.includes(use) : span.start <= offset && offset < span.end));
  const chosen = use ?? member?.decorators.find(({ path }) => /^(?:Cron|Interval|Timeout|Define|Every)$/.test(path.at(-1) ?? ''));
  if (!owner || !member || !chosen) return undefined;
  if (task.framework === 'dbos') return pinMethod(model, task, owner, member.name, chosen.span, chosen.path[0]!, quoted);
  const name = task.framework === 'nestjs' ? task.id : member.name;
  return insertName(model.source.text, chosen.span, form, quoted(name));
}

/** The identity of a DBOS method has two halves, and each has a place of its own. */
function pinMethod(model: ModuleModel, task: TaskRecord, owner: ClassSite, method: string, span: TextEdit['span'], dbos: string, quoted: (name: string) => string): readonly TextEdit[] | undefined {
  const isNamed = owner.decorators.some(({ path }) => path.at(-1) === 'className');
  const ofClass: TextEdit[] = isNamed || owner.name === undefined
    ? []
    : [{ span: { start: owner.span.start, end: owner.span.start }, insert: `@${dbos}.className(${quoted(owner.name)})\n${indentAt(model, owner.span.start)}`, because: `writes the class of ${task.id} out` }];
  if (task.idSource !== 'method-name') return ofClass.length > 0 ? ofClass : undefined;
  const ofMethod = insertName(model.source.text, span, 'first-options', quoted(method));
  return ofMethod && [...ofClass, ...ofMethod];
}

function indentAt({ source }: ModuleModel, offset: number): string {
  const line = source.text.slice(source.text.lastIndexOf('\n', offset - 1) + 1, offset);
  return /^[ \t]*$/.test(line) ? line : '';
}

function leftAlone(model: ModuleModel, task: TaskRecord, isPinnable: boolean): Diagnostic {
  const reason = task.id === '' ? 'the function has no name, so that its id is the empty text' : isPinnable ? 'the call or decorator is written in a way that decant does not edit (comments between its arguments, or options from elsewhere)' : noPlace[task.framework] ?? `${task.framework} has no place for a name`;
  return diagnostic({
    id: 'implicit-task-name',
    severity: isPinnable ? 'warning' : 'info',
    message: `${task.kind} '${task.id}' of ${task.framework}, registered by ${task.registeredBy}, keeps an id that is not written out`,
    at: { file: model.source.path, ...lineColumnAt(model.source.lineStarts, (model.source.lineStarts[task.location.line - 1] ?? 0) + task.location.column - 1) },
    notes: [reason],
    help: isPinnable ? `Write the name '${task.id}' by hand.` : 'Keep its name, and where the id is a path its file.',
    data: { framework: task.framework, id: task.id, idSource: task.idSource },
  });
}
