import { describe, expect, it } from 'vitest';
import { renderSizeBar } from '../../../src/report/text/bar.js';
import { commonFolder, fitPath } from '../../../src/report/text/fit-path.js';
import { visibleWidth, wrap } from '../../../src/report/text/table.js';
import { createTerminal } from '../../../src/report/text/terminal.js';
import { renderText } from '../../../src/report/text/text.js';
import type { CheckReport, ReportDiagnostic, ScanReport } from '../../../src/report/schema.js';

const summary = { files: 90, codeLines: 50_000, godFiles: 0, components: 0, unresolved: 0, unparsed: 0, skipped: 0, known: 0 };
const shared = { version: 1 as const, summary, unresolved: [], unparsed: [], skipped: [], brokenConfigs: [], next: null };

function checkOf(diagnostics: ReportDiagnostic[], more: Partial<CheckReport> = {}): CheckReport {
  return { ...shared, command: 'check', diagnostics, baseline: null, since: null, ...more };
}

function scanOf(diagnostics: ReportDiagnostic[], more: Partial<ScanReport> = {}): ScanReport {
  return { ...shared, command: 'scan', diagnostics, largest: [], ...more };
}

function godFile(file: string, rank: number, data: Record<string, unknown> = {}, more: Partial<ReportDiagnostic> = {}): ReportDiagnostic {
  const codeLines = Number(data['codeLines'] ?? 1300);
  return {
    id: 'god-file', key: `god-file:${file}`, severity: 'error',
    message: `${file} has ${codeLines} code lines`, at: { file, line: 1, column: 1 }, related: [],
    notes: ['a note of the file'], help: `Run \`decant split ${file}\` to see it as domain modules`,
    data: { codeLines, physicalLines: codeLines + 100, threshold: 600, fanIn: 7, rank, clusters: { found: [] }, commits: null, ...data },
    next: { command: `decant split ${file}`, applicability: 'safe' },
    ...more,
  };
}

function knot(name: string, danger: string, size: number, more: Partial<ReportDiagnostic> = {}): ReportDiagnostic {
  const file = (index: number) => `packages/kitchen/src/${name}/dish-${index}.ts`;
  const members = Array.from({ length: size }, (_, index) => file(index));
  const witness = [0, 1].map((index) => ({ from: file(index), to: file(1 - index), line: index + 3, specifier: `./dish-${1 - index}.js`, names: ['Dish'], kind: 'value' }));
  return {
    id: 'import-cycle', key: `import-cycle:${name}`, severity: 'error',
    message: `${size} modules import each other in a circle: ${file(0)} -> ${file(1)} -> ${file(0)}`,
    at: { file: file(1), line: 4, column: 1 }, related: [],
    notes: [...witness.map((hop) => `${hop.from}:${hop.line} imports Dish from '${hop.specifier}' -> ${hop.to}`), `${danger}: because`],
    help: `Cut 1 import of ${name}`,
    data: { members, witness, danger, cut: [{}] },
    ...more,
  };
}

const print = (report: CheckReport | ScanReport, width = 100, all = false) => renderText(report, createTerminal({ color: false, width, all })).split('\n');

describe('fitPath', () => {
  const path = 'packages/admin/dashboard/src/forms/target-form.tsx';
  it('gives up segments in the middle first, then the folders, and the file name last', () => {
    expect(fitPath(path, 60)).toBe(path);
    expect(fitPath(path, 40)).toBe('packages/…/src/forms/target-form.tsx');
    expect(fitPath(path, 28)).toBe('packages/…/target-form.tsx');
    expect(fitPath(path, 20)).toBe('…/target-form.tsx');
    expect(fitPath(path, 15)).toBe('target-form.tsx');
    expect(fitPath(path, 9)).toBe('…form.tsx');
  });

  it('keeps a folder a folder', () => {
    expect(fitPath('packages/kitchen/src/menu/', 18)).toBe('packages/…/menu/');
  });

  it('never gives more than it may, and always the end of the path', () => {
    for (let width = 2; width < 60; width++) {
      const shown = fitPath(path, width);
      expect(shown.length).toBeLessThanOrEqual(width);
      expect(path.endsWith(shown.split('…').at(-1)!)).toBe(true);
    }
  });
});

describe('commonFolder', () => {
  it('ends at whole names', () => {
    expect(commonFolder(['src/menu/soup.ts', 'src/menus/bread.ts'])).toBe('src/');
    expect(commonFolder(['src/menu/soup.ts', 'src/menu/soup/hot.ts'])).toBe('src/menu/');
    expect(commonFolder(['till.ts', 'src/menu.ts'])).toBe('');
  });
});

describe('renderSizeBar', () => {
  const paint = { under: (text: string) => text.replaceAll('█', '.'), over: (text: string) => text };
  it('shows the limit as the first quarter, and an arrow for what is beyond four times of it', () => {
    expect(renderSizeBar(1200, 600, 12, paint)).toBe('...███');
    expect(renderSizeBar(601, 600, 12, paint)).toBe('...▏');
    expect(renderSizeBar(2400, 600, 12, paint)).toBe('...█████████');
    expect(renderSizeBar(19_000, 600, 12, paint)).toBe('...████████▶');
  });
});

describe('wrap', () => {
  it('does not break a command in backticks that fits in a line', () => {
    expect(wrap('Run `decant split src/till.ts` to see', 30)).toEqual(['Run `decant split src/till.ts`', 'to see']);
    expect(wrap('Please run `decant split src/till.ts`', 30)).toEqual(['Please run', '`decant split src/till.ts`']);
    expect(wrap('Run `decant split src/till.ts` now', 12)).toEqual(['Run `decant', 'split', 'src/till.ts`', 'now']);
    expect(wrap('one ` alone stays', 9)).toEqual(['one `', 'alone', 'stays']);
  });
});

describe('god files in a report', () => {
  const long = 'packages/admin/dashboard/src/routes/tax-regions/common/components/target-form/target-form.tsx';
  const many = Array.from({ length: 40 }, (_, index) => godFile(`src/kitchen-${index}.ts`, 40 - index));

  it('are a table by rank, the rest a number with the way to see it', () => {
    const lines = print(scanOf(many));
    const ranks = lines.flatMap((line) => /^ {2,3}(\d+) {2}src\/kitchen-/.exec(line)?.[1] ?? []);
    expect(ranks).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']);
    expect(lines).toContain('  and 30 more; `decant scan --all` lists all');
    expect(print(scanOf(many), 100, true).filter((line) => /^ +\d+ {2}src\/kitchen-/.test(line))).toHaveLength(40);
  });

  it('are three in full, twelve in a line and a number in a check', () => {
    const lines = print(checkOf(many));
    expect(lines.filter((line) => line.startsWith('error[god-file]'))).toHaveLength(3);
    expect(lines.filter((line) => /^ +\d+ {2}src\/kitchen-/.test(line))).toHaveLength(12);
    expect(lines).toContain('  and 25 more; `decant check --all` lists all');
    expect(lines.at(-2)).toBe('next: Run `decant split src/kitchen-39.ts` to see it as domain modules');
  });

  it('lose columns before they lose the file name, and never leave the screen', () => {
    const files = [godFile(long, 1, { codeLines: 19_218 }), godFile('src/till.ts', 2, { commits: 31 })];
    for (const width of [60, 80, 100, 120, 140]) {
      const lines = print(scanOf(files, { next: 'decant split src/till.ts' }), width);
      for (const line of lines) expect(visibleWidth(line), line).toBeLessThanOrEqual(width);
      expect(lines.some((line) => line.includes('target-form.tsx '))).toBe(true);
    }
    const titles = (width: number) => print(scanOf(files), width).find((line) => line.includes('code/limit'))!;
    expect(titles(140).trim().split(/ +/)).toEqual(['#', 'file', 'code/limit', 'lines', 'fan-in', 'clusters', 'commits']);
    expect(titles(60)).not.toContain('lines');
    expect(titles(60)).toContain('commits');
  });

  it('tell a planned split, a refusal, clusters that nobody planned and what no split helps apart', () => {
    const files = [
      godFile('src/a.ts', 1),
      godFile('src/b.ts', 2),
      godFile('src/c.ts', 3, { clusters: { found: [{ name: 'soup', lines: 1300 }, { name: 'bread', lines: 90 }] } }),
      godFile('src/d.ts', 4, { obstacle: { kind: 'declaration', name: 'Oven', share: 0.98 } }, { next: undefined }),
      godFile('src/e.ts', 5, { obstacle: { kind: 'loose-statements', share: 0.9 } }, { next: undefined }),
    ];
    const predictions = [
      { file: 'src/a.ts', modules: [{ name: 'content', codeLines: 1528 }, { name: 'crisis', codeLines: 235 }], refused: null },
      { file: 'src/b.ts', modules: [], refused: 'a folder is in the way' },
    ];
    const outlooks = print(scanOf(files, { predictions })).filter((line) => /^ {5}\S/.test(line));
    expect(outlooks).toEqual([
      '     → 2 modules: content 1,528 and crisis 235',
      '     → refused: a folder is in the way',
      '     2 clusters, not planned: soup 1,300 and bread 90',
      '     – no split: Oven is 98 % of it',
      '     – no split: 90 % of it is statements that declare nothing',
    ]);
  });

  it('are titled by their name where the whole path would break the title', () => {
    expect(print(checkOf([godFile(long, 1)]), 60)).toContain('error[god-file]: target-form.tsx has 1300 code lines');
    expect(print(checkOf([godFile(long, 1)]), 140)).toContain(`error[god-file]: ${long} has 1300 code lines`);
  });

  it('give way to the largest files where there are none', () => {
    const largest = [{ file: long, codeLines: 300, physicalLines: 400, threshold: 600, fanIn: 1, fanOut: 2 }];
    const lines = print(scanOf([], { largest }), 80);
    expect(lines.join('\n')).toContain('largest files');
    for (const line of lines) expect(visibleWidth(line)).toBeLessThanOrEqual(80);
    expect(print(scanOf([godFile('src/a.ts', 1)], { largest })).join('\n')).not.toContain('largest files');
  });
});

describe('knots in a report', () => {
  const knots = [knot('types', 'type-only', 9, { severity: 'info' }), knot('soup', 'fragile', 3), knot('bread', 'crash', 2), knot('salad', 'fragile', 40), knot('till', 'deferred', 5)];

  it('stand by danger and size, and are counted by danger', () => {
    const lines = print(scanOf(knots), 120);
    expect(lines).toContain('import knots  5 knots · 59 files · 1 crash · 2 fragile · 1 deferred · 1 type-only');
    const start = lines.findIndex((line) => line.startsWith('import knots'));
    expect(lines.slice(start + 2, start + 11)).toEqual([
      '  crash  a name is read too early, for an entry of this project or for every one',
      '     2 files  cut 1  packages/kitchen/src/bread/dish-0.ts ⇄ dish-1.ts',
      '  fragile  a name is or may be read too early for some first module, or not measured',
      '    40 files  cut 1  packages/kitchen/src/salad/dish-0.ts ⇄ dish-1.ts',
      '     3 files  cut 1  packages/kitchen/src/soup/dish-0.ts ⇄ dish-1.ts',
      '  deferred  members use each other later, inside of functions',
      '     5 files  cut 1  packages/kitchen/src/till/dish-0.ts ⇄ dish-1.ts',
      '  type-only  nothing of it is left at run time',
      '     9 files  cut 1  packages/kitchen/src/types/dish-0.ts ⇄ dish-1.ts',
    ]);
  });

  it('draw their circle below the folder that it shares, once', () => {
    const lines = print(checkOf([knot('bread', 'crash', 2)]), 80);
    const start = lines.indexOf('error[import-cycle]: 2 modules import each other in a circle');
    expect(lines.slice(start + 1, start + 6)).toEqual([
      '  --> packages/kitchen/src/bread/',
      "  ┌─ dish-0.ts:3 './dish-1.js' Dish",
      "  └─ dish-1.ts:4 './dish-0.js' Dish",
      '  = note: crash: because',
      '  = help: Cut 1 import of bread',
    ]);
  });

  it('name the folder once, in notes and in the cut list too, and list five of the imports to cut', () => {
    const folder = 'packages/kitchen/src/bread/';
    const cut = Array.from({ length: 7 }, (_, index) => ({ from: `${folder}dish-${index}.ts`, line: index + 1, to: `${folder}dish-0.ts`, detail: 'mark it' }));
    const notes = [`when ${folder}dish-1.ts is loaded first, it reads packages/kitchen/src/oven.ts`, `cut ${folder}dish-0.ts:1 -> ${folder}dish-0.ts: mark it`, 'and 6 more imports to cut'];
    const base = knot('bread', 'crash', 2);
    const found = { ...base, notes, help: `Remove 9 imports, and it is gone: ${folder}dish-0.ts:1 -> ${folder}dish-0.ts (Dish)`, data: { ...base.data, cut, cutSize: 9 } };
    const lines = print(checkOf([found]), 100);
    const start = lines.indexOf(`  --> ${folder}`);
    expect(lines.slice(start + 3, start + 11)).toEqual([
      '  = note: when dish-1.ts is loaded first, it reads packages/kitchen/src/oven.ts',
      '  = help: Remove 9 imports, and it is gone',
      '          dish-0.ts:1 -> dish-0.ts: mark it',
      '          dish-1.ts:2 -> dish-0.ts: mark it',
      '          dish-2.ts:3 -> dish-0.ts: mark it',
      '          dish-3.ts:4 -> dish-0.ts: mark it',
      '          dish-4.ts:5 -> dish-0.ts: mark it',
      '          and 4 more',
    ]);
    expect(print(scanOf([found]), 100).join('\n')).toContain('2 files  cut 9');
    expect(print(checkOf([found]), 100, true).filter((line) => line.endsWith(': mark it'))).toHaveLength(7);
  });

  it('are counted by danger where they are not listed', () => {
    const many = Array.from({ length: 30 }, (_, index) => knot(`k${index}`, index % 2 === 0 ? 'fragile' : 'deferred', 2));
    expect(print(scanOf(many), 120)).toContain('  and 20 more (5 fragile and 15 deferred); `decant scan --all` lists all');
  });

  it('are shown as any finding when their circle is not known', () => {
    const bare = knot('bread', 'crash', 2);
    expect(print(checkOf([{ ...bare, data: {} }])).join('\n')).toContain('--> packages/kitchen/src/bread/dish-1.ts:4:1');
    expect(print(scanOf([{ ...bare, data: {} }])).join('\n')).toContain('not classified');
  });
});

describe('findings that a baseline knows', () => {
  const files = [godFile('src/old.ts', 1, {}, { standing: 'known' }), godFile('src/new.ts', 2, {}, { standing: 'new' }), godFile('src/grown.ts', 3, {}, { standing: 'worse' })];
  const report = checkOf(files, {
    summary: { ...summary, known: 1 },
    baseline: { file: '.decant-baseline.json', entries: 12, stale: [], written: false, changes: [] },
    since: { ref: 'main', commit: '0123456789abcdef', changed: 3, better: 1 },
  });

  it('are only counted, and what is new or worse says so', () => {
    const text = print(report).join('\n');
    expect(text).not.toContain('src/old.ts');
    expect(text).toContain('error[god-file] new: src/new.ts has');
    expect(text).toContain('error[god-file] worse: src/grown.ts has');
    expect(text).toContain('✗ 2 errors · 1 known, not shown');
    expect(text).toContain('baseline .decant-baseline.json: 12 entries, 0 stale');
    expect(text).toContain('since main (012345678): 3 files changed, 1 finding gone or smaller');
  });

  it('are not called new where nothing is compared, because then all of it would be', () => {
    const text = print(checkOf([godFile('src/new.ts', 1, {}, { standing: 'new' })])).join('\n');
    expect(text).toContain('error[god-file]: src/new.ts has');
  });

  it('are listed on demand, and are no errors then either', () => {
    const text = print(report, 100, true).join('\n');
    expect(text).toContain('error[god-file] known: src/old.ts');
    expect(text).toContain('✗ 2 errors · 1 known');
  });
});

describe('the history of a scan', () => {
  it('is named with its limits', () => {
    const head = (churn: ScanReport['churn']) => print(scanOf([], churn && { churn }))[2]!.trim();
    expect(head({ months: 12, commits: 1204, shallow: false, unavailable: null })).toBe('1,204 commits in the last 12 months');
    expect(head({ months: 12, commits: 1, shallow: true, unavailable: null })).toContain('the clone is shallow');
    expect(head({ months: 12, commits: 0, shallow: false, unavailable: 'git cannot be started' })).toBe('commits not counted: git cannot be started');
  });
});
