import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { accidentCommands, findMissing, layOutAccident } from '../scripts/demo/accident.js';
import { verify, type VerifyReport } from '../src/index.js';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'decant-accident-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const missing = findMissing();

function statusOf({ proof }: VerifyReport, check: string): string | undefined {
  return proof.results.find((result) => result.check === check)?.status;
}

describe('a split by hand that loses a worker and renames a task', () => {
  it.skipIf(missing !== undefined)(`passes its type-check and its tests, and fails the proof with a witness for each loss${missing === undefined ? '' : ` (skipped: ${missing})`}`, async () => {
    layOutAccident(folder);
    const report = await verify({ root: folder, before: 'before', after: 'after', ...accidentCommands });
    expect([statusOf(report, 'type-check'), statusOf(report, 'test-command')]).toEqual(['passed', 'passed']);
    expect([statusOf(report, 'statements-conserved'), statusOf(report, 'export-surface'), statusOf(report, 'references-kept')]).toEqual(['passed', 'passed', 'passed']);
    expect(report.proof.verdict).toBe('failed');
    const witnesses = report.proof.results.flatMap((result) => result.diagnostics.flatMap(({ data }) => (typeof data['witness'] === 'string' ? [data['witness']] : [])));
    expect(witnesses).toEqual([
      "`mailQueue.add('welcome')` (src/orders.ts:5) was consumed by mailWorker; now by nobody",
      "`quickAddJob(…, 'send_receipt')` (src/orders.ts:9) was consumed by tasks/send_receipt.ts; now by nobody",
    ]);
    expect(report.proof.tasks?.filter(({ change }) => change !== 'same').map(({ change, kind, before, after }) => [change, kind, before?.id, after?.id])).toEqual([
      ['unregistered', 'worker', 'mail', 'mail'],
      ['unregistered', 'listener', 'failed', 'failed'],
      ['changed', 'task', 'send_receipt', 'mail/send_receipt'],
    ]);
  }, 300_000);
});
