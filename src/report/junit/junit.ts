import { findingsCommands, listOpenFindings, printCoverage, requireFindings } from '../findings.js';
import type { ReportFormat } from '../report-format.js';
import type { Report, ReportDiagnostic } from '../schema.js';

export const format: ReportFormat = { id: 'junit', summary: 'JUnit XML, for test reports of any CI', commands: findingsCommands, render: renderJunit };

/**
 * A failed test case for each error and a passed one, with the finding as its output, for each warning and info: CI servers turn every failure red, and a
 * warning does not fail the gate. Without errors there is one passed case, because some servers take an empty suite for a run that broke.
 */
export function renderJunit(report: Report): string {
  const findings = requireFindings(report);
  const open = listOpenFindings(findings);
  const failures = open.filter((found) => found.severity === 'error').length;
  const cases = open.map(renderCase);
  if (failures === 0) cases.unshift(`    <testcase classname="decant" name="decant ${findings.command}"/>`);
  const counts = `tests="${cases.length}" failures="${failures}" errors="0"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="decant" ${counts}>`,
    `  <testsuite name="decant ${findings.command}" ${counts} skipped="0">`,
    '    <properties>',
    `      <property name="coverage" value="${escapeXml(printCoverage(findings))}"/>`,
    '    </properties>',
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function renderCase(found: ReportDiagnostic): string {
  const { file, line, column } = found.at;
  const body = escapeXml([`${file}:${line}:${column}`, ...found.notes.filter((note) => note !== ''), found.help].join('\n'));
  const open = `    <testcase classname="${escapeXml(`decant.${found.id}`)}" name="${escapeXml(found.key)}" file="${escapeXml(file)}" line="${line}">`;
  const message = escapeXml(found.message);
  const inner = found.severity === 'error' ? `<failure type="${escapeXml(found.id)}" message="${message}">${body}</failure>` : `<system-out>${escapeXml(found.severity)}: ${message}\n${body}</system-out>`;
  return `${open}${inner}</testcase>`;
}

/** XML 1.0 section 2.2: most control characters cannot stand in a document at all, not even escaped. */
function escapeXml(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
