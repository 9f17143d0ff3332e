import { printQuantity } from '../../text/wording.js';
import { countChecks, countTasks, listProofFindings, listUnproved, listWitnesses, printOutcome, printSubject, type ProofReport } from '../proof-findings.js';
import { fromWorkingFolder } from '../findings.js';
import { escapeCell, escapeMarkdown, printCode } from './escape.js';
import { renderFindings } from './finding.js';
import type { ReportComparedTask, ReportDiagnostic, ReportProof } from '../schema.js';
import type { Terminal } from '../text/terminal.js';

const icons: Readonly<Record<string, string>> = { proved: '✅', 'partly proved': '⚠️', failed: '❌', refused: '❌', unchanged: '✅' };

/** What a reviewer reads in place of the diff: the verdict, the tasks, the types, what nobody has proved. */
export function renderProofComment(report: ProofReport, { prefix }: Terminal): string {
  const { proof } = report;
  const outcome = printOutcome(report);
  const found = listProofFindings(report);
  const head = [
    // A bot finds its former comment by this line.
    `<!-- decant ${report.command} -->`,
    `### ${icons[outcome]!} decant ${report.command} ${printCode(printSubject(report))}: ${outcome}`,
    '',
    printFacts(report),
    '',
    ...renderLeft(report, prefix),
    ...(proof === null ? [] : [...renderWitnesses(proof), ...renderTasks(proof, prefix), ...renderApi(proof), ...renderUnproved(proof), ...renderChecks(proof)]),
  ];
  const shown = found.filter(({ severity }) => severity !== 'info');
  return [...head, ...renderFindings(shown, report.command, prefix, head.join('\n').length)].join('\n');
}

function printFacts(report: ProofReport): string {
  const { proof } = report;
  const size = report.command === 'verify'
    ? `${printQuantity(report.changed.length, 'file')} changed, ${printQuantity(report.entries.length, 'entry', 'entries')} compared`
    : `${printQuantity(report.changes.length, 'file')} changed`;
  return proof === null ? `${size}.` : `${size}; checks: ${countChecks(proof)}.`;
}

const rowLimit = 50;

/** Importers that a reviewer would look for in the diff and not find there. */
function renderLeft(report: ProofReport, prefix: string): string[] {
  if (report.command !== 'migrate' || report.left.length === 0) return [];
  const { left } = report;
  const rows = left.slice(0, rowLimit).map(({ file, line, names, because }) => `| ${printCode(`${fromWorkingFolder(file, prefix)}:${line}`)} | ${escapeCell(names.join(', '))} | ${escapeCell(because)} |`);
  return [`**Still on the facade:** ${printQuantity(left.length, 'place')}.`, '', '| place | names | because |', '|---|---|---|', ...rows, '', ...(left.length > rowLimit ? [`_and ${left.length - rowLimit} more._`, ''] : [])];
}

function renderWitnesses(proof: ReportProof): string[] {
  const witnesses = listWitnesses(proof).slice(0, rowLimit);
  return witnesses.length === 0 ? [] : ['**What goes wrong:**', '', ...witnesses.map((witness) => `- ${escapeMarkdown(witness.replaceAll(/\s+/g, ' '))}`), ''];
}

/** What is not the same in a table; the rest as a number, for nobody reads 149 equal lines. */
function renderTasks({ tasks = [] }: ReportProof, prefix: string): string[] {
  if (tasks.length === 0) return [];
  const open = tasks.filter(({ change }) => change !== 'same');
  const rows = open.slice(0, rowLimit).map((task) => `| ${task.change} | ${printTask(task)} | ${printPlace(task.before, task, prefix)} | ${printPlace(task.after, task, prefix)} |`);
  return [
    `**Tasks:** ${countTasks(tasks)}.`,
    '',
    ...(rows.length === 0 ? [] : ['| | task | before | after |', '|---|---|---|---|', ...rows, '']),
    ...(open.length > rowLimit ? [`_and ${open.length - rowLimit} more._`, ''] : []),
  ];
}

function printTask({ framework, kind, id, queue }: ReportComparedTask): string {
  return `${framework} ${kind} ${printCode(id)}${queue === undefined || queue === id ? '' : ` of ${printCode(queue)}`}`;
}

function printPlace(side: ReportComparedTask['before'], { id }: ReportComparedTask, prefix: string): string {
  if (side === null) return '–';
  return `${side.id === id ? '' : `${printCode(side.id)} `}${printCode(`${fromWorkingFolder(side.file, prefix)}:${side.line}`)}`;
}

/** Checks that compare the types of exports; each finding says whether it breaks a caller. */
function renderApi({ results }: ReportProof): string[] {
  const result = results.find(({ check }) => check === 'api-fingerprint');
  if (!result || result.status === 'skipped') return [];
  const found = result.diagnostics.filter((one) => typeof one.data['impact'] === 'string');
  const title = `**API:** ${printQuantity(result.counted, 'export')}, ${found.length === 0 ? 'the same types' : printQuantity(found.length, 'difference')}.`;
  if (found.length === 0) return [title, ''];
  const rows = found.slice(0, rowLimit).map((one) => `| ${String(one.data['impact'])} | ${printCode(String(one.data['export'] ?? ''))} | ${printSignature(one, 'before')} | ${printSignature(one, 'after')} |`);
  return [title, '', '| | export | before | after |', '|---|---|---|---|', ...rows, ...(found.length > rowLimit ? ['', `_and ${found.length - rowLimit} more._`] : []), ''];
}

const signatureWidth = 160;

function printSignature({ notes }: ReportDiagnostic, side: 'before' | 'after'): string {
  const text = notes.find((note) => note.startsWith(`${side}:`))?.slice(side.length + 1).trim() ?? '';
  return text === '' ? '–' : printCode(text.length > signatureWidth ? `${text.slice(0, signatureWidth - 1)}…` : text);
}

function renderUnproved(proof: ReportProof): string[] {
  const open = listUnproved(proof);
  return open.length === 0 ? [] : ['**Not proved:**', '', ...open.map(({ check, reason }) => `- ${check}: ${escapeMarkdown(reason.replaceAll(/\s+/g, ' '))}`), ''];
}

const statuses: Readonly<Record<ReportProof['results'][number]['status'], string>> = { passed: '✅', 'partly passed': '⚠️', failed: '❌', skipped: '–' };

function renderChecks({ results }: ReportProof): string[] {
  const rows = results.map((result) => {
    const said = result.vacuous === true ? 'nothing to prove' : result.unasked === true ? 'not asked for' : result.status === 'skipped' ? 'skipped' : printQuantity(result.counted, result.unit.replace(/ies$/, 'y').replace(/s$/, ''), result.unit);
    return `| ${statuses[result.status]} | ${result.check} | ${escapeCell(said)} |`;
  });
  return ['<details><summary>Checks</summary>', '', '| | check | |', '|---|---|---|', ...rows, '', '</details>', ''];
}
