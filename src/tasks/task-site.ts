import type { ModuleModel } from '../model/module-model.js';
import type { CallSite, StaticValue } from '../model/static-value.js';
import type { TaskRecord } from '../model/task-record.js';
import { lineColumnAt } from '../text/line-index.js';
import { plainText } from './static-text.js';
import type { TaskExtractorInput } from './task-extractor.js';

/** The id that an argument gives: the string itself, a constant behind a name, or the text of what is computed. */
export function readTaskId({ evaluate }: Pick<TaskExtractorInput, 'evaluate'>, raw: StaticValue | undefined): Pick<TaskRecord, 'id' | 'idSource'> {
  if (raw === undefined) return { id: '', idSource: 'dynamic' };
  if (raw.kind === 'literal') return { id: plainText(raw), idSource: 'literal' };
  const value = evaluate(raw);
  if (value.kind === 'literal') return { id: plainText(value), idSource: 'constant' };
  return { id: plainText(raw), idSource: 'dynamic' };
}

/** Where a call stands and which declaration it belongs to. Never an index: a loose statement has another one after a split. */
export function siteOf(model: ModuleModel, site: CallSite): Pick<TaskRecord, 'registeredBy' | 'location'> {
  return { registeredBy: site.within ?? site.assignedTo ?? site.callee.join('.'), location: locationAt(model, site.span.start) };
}

export function locationAt(model: ModuleModel, offset: number): TaskRecord['location'] {
  return { file: model.source.path, ...lineColumnAt(model.source.lineStarts, offset) };
}

/** `async (job: Job<Mail>)`, or the name or text of what stands in place of a function. */
export function printHandler(handler: StaticValue | undefined): string | undefined {
  if (handler?.kind !== 'function') return handler && plainText(handler);
  return `${handler.async ? 'async ' : ''}(${handler.parameters.join(', ')})`;
}
