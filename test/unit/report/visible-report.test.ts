import { describe, expect, it } from 'vitest';
import { renderGithub } from '../../../src/report/github/github.js';
import { renderMarkdown } from '../../../src/report/markdown/markdown.js';
import { createTerminal } from '../../../src/report/text/terminal.js';
import { renderText } from '../../../src/report/text/text.js';
import { quoteWord } from '../../../src/text/shell-word.js';
import type { CheckReport } from '../../../src/report/schema.js';

const trap = 'soup\n::error file=a.ts::served\u001b[2J\u0085\u2028';
const report = {
  version: 1, command: 'check', baseline: null, since: null,
  summary: { files: 1, codeLines: 1, godFiles: 0, components: 0, unresolved: 1, unparsed: 1, skipped: 1, known: 0 },
  diagnostics: [{
    id: 'unresolved-import', key: trap, severity: 'error', message: `imports '${trap}'`, at: { file: trap, line: 1, column: 1, label: trap },
    related: [], notes: [`one\ntwo \u001b[2J`], help: trap, data: {},
  }],
  unresolved: [{ file: trap, line: 1, specifier: trap, reason: trap }],
  unparsed: [{ file: trap, reason: trap }], skipped: [{ file: trap, reason: trap }], brokenConfigs: [{ file: trap, reason: trap }], next: null,
} as unknown as CheckReport;

describe('a file name that holds a workflow command and an escape of the terminal', () => {
  it.each([['text', renderText], ['markdown', renderMarkdown], ['github', renderGithub]])('prints neither in %s', (_id, render) => {
    const shown = render(report, createTerminal({ color: false, all: true, readSource: () => `import '${trap}';` }));
    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]/);
    expect(shown).not.toMatch(/^\s*::error file=a\.ts/m);
    expect(shown).toMatch(/\\u000a|%5Cu000a/);
  });
});

it.each([
  ['src/menu.ts', 'src/menu.ts'],
  ['app/(shop)/[id]/page.tsx', '"app/(shop)/[id]/page.tsx"'],
  ['a$b`c"d', String.raw`"a\$b\`c\"d"`],
  ["it's\nhot", String.raw`$'it\'s\u000ahot'`],
])('writes %j as one word of a shell', (word, quoted) => {
  expect(quoteWord(word)).toBe(quoted);
});
