import { renderCodeFrame } from '../../text/code-frame.js';
import { printCount } from '../../text/wording.js';
import { printStanding } from './standing.js';
import { wrap } from './table.js';
import type { CodeMark } from '../../text/code-frame.js';
import type { ReportDiagnostic, ReportLocation } from '../schema.js';
import type { Terminal } from './terminal.js';

/** A finding as rustc prints it: headline, place, the labelled code, notes, help. */
export function renderDiagnostic(found: ReportDiagnostic, terminal: Terminal, fact = found.message): string[] {
  const { colors } = terminal;
  const paint = paintOf(found, terminal);
  const lines = renderTitle(found, fact, terminal);
  // A command that failed has no place in a file.
  if (found.at.file !== '.') lines.push(`  ${colors.cyan('-->')} ${printPlace(found.at)}`, ...renderFrames(found, terminal, paint));
  for (const note of found.notes.filter((text) => text !== '')) lines.push(...renderRemark('note', note, terminal));
  lines.push(...renderRemark('help', found.help, terminal));
  return lines;
}

/** `error[god-file]: a fact`, and how it stands against what was known. */
export function renderTitle(found: ReportDiagnostic, fact: string, terminal: Terminal): string[] {
  const { colors } = terminal;
  const title = `${found.severity}[${found.id}]`;
  const standing = found.standing === undefined ? '' : ` ${found.standing}`;
  const [first, ...rest] = wrap(`${title}${standing}: ${fact}`, terminal.width, '  ');
  const painted = standing === '' ? '' : ` ${printStanding(found, terminal)}`;
  return [paintOf(found, terminal)(colors.bold(title)) + painted + colors.bold(first!.slice(title.length + standing.length)), ...rest.map((line) => colors.bold(line))];
}

/** The finding without its evidence, for overviews; with its place where the message does not name the file. */
export function renderHeadline(found: ReportDiagnostic, terminal: Terminal): string[] {
  const title = `${found.severity}[${found.id}]`;
  const standing = printStanding(found, terminal);
  const place = found.at.file === '.' || found.message.includes(found.at.file) ? '' : ` (${found.at.file}:${found.at.line})`;
  const [first, ...rest] = wrap(`  ${title} ${standing === '' ? '' : `${standing} `}${found.message}${place}`, terminal.width, '    ');
  return [`  ${paintOf(found, terminal)(title)}${first!.slice(title.length + 2)}`, ...rest];
}

function paintOf(found: ReportDiagnostic, { colors }: Terminal): (text: string) => string {
  return found.severity === 'error' ? colors.red : found.severity === 'warning' ? colors.yellow : colors.blue;
}

export function printPlace(at: ReportLocation): string {
  return `${at.tree === undefined ? '' : `${at.tree}:`}${at.file}:${at.line}:${at.column}`;
}

/** Only labelled places are worth showing: line 1 of a god file says nothing. Places of one file share a frame. */
function renderFrames(found: ReportDiagnostic, terminal: Terminal, paint: (text: string) => string): string[] {
  const labelled = [found.at, ...found.related].filter((location) => location.label !== undefined);
  const files = [...new Set(labelled.map((location) => `${location.tree ?? ''}\n${location.file}`))];
  return files.flatMap((key) => {
    const places = labelled.filter((location) => `${location.tree ?? ''}\n${location.file}` === key);
    const [{ file, tree }] = places as [ReportLocation];
    // The file of that name on the disk is another one.
    const text = tree === undefined ? terminal.readSource(file) : undefined;
    const heading = file === found.at.file && tree === found.at.tree ? [] : [`  ${terminal.colors.cyan(':::')} ${printPlace(places[0]!)}`];
    const frame = text === undefined ? '' : renderCodeFrame(text, places.map((place) => markOf(place, text)), { width: terminal.width - 2, paint: { gutter: terminal.colors.cyan, mark: paint } });
    const body = frame === '' ? places.map((place) => `    ${printPlace(place)} ${place.label}`) : frame.split('\n').map((line) => `  ${line}`);
    return [...heading, ...body];
  });
}

const declarationStart = /^(?:export|import|const|let|var|function|async|class|abstract|interface|type|enum|declare|namespace)\b/;

/** Underlines the word that stands there: a quoted specifier or an identifier; to the end of the line where a declaration begins. */
function markOf(place: ReportLocation, text: string): CodeMark {
  const line = text.split(/\r\n|[\n\r\u2028\u2029]/, place.line)[place.line - 1] ?? '';
  const rest = line.slice(place.column - 1).trimEnd();
  const word = declarationStart.test(rest) ? rest : (/^(?:(['"`]).*?\1|[\w$.]+)/.exec(rest)?.[0] ?? '');
  return { line: place.line, column: place.column, length: Math.max(1, word.length), ...(place.label === undefined ? {} : { label: place.label }) };
}

/** Notes may have several lines: the path of a cycle is drawn in one. */
export function renderRemark(kind: 'note' | 'help', text: string, { colors, width }: Terminal): string[] {
  const lead = `  ${colors.cyan('=')} ${colors.bold(kind)}: `;
  const indent = ' '.repeat('  = note: '.length);
  return text.split('\n').flatMap((line, index) => (text.includes('\n') ? [line] : wrap(line, width - indent.length)).map((part, row) => (index === 0 && row === 0 ? lead : indent) + part));
}

export function renderDiagnostics(found: readonly ReportDiagnostic[], terminal: Terminal): string[] {
  return found.flatMap((diagnostic) => [...renderDiagnostic(diagnostic, terminal), '']);
}

const alikeLimit = 5;

/** One slip in a plan may break a constraint forty times; the first few of each kind say what it was. */
export function renderSomeDiagnostics(found: readonly ReportDiagnostic[], terminal: Terminal): string[] {
  const seen = new Map<string, number>();
  const shown = found.filter(({ id }) => {
    seen.set(id, (seen.get(id) ?? 0) + 1);
    return seen.get(id)! <= alikeLimit;
  });
  const hidden = [...seen].filter(([, count]) => count > alikeLimit).map(([id, count]) => `${printCount(count - alikeLimit)} more of ${id}`);
  const rest = hidden.length === 0 ? [] : [terminal.colors.dim(`and ${hidden.join(', ')}; \`--format json\` lists all`), ''];
  return [...renderDiagnostics(shown, terminal), ...rest];
}
