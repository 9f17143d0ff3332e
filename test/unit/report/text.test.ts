import { describe, expect, it } from 'vitest';
import { visibleWidth, renderTable, shorten, wrap } from '../../../src/report/text/table.js';
import { renderTree } from '../../../src/report/text/tree.js';
import { renderProof } from '../../../src/report/text/proof.js';
import { renderDiagnostic, renderSomeDiagnostics } from '../../../src/report/text/diagnostics.js';
import { renderText } from '../../../src/report/text/text.js';
import { createTerminal } from '../../../src/report/text/terminal.js';
import type { CheckReport, ReportDiagnostic, ReportProof, SplitReport, TasksReport } from '../../../src/report/schema.js';

const plain = createTerminal({ color: false, width: 60 });

const cycle: ReportDiagnostic = {
  id: 'import-cycle',
  key: 'import-cycle:till',
  severity: 'error',
  message: '2 modules import each other: src/till.ts -> src/menu.ts -> src/till.ts',
  at: { file: 'src/till.ts', line: 2, column: 22, label: 'closes the circle' },
  related: [{ file: 'src/menu.ts', line: 1, column: 1 }],
  notes: ['first line\nsecond line'],
  help: 'Cut the import',
  data: {},
};

describe('wrap', () => {
  it('keeps the white space in front and indents what follows', () => {
    expect(wrap('    soup bread butter', 14, '      ')).toEqual(['    soup bread', '      butter']);
  });

  it('gives a word that is longer than a line a line of its own', () => {
    expect(wrap('a averyveryverylongword b', 8)).toEqual(['a', 'averyveryverylongword', 'b']);
  });

  it('does not count colour codes', () => {
    expect(visibleWidth('\u001b[31mred\u001b[39m')).toBe(3);
  });
});

describe('renderTable', () => {
  it('aligns numbers to the right and leaves no white space at the end', () => {
    const rows = renderTable([{ title: 'file' }, { title: 'lines', align: 'right' }, { title: '' }], [['menu.ts', '1,540', ''], ['a.ts', '9', 'x'], ['folder/']], (text) => text);
    expect(rows).toEqual(['  file     lines', '  menu.ts  1,540', '  a.ts         9  x', '  folder/']);
  });

  it('cuts by characters, so that an emoji is never halved', () => {
    expect(shorten('ab🍞cd', 4)).toBe('ab🍞…');
    expect(shorten('ab🍞c', 4)).toBe('ab🍞c');
  });
});

describe('renderTree', () => {
  it('collapses folders with one child and puts files before folders', () => {
    const files = ['packages/api/src/menu/soup.ts', 'packages/api/src/menu.ts', 'packages/api/src/menu/deep/er/bread.ts'].map((file) => ({ file }));
    expect(renderTree(files).map((row) => row.label)).toEqual(['packages/api/src/', '├─ menu.ts', '└─ menu/', '   ├─ soup.ts', '   └─ deep/er/', '      └─ bread.ts']);
  });

  it('draws files of the root without a heading', () => {
    expect(renderTree([{ file: 'menu.ts' }, { file: 'menu/soup.ts' }]).map((row) => row.label)).toEqual(['├─ menu.ts', '└─ menu/', '   └─ soup.ts']);
  });
});

describe('renderDiagnostic', () => {
  it('shows the code of labelled places only, and draws notes of several lines as they are', () => {
    const terminal = createTerminal({ color: false, width: 60, readSource: (file) => (file === 'src/till.ts' ? "// till\nimport { a } from    './menu.js';\n" : undefined) });
    expect(renderDiagnostic(cycle, terminal)).toEqual([
      'error[import-cycle]: 2 modules import each other:',
      '  src/till.ts -> src/menu.ts -> src/till.ts',
      '  --> src/till.ts:2:22',
      '    |',
      "  2 | import { a } from    './menu.js';",
      '    |                      ^^^^^^^^^^^ closes the circle',
      '  = note: first line',
      '          second line',
      '  = help: Cut the import',
    ]);
  });

  it('names no place and no empty note for a command that failed, which stands in no file', () => {
    const lines = renderDiagnostic({ ...cycle, at: { file: '.', line: 1, column: 1 }, notes: [''] }, plain);
    expect(lines.join('\n')).not.toMatch(/-->|note:/);
  });

  it('still names a labelled place whose source cannot be read', () => {
    expect(renderDiagnostic(cycle, plain)).toContain('    src/till.ts:2:22 closes the circle');
  });
});

describe('renderProof', () => {
  const result = (check: string, status: ReportProof['results'][number]['status'], more: object = {}) => ({ check, status, counted: 1200, unit: 'exports', diagnostics: [], ...more });
  const proof = (verdict: ReportProof['verdict'], ...results: ReportProof['results']): ReportProof => ({ verdict, results });

  it('never shows skipped as passed, and tells what is missing', () => {
    const lines = renderProof(proof('partly proved', result('exports', 'passed'), result('tests', 'skipped', { reason: 'no test command' })), plain);
    expect(lines).toContain('  ✓  exports 1,200 exports');
    expect(lines).toContain('  – tests  skipped (no test command)');
    expect(lines.at(-1)).toBe('partly proved: 1 passed, 0 failed, 1 skipped');
    expect(lines.join('\n')).not.toContain('✗');
  });

  it('tells nothing to prove from not proved', () => {
    const lines = renderProof(proof('proved', result('exports', 'passed'), result('tasks', 'skipped', { reason: 'no tasks', vacuous: true })), plain);
    expect(lines.join('\n')).not.toContain('skipped (');
    expect(lines.at(-1)).toBe('proved: 1 passed, 0 failed, 0 skipped, 1 with nothing to prove');
  });

  it('names what could not be compared where the rest is the same', () => {
    const lines = renderProof(proof('partly proved', result('tasks', 'partly passed', { unit: 'tasks', reason: "the id of job 'x' is computed at run time" })), plain);
    expect(lines.slice(0, 2)).toEqual(["  ◐ tasks  1,200 tasks; not proved: the id of job 'x' is", '           computed at run time']);
    expect(lines.at(-1)).toBe('partly proved: 0 passed, 1 in part, 0 failed, 0 skipped');
  });

  it('fits one screen with the table of a usual split', () => {
    const passed = ['api-fingerprint', 'effect-order', 'export-surface', 'import-graph', 'output-parses', 'references-kept', 'registration-reachable', 'statements-conserved'];
    const skipped = ['registered-at-runtime', 'test-command', 'type-check'].map((check) => result(check, 'skipped', { reason: 'nobody has named a command for it, and without one it cannot be run; name one with --test' }));
    const partly = result('task-set', 'partly passed', { unit: 'tasks', reason: `the ids of ${'job '.repeat(90)}are computed at run time` });
    const lines = renderProof(proof('partly proved', ...passed.map((check) => result(check, 'passed', { counted: 29 })), partly, ...skipped), createTerminal({ color: false, width: 80 }));
    // Two lines of title, eight of files, one of their sum, a blank one, the outcome and the next command stand around it.
    expect(lines.length).toBeLessThanOrEqual(24 - 14);
    expect(lines.every((line) => line.length <= 80)).toBe(true);
  });

  it('prints the findings of a failed check in full', () => {
    const lines = renderProof(proof('failed', result('exports', 'failed', { diagnostics: [cycle] })), plain);
    expect(lines).toContain('  ✗ exports  1,200 exports, 1 wrong');
    expect(lines).toContain('  = help: Cut the import');
    expect(lines.at(-1)).toBe('failed: 0 passed, 1 failed, 0 skipped');
  });

  it('shows no code of the tree of today beside a place in the tree before', () => {
    const old = { ...cycle, at: { ...cycle.at, label: 'here', tree: 'main' }, related: [] };
    const lines = renderProof(proof('failed', result('exports', 'failed', { diagnostics: [old] })), { ...plain, readSource: () => 'the line of today\n'.repeat(20) });
    expect(lines.join('\n')).toContain(`--> main:${cycle.at.file}`);
    expect(lines.join('\n')).not.toContain('the line of today');
  });
});

describe('a report of check', () => {
  const report: CheckReport = {
    version: 1,
    command: 'check',
    baseline: null,
    since: null,
    summary: { files: 3, codeLines: 4200, godFiles: 0, components: 0, unresolved: 10, unparsed: 1, skipped: 0, known: 0 },
    diagnostics: [],
    unresolved: Array.from({ length: 10 }, (_, index) => ({ file: 'src/menu.ts', line: index + 1, specifier: './gone.js', reason: 'no such file' })),
    unparsed: [{ file: 'src/broken.ts', reason: 'unexpected token' }],
    skipped: [],
    brokenConfigs: [],
    next: null,
  };

  it('counts on top what was not understood, and lists some of it', () => {
    const lines = renderText(report, createTerminal({ color: false })).split('\n');
    expect(lines[0]).toBe('decant check  3 files · 4,200 code lines · 0 god files · 0 import knots');
    expect(lines[1]).toBe('              10 imports unresolved · 1 file unparsed · 0 files skipped');
    expect(lines).toContain('  src/broken.ts was not parsed: unexpected token');
    expect(lines).toContain("  src/menu.ts:2 cannot resolve './gone.js': no such file");
    expect(lines).toContain('  and 8 more; `--all` lists all');
    expect(lines.at(-2)).toBe('✓ nothing found');
  });

  it('says nothing found in colour only where colour is wanted', () => {
    expect(renderText(report, createTerminal({ color: true }))).toContain('\u001b[32m✓');
    expect(renderText(report, createTerminal({ color: false }))).not.toContain('\u001b');
  });
});

describe('a report of split', () => {
  const change = (file: string, kind: 'create' | 'modify', added: number, removed: number) => ({ file, kind, added, removed, because: 'it moved' });
  const plan = { version: 1 as const, kind: 'split' as const, source: 'src/menu.ts', fingerprint: 'sha256:0', facade: 'keep' as const, maxLines: 600, parts: [] };
  const report: SplitReport = {
    version: 1,
    command: 'split',
    plan,
    files: [{ file: 'src/menu.ts', lines: 9, codeLines: 8 }, { file: 'src/menu/soup.ts', lines: 90, codeLines: 80 }],
    before: { file: 'src/menu.ts', lines: 99, codeLines: 88 },
    changes: [change('src/menu.ts', 'modify', 2, 92), change('src/menu/soup.ts', 'create', 90, 0), change('.github/CODEOWNERS', 'modify', 1, 0)],
    refused: [],
    notes: [],
    applied: false,
    rolledBack: false,
    change: null,
    proof: { verdict: 'proved', results: [] },
    next: null,
  };

  it('names the files outside of the tree that the split changes, too', () => {
    const lines = renderText(report, createTerminal({ color: false })).split('\n');
    expect(lines).toContain('  and, for the new files: .github/CODEOWNERS +1 -0');
    expect(lines).toContain('  3 files changed, 93 lines added, 92 removed');
    const alone = renderText({ ...report, changes: report.changes.slice(0, 2) }, createTerminal({ color: false }));
    expect(alone).not.toContain('for the new files');
  });
});

describe('tasks', () => {
  const task = (file: string, line: number, id: string) => ({ framework: 'bullmq', kind: 'job', id, idSource: 'literal' as const, queue: 'kitchen-orders-of-the-day', priority: 2, decorators: [], registeredBy: 'add', location: { file, line, column: 1 } });
  const tasks = [task('src/kitchen/orders.ts', 7, 'boil-the-soup'), task('src/kitchen/bills.ts', 120, 'write-the-bill')];
  const report: TasksReport = { version: 1, command: 'tasks', tasks, lock: null };

  it('are a list by file where the screen would fold the table', () => {
    expect(renderText(report, createTerminal({ color: false, width: 60, folds: true })).split('\n')).toEqual([
      'src/kitchen/orders.ts',
      '    7  job  boil-the-soup',
      '            queue kitchen-orders-of-the-day · priority 2',
      '',
      'src/kitchen/bills.ts',
      '  120  job  write-the-bill',
      '            queue kitchen-orders-of-the-day · priority 2',
      '',
      '2 tasks',
      '',
    ]);
  });

  it('have their facts beside the id where both fit in a line', () => {
    expect(renderText(report, createTerminal({ color: false, width: 78, folds: true })).split('\n').slice(0, 5)).toEqual([
      'src/kitchen/orders.ts',
      '    7  job  boil-the-soup   queue kitchen-orders-of-the-day · priority 2',
      '',
      'src/kitchen/bills.ts',
      '  120  job  write-the-bill  queue kitchen-orders-of-the-day · priority 2',
    ]);
  });

  it('stay one line each in a pipe, whatever its width', () => {
    const lines = renderText(report, createTerminal({ color: false, width: 60 })).split('\n');
    expect(lines[1]).toMatch(/boil-the-soup .*orders\.ts:7$/);
    expect(lines[2]).toMatch(/write-the-bill .*bills\.ts:120$/);
  });
});

describe('renderSomeDiagnostics', () => {
  it('shows the first few findings of each kind and counts the rest by kind', () => {
    const many = [...Array.from({ length: 9 }, () => cycle), { ...cycle, id: 'god-file' }];
    const text = renderSomeDiagnostics(many, plain).join('\n');
    expect(text.match(/^error\[import-cycle\]/gm)).toHaveLength(5);
    expect(text.match(/^error\[god-file\]/gm)).toHaveLength(1);
    expect(text).toContain('and 4 more of import-cycle; `--format json` lists all');
  });
});
