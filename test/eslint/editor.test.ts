import { mkdirSync, mkdtempSync, readdirSync, realpathSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
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

    it('two tasks with one id, of which one is named by what is typed in the file of the other, are told before a save', async () => {
      const client = "import { Inngest } from 'inngest';\nexport const inngest = new Inngest({ id: 'kitchen' });\n";
      const task = (id: string) => `export const clean = inngest.createFunction({ id: ${id} }, { cron: '0 3 * * *' }, async () => 1);\n`;
      const names = (name: string) => `import { inngest } from './client.js';\nexport const NAME = '${name}';\n${task("'clean'")}`;
      write({ 'package.json': '{}', 'client.ts': client, 'names.ts': names('sweep'), 'other.ts': `import { inngest } from './client.js';\nimport { NAME } from './names.js';\n${task('NAME')}` });
      const eslint = open();
      expect(await show(eslint, 'names.ts', names('sweep'))).toEqual([]);
      expect(await show(eslint, 'names.ts', names('clean'))).toEqual([expect.stringMatching(/^3 decant\/duplicate-task .* also at other\.ts:3/)]);
      expect(await show(eslint, 'names.ts', names('sweep'))).toEqual([]);
    });

    it('of two tasks with one id that the lock has once the same one is told before a save and after it', async () => {
      const mail = "import { Queue } from 'bullmq';\nexport const mail = new Queue('mail');\n";
      write({ 'package.json': '{}', 'tasks.lock.json': '{\n  "version": 1,\n  "tasks": [\n    { "framework": "bullmq", "kind": "queue", "id": "mail" }\n  ]\n}\n', 'a.ts': kitchen, 'b.ts': mail });
      const eslint = open();
      expect(await show(eslint, 'a.ts', mail)).toEqual([]);
      write({ 'a.ts': mail });
      await pause();
      expect(await show(eslint, 'a.ts', mail)).toEqual([]);
      expect(await show(eslint, 'b.ts', mail)).toEqual([expect.stringContaining('decant/task-lock')]);
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

    const till = (specifier: string) => closing.replace('./order.js', specifier);
    const back = (specifier: string) => order.replace('./kitchen.js', specifier);
    const worlds: readonly { readonly name: string; readonly files: Readonly<Record<string, string>>; readonly file: string; readonly now: Readonly<Record<string, string>> }[] = [
      { name: 'a folder that had no source gets its first one', files: { 'src/kitchen.ts': till('./new/order.js'), 'src/new/readme.md': '' }, file: 'src/kitchen.ts', now: { 'src/new/order.ts': back('../kitchen.js') } },
      { name: 'a .gitignore is changed in place', files: { '.git/HEAD': '', '.gitignore': 'made\n', 'src/kitchen.ts': till('../made/order.js'), 'made/order.ts': back('../src/kitchen.js') }, file: 'src/kitchen.ts', now: { '.gitignore': 'mode\n' } },
      {
        name: 'the tsconfig of a package is changed in place',
        files: { 'p/a/package.json': '{}', 'p/a/tsconfig.json': '{"compilerOptions":{"paths":{"@/*":["./lib/*"]}}}', 'p/a/src/kitchen.ts': till('@/order'), 'p/a/src/order.ts': order },
        file: 'p/a/src/kitchen.ts', now: { 'p/a/tsconfig.json': '{"compilerOptions":{"paths":{"@/*":["./src/*"]}}}' },
      },
      {
        name: 'what a tsconfig extends is changed in place',
        files: { 'tsconfig.json': '{"extends":"./settings/base.json"}', 'settings/base.json': '{"compilerOptions":{"baseUrl":"..","paths":{"@/*":["./lib/*"]}}}', 'src/kitchen.ts': till('@/order'), 'src/order.ts': order },
        file: 'src/kitchen.ts', now: { 'settings/base.json': '{"compilerOptions":{"baseUrl":"..","paths":{"@/*":["./src/*"]}}}' },
      },
      {
        name: 'the imports of a package.json in a package are changed in place',
        files: { 'p/a/package.json': '{"imports":{"#order":"./src/none.js"}}', 'p/a/src/kitchen.ts': till('#order'), 'p/a/src/order.ts': order },
        file: 'p/a/src/kitchen.ts', now: { 'p/a/package.json': '{"imports":{"#order":"./src/order.js"}}' },
      },
    ];
    for (const { name, files, file, now } of worlds) {
      for (const state of ['nothing kept on the disk', 'what an earlier lint kept']) {
        it(`${name}: a circle that comes of it is told after a pause, with ${state}`, async () => {
          write({ 'package.json': '{ "workspaces": ["p/*"] }', ...files });
          const settings = { decant: { cache: state.startsWith('what') ? 'kept' : (false as const) } };
          const text = files[file]!;
          // Another root has another project in this process, which is read from what the first one keeps.
          for (const base of state.startsWith('what') ? [join(root, 'p/..'), `${root}/`] : []) expect(await show(open({ settings: { decant: { ...settings.decant, root: base } } }), file, text)).toEqual([]);
          const eslint = open({ settings });
          expect(await show(eslint, file, text)).toEqual([]);
          write(now);
          await pause();
          expect(await show(eslint, file, text)).toEqual([expect.stringContaining('decant/import-cycle This import closes a circle')]);
        });
      }
    }

    it('a package that becomes a project of its own is one after a pause, and no longer when its configuration goes', async () => {
      const low = '{ "analyzers": { "god-file": { "threshold": 1 } } }';
      const [text, long] = ['export const a = 1;\nexport const b = 2;\n', [expect.stringContaining('2 decant/god-file')]];
      write({ 'all/p/package.json': '{}', 'all/p/a.ts': text });
      const eslint = open();
      for (const place of ['all/p', 'all']) {
        expect(await show(eslint, 'all/p/a.ts', text)).toEqual([]);
        write({ [`${place}/decant.config.json`]: low });
        await pause();
        expect(await show(eslint, 'all/p/a.ts', text)).toEqual(long);
        rmSync(join(root, place, 'decant.config.json'));
        await pause();
      }
      expect(await show(eslint, 'all/p/a.ts', text)).toEqual([]);
    });

    for (const [name, rule, broken] of [
      ['a baseline that is no JSON', 'god-file', { '.decant-baseline.json': '{' }],
      ['a baseline outside of the project', 'god-file', { 'decant.config.json': '{ "baseline": "../other.json" }' }],
      ['a task lock with a merge conflict', 'task-lock', { 'tasks.lock.json': '<<<<<<< HEAD\n{}\n' }],
      ['a framework that is declared in a module that is not there', 'task-lock', { 'tasks.lock.json': '{ "version": 1, "tasks": [] }', 'decant.config.json': '{ "tasks": { "frameworks": [{ "framework": "house", "call": "task", "from": "./src/none", "id": 0 }] } }' }],
    ] as const) {
      it(`${name} ends no lint: it is told once, the other rules go on, and it is gone when it is mended`, async () => {
        write({ 'package.json': '{}', 'src/tasks.ts': "export { kitchen } from './tasks/kitchen.js';\n", 'src/tasks/kitchen.ts': kitchen, 'src/a.ts': "import { kitchen } from './tasks.js';\nkitchen;\n", 'src/b.ts': kitchen, ...broken });
        const eslint = open();
        const first = await show(eslint, 'src/a.ts', "import { kitchen } from './tasks.js';\nkitchen;\n");
        expect(first).toEqual(expect.arrayContaining([expect.stringMatching(new RegExp(`^1 decant/${rule} decant cannot run: `)), expect.stringMatching(/^1 decant\/prefer-direct-import /)]));
        expect(first).toHaveLength(2);
        expect(await show(eslint, 'src/b.ts', kitchen)).toEqual([]);
        for (const file of Object.keys(broken)) rmSync(join(root, file));
        await pause();
        expect(await show(eslint, 'src/a.ts', "import { kitchen } from './tasks.js';\nkitchen;\n")).toHaveLength(1);
      });
    }

    it('a configuration that breaks while files are open: no file is told what held under the one before', async () => {
      const long = `${kitchen}export const more = 1;\n`;
      write({ 'package.json': '{}', 'decant.config.json': '{ "analyzers": { "god-file": { "threshold": 1 } } }', 'src/a.ts': long, 'src/b.ts': long });
      const eslint = open();
      expect(await show(eslint, 'src/b.ts', long)).toEqual([expect.stringContaining('2 decant/god-file')]);
      write({ 'decant.config.json': '{' });
      await pause();
      expect(await show(eslint, 'src/a.ts', long)).toEqual([expect.stringContaining('decant cannot run')]);
      expect(await show(eslint, 'src/b.ts', long)).toEqual([]);
    });

    it('another file that is written before anybody pauses, when its text is asked for: the project is read once more and no lint ends', async () => {
      const members = Array.from({ length: 12 }, (_, i) => i);
      const member = (i: number) => `import { m${(i + 1) % 12} } from './m${(i + 1) % 12}.js';\nexport const m${i} = () => m${(i + 1) % 12};\n`;
      write({ 'package.json': '{}', ...Object.fromEntries(members.map((i) => [`src/m${i}.ts`, member(i)])) });
      // Old enough that nobody reads them again to be sure.
      for (const i of members) utimesSync(join(root, `src/m${i}.ts`), 1, 1);
      await setTimeout(2_500);
      const keep = (base: string) => open({ settings: { decant: { cache: 'kept', root: base } } });
      expect(await show(keep(`${root}/`), 'src/m0.ts', member(0))).toHaveLength(1);
      const eslint = keep(root);
      expect(await show(eslint, 'src/m0.ts', member(0))).toHaveLength(1);
      for (const file of readdirSync(join(root, 'kept'))) if (file.endsWith('.links')) rmSync(join(root, 'kept', file));
      write({ 'src/m6.ts': 'export const m6 = () => 1;\n' });
      expect(await show(eslint, 'src/m0.ts', `${member(0)}export const last = 1;\n`)).toEqual([]);
    });

    it('settings that are no paths are told, not thrown', async () => {
      write({ 'package.json': '{}', 'src/kitchen.ts': kitchen });
      for (const wrong of [{ root: 5 }, { config: {} }, { cache: true }, { cache: null }]) {
        expect(await show(open({ settings: { decant: wrong } }), 'src/kitchen.ts', kitchen)).toEqual([expect.stringMatching(/decant cannot run: .*settings\.decant\.\w+ is /)]);
      }
    });

    it('text without a name is no file of the folder in which ESLint was started', async () => {
      write({ 'package.json': '{}', 'decant.config.json': '{ "analyzers": { "god-file": { "threshold": 1 } } }' });
      const rules = plugin.configs.strict.rules!;
      const eslint = start({ overrideConfig: { files: ['**/*.js'], plugins: { decant: plugin as ESLint.Plugin }, rules, settings: { decant: { cache: false } } } });
      const text = 'export const a = 1;\nexport const b = 2;\n';
      expect((await eslint.lintText(text))[0]!.messages).toEqual([]);
      expect((await eslint.lintText(text, { filePath: 'named.js' }))[0]!.messages).toHaveLength(1);
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

    it('a file that is reached by a symlink in the project is the one that it leads to, and no second one', async () => {
      const long = `${kitchen}export const more = 1;\n`;
      write({ 'package.json': '{}', 'decant.config.json': '{ "analyzers": { "god-file": { "threshold": 1 } } }', 'src/kitchen.ts': long });
      symlinkSync('kitchen.ts', join(root, 'src/linked.ts'));
      symlinkSync('src', join(root, 'lib'));
      const eslint = open();
      for (const file of ['src/linked.ts', 'lib/kitchen.ts']) expect(await show(eslint, file, long), file).toEqual([]);
      for (const file of ['src/kitchen.ts', 'src/new.ts']) expect(await show(eslint, file, long), file).toEqual([expect.stringContaining('2 decant/god-file')]);
    });

    it('a block of another file is no module', async () => {
      write({ 'package.json': '{}', 'src/order.ts': order });
      const blocks: Linter.Processor = { preprocess: (text) => [{ text, filename: 'kitchen.ts' }], postprocess: (messages) => messages.flat() };
      const eslint = open({ files: ['**/*.md'], processor: blocks });
      expect(await show(eslint, 'src/notes.md', closing)).toEqual([]);
    });
  });
}
