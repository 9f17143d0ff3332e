import { unseenBeyondAscii } from '../../text/visible.js';
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
    `      <property name="coverage" value="${escapeAttribute(printCoverage(findings))}"/>`,
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
  const open = `    <testcase classname="${escapeAttribute(`decant.${found.id}`)}" name="${escapeAttribute(found.key)}" file="${escapeAttribute(file)}" line="${line}">`;
  const inner =
    found.severity === 'error'
      ? `<failure type="${escapeAttribute(found.id)}" message="${escapeAttribute(found.message)}">${body}</failure>`
      : `<system-out>${escapeXml(found.severity)}: ${escapeXml(found.message)}\n${body}</system-out>`;
  return `${open}${inner}</testcase>`;
}

/** XML 1.0 section 3.3.3: a reader takes white space in an attribute for spaces, so a file name with a line feed would be another one. */
function escapeAttribute(text: string): string {
  return escapeXml(text).replace(/[\t\n]/g, escapeCharacter);
}

function escapeCharacter(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}

/**
 * XML 1.0 section 2.2: most control characters cannot stand in a document at all, not even escaped. Those that can mean something to a terminal, and
 * a carriage return is taken for the end of a line.
 */
function escapeXml(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', escapeCharacter)
    .replace(unseenBeyondAscii, escapeCharacter);
}
