import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { renderHtml } from '../src/report/html/html.js';
import type { CheckReport, ReportDiagnostic } from '../src/report/schema.js';

const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable'];
const executablePath = process.env['CHROMIUM'] ?? candidates.find((file) => existsSync(file));
const reason = executablePath === undefined ? ', skipped: no Chromium was found; install it or name one in the environment variable CHROMIUM' : '';

const nasty = 'src/</script><img src=x onerror=window.broken=1>.ts';

function knot(name: string, members: string[], danger: string): ReportDiagnostic {
  const edges = members.map((_, from) => ({ from, to: (from + 1) % members.length, kind: 'value', names: 1, cut: from === members.length - 1 }));
  return {
    id: 'import-cycle', key: `import-cycle:${name}`, severity: danger === 'crash' ? 'error' : 'warning', message: `${members.length} modules import each other`,
    at: { file: members[0]!, line: 1, column: 1 }, related: [], notes: ['a note'], help: 'Cut one import',
    data: { knot: name, members, danger, edges, cut: [{ from: members.at(-1), to: members[0], line: 4, names: ['menu'], how: 'inject', detail: 'pass menu as a parameter' }] },
  };
}

const report: CheckReport = {
  version: 1, command: 'check', unresolved: [], unparsed: [], skipped: [{ file: 'src/film.ts', reason: 'binary' }], brokenConfigs: [], baseline: null, since: null, next: 'decant split src/till.ts',
  summary: { files: 5, codeLines: 2000, godFiles: 1, components: 2, unresolved: 0, unparsed: 0, skipped: 1, known: 0 },
  diagnostics: [
    knot('knot-0000000b', ['src/shop/a.ts', 'src/shop/b.ts'], 'deferred'),
    knot('knot-0000000a', ['src/kitchen/menu.ts', 'src/kitchen/soup.ts', 'src/kitchen/till.ts'], 'crash'),
    { id: 'god-file', key: 'god-file:x', severity: 'error', message: `${nasty} is long`, at: { file: nasty, line: 1, column: 1 }, related: [], notes: [], help: 'Split it', data: {} },
  ],
  files: [
    { file: nasty, codeLines: 1200, physicalLines: 1300, threshold: 600, fanIn: 1, fanOut: 2 },
    ...['src/kitchen/menu.ts', 'src/kitchen/soup.ts', 'src/kitchen/till.ts', 'src/shop/a.ts', 'tools/press.ts'].map((file) => ({ file, codeLines: 200, physicalLines: 220, threshold: 600, fanIn: 1, fanOut: 1 })),
  ],
};

describe.skipIf(executablePath === undefined)(`the page of a report, in a browser${reason}`, () => {
  let browser: Browser;
  let page: Page;
  let requests: string[];
  let errors: string[];
  let folder: string;
  let file: string;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'decant-page-'));
    file = path.join(folder, 'report.html');
    writeFileSync(file, renderHtml(report));
    browser = await puppeteer.launch({ executablePath: executablePath!, headless: true, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    page = await browser.newPage();
    await page.setViewport({ width: 1200, height: 800 });
    // A page that is not in front gets no focus events.
    await (await page.createCDPSession()).send('Emulation.setFocusEmulationEnabled', { enabled: true });
    requests = [];
    errors = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => errors.push(message.text()));
    await page.goto(pathToFileURL(file).href);
    return async () => {
      expect(errors).toEqual([]);
      await page.close();
    };
  });

  const text = (selector: string) => page.$$eval(selector, (found) => found.map((element) => element.textContent ?? ''));
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '');

  it('asks for nothing but itself', async () => {
    await page.click('#tab-1');
    await page.click('#tab-2');
    expect(requests).toEqual([pathToFileURL(file).href]);
  });

  it('shows a file name that looks like markup as text', async () => {
    await page.click('#tab-2');
    expect(await page.evaluate(() => (window as { broken?: number }).broken)).toBeUndefined();
    expect((await text('.finding')).some((found) => found.includes('<img src=x'))).toBe(true);
  });

  it('opens, moves and goes back in the tree map with the keyboard alone', async () => {
    await page.keyboard.press('1');
    await page.keyboard.press('Tab');
    expect(await focused()).toMatch(/^folder src: 5 files, 2,000 code lines, 1 god file/);
    await page.keyboard.press('Enter');
    const first = await focused();
    await page.keyboard.press('ArrowRight');
    expect(await focused()).not.toBe(first);
    expect(await page.$$eval('.box.file.over, .box.folder.over', (boxes) => boxes.length)).toBe(1);
    await page.keyboard.press('Escape');
    expect(await focused()).toMatch(/^folder src/);
  });

  it('begins in the folder that holds everything, and names what lies deeper', async () => {
    const only = path.join(folder, 'only.html');
    writeFileSync(only, renderHtml({ ...report, files: report.files!.filter((each) => each.file.startsWith('src/kitchen') || each.file.startsWith('src/shop')) }));
    await page.goto(pathToFileURL(only).href);
    expect(await text('.crumbs button:disabled')).toEqual(['src']);
    expect((await text('.box > .label')).sort()).toEqual(['kitchen/', 'shop/']);
    expect((await text('.box i .label')).sort()).toEqual(['a.ts', 'menu.ts', 'soup.ts', 'till.ts']);
  });

  it('draws a knot with its cut imports marked, worst knot first', async () => {
    await page.keyboard.press('2');
    expect((await text('.knot b'))).toEqual(['3 files', '2 files']);
    await page.focus('.knot');
    await page.keyboard.press('Enter');
    expect(await page.$$eval('.arc', (arcs) => arcs.length)).toBe(3);
    expect(await text('.arc.cut title')).toEqual(['src/kitchen/till.ts -> src/kitchen/menu.ts (value, 1 name), to cut']);
    expect(await text('.stage td')).toEqual(['till.ts:4 → menu.ts', 'menu', 'pass menu as a parameter']);
    await page.$eval('.member', (member) => (member as SVGElement).focus());
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toMatch(/^src\/kitchen\/soup\.ts: imports 1/);
    expect(await page.$$eval('.arc.away', (arcs) => arcs.length)).toBe(1);
    await page.keyboard.press('Enter');
    expect(await page.$eval('dialog', (dialog) => (dialog as HTMLDialogElement).open)).toBe(true);
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.querySelector('dialog') === null);
  });

  it('finds by a slash and a word, and forgets by Escape', async () => {
    await page.keyboard.press('3');
    await page.keyboard.press('/');
    await page.keyboard.type('SOUP');
    expect(await page.$$eval('.finding', (found) => found.filter((each) => !(each as HTMLElement).hidden).length)).toBe(1);
    await page.keyboard.press('Escape');
    expect(await page.$$eval('.finding', (found) => found.filter((each) => !(each as HTMLElement).hidden).length)).toBe(3);
  });

  it('says what could not be read', async () => {
    await page.click('#tab-2');
    expect((await text('.gaps li'))).toEqual(['src/film.ts: binary']);
    expect((await text('#coverage'))[0]).toContain('1 file skipped');
  });

  it('fits a narrow window without a scroll bar below', async () => {
    await page.setViewport({ width: 480, height: 700 });
    for (const key of ['1', '2', '3'] as const) {
      await page.keyboard.press(key);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    }
  });
});
