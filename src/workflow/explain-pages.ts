/** One page of docs/findings, which may speak of several ids that are close relatives. */
export interface FindingPage {
  /** Its first heading. */
  readonly title: string;
  readonly topics: readonly { readonly id: string; readonly summary: string }[];
  /** Without the front matter. Ends with a newline. */
  readonly markdown: string;
}

/**
 * Pages from the texts of Markdown files by name. The front matter of a page is a line `id: one sentence` for each id that
 * it explains; the first is the name of the file.
 */
export function readPages(files: ReadonlyMap<string, string>): readonly FindingPage[] {
  return [...files].filter(([name]) => name.endsWith('.md')).map(([name, text]) => readPage(name, text.replaceAll('\r\n', '\n')));
}

function readPage(name: string, text: string): FindingPage {
  const parts = /^---\n([\s\S]*?)\n---\n+([\s\S]*)$/.exec(text);
  if (!parts) throw new Error(`docs/findings/${name} has no front matter`);
  const topics = parts[1]!.split('\n').map((line) => {
    const colon = line.indexOf(': ');
    if (colon === -1) throw new Error(`docs/findings/${name}: expected "id: one sentence", found "${line}"`);
    return { id: line.slice(0, colon), summary: line.slice(colon + 2) };
  });
  const markdown = parts[2]!;
  return { title: /^# (.*)$/m.exec(markdown)?.[1] ?? topics[0]!.id, topics, markdown };
}
