import { printQuantity } from '../../text/wording.js';
import { renderCodemod, renderRunCodemod } from './codemod.js';
import { renderDeprecate, renderShims } from './deprecate.js';
import { renderExplain } from './explain.js';
import { renderGraph } from './graph.js';
import { renderInit } from './init.js';
import { renderCheck, renderScan } from './inspection.js';
import { renderProof } from './proof.js';
import { renderMigrate } from './migrate.js';
import { renderPlan, renderSplit } from './split.js';
import { renderTasks } from './tasks.js';
import { withVisibleText } from '../visible-report.js';
import type { ReportFormat } from '../report-format.js';
import type { Report, UndoReport, VerifyReport } from '../schema.js';
import type { Terminal } from './terminal.js';

export const format: ReportFormat = { id: 'text', summary: 'for a terminal', render: renderText };

/** A report for people. Ends with a newline. */
export function renderText(report: Report, terminal: Terminal): string {
  return `${renderLines(withVisibleText(report), terminal).join('\n')}\n`;
}

function renderLines(report: Report, terminal: Terminal): string[] {
  switch (report.command) {
    case 'scan':
      return renderScan(report, terminal);
    case 'check':
      return renderCheck(report, terminal);
    case 'plan':
      return renderPlan(report, terminal);
    case 'split':
      return renderSplit(report, terminal);
    case 'migrate':
      return renderMigrate(report, terminal);
    case 'codemod':
      return renderCodemod(report, terminal);
    case 'run-codemod':
      return renderRunCodemod(report, terminal);
    case 'verify':
      return renderVerify(report, terminal);
    case 'tasks':
      return renderTasks(report, terminal);
    case 'deprecate':
      return renderDeprecate(report, terminal);
    case 'shims':
      return renderShims(report, terminal);
    case 'undo':
      return renderUndo(report, terminal);
    case 'graph':
      return renderGraph(report, terminal);
    case 'explain':
      return renderExplain(report, terminal);
    case 'init':
      return renderInit(report, terminal);
  }
}

function renderVerify(report: VerifyReport, terminal: Terminal): string[] {
  const { before, after, changed, entries, proof } = report;
  const facts = `${printQuantity(changed.length, 'file')} changed · ${printQuantity(entries.length, 'entry', 'entries')} compared`;
  return [`${terminal.colors.bold('decant verify')}  ${before} → ${after}`, `${' '.repeat('decant verify'.length)}  ${facts}`, '', ...renderProof(proof, terminal)];
}

const undone = { split: 'the split', migrate: 'the migration', deprecate: 'the deprecation' } as const;

function renderUndo({ id, undone: command, source, restored, removed }: UndoReport, { colors }: Terminal): string[] {
  return [
    `${colors.green('✓')} undone: ${id}, ${undone[command]} of ${source}`,
    ...restored.map((file) => `  restored  ${file}`),
    ...removed.map((file) => `  removed   ${file}`),
  ];
}
