import type { CallSite, StaticValue } from '../../model/static-value.js';
import { sliceSpan, spanContains } from '../../text/span.js';
import type { TaskExtractorInput } from '../task-extractor.js';

/**
 * Names of the jobs that a worker's processor tells apart: the cases of `switch (job.name)` inside the processor or in the
 * function that it names, and the keys of a table of functions that the processor mentions (`dispatch(mailHandlers)`).
 */
export function readHandlers(input: TaskExtractorInput, site: CallSite): StaticValue[] {
  const processor = site.args[1];
  if (!processor) return [];
  const named = processor.kind === 'reference' ? processor.path[0] : undefined;
  const dispatches = (input.model.dispatches ?? []).filter(
    ({ subject, span, within }) => subject.at(-1) === 'name' && (spanContains(site.span, span) || (named !== undefined && within === named)),
  );
  return [...dispatches.flatMap(({ cases }) => cases), ...readTables(input, site)];
}

function readTables(input: TaskExtractorInput, site: CallSite): StaticValue[] {
  const text = sliceSpan(input.model.source.text, site.span);
  const options = site.args[2] ? namesIn(site.args[2]) : [];
  const names = [...new Set(text.match(/(?<![\w$.'"`])[A-Za-z_$][\w$]*(?![\w$])/g) ?? [])].filter((name) => !options.includes(name));
  return names.flatMap((name) => {
    const value = input.evaluate({ kind: 'reference', path: [name] });
    if (value.kind !== 'object' || value.entries.length === 0 || !value.entries.every((entry) => isHandler(entry.value))) return [];
    return value.entries.map(({ key }) => readKey(key));
  });
}

/** `[JobName.Remind]: remind` */
function readKey(key: string): StaticValue {
  const computed = /^\[([\w$.]+)\]$/.exec(key)?.[1];
  return computed === undefined ? { kind: 'literal', value: key } : { kind: 'reference', path: computed.split('.') };
}

/** `connection = { host, port }` looks like a table of handlers, but it stands among the options. */
function namesIn(value: StaticValue): string[] {
  if (value.kind === 'reference') return value.path.slice(0, 1);
  if (value.kind !== 'object') return [];
  return [...value.entries.map((entry) => entry.value), ...value.spreads].flatMap(namesIn);
}

/** A function declaration is no constant, so a name that leads to one comes back as the name. */
function isHandler(value: StaticValue): boolean {
  return value.kind === 'function' || (value.kind === 'reference' && value.path.length === 1);
}
