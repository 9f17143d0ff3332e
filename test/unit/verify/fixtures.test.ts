import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../../src/model/proof.js';
import type { CommandPair } from '../../../src/verify/check.js';
import { prove } from '../../../src/verify/prove.js';
import { checks } from '../../../src/verify/registry.generated.js';
import { findCases, readFolder } from '../../support/folder.js';
import { buildInput, type Files } from './check-input.js';

interface VerifyCase {
  readonly description: string;
  readonly entries: readonly string[];
  readonly expect: Readonly<Record<string, CheckResult['status']>>;
  /** Ids that must be among the findings, each as often as it stands here. */
  readonly diagnostics: readonly string[];
  /** A note that must be among the findings as it stands here. */
  readonly witness?: string;
  readonly config?: unknown;
  readonly typeCheck?: CommandPair;
  readonly testCommand?: CommandPair;
}

const root = fileURLToPath(new URL('../../../fixtures/verify', import.meta.url));
// They need a command or a compiler with the library, which this test has not; the types have a test of their own.
const notHere = ['type-check', 'test-command', 'api-fingerprint', 'declaration-emit', 'registered-at-runtime', 'bundle-survival', 'api-report'];

function textsOf(folder: string): Files {
  return Object.fromEntries([...readFolder(folder)].map(([name, bytes]) => [name, bytes.toString('utf8')]));
}

describe('sabotaged splits', () => {
  // The pairs of api-fingerprint have a test of their own, which shows what every check says of them; so has code that is run, bundled or reported.
  const all = findCases(root).filter((folder) => !readFileSync(join(folder, 'case.json'), 'utf8').includes('"kinds"'));
  const cases = all.filter((folder) => !/"(?:run|bundle|apiExtractor)": true/.test(readFileSync(join(folder, 'case.json'), 'utf8')));

  it('covers every check with a case that fails', () => {
    const failing = all.flatMap((folder) => {
      const { expect: statuses } = JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')) as VerifyCase;
      return Object.keys(statuses).filter((id) => statuses[id] === 'failed' && folder.includes(`/${id}/`));
    });
    expect([...new Set(failing)].sort()).toEqual(checks.map(({ id }) => id).sort());
  });

  it.each(cases.map((folder) => [folder.slice(root.length + 1), folder] as const))('%s', (_name, folder) => {
    const subject = JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')) as VerifyCase;
    const proof = prove(buildInput(textsOf(join(folder, 'before')), textsOf(join(folder, 'after')), subject));
    const findings = proof.results.flatMap(({ diagnostics }) => diagnostics);
    const told = findings.map(({ id, message, at, notes }) => `${id}: ${message} (${at.file}:${at.line}) ${notes.join(' / ')}`).join('\n');

    for (const { check, status, vacuous } of proof.results) {
      const expected = subject.expect[check];
      if (expected !== undefined) expect(`${check} ${status}`, told).toBe(`${check} ${expected}`);
      else if (!notHere.includes(check)) expect(status === 'passed' || vacuous === true, `${check} ${status}\n${told}`).toBe(true);
    }
    if (subject.witness !== undefined) expect(findings.flatMap(({ notes }) => notes), told).toContain(subject.witness);
    const open = findings.map(({ id }) => id);
    for (const id of subject.diagnostics) {
      expect(open, told).toContain(id);
      open.splice(open.indexOf(id), 1);
    }
    const errors = findings.filter(({ severity }) => severity === 'error').map(({ id }) => id);
    expect([...new Set(errors)].filter((id) => !subject.diagnostics.includes(id)), told).toEqual([]);
  });
});
