/** File names hold `_`, `*` and `<`, and a note may end in a backtick; spans of code are kept as they are, as nothing is read in them. */
export function escapeMarkdown(text: string): string {
  return text
    .split(/(`[^`\n]+`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/[\\_*[\]|`#~]/g, '\\$&').replaceAll('<', '&lt;').replaceAll('@', '@&#8203;')))
    .join('');
}

/** Inside of an HTML tag GitHub reads no Markdown, so a backslash would be shown. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('@', '@&#8203;')
    .replace(/`([^`\n]+)`/g, '<code>$1</code>');
}

/** A cell of a table: one line. A bar ends it in a span of code too, and what was code is then read as text, with tags. */
export function escapeCell(text: string): string {
  return escapeMarkdown(text.replaceAll(/\s+/g, ' ')).replaceAll('<', '&lt;').replace(/(?<!\\)\|/g, '\\|');
}

/** A name as code in a cell; backticks and bars would end either. */
export function printCode(text: string): string {
  return `\`${text.replaceAll(/\s+/g, ' ').replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}
