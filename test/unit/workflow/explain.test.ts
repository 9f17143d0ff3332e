import { describe, expect, it } from 'vitest';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { createMachine } from '../../../src/host/machine.js';
import { filePath } from '../../../src/host/path.js';
import { explainReportSchema } from '../../../src/report/schema.js';
import { renderMarkdown } from '../../../src/report/text/explain.js';
import { createTerminal } from '../../../src/report/text/terminal.js';
import { renderText } from '../../../src/report/text/text.js';
import { explain } from '../../../src/workflow/explain.js';
import { inspect } from '../../../src/workflow/inspect.js';
import { openWorkspace } from '../../../src/workflow/workspace.js';

const never = () => {
  throw new Error('a page needs no project');
};

function kitchen(notices: string[] = []) {
  const fileSystem = createMemoryFileSystem({
    '/kitchen/soup.ts': `import { dish } from './dish.js';\nexport const soup = dish;\n`,
    '/kitchen/dish.ts': `import { soup } from './soup.js';\nexport const dish = () => soup;\n`,
  });
  return openWorkspace({ fileSystem, root: filePath('/kitchen'), machine: createMachine(), notice: (text) => notices.push(text) });
}

describe('explain', () => {
  it('lists every id with one sentence', () => {
    const report = explain(undefined, never);
    expect(explainReportSchema.parse(report)).toEqual(report);
    expect(report.topics.map((topic) => topic.id)).toEqual(report.topics.map((topic) => topic.id).sort());
    expect(renderText(report, createTerminal({ color: false }))).toMatch(/^ {2}god-file +A file has more lines/m);
  });

  it('gives the page of an id, also of one that shares a page', () => {
    expect(explain('god-file', never)).toMatchObject({ id: 'god-file', title: 'A god file', finding: null });
    expect(explain('lost-statement', never)).toMatchObject({ id: 'lost-statement', title: 'Every statement once, as it was' });
  });

  it('suggests the nearest id', () => {
    expect(() => explain('import-cicle', never)).toThrow(expect.objectContaining({ title: 'unknown finding', help: expect.stringContaining('Did you mean import-cycle?') }));
    expect(() => explain('xyzzy', never)).toThrow(expect.objectContaining({ help: 'Run `decant explain` for the list of ids.' }));
  });

  it('shows the finding of a key as the project has it now', () => {
    const [found] = inspect(kitchen(), { paths: [] }).report.diagnostics;
    const report = explain(found!.key, () => kitchen());
    expect(report).toMatchObject({ id: 'import-cycle', finding: { key: found!.key } });
    expect(renderText(report, createTerminal({ color: false }))).toContain('error[import-cycle]');
  });

  it('says that a key is gone, and gives the page nevertheless', () => {
    const notices: string[] = [];
    expect(explain('god-file:soup.ts', () => kitchen(notices))).toMatchObject({ id: 'god-file', finding: null });
    expect(notices[0]).toContain('god-file:soup.ts');
  });
});

describe('a page on a terminal', () => {
  it('wraps paragraphs and lists, indents code and leaves it as it is', () => {
    const markdown = '# Soup\n\nBoil the water, then put `salt` and\nbread in.\n\n- one very long item that wraps\n- two\n\n```ts\nconst soup = `**hot**`;\n```\n';
    expect(renderMarkdown(markdown, createTerminal({ color: false, width: 24 }))).toEqual([
      'Soup', '', 'Boil the water, then put', '`salt` and bread in.', '', '- one very long item', '  that wraps', '- two', '', '    const soup = `**hot**`;',
    ]);
  });

  it('quotes code by colour where there is colour', () => {
    expect(renderMarkdown('Put `salt` in **now**.', createTerminal({ color: true }))).toEqual(['Put \u001b[36msalt\u001b[39m in \u001b[1mnow\u001b[22m.']);
  });
});
