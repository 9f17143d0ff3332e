import { countChecks } from '../report/proof-findings.js';
import { printCount, printList, printQuantity } from '../text/wording.js';
import type { DeprecateReport, MigrateReport, ReportProof, SplitReport } from '../report/schema.js';

type Result = ReportProof['results'][number];

/** What was moved where, what is known to be the same, and what nobody has proved: each line is a fact of the plan or of a check. */
export function writeSplitMessage(report: SplitReport, proof: ReportProof, change: string): string {
  const { plan, before, files, changes } = report;
  const source = plan?.source ?? before?.file ?? '';
  const modules = files.filter(({ file }) => file !== source);
  const facade = files.find(({ file }) => file === source);
  const lines = modules.map((module) => module.lines);
  const parts = plan?.parts.filter(({ file }) => file !== source) ?? [];
  const texts = changes.filter(({ file }) => !files.some((one) => one.file === file)).map(({ file }) => file);
  const cap = plan?.maxLines;
  const held = lines.filter((count) => cap !== undefined && count <= cap).length;
  return renderMessage(`refactor: split ${source} into ${printQuantity(modules.length, 'module')}`, [
    ['', [
      `${source} (${printQuantity(before?.lines ?? 0, 'line')}) → ${printQuantity(modules.length, 'module')} (${printRange(lines)} each)`,
      ...modules.map(({ file, lines: count }) => `${file} (${printQuantity(count, 'line')}): ${printList(parts.find((part) => part.file === file)?.declarations ?? [], 6) || 'statements without a name'}`),
      ...(facade ? [`${source} stays as the facade (${printQuantity(facade.lines, 'line')})`] : []),
      ...(texts.length > 0 ? [`named in ${printList(texts)} as well`] : []),
    ]],
    ['Benefits', [
      ...(cap !== undefined && lines.length > 0 ? [held === lines.length ? `All modules have at most ${printCount(cap)} lines` : `${held} of ${printQuantity(modules.length, 'module')} have at most ${printCount(cap)} lines`] : []),
      ...(before !== null && lines.length > 0 ? [`The largest file of this code has ${printQuantity(Math.max(...lines, facade?.lines ?? 0), 'line')}, and had ${printCount(before.lines)}`] : []),
      ...tell(proof, 'statements-conserved', (count) => `Nothing is rewritten: ${printQuantity(count, 'statement')} moved, token for token`),
    ]],
    ...compatibility(proof, source),
    ['Module organization', parts.map(({ file, because }) => `${file}: ${because}`)],
    ...testing(proof),
  ], proof, change);
}

export function writeDeprecateMessage(report: DeprecateReport, proof: ReportProof, change: string): string {
  const { facade, stage, after, importers } = report;
  const subject = stage === 'remove' ? `refactor: remove the shim ${facade}` : stage === 'silent' ? `refactor: take the deprecation of ${facade} back` : `refactor: deprecate ${facade} (${stage})`;
  const told = proof.results.flatMap(({ check, diagnostics }) => (check === 'deprecation-shim' ? diagnostics.filter(({ severity }) => severity === 'info').map(({ message }) => message) : []));
  return renderMessage(subject, [
    ['', [
      ...told,
      ...(after === null ? [] : [`To be removed after ${after}`]),
      importers.length === 0 ? 'No file of this project imports it' : `${printQuantity(importers.length, 'file')} of this project still ${importers.length === 1 ? 'imports' : 'import'} it`,
    ]],
    ...(stage === 'remove' || stage === 'error' ? [] : compatibility(proof, facade)),
    ...testing(proof),
  ], proof, change);
}

export function writeMigrateMessage({ facades, importers, places, left }: MigrateReport, proof: ReportProof, change: string, owner?: string): string {
  const names = facades.map(({ file }) => file);
  const reasons = [...new Set(left.map(({ because }) => because))];
  return renderMessage(`refactor: import from the modules behind ${printList(names, 2)}${owner === undefined ? '' : ` (${owner})`}`, [
    ['', [
      `${printQuantity(importers.rewritten + importers.partly, 'file')} of ${printCount(importers.found - (owner === undefined ? 0 : importers.leftOut))}${owner === undefined ? '' : ` of ${owner}`} that import ${printList(names)} ${importers.rewritten + importers.partly === 1 ? 'takes' : 'take'} each name from the module that declares it`,
      `${printCount(places.rewritten)} of ${printQuantity(places.found, 'place')} rewritten`,
      ...(left.length > 0 ? [`${printQuantity(left.length, 'place')} ${left.length === 1 ? 'stays' : 'stay'}: ${printList(reasons, 4)}`] : []),
    ]],
    ...compatibility(proof, undefined),
    ...testing(proof),
  ], proof, change);
}

type Section = readonly [title: string, lines: readonly string[]];

function compatibility(proof: ReportProof, facade: string | undefined): readonly Section[] {
  const where = facade === undefined ? 'the entries' : facade;
  return [['Backward compatibility', [
    ...tell(proof, 'export-surface', (count) => `All existing imports work: ${printQuantity(count, 'export')} of ${where} ${count === 1 ? 'is' : 'are'} the same`),
    ...tell(proof, 'api-fingerprint', (count) => `All types are the same: ${printQuantity(count, 'export')} compared`),
    ...tell(proof, 'task-set', (count) => `All task names, queues and options are unchanged: ${printQuantity(count, 'task')}`),
    ...tell(proof, 'effect-order', (count) => `What runs at import time runs in the same order: ${printQuantity(count, 'effect')}`),
    ...tell(proof, 'import-graph', (count) => `No new cycle and no unresolved import: ${printQuantity(count, 'import')}`),
  ]]];
}

function testing(proof: ReportProof): readonly Section[] {
  return [['Testing', [
    ...tell(proof, 'test-command', () => 'The tests pass as before, unmodified'),
    ...tell(proof, 'type-check', () => 'The type-check finds nothing new'),
  ]]];
}

/** Only what a check has compared and passed is worth a line. */
function tell({ results }: ReportProof, check: string, line: (count: number) => string): readonly string[] {
  const found: Result | undefined = results.find((result) => result.check === check);
  return found?.status === 'passed' && found.counted > 0 ? [line(found.counted)] : [];
}

function printRange(counts: readonly number[]): string {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return counts.length === 0 ? '0 lines' : least === most ? printQuantity(least, 'line') : `${printCount(least)} to ${printCount(most)} lines`;
}

function renderMessage(subject: string, sections: readonly Section[], proof: ReportProof, change: string): string {
  const open = proof.results.filter(({ status, vacuous, unasked }) => status === 'partly passed' || (status === 'skipped' && vacuous !== true && unasked !== true));
  const all: readonly Section[] = [...sections, ['Not proved', open.map(({ check, reason = 'no reason given' }) => `${check}: ${reason.replaceAll(/\s+/g, ' ')}`)]];
  const body = all.filter(([, lines]) => lines.length > 0).map(([title, lines]) => [...(title === '' ? [] : [`${title}:`]), ...lines.map((line) => `- ${line}`)].join('\n'));
  return `${[subject, ...body, `References: decant change ${change}, ${proof.verdict} (${countChecks(proof)})`].join('\n\n')}\n`;
}
