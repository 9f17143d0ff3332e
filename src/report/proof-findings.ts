import type { MigrateReport, Report, ReportComparedTask, ReportDiagnostic, ReportProof, SplitReport, VerifyReport } from './schema.js';

/** Reports that hold a proof, or the reasons for which there is none. */
export type ProofReport = SplitReport | MigrateReport | VerifyReport;

export const proofCommands = ['split', 'migrate', 'verify'] as const;

export function isProofReport(report: Report): report is ProofReport {
  return report.command === 'split' || report.command === 'migrate' || report.command === 'verify';
}

/** What is wrong: refusals, then the findings of each check. Remarks of checks that passed are no findings. */
export function listProofFindings(report: ProofReport): readonly ReportDiagnostic[] {
  const refused = report.command === 'verify' ? [] : report.refused;
  return uniqueKeys([...refused, ...(report.proof?.results ?? []).flatMap(({ diagnostics, status }) => diagnostics.filter(({ severity }) => severity !== 'info' || status === 'failed'))]);
}

/** Each check made its keys alone, and a service takes two findings of one key for one. */
function uniqueKeys(found: readonly ReportDiagnostic[]): readonly ReportDiagnostic[] {
  const taken = new Map<string, number>();
  return found.map((one) => {
    const times = (taken.get(one.key) ?? 0) + 1;
    taken.set(one.key, times);
    return times === 1 ? one : { ...one, key: `${one.key}:${times}` };
  });
}

/** What was compared: `main → .`, or the file that was split. */
export function printSubject(report: ProofReport): string {
  if (report.command === 'split') return report.plan?.source ?? report.before?.file ?? 'nothing';
  if (report.command === 'migrate') return report.facades.map(({ file }) => file).join(', ');
  return report.since === null ? `${report.before} → ${report.after}` : `since ${report.since.ref}`;
}

/** `failed`, or what was proved; what was refused has no proof, and neither has what nobody imports. */
export function printOutcome(report: ProofReport): string {
  return report.proof?.verdict ?? (report.command === 'migrate' && report.refused.length === 0 ? 'unchanged' : 'refused');
}

/** `9 passed, 0 failed, 2 skipped, 1 with nothing to prove`. `proved: 1 skipped` would contradict itself. */
export function countChecks({ results }: ReportProof): string {
  const count = (status: ReportProof['results'][number]['status']) => results.filter((result) => result.status === status && result.vacuous !== true && result.unasked !== true).length;
  const vacuous = results.filter((result) => result.vacuous === true).length;
  const unasked = results.filter((result) => result.unasked === true).length;
  const partly = count('partly passed');
  return `${count('passed')} passed, ${partly > 0 ? `${partly} in part, ` : ''}${count('failed')} failed, ${count('skipped')} skipped${unasked > 0 ? `, ${unasked} not asked for` : ''}${vacuous > 0 ? `, ${vacuous} with nothing to prove` : ''}`;
}

/** Checks that left something open, with the reason. */
export function listUnproved({ results }: ReportProof): readonly { readonly check: string; readonly reason: string }[] {
  return results
    .filter(({ status, vacuous, unasked }) => status === 'partly passed' || (status === 'skipped' && vacuous !== true && unasked !== true))
    .map(({ check, reason }) => ({ check, reason: reason ?? 'no reason given' }));
}

/** What goes wrong at run time, in the words of the checks that found a way to show it. */
export function listWitnesses({ results }: ReportProof): readonly string[] {
  const found = results.flatMap(({ diagnostics }) => diagnostics.flatMap(({ data }) => (typeof data['witness'] === 'string' ? [data['witness']] : [])));
  return [...new Set(found)];
}

const changes: readonly ReportComparedTask['change'][] = ['same', 'changed', 'lost', 'unregistered', 'added', 'not proven'];

/** `12 before, 12 after: 10 same, 1 changed, 1 lost, 1 added`. */
export function countTasks(tasks: readonly ReportComparedTask[]): string {
  const [before, after] = [tasks.filter((task) => task.before !== null).length, tasks.filter((task) => task.after !== null).length];
  const parts = changes.flatMap((change) => {
    const count = tasks.filter((task) => task.change === change).length;
    return count === 0 ? [] : [`${count} ${change}`];
  });
  return `${before} before, ${after} after: ${parts.join(', ')}`;
}
