import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeTemporaryFolder, type TemporaryFolder } from '../src/host/temporary-folder.js';
import { check, deprecate, migrate, plan, split, tasks, undo, verify } from '../src/index.js';
import { readFolder } from './support/folder.js';

const repository = join(import.meta.dirname, '..');
const copies: TemporaryFolder[] = [];

/** A copy to work on; what it needs from the registry is found where this repository has it. */
function copyProgram(name: string): string {
  const folder = makeTemporaryFolder(name);
  copies.push(folder);
  cpSync(join(repository, 'fixtures/programs', name), folder.path, { recursive: true });
  symlinkSync(join(repository, 'node_modules'), join(folder.path, 'node_modules'), 'dir');
  return folder.path;
}

function bytesOf(root: string): Record<string, string> {
  const files = [...readFolder(join(root, 'src')), ...readFolder(join(root, 'test'))];
  return Object.fromEntries(files.map(([file, bytes]) => [file, bytes.toString('base64')]));
}

afterAll(() => copies.forEach((folder) => folder.remove()));

const runsVitest = `"${process.execPath}" node_modules/vitest/vitest.mjs run`;

describe('the background services', () => {
  it('have one knot, of the three modules that need each other, and no entry order in which it bites', async () => {
    const { diagnostics, summary } = await check({ root: join(repository, 'fixtures/programs/background-services') });
    expect(summary.components).toBe(1);
    const knot = diagnostics.find((found) => found.id === 'import-cycle')!;
    expect(knot.data).toMatchObject({
      members: ['src/app/services/dash/background.ts', 'src/app/services/dash/dashboard.ts', 'src/app/services/redis/instrumented.ts'],
      danger: 'deferred',
      barrelArtefact: false,
    });
  });

  it('are split in the middle of that knot, pass their own type-check and tests unmodified, and come back byte for byte', async () => {
    const root = copyProgram('background-services');
    const before = bytesOf(root);
    const report = await split({ root, input: 'src/app/services/dash/background.ts', maxLines: 140, write: true, test: runsVitest });
    expect(report.proof?.results.filter((result) => result.status === 'failed')).toEqual([]);
    expect([report.applied, report.proof?.verdict]).toEqual([true, 'proved']);
    expect(report.files.length).toBeGreaterThan(2);
    expect(Math.max(...report.files.map((file) => file.lines))).toBeLessThanOrEqual(140);
    expect(Object.keys(bytesOf(root)).length).toBeGreaterThan(Object.keys(before).length);
    await undo({ root });
    expect(bytesOf(root)).toEqual(before);
  });

  it('have no knot left when requests, logging and latency are modules, every importer takes each name from its own, and the old path warns', async () => {
    const root = copyProgram('background-services');
    const source = 'src/app/services/dash/background.ts';
    const before = bytesOf(root);
    const { plan: planned } = await plan({ root, file: source, maxLines: 250 });
    const subjectOf = (name: string): string => (/latency|bucket/i.test(name) ? 'latency' : /request|response|redact|normalizePath|statusClass|sensitive/i.test(name) ? 'request' : 'logging');
    const names = planned!.parts.flatMap(({ declarations }) => declarations);
    const parts = ['request', 'logging', 'latency'].map((subject) => ({ file: `src/app/services/background/${subject}.ts`, declarations: names.filter((name) => subjectOf(name) === subject), because: `what is about ${subject}` }));
    writeFileSync(join(root, 'plan.json'), JSON.stringify({ ...planned, parts }));
    const moved = await split({ root, input: 'plan.json', write: true, typecheck: false });
    expect([moved.refused, moved.applied]).toEqual([[], true]);

    const report = await migrate({ root, facades: [source], write: true, test: runsVitest });
    expect(report.proof?.results.filter(({ status }) => status === 'failed')).toEqual([]);
    expect([report.applied, report.proof?.verdict]).toEqual([true, 'proved']);
    // A test that lists the exports of the old path goes on to do so.
    expect(report.left.map(({ file, because }) => `${file} ${because}`)).toEqual(['test/services.test.ts it is handed to Object.keys()']);
    expect(report.importers).toMatchObject({ found: 8, rewritten: 7, left: 1 });
    expect((await check({ root })).summary.components).toBe(0);

    // The old path warns, and everything else goes on: the test that imports it, too.
    const shim = await deprecate({ root, facade: source, stage: 'runtime', after: '2027-01-31', write: true, typecheck: false, test: runsVitest });
    expect([shim.applied, shim.proof?.verdict, shim.importers]).toEqual([true, 'partly proved', ['test/services.test.ts']]);
    expect(readFileSync(join(root, source), 'utf8')).toMatch(/@deprecated Import \{ \w+ \} from '\.\.\/background\/\w+(?:\.\w+)?'\.[^]*DECANT_DEPRECATED/);

    for (let count = 0; count < 3; count++) await undo({ root });
    expect(bytesOf(root)).toEqual(before);
  }, 180_000);
});

describe('the background tasks', () => {
  const files = ['journal-wellness-tasks', 'onboarding-tasks-phase2', 'mental-health-intervention-tasks'].map((name) => `src/background-tasks/${name}.ts`);

  it('are three god files before the split; after it there is none, the tasks are the same, and verify agrees with split', async () => {
    const root = copyProgram('background-tasks');
    const original = join(repository, 'fixtures/programs/background-tasks');
    const before = await check({ root });
    expect(before.diagnostics.filter((found) => found.id === 'god-file').map((found) => found.at.file).sort()).toEqual([...files].sort());
    const registered = (await tasks({ root })).tasks;

    for (const input of files) {
      const report = await split({ root, input, write: true, typecheck: false });
      expect(report.proof?.results.filter((result) => result.status === 'failed')).toEqual([]);
      expect(report.applied).toBe(true);
      expect(Math.max(...report.files.map((file) => file.lines))).toBeLessThanOrEqual(600);
    }

    const after = await check({ root });
    expect(after.diagnostics).toEqual([]);
    expect(after.summary).toMatchObject({ godFiles: 0, components: 0, unresolved: 0, unparsed: 0 });
    const identity = ({ location, ...task }: (typeof registered)[number]): string => JSON.stringify(task);
    expect((await tasks({ root })).tasks.map(identity).sort()).toEqual(registered.map(identity).sort());
    const { proof } = await verify({ root, before: original, after: root, entries: files });
    expect(proof.results.filter((result) => result.status === 'failed')).toEqual([]);
  });

  it('leaves an undo that works file by file, newest first', async () => {
    const root = copyProgram('background-tasks');
    const before = bytesOf(root);
    await split({ root, input: files[0]!, write: true, typecheck: false });
    const between = bytesOf(root);
    await split({ root, input: files[1]!, write: true, typecheck: false });
    await undo({ root });
    expect(bytesOf(root)).toEqual(between);
    await undo({ root });
    expect(bytesOf(root)).toEqual(before);
    expect(readFileSync(join(root, files[0]!), 'utf8')).toContain('Copyright');
  });
});
