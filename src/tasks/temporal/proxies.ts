import type { CallSite } from '../../model/static-value.js';
import type { TaskRecord } from '../../model/task-record.js';
import { findOrigin } from '../named-origin.js';
import { optionsField, retryField, written } from '../record-fields.js';
import { numberOrText, propertyOf } from '../static-text.js';
import { siteOf } from '../task-site.js';
import type { TaskExtractorInput } from '../task-extractor.js';

/**
 * `const { charge } = proxyActivities<typeof activities>({ retry })`: the calls of an activity take their time limits and retries from here.
 * One record for each name that is taken out of it, or called on it; the whole where neither can be told.
 */
export function readProxies(input: TaskExtractorInput): readonly TaskRecord[] {
  return input.model.calls.flatMap((site): readonly TaskRecord[] => {
    const origin = findOrigin(input, input.model, site.callee);
    if (origin?.kind !== 'package' || origin.specifier !== '@temporalio/workflow') return [];
    const name = origin.name === '*' ? origin.rest[0] : origin.name;
    if (name !== 'proxyActivities' && name !== 'proxyLocalActivities') return [];
    const options = site.args[0] && input.evaluate(site.args[0]);
    const retry = propertyOf(options, 'retry');
    const timeout = propertyOf(options, 'startToCloseTimeout') ?? propertyOf(options, 'scheduleToCloseTimeout');
    const queue = propertyOf(options, 'taskQueue');
    const facts: Omit<TaskRecord, 'id' | 'idSource'> = {
      framework: 'temporal',
      kind: 'step',
      ...(queue?.kind === 'literal' ? { queue: String(queue.value) } : {}),
      ...retryField(propertyOf(retry, 'maximumAttempts'), retry?.kind === 'object' ? { ...retry, entries: retry.entries.filter(({ key }) => key !== 'maximumAttempts') } : undefined),
      ...written('timeout', numberOrText(timeout)),
      ...optionsField(options, ['retry', 'startToCloseTimeout', ...(queue?.kind === 'literal' ? ['taskQueue'] : [])], name === 'proxyActivities' ? {} : { local: { kind: 'literal', value: true } }),
      ...(site.typeArguments.length > 0 ? { signature: site.typeArguments.join(', ') } : {}),
      decorators: [],
      ...siteOf(input.model, site),
    };
    const names = namesOf(input, site);
    if (names.length === 0) return [{ ...facts, id: `${name}(${site.typeArguments.join(', ')})`, idSource: 'dynamic' as const }];
    return names.map((id) => ({ ...facts, id, idSource: 'key' as const }));
  });
}

function namesOf({ model }: TaskExtractorInput, site: CallSite): readonly string[] {
  const before = model.source.text.slice(model.statements[site.statement]!.span.start, site.span.start);
  const pattern = /\{([^{}]*)\}\s*=\s*$/.exec(before)?.[1];
  if (pattern !== undefined) {
    const names = pattern.replace(/\/\*[^]*?\*\/|\/\/[^\n]*/g, '').split(',').map((part) => part.split(/[:=]/)[0]!.trim());
    return names.some((name) => name.startsWith('...')) ? [] : names.filter((name) => name !== '');
  }
  if (site.assignedTo === undefined) return [];
  const used = model.calls.filter(({ callee }) => callee.length === 2 && callee[0] === site.assignedTo).map(({ callee }) => callee[1]!);
  return [...new Set(used)].sort();
}
