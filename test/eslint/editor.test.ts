import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import tseslint from 'typescript-eslint';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import plugin from '../../rules/plugin.js';
import { tested } from '../support/eslint-versions.js';
import type { ESLint, Linter } from 'eslint';

let root: string;
beforeEach(() => void (root = realpathSync(mkdtempSync(join(tmpdir(), 'decant-editor-')))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

const order = "import { kitchen } from './kitchen.js';\nexport const order = () => kitchen;\n";
const kitchen = 'export const kitchen = 1;\n';
const closing = "import { order } from './order.js';\nexport const kitchen = () => order;\n";

function write(files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
}

/** What an editor shows for a file with a text that may not be saved. */
async function show(eslint: ESLint, file: string, text: string): Promise<string[]> {
  const [result] = await eslint.lintText(text, { filePath: join(root, file) });
  return result!.messages.map(({ line, ruleId, message }) => `${line} ${ruleId ?? ''} ${message}`);
}

/** As long as a person takes to look up: after it the disk is asked again. */
const pause = () => setTimeout(300);

for (const { title, eslint: version } of tested) {
  describe.skipIf(!version)(`an editor with ${title}`, () => {
    if (!version) return;
    const start = (options: ESLint.Options, more: Partial<Linter.Config> = {}): ESLint => {
      const settings = { decant: { cache: false as const } };
      const config: Linter.Config[] = [{ files: ['**/*.ts'], languageOptions: { parser: tseslint.parser }, settings, ...more }, { ...plugin.configs.strict, files: ['**/*.ts'] }];
      return new version.ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: config, ...options });
    };
    const open = (more?: Partial<Linter.Config>): ESLint => start({}, more);

    it('a circle is told while it is typed, before a save, and is gone when it is undone', async () => {
      write({ 'package.json': '{}', 'src/kitchen.ts': kitchen, 'src/order.ts': order });
      const eslint = open();
      expect(await show(eslint, 'src/kitchen.ts', kitchen)).toEqual([]);
      expect(await show(eslint, 'src/kitchen.ts', closing)).toEqual([expect.stringContaining('1 decant/import-cycle This import closes a circle: src/kitchen.ts -> src/order.ts -> src/kitchen.ts')]);
      expect(await show(eslint, 'src/kitchen.ts', `\n\n${closing}`)).toEqual([expect.stringMatching(/^3 decant\/import-cycle /)]);
      expect(await show(eslint, 'src/kitchen.ts', kitchen)).toEqual([]);
    });

    it('what a circle does and where it is cheapest to cut is that of the text, though its imports stay', async () => {
      write({ 'package.json': '{}', 'src/kitchen.ts': closing, 'src/order.ts': order });
      const eslint = open();
      const texts = [closing, `${closing}export const first = order();\n`, `${closing}\n`, `${closing.split('\n')[0]}\nexport const kitchen = 1;\nexport type Kitchen = typeof order;\n`, `${closing}\n\n`];
      const told: string[] = [];
      for (const text of texts) told.push((await show(eslint, 'src/kitchen.ts', text)).join());
      const later = /\(deferred: .*: src\/order\.ts:1 -> src\/kitchen\.ts/;
      expect(told).toEqual([later, /\(fragile: .*: src\/order\.ts:1 -> src\/kitchen\.ts/, later, /\(type-only: .*Mark it as `import type`/, later].map((pattern) => expect.stringMatching(pattern) as string));
    });

    it('files that come, change, move and go beside the one that is edited are noticed', async () => {
      write({ 'package.json': '{}', 'src/kitchen.ts': closing });
      const eslint = open();
      expect(await show(eslint, 'src/kitchen.ts', closing)).toEqual([]);
      write({ 'src/order.ts': order });
      await pause();
      expect(await show(eslint, 'src/kitchen.ts', closing)).toHaveLength(1);
      renameSync(join(root, 'src/order.ts'), join(root, 'src/orders.ts'));
      await pause();
      expect(await show(eslint, 'src/kitchen.ts', closing)).toEqual([]);
      expect(await show(eslint, 'src/kitchen.ts', closing.replace('order.js', 'orders.js'))).toHaveLength(1);
      write({ 'src/orders.ts': 'export const order = 1;\n' });
      await pause();
      expect(await show(eslint, 'src/kitchen.ts', closing.replace('order.js', 'orders.js'))).toEqual([]);
    });

    it('a new file that was never saved is a module already', async () => {
      write({ 'package.json': '{}', 'src/order.ts': order });
      expect(await show(open(), 'src/kitchen.ts', closing)).toEqual([expect.stringContaining('src/kitchen.ts -> src/order.ts')]);
    });

    it('a task that is typed is known, in a project that had none of its framework and in one that had', async () => {
      const mail = (id: string) => `import { Queue } from 'bullmq';\nexport const mail = new Queue('${id}');\n`;
      write({ 'package.json': '{}', 'tasks.lock.json': '{\n  "version": 1,\n  "tasks": [\n    { "framework": "bullmq", "kind": "queue", "id": "mail" }\n  ]\n}\n', 'src/kitchen.ts': kitchen });
      const eslint = open();
      expect(await show(eslint, 'src/kitchen.ts', `${kitchen}export const more = 1;\n`)).toEqual([]);
      expect(await show(eslint, 'src/kitchen.ts', mail('post'))).toEqual([expect.stringContaining("2 decant/task-lock ")]);
      expect(await show(eslint, 'src/kitchen.ts', mail('mail'))).toEqual([]);
      write({ 'src/kitchen.ts': mail('mail') });
      await pause();
      expect(await show(eslint, 'src/kitchen.ts', mail('letter'))).toEqual([expect.stringContaining("2 decant/task-lock ")]);
    });

    it('a configuration that is wrong is told on one file, until it is mended', async () => {
      write({ 'package.json': '{}', 'decant.config.json': '{ "analyzers": { "god-fil": {} } }', 'src/kitchen.ts': kitchen, 'src/order.ts': order });
      const eslint = open();
      const broken = [expect.stringMatching(/^1 decant\/[\w-]+ decant cannot run: .*god-fil/)];
      expect(await show(eslint, 'src/kitchen.ts', kitchen)).toEqual(broken);
      expect(await show(eslint, 'src/order.ts', order)).toEqual([]);
      expect(await show(eslint, 'src/kitchen.ts', `${kitchen}\n`)).toEqual(broken);
      write({ 'decant.config.json': '{ "analyzers": { "god-file": { "threshold": 1 } } }' });
      await pause();
      expect(await show(eslint, 'src/order.ts', order)).toEqual([expect.stringContaining('2 decant/god-file')]);
    });

    it('each file is seen in the project that it belongs to', async () => {
      write({ 'shop/decant.config.json': '{}', 'shop/a.ts': "import '../bar/b.js';\n", 'bar/decant.config.json': '{ "analyzers": { "god-file": { "threshold": 1 } } }', 'bar/b.ts': "import '../shop/a.js';\nexport {};\n" });
      const eslint = open();
      expect(await show(eslint, 'shop/a.ts', "import '../bar/b.js';\n")).toEqual([]);
      expect(await show(eslint, 'bar/b.ts', "import '../shop/a.js';\nexport {};\n")).toEqual([expect.stringContaining('2 decant/god-file')]);
    });

    it('what the configuration leaves out has no findings', async () => {
      write({ 'decant.config.json': '{ "exclude": ["old/**"], "analyzers": { "god-file": { "threshold": 1 } } }', 'old/a.ts': 'export const a = 1;\nexport const b = 2;\n', 'src/a.ts': 'export const a = 1;\n' });
      const eslint = open();
      expect(await show(eslint, 'old/a.ts', 'export const a = 1;\nexport const b = 2;\n')).toEqual([]);
      expect(await show(eslint, 'old/new.ts', 'export const a = 1;\nexport const b = 2;\n')).toEqual([]);
    });

    it('a fix is found again neither in its own result nor in a file with a mark and other line ends', async () => {
      const types = "import { Order } from './order.js';\r\nexport const kitchen = 'k';\r\nexport function cook(order: Order) { return order; }\r\n";
      write({ 'package.json': '{}', 'src/kitchen.ts': `\uFEFF${types}`, 'src/order.ts': "import { kitchen } from './kitchen.js';\nexport interface Order { readonly at: string }\nexport const first: Order = { at: kitchen };\n" });
      const fixing = start({ fix: true });
      const first = await fixing.lintFiles(['src/kitchen.ts']);
      expect(first[0]).toMatchObject({ output: `\uFEFF${types.replace('import {', 'import type {')}`, messages: [] });
      await version.ESLint.outputFixes(first);
      const [second] = await fixing.lintFiles(['src/kitchen.ts']);
      expect(second).toMatchObject({ messages: [] });
      expect(second).not.toHaveProperty('output');
    });

    it('a block of another file is no module', async () => {
      write({ 'package.json': '{}', 'src/order.ts': order });
      const blocks: Linter.Processor = { preprocess: (text) => [{ text, filename: 'kitchen.ts' }], postprocess: (messages) => messages.flat() };
      const eslint = open({ files: ['**/*.md'], processor: blocks });
      expect(await show(eslint, 'src/notes.md', closing)).toEqual([]);
    });
  });
}
