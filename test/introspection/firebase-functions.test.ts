// The manifest that the package itself makes of the exports before a deployment, compared with what decant reads from the text.
import { describe, expect, it } from 'vitest';
import type { TaskRecord } from '../../src/model/task-record.js';
import { extractFrom, readTexts, runFrameworkProgram, whyAbsent } from '../support/framework-program.js';

const reason = whyAbsent('firebase-functions');

const program = `
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
const require = createRequire(import.meta.url);
const { loadStack } = require(join(dirname(require.resolve('firebase-functions/v2')), '../runtime/loader.js'));
const { endpoints } = await loadStack('.');
const plain = (value) => (typeof value === 'object' || value === undefined ? '' : String(value));
const lines = Object.entries(endpoints).map(([id, one]) => [
  id,
  one.callableTrigger || one.httpsTrigger || one.blockingTrigger ? 'handler' : one.scheduleTrigger ? 'schedule' : one.taskQueueTrigger ? 'worker' : 'listener',
  plain(one.scheduleTrigger?.schedule), plain(one.scheduleTrigger?.timeZone),
  plain(one.taskQueueTrigger?.retryConfig?.maxAttempts ?? one.scheduleTrigger?.retryConfig?.retryCount),
  plain(one.concurrency), plain(one.timeoutSeconds),
].join('|'));
console.log(JSON.stringify(lines.sort()));
process.exit(0);
`;

function lineOf({ id, kind, schedule, retry, concurrency, timeout }: TaskRecord): string {
  // What a function of the project makes is no more than a name in the text.
  return [id, kind === 'task' ? 'handler' : kind, schedule?.pattern, schedule?.timeZone, retry?.attempts, concurrency, timeout].map((value) => value ?? '').join('|');
}

const cases = [
  { name: 'exports-name-the-functions', main: 'src/index.js', format: 'esm' as const },
  { name: 'first-generation-chains', main: 'index.js', format: 'esm' as const },
  { name: 'commonjs-groups-and-wrappers', main: 'index.js', format: 'commonjs' as const },
];

describe(`Firebase functions${reason}`, () => {
  it.skipIf(reason !== '').each(cases)('deploys of $name what decant reads', ({ name, main, format }) => {
    const files = readTexts(`fixtures/tasks/firebase-functions/${name}/input`);
    const manifest = JSON.stringify({ ...(JSON.parse(files['package.json']!) as object), main });
    const lines = runFrameworkProgram({ files: { ...files, 'package.json': manifest }, program, format, environment: { GCLOUD_PROJECT: 'shop' } }) as readonly string[];
    expect(lines.length).toBeGreaterThan(0);
    expect(extractFrom(files).map(lineOf).sort()).toEqual(lines);
  });
});
