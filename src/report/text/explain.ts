import { renderDiagnostic } from './diagnostics.js';
import { pad, wrap } from './table.js';
import type { ExplainReport } from '../schema.js';
import type { Terminal } from './terminal.js';

/** A page of the documentation, drawn for a terminal; with it the finding whose key was asked for. */
export function renderExplain(report: ExplainReport, terminal: Terminal): string[] {
  if (report.id === null) return renderTopics(report, terminal);
  const finding = report.finding === null ? [] : [...renderDiagnostic(report.finding, terminal), ''];
  return [...finding, ...renderMarkdown(report.markdown, terminal)];
}

function renderTopics({ title, topics }: ExplainReport, { colors, width }: Terminal): string[] {
  const column = Math.max(...topics.map(({ id }) => id.length)) + 2;
  const rows = topics.flatMap(({ id, summary }) => {
    const [first = '', ...rest] = wrap(summary, width - column - 2);
    return [`  ${colors.cyan(pad(id, column))}${first}`, ...rest.map((line) => ' '.repeat(column + 2) + line)];
  });
  return [colors.bold(title), '', ...rows];
}

/** Headings, paragraphs, lists, tables and fenced code: what the pages are written in. */
export function renderMarkdown(markdown: string, { colors, width }: Terminal): string[] {
  const lines: string[] = [];
  const paragraph: string[] = [];
  let isCode = false;
  const flush = () => {
    if (paragraph.length === 0) return;
    const item = /^(?:[-*]|\d+\.) /.exec(paragraph[0]!)?.[0] ?? '';
    // Painted after wrapping: a colour that goes on over the end of a line would paint the margin of the next.
    lines.push(...wrap(paragraph.join(' '), Math.min(width, 100), ' '.repeat(item.length)).map((line) => paintInline(line, colors)));
    paragraph.length = 0;
  };
  for (const line of markdown.trimEnd().split('\n')) {
    if (line.startsWith('```')) {
      flush();
      isCode = !isCode;
    } else if (isCode) lines.push(line === '' ? '' : `    ${colors.dim(line)}`);
    else if (/^#+ /.test(line)) {
      flush();
      lines.push(colors.bold(line.replace(/^#+ /, '').replaceAll('`', '')));
    } else if (line.trim() === '') {
      flush();
      if (lines.at(-1) !== '') lines.push('');
    } else {
      if (/^(?:[-*]|\d+\.) /.test(line)) flush();
      paragraph.push(line.trim());
    }
  }
  flush();
  return lines;
}

/** Code is coloured, and quoted where there is no colour; links keep their words. */
function paintInline(line: string, colors: Terminal['colors']): string {
  return line
    .replace(/\[([^\]]+)\]\(([^)]+)\)/g, '$1')
    .replace(/\*\*([^*]+)\*\*/g, (_match, text: string) => colors.bold(text))
    .replace(/`([^`]+)`/g, (match, code: string) => (colors.isColorSupported ? colors.cyan(code) : match));
}
