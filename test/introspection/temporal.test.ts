// What the SDK finds in the module of workflows and in the object of activities, compared with what decant reads from the text.
import { describe, expect, it } from 'vitest';
import { extractFrom, readTexts, runFrameworkProgram, whyAbsent } from '../support/framework-program.js';

const reason = whyAbsent('@temporalio/worker');

describe(`Temporal${reason}`, () => {
  it.skipIf(reason !== '')('finds the workflows and activities that decant reads', () => {
    const files = readTexts('fixtures/tasks/temporal/every-export-is-a-workflow/input');
    const program = `
import * as workflows from './workflows.js';
import * as activities from './activities.js';
const functions = (object) => Object.entries(object).filter(([, value]) => typeof value === 'function').map(([name]) => name).sort();
console.log(JSON.stringify({ workflow: functions(workflows), task: functions(activities) }));
`;
    // Outside of the sandbox the SDK refuses to make a proxy, so the calls are stubs here; names are what is asked for.
    const stub = { 'order-flow.ts': files['order-flow.ts']!.replace(/^const \{ charge[^]*?\);$/m, 'const charge = async () => {}, prepare = charge;'), 'dine-flow.ts': files['dine-flow.ts']!.replace(/^const local = .*$/m, 'const local = {};') };
    const known = runFrameworkProgram({ files: { ...files, ...stub }, program }) as Readonly<Record<string, readonly string[]>>;
    const read = extractFrom(files);
    for (const kind of ['workflow', 'task']) {
      expect(known[kind]!.length).toBeGreaterThan(1);
      expect(read.filter((task) => task.kind === kind).map(({ id }) => id).sort(), kind).toEqual(known[kind]);
    }
  });

  it.skipIf(reason !== '')('bundles a module of workflows that exports the names that decant reads', { timeout: 120_000 }, () => {
    const files = readTexts('fixtures/tasks/temporal/every-export-is-a-workflow/input');
    const program = `
import { createRequire } from 'node:module';
const { bundleWorkflowCode } = createRequire(import.meta.url)('@temporalio/worker');
const quiet = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} };
const { code } = await bundleWorkflowCode({ workflowsPath: new URL('./workflows.js', import.meta.url).pathname, logger: quiet });
const names = ['orderFlow', 'total', 'dineIn', 'dine', 'cancel'].filter((name) => new RegExp('"?' + name + '"?: ?\\\\(\\\\) ?=>').test(code));
console.log(JSON.stringify(names));
process.exit(0);
`;
    const names = runFrameworkProgram({ files, program }) as readonly string[];
    const read = extractFrom(files).filter(({ kind }) => kind === 'workflow').map(({ id }) => id);
    expect(names).toEqual(expect.arrayContaining(read.filter((name) => name !== 'default')));
  });
});
