// The ESLint language server of VS Code with a file that is typed into, and a page that shows what it says as VS Code does, for docs/eslint.md.
// A new picture is made with UPDATE_FIXTURES=1 where there is a Chromium; the text of the page is compared, not its pixels.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import puppeteer from 'puppeteer-core';
import { afterAll, describe, expect, it } from 'vitest';
import { hasNext, nextFolder, whyNoNext } from '../support/eslint-versions.js';
import { installPlugin, writeFiles } from '../support/installed-plugin.js';

const server = fileURLToPath(new URL('node_modules/vscode-langservers-extracted/bin/vscode-eslint-language-server', nextFolder));
const hasServer = hasNext && existsSync(server);
const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable'];
const executablePath = process.env['CHROMIUM'] ?? candidates.find((file) => existsSync(file));
const whyNoPage = executablePath === undefined ? ', skipped: no Chromium was found; install it or name one in the environment variable CHROMIUM' : '';

interface Diagnostic {
  readonly range: { readonly start: { readonly line: number; readonly character: number }; readonly end: { readonly line: number; readonly character: number } };
  readonly message: string;
  readonly code: string;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

/** The settings that the extension sends when nobody has set anything. */
const settings = (root: string) => ({
  validate: 'on', packageManager: 'npm', useFlatConfig: null, useESLintClass: true, experimental: { useFlatConfig: false }, codeAction: { disableRuleComment: { enable: true }, showDocumentation: { enable: true } },
  codeActionOnSave: { mode: 'all' }, format: false, quiet: false, onIgnoredFiles: 'off', options: {}, rulesCustomizations: [], run: 'onType', problems: { shortenToSingleLine: false }, nodePath: null,
  workingDirectory: { mode: 'auto' }, workspaceFolder: { uri: pathToFileURL(root).href, name: 'shop' },
});

function connect(root: string) {
  const child: ChildProcess = spawn(process.execPath, [server, '--stdio'], { cwd: root, stdio: ['pipe', 'pipe', 'ignore'] });
  const waiting = new Map<number, (result: unknown) => void>();
  const shown: { uri: string; diagnostics: Diagnostic[] }[] = [];
  let onShown: (() => void) | undefined;
  let bytes = Buffer.alloc(0);
  let last = 0;
  const send = (message: object): void => {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    child.stdin!.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  const request = (method: string, params: unknown): Promise<unknown> => {
    const id = ++last;
    send({ id, method, params });
    return new Promise((done) => waiting.set(id, done));
  };
  const receive = ({ id, method, params, result }: Message): void => {
    if (method === undefined) waiting.get(id!)?.(result);
    else if (method === 'textDocument/publishDiagnostics') {
      shown.push(params as (typeof shown)[number]);
      onShown?.();
    } else if (id !== undefined) send({ id, result: method === 'workspace/configuration' ? (params as { items: unknown[] }).items.map(() => settings(root)) : null });
  };
  child.stdout!.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    for (;;) {
      const head = /^Content-Length: (\d+)[^]*?\r\n\r\n/.exec(bytes.toString('latin1'));
      if (!head || bytes.length < head[0].length + Number(head[1])) return;
      receive(JSON.parse(bytes.subarray(head[0].length, head[0].length + Number(head[1])).toString()) as Message);
      bytes = bytes.subarray(head[0].length + Number(head[1]));
    }
  });
  /** What the server shows after a message; it may be asked for, as newer servers have it, or come by itself. */
  const after = async (uri: string, method: string, params: unknown): Promise<readonly Diagnostic[]> => {
    const arrived = new Promise<void>((done) => void (onShown = done));
    shown.length = 0;
    send({ method, params });
    const pulled = await Promise.race([arrived, request('textDocument/diagnostic', { textDocument: { uri } })]);
    return (pulled as { items: Diagnostic[] } | undefined)?.items ?? shown.at(-1)?.diagnostics ?? [];
  };
  return { send, request, after, close: () => child.kill() };
}

const order = "import { kitchen } from './kitchen';\n\nexport function order(dish: string): string {\n  return `${dish} from ${kitchen.name}`;\n}\n";
const kitchen = "export const kitchen = { name: 'the little kitchen' };\n\nexport function cook(dish: string): string {\n  return dish;\n}\n";
const typed = kitchen.replace('export const', "import { order } from './order';\n\nexport const").replace('return dish;', 'return order(dish);');

const home = realpathSync(mkdtempSync(join(tmpdir(), 'decant-vscode-')));
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function typeCircle(): Promise<Readonly<Record<'before' | 'typed' | 'undone', readonly Diagnostic[]>>> {
  installPlugin(home);
  symlinkSync(fileURLToPath(new URL('node_modules/eslint', nextFolder)), join(home, 'node_modules/eslint'));
  symlinkSync(fileURLToPath(new URL('../../node_modules/typescript-eslint', import.meta.url)), join(home, 'node_modules/typescript-eslint'));
  writeFiles(home, {
    'package.json': '{}', 'tsconfig.json': '{}', 'src/order.ts': order, 'src/kitchen.ts': kitchen,
    'eslint.config.mjs': "import tseslint from 'typescript-eslint';\nimport decant from 'decant/eslint';\nexport default [{ files: ['**/*.ts'], languageOptions: { parser: tseslint.parser } }, { ...decant.configs.recommended, files: ['**/*.ts'] }];\n",
  });
  const editor = connect(home);
  const uri = pathToFileURL(join(home, 'src/kitchen.ts')).href;
  try {
    const folders = [{ uri: pathToFileURL(home).href, name: 'shop' }];
    const capabilities = { workspace: { configuration: true, workspaceFolders: true }, textDocument: { publishDiagnostics: {}, diagnostic: {} } };
    await editor.request('initialize', { processId: null, rootUri: folders[0]!.uri, workspaceFolders: folders, capabilities });
    editor.send({ method: 'initialized', params: {} });
    const change = (version: number, text: string) => editor.after(uri, 'textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ text }] });
    const before = await editor.after(uri, 'textDocument/didOpen', { textDocument: { uri, languageId: 'typescript', version: 1, text: kitchen } });
    return { before, typed: await change(2, typed), undone: await change(3, kitchen) };
  } finally {
    editor.close();
  }
}

const message = 'This import closes a circle: src/kitchen.ts -> src/order.ts -> src/kitchen.ts (deferred: the names are used later, inside functions).';

describe.skipIf(!hasServer)(`the ESLint language server of VS Code${whyNoNext}`, () => {
  const session = hasServer ? typeCircle() : Promise.reject(new Error('no server'));
  session.catch(() => undefined);

  it('shows a circle while it is typed and takes it back when it is undone', async () => {
    const { before, typed: now, undone } = await session;
    expect(before).toEqual([]);
    expect(now).toEqual([expect.objectContaining({ code: 'decant/import-cycle', message: expect.stringContaining(message) as string, range: { start: { line: 0, character: 22 }, end: { line: 0, character: 31 } } })]);
    expect(undone).toEqual([]);
  });

  it.skipIf(executablePath === undefined)(`looks like this in the editor${whyNoPage}`, async () => {
    const browser = await puppeteer.launch({ executablePath: executablePath!, headless: true, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
    try {
      const page = await browser.newPage();
      await page.setViewport({ width: 900, height: 300 });
      const file = join(home, 'editor.html');
      writeFileSync(file, renderEditor('src/kitchen.ts', typed, (await session).typed));
      await page.goto(pathToFileURL(file).href);
      expect(await page.$eval('.hover', (element) => (element as unknown as { innerText: string }).innerText)).toContain(message);
      expect(await page.$eval('.wave', (element) => (element as unknown as { innerText: string }).innerText)).toBe("'./order'");
      if (process.env['UPDATE_FIXTURES'] === '1') {
        const folder = fileURLToPath(new URL('../../docs/pictures', import.meta.url));
        mkdirSync(folder, { recursive: true });
        await page.screenshot({ path: join(folder, 'editor.png'), type: 'png' });
      }
    } finally {
      await browser.close();
    }
  });
});

/** A page like the window of an editor: the code, a wave below the range of the first finding, and its message over it. */
function renderEditor(name: string, text: string, found: readonly Diagnostic[]): string {
  const escape = (part: string) => part.replace(/[&<>]/g, (mark) => `&#${mark.charCodeAt(0)};`);
  const paint = (part: string) => escape(part).replace(/\b(import|from|export|const|function|return|string)\b|('[^']*'|`[^`]*`)/g, (whole, word) => `<span class="${word === undefined ? 'text' : 'word'}">${whole}</span>`);
  const [first] = found;
  const lines = text.trimEnd().split('\n').map((line, index) => {
    if (index !== first?.range.start.line) return paint(line);
    const { start: { character: start }, end: { character: end } } = first.range;
    return `${paint(line.slice(0, start))}<span class="wave text">${escape(line.slice(start, end))}</span>${paint(line.slice(end))}`;
  });
  const code = lines.map((line, index) => `<div class="line"><span class="number">${index + 1}</span>${line || ' '}</div>`);
  const hover = first ? `<div class="hover">${escape(first.message)} <span class="rule">eslint(${escape(first.code)})</span></div>` : '';
  return `<!doctype html><meta charset="utf-8"><style>
body { margin: 0; background: #1f1f1f; color: #cccccc; font: 14px/20px monospace; }
.tab { background: #181818; padding: 8px 16px; font: 13px sans-serif; border-bottom: 1px solid #2b2b2b; }
.code { padding: 12px 0; } .line { white-space: pre; } .number { display: inline-block; width: 40px; margin-right: 20px; text-align: right; color: #6e7681; }
.word { color: #569cd6; } .text { color: #ce9178; } .wave { text-decoration: underline wavy #cca700 1px; text-underline-offset: 3px; }
.hover { margin: 0 60px 8px; padding: 8px 10px; width: 700px; background: #202020; border: 1px solid #454545; border-radius: 3px; font: 13px/18px sans-serif; white-space: normal; } .rule { color: #9d9d9d; }
</style><div class="tab">${escape(name)}</div><div class="code">${code[0]!}${hover}${code.slice(1).join('')}</div>`;
}
