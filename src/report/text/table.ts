export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

/** Width of a text on the screen; colour codes take none. */
export function visibleWidth(text: string): number {
  return [...text.replaceAll(/\u001b\[\d+m/g, '')].length;
}

export function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const space = ' '.repeat(Math.max(0, width - visibleWidth(text)));
  return align === 'left' ? text + space : space + text;
}

/** Cells in aligned columns, two spaces apart, indented by two. A row may have fewer cells than there are columns. */
export function renderTable(columns: readonly Column[], rows: readonly (readonly string[])[], paintTitle: (text: string) => string): string[] {
  const widths = columns.map((column, index) => Math.max(column.title.length, ...rows.map((row) => visibleWidth(row[index] ?? ''))));
  const line = (cells: readonly string[]) => `  ${columns.map((column, index) => pad(cells[index] ?? '', widths[index]!, column.align)).join('  ')}`.trimEnd();
  const head = columns.every((column) => column.title === '') ? [] : [line(columns.map((column) => column.title)).replace(/\S.*/, paintTitle)];
  return [...head, ...rows.map(line)];
}

/**
 * Words in lines of at most `width` columns; white space at the beginning is kept, and lines after the first start with
 * `indent`. A word that is longer than a line keeps one of its own; a command in backticks is one word where it fits in a line.
 */
export function wrap(text: string, width: number, indent = ''): string[] {
  const lead = /^ */.exec(text)![0];
  const lines: string[] = [];
  let line = '';
  for (const word of joinCommands(text.slice(lead.length).split(' '), width - indent.length)) {
    const room = width - (lines.length === 0 ? lead : indent).length;
    if (line !== '' && visibleWidth(line) + 1 + visibleWidth(word) > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map((content, index) => (index === 0 ? lead : indent) + content);
}

function joinCommands(words: readonly string[], room: number): string[] {
  const joined: string[] = [];
  for (let from = 0; from < words.length; from++) {
    const opens = words[from]!.split('`').length % 2 === 0;
    const to = opens ? words.findIndex((word, index) => index > from && word.includes('`')) : -1;
    const command = words.slice(from, to + 1).join(' ');
    if (to === -1 || visibleWidth(command) > room) joined.push(words[from]!);
    else {
      joined.push(command);
      from = to;
    }
  }
  return joined;
}

/** Facts with dots between, broken between facts only; `lead` stands before the first line. */
export function joinFacts(lead: string, facts: readonly string[], width: number): string[] {
  const indent = ' '.repeat(visibleWidth(lead) + 2);
  const lines: string[] = [];
  let line = '';
  for (const fact of facts) {
    const longer = line === '' ? fact : `${line} · ${fact}`;
    if (line !== '' && visibleWidth(indent) + visibleWidth(longer) > width) {
      lines.push(line);
      line = fact;
    } else line = longer;
  }
  return [...lines, line].map((text, index) => (index === 0 ? `${lead}  ` : indent) + text);
}

/** At most `width` characters, the end replaced by an ellipsis. */
export function shorten(text: string, width: number): string {
  const characters = [...text];
  return characters.length <= width ? text : `${characters.slice(0, width - 1).join('')}…`;
}
