import { diagnostic, type Diagnostic, type Location } from '../diagnostic/diagnostic.js';
import type { CheckResult } from '../model/proof.js';
import type { CommandPair, CommandRun } from './check.js';
import { count, judge, skip } from './result.js';

const unit = 'runs';

/** Compares two runs of a command of which nothing is known but its exit code and what test runners usually print. */
export function compareCommands(check: string, { before, after }: CommandPair, at: Location): CheckResult {
  const fail = (finding: Diagnostic) => judge(check, unit, 2, [finding], { reason: 'the command was not run' });
  if (before.timedOut) return skip(check, unit, `'${before.command}' did not end in time before the change`);
  if (after.timedOut) return fail(brokenRun(after, at, `'${after.command}' did not end in time after the change`));
  if (after.exitCode === 0) return judge(check, unit, 2, before.exitCode === 0 ? [] : [repaired(before, at)], { reason: '' });
  if (before.exitCode === 0) return fail(brokenRun(after, at, `'${after.command}' passed before the change and ends with exit code ${after.exitCode ?? 'none'} after it`));
  return compareFailures(check, { before, after }, at);
}

function compareFailures(check: string, { before, after }: CommandPair, at: Location): CheckResult {
  const old = readFailingTests(before.output);
  const now = readFailingTests(after.output);
  if (old.size === 0 || now.size === 0) {
    return skip(check, unit, 'the command failed before and after, and its failures cannot be told apart; name a command that passes before the change, or one that names what fails');
  }
  const fresh = [...now].filter((name) => !old.has(name));
  const findings = fresh.map((name) =>
    diagnostic({ id: 'failing-test', message: `'${name}' fails after the change and did not before`, at, notes: lastLines(after.output), help: 'Run this test alone and compare.', data: { name } }),
  );
  if (fresh.length === 0) {
    findings.push(
      diagnostic({
        id: 'not-clean-before',
        severity: 'info',
        message: `not clean before: ${count(old.size, 'failing tests')}, ${now.size === old.size ? 'the same' : `${now.size} of them`} after`,
        at,
        help: 'Correct the failing tests in a change of their own.',
        data: { before: old.size, after: now.size },
      }),
    );
  }
  return judge(check, unit, 2, findings, { reason: 'the command was not run' });
}

function brokenRun(run: CommandRun, at: Location, message: string): Diagnostic {
  return diagnostic({ id: 'command-failed', message, at, notes: lastLines(run.output), help: `Run '${run.command}' on the result and read its output.` });
}

function repaired(run: CommandRun, at: Location): Diagnostic {
  return diagnostic({
    id: 'command-repaired',
    severity: 'info',
    message: `'${run.command}' failed before the change and passes after it`,
    at,
    help: 'Find out which edit made it pass: a pure move changes nothing.',
  });
}

const colour = /\u001b\[[\d;]*m/g;

function lastLines(output: string): string[] {
  const text = output.replace(colour, '').trimEnd();
  return text === '' ? [] : text.split(/\r?\n/).slice(-12);
}

const patterns: readonly RegExp[] = [
  /^\s*not ok \d+ (?:- )?(.+?)(?: # .*)?$/,
  /^\s*(?:✗|×|✕|✖)\s+(.+?)$/,
  /^\s*FAIL\s+(.+?)$/,
  /^\s*\d+\) (.+?):?$/,
];

/** Names as vitest, jest, mocha and TAP runners print them, durations and counts cut off. */
export function readFailingTests(output: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const line of output.replace(colour, '').split(/\r?\n/)) {
    for (const pattern of patterns) {
      const name = pattern.exec(line)?.[1]?.replace(/\s+\(?\d+(?:\.\d+)?\s?m?s\)?$/, '').trim();
      // `not ok 3 - ... # TODO` is a known gap and no failure.
      if (name && !/#\s*(?:TODO|SKIP)\b/i.test(line)) names.add(name);
    }
  }
  return names;
}
