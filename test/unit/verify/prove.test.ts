import { describe, expect, it } from 'vitest';
import type { CheckInput } from '../../../src/verify/check.js';
import { readFailingTests } from '../../../src/verify/command.js';
import { prove, selectEntries } from '../../../src/verify/prove.js';
import { buildInput } from './check-input.js';

const before = { 'src/shop.ts': 'export const open = 1;\n', 'src/old.ts': 'export const gone = 1;\n' };
const after = { 'src/shop.ts': "export { open } from './shop/open.js';\n", 'src/shop/open.ts': 'export const open = 1;\n' };
const clean = { command: 'tsc', exitCode: 0, output: '', timedOut: false };

describe('prove', () => {
  const same = { 'src/shop.ts': before['src/shop.ts'] };

  it('is not proved without the commands, however much else passes', () => {
    expect(prove(buildInput(same, after)).verdict).toBe('partly proved');
  });

  it('is proved when the rest had nothing to compare', () => {
    const pair = { before: clean, after: clean };
    const proof = prove(buildInput(same, after, { typeCheck: pair, testCommand: pair }));
    expect(proof.results.filter(({ vacuous }) => vacuous).map(({ check }) => check)).toEqual(['bundle-survival', 'declaration-emit', 'decorator-metadata', 'deprecation-shim', 'effect-order', 'references-kept', 'registered-at-runtime', 'registration-reachable', 'string-references', 'task-set', 'text-lists']);
    expect(proof.verdict).toBe('proved');
  });

  it('is proved though a project with tasks was neither loaded nor bundled, which nobody asked for', () => {
    const pair = { before: clean, after: clean };
    const mail = "import { Worker } from 'bullmq';\nexport const mailWorker = new Worker('mail', async () => undefined);\n";
    const files = { 'package.json': '{ "name": "shop", "sideEffects": ["./src/mail.ts"] }', 'src/mail.ts': mail };
    const input = buildInput({ ...same, ...files }, { ...after, ...files }, { typeCheck: pair, testCommand: pair });
    const proof = prove(input);
    expect(proof.results.filter(({ unasked }) => unasked).map(({ check, status }) => [check, status])).toEqual([['api-report', 'skipped'], ['bundle-survival', 'skipped'], ['registered-at-runtime', 'skipped']]);
    expect(proof.verdict).toBe('proved');
    expect(prove({ ...input, runs: { reason: 'the entries are loaded with --write' } }).verdict).toBe('partly proved');
  });

  it('proves nothing about a change that changes nothing', () => {
    const proof = prove(buildInput(same, same));
    expect(proof.results.filter(({ status }) => status === 'passed').map(({ check }) => check)).toEqual(['export-surface']);
    expect(proof.results.filter(({ status }) => status === 'passed').every(({ counted }) => counted > 0)).toBe(true);
    expect(proof.verdict).toBe('partly proved');
  });

  it('does not say of two trees that only code differs, where nobody has looked at the other files', () => {
    const { texts: _, ...unseen } = buildInput(same, after);
    const reasonOf = (input: CheckInput): string | undefined => prove(input).results.find(({ check }) => check === 'text-lists')?.reason;
    expect(reasonOf(unseen)).toBe('files that are no code are compared by `decant split` only');
    expect(reasonOf({ ...unseen, texts: [] })).toBe('the change touches no file but code');
  });

  it.each([
    ['not ok 1 - is hot', 'not clean before: 1 failing test, the same after'],
    ['ok 1 - is hot', undefined],
    ['not ok 1 - is hot\nnot ok 2 - is cold', undefined],
  ])('compares the tests that fail: after %j it says %j', (output, message) => {
    const failing = { command: 'node --test', exitCode: 1, output: 'not ok 1 - is hot', timedOut: false };
    const proof = prove(buildInput(same, after, { testCommand: { before: failing, after: { ...failing, output } } }));
    expect(proof.results.find(({ check }) => check === 'test-command')?.diagnostics.find(({ id }) => id === 'not-clean-before')?.message).toBe(message);
  });

  it('takes a check that breaks down for failed', () => {
    const input = buildInput(same, after);
    const proof = prove({ ...input, readAfter: () => { throw new Error('no reader'); } });
    expect(proof.verdict).toBe('failed');
    expect(proof.results.find(({ check }) => check === 'output-parses')?.diagnostics[0]).toMatchObject({ id: 'broken-check', severity: 'error' });
  });

  it('chooses the files that stand on both sides and those that are gone as entries', () => {
    const input = buildInput(before, after);
    expect(selectEntries(input.before, input.after, input.changed)).toEqual(['src/old.ts', 'src/shop.ts']);
  });
});

describe('names of failing tests', () => {
  it.each([
    ['vitest', ' FAIL  test/soup.test.ts > soup > is hot\n × soup > is hot 14ms', ['soup > is hot', 'test/soup.test.ts > soup > is hot']],
    ['jest', '  ✕ is hot (12 ms)\n  ✓ is cold (1 ms)', ['is hot']],
    ['mocha', '  1 passing (5ms)\n  1 failing\n\n  1) soup\n       is hot:\n', ['soup']],
    ['TAP', 'ok 1 - cold\nnot ok 2 - is hot # time=3ms\nnot ok 3 - later # TODO', ['is hot']],
    ['colours', '\u001b[31m ✗ is hot\u001b[39m', ['is hot']],
  ])('reads what %s prints', (_runner, output, names) => {
    expect([...readFailingTests(output)].sort()).toEqual(names);
  });
});
