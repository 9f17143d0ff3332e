import type { CallSite } from '../../model/static-value.js';
import type { TaskRecord } from '../../model/task-record.js';
import { cronSchedule, readCronId } from '../cron-fields.js';
import { printFile, readFileArgument } from '../file-argument.js';
import { readHandlerFields } from '../handler-shape.js';
import { optionsField, written } from '../record-fields.js';
import { numberOrText, propertyOf } from '../static-text.js';
import { exportedNameOf } from '../task-object.js';
import { siteOf } from '../task-site.js';
import type { TaskExtractor, TaskExtractorInput } from '../task-extractor.js';

export const extractor: TaskExtractor = {
  framework: 'node-cron',
  packages: ['node-cron'],
  methods: [],
  extract: (input) => input.model.calls.flatMap((site) => readCall(input, site)),
};

/** `cron.schedule(pattern, handler, options)`; `createTask` makes one that waits for its `start()`. */
function readCall(input: TaskExtractorInput, site: CallSite): TaskRecord[] {
  const name = exportedNameOf(input.model, extractor.packages, site.callee);
  if (site.kind === 'new' || (name !== 'schedule' && name !== 'createTask')) return [];
  const [pattern, handler, rawOptions] = site.args;
  const options = rawOptions && input.evaluate(rawOptions);
  const file = readFile(input, site);
  const own = propertyOf(rawOptions, 'name') ?? propertyOf(options, 'name');
  const id = own === undefined && file ? { id: file, idSource: 'file-path' as const } : readCronId(input, own, handler, pattern);
  return [{
    framework: 'node-cron', kind: 'schedule', ...id,
    ...cronSchedule(pattern && input.evaluate(pattern), propertyOf(options, 'timezone'), propertyOf(options, 'maxExecutions')),
    ...written('timeout', numberOrText(propertyOf(options, 'executeTimeout'))),
    ...optionsField(options, ['name', 'timezone', 'maxExecutions', 'executeTimeout', 'logger'], name === 'createTask' ? { waits: { kind: 'literal', value: true } } : {}),
    ...(file ? { signature: `file ${file}` } : written('signature', readHandlerFields(input, handler).signature)),
    decorators: [], registration: 'call', ...siteOf(input.model, site),
  }];
}

/** A text in place of the function is the path of a file that runs in a process of its own, relative to the file of the call. */
function readFile(input: TaskExtractorInput, { args }: CallSite): string | undefined {
  const [, handler] = args;
  if (handler === undefined || handler.kind === 'function') return undefined;
  const path = readFileArgument(input, handler, 'module');
  return path && printFile(input, path);
}
