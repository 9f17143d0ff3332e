import { readOwnVersion } from '../../host/installed-package.js';
import { findingsCommands, fromWorkingFolder, isCompared, printCoverage, requireFindings } from '../findings.js';
import { countChecks, isProofReport, listProofFindings, listUnproved, printOutcome, printSubject, proofCommands, type ProofReport } from '../proof-findings.js';
import { printJson } from '../print-json.js';
import type { ReportFormat } from '../report-format.js';
import type { Report, ReportDiagnostic, ReportLocation } from '../schema.js';
import type { Terminal } from '../text/terminal.js';

export const format: ReportFormat = { id: 'sarif', summary: 'SARIF 2.1.0, for code scanning services', commands: [...findingsCommands, ...proofCommands], needsKnown: true, render: renderSarif };

const levels = { error: 'error', warning: 'warning', info: 'note' } as const;
const baselineStates = { new: 'new', worse: 'updated', known: 'unchanged' } as const;

/**
 * SARIF 2.1.0 (OASIS standard of 2020-03-27). Findings that the baseline knows are in it too, as `unchanged` and suppressed from outside,
 * so that a service neither shows them nor takes them for fixed.
 */
export function renderSarif(report: Report, terminal: Terminal): string {
  const findings = isProofReport(report) ? readProof(report) : readFindings(requireFindings(report));
  const ids = [...new Set(findings.diagnostics.map((found) => found.id))].sort();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'decant', semanticVersion: readOwnVersion(), rules: ids.map((id) => describeRule(id, findings.diagnostics)) } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { SRCROOT: { description: { text: 'The folder in which decant was started.' } } },
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: findings.notices.map(({ level, text }) => ({ level, message: { text: `decant ${report.command}: ${text}` } })),
          },
        ],
        results: findings.diagnostics.map((found) => describeResult(findings.isCompared ? found : { ...found, standing: undefined }, ids.indexOf(found.id), terminal.prefix)),
      },
    ],
  };
  return printJson(log);
}

interface Findings {
  readonly diagnostics: readonly ReportDiagnostic[];
  /** Whether they were held against something that is known. */
  readonly isCompared: boolean;
  readonly notices: readonly { readonly level: 'note' | 'warning'; readonly text: string }[];
}

function readFindings(findings: ReturnType<typeof requireFindings>): Findings {
  return { diagnostics: findings.diagnostics, isCompared: isCompared(findings), notices: [{ level: isComplete(findings) ? 'note' : 'warning', text: printCoverage(findings) }] };
}

/** What was not proved is a notification of the run: a service that shows results alone would take it for passed, so it is no result either. */
function readProof(report: ProofReport): Findings {
  const { proof } = report;
  const open = proof === null ? [] : listUnproved(proof);
  const verdict = `${printSubject(report)}: ${printOutcome(report)}${proof === null ? '' : ` (${countChecks(proof)})`}`;
  return {
    diagnostics: listProofFindings(report).filter(({ severity }) => severity !== 'info'),
    isCompared: false,
    notices: [{ level: open.length === 0 ? 'note' : 'warning', text: verdict }, ...open.map(({ check, reason }) => ({ level: 'warning' as const, text: `not proved: ${check}: ${reason}` }))],
  };
}

function isComplete({ summary, brokenConfigs }: ReturnType<typeof requireFindings>): boolean {
  return summary.unresolved + summary.unparsed + summary.skipped + brokenConfigs.length === 0;
}

function describeRule(id: string, findings: readonly ReportDiagnostic[]): object {
  const worst = ['error', 'warning', 'info'].find((severity) => findings.some((found) => found.id === id && found.severity === severity)) as ReportDiagnostic['severity'];
  return {
    id,
    name: id.replace(/(?:^|-)(.)/g, (_match, letter: string) => letter.toUpperCase()),
    shortDescription: { text: `${id.replaceAll('-', ' ')}` },
    help: { text: `Run \`decant explain ${id}\` for what it means and what to do.` },
    defaultConfiguration: { level: levels[worst] },
  };
}

function describeResult(found: ReportDiagnostic, ruleIndex: number, prefix: string): object {
  const related = found.related.filter((location) => location.file !== '.');
  return {
    ruleId: found.id,
    ruleIndex,
    level: levels[found.severity],
    message: { text: [`${found.message}.`, ...found.notes.filter((note) => note !== '').map((note) => `- ${note}`), found.help].join('\n') },
    locations: found.at.file === '.' ? [] : [describeLocation(found.at, prefix)],
    ...(related.length === 0 ? {} : { relatedLocations: related.map((location, id) => ({ id, ...describeLocation(location, prefix) })) }),
    partialFingerprints: { 'decantFinding/v1': found.key },
    ...(found.standing === undefined ? {} : { baselineState: baselineStates[found.standing] }),
    ...(found.standing === 'known' ? { suppressions: [{ kind: 'external', status: 'accepted', justification: 'The baseline holds it.' }] } : {}),
    properties: found.data,
  };
}

function describeLocation({ file, line, column, label, tree }: ReportLocation, prefix: string): object {
  const words = [...(tree === undefined ? [] : [`in ${tree}, line ${line}`]), ...(label === undefined ? [] : [label])].join(': ');
  return {
    physicalLocation: {
      artifactLocation: { uri: fromWorkingFolder(file, prefix).split('/').map(encodeURIComponent).join('/'), uriBaseId: 'SRCROOT' },
      // A line of the tree before is another one today.
      ...(tree === undefined ? { region: { startLine: line, startColumn: column } } : {}),
    },
    ...(words === '' ? {} : { message: { text: words } }),
  };
}
