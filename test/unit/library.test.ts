import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { check, deprecate, migrate, plan, scan, shims, split, tasks, ToolError, undo, verify } from '../../src/index.js';

let root = '';
const menu = ['soup', 'bread'].flatMap((word) => Array.from({ length: 30 }, (_, index) => `export function ${word}${index}(n: number): number {\n  return n + ${index === 0 ? '1' : `${word}${index - 1}(n)`};\n}\n`)).join('\n');

beforeAll(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'decant-library-')));
  mkdirSync(path.join(root, 'src'));
  writeFileSync(path.join(root, 'package.json'), '{ "type": "module" }');
  writeFileSync(path.join(root, 'decant.config.json'), '{ "analyzers": { "god-file": { "threshold": 120 } } }');
  writeFileSync(path.join(root, 'src/menu.ts'), menu);
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('the library', () => {
  it('finds, plans, splits and undoes with paths relative to the root', async () => {
    const steps: string[] = [];
    const found = await scan({ root, onProgress: (step) => steps.push(step) });
    expect(found.summary).toMatchObject({ files: 1, godFiles: 1 });
    expect(found.largest[0]).toMatchObject({ file: 'src/menu.ts', threshold: 120, fanIn: 0 });
    expect(steps.length).toBeGreaterThan(1);

    const planned = await plan({ root, file: 'src/menu.ts', directory: 'src/dishes' });
    expect(planned.plan!.parts.every((part) => part.file.startsWith('src/dishes/') || part.file === 'src/menu.ts')).toBe(true);

    const written = await split({ root, input: 'src/menu.ts', directory: 'src/dishes', write: true });
    expect(written.applied).toBe(true);
    expect((await check({ root, paths: ['src'] })).diagnostics).toEqual([]);
    expect((await tasks({ root })).tasks).toEqual([]);
    expect((await undo({ root })).id).toBe(written.change);
    expect(readFileSync(path.join(root, 'src/menu.ts'), 'utf8')).toBe(menu);
  });

  it('migrates and deprecates what it has split', async () => {
    writeFileSync(path.join(root, 'src/table.ts'), "import { soup1 } from './menu.js';\n\nconsole.log(soup1(2));\n");
    const written = await split({ root, input: 'src/menu.ts', write: true });
    expect(written.applied).toBe(true);
    const moved = await migrate({ root, facades: ['src/menu.ts'], shardBy: 'package' });
    expect(moved.shards?.map(({ files }) => files)).toEqual([['src/table.ts']]);
    expect((await deprecate({ root, facade: 'src/menu.ts', stage: 'error' })).refused.map(({ id }) => id)).toEqual(['shim-still-imported']);
    const shim = await deprecate({ root, facade: 'src/menu.ts', stage: 'jsdoc', after: '2.0.0', write: true });
    expect(shim).toMatchObject({ applied: true, stage: 'jsdoc', after: '2.0.0' });
    expect((await shims({ root })).shims.map(({ file, importers }) => [file, importers.length])).toEqual([['src/menu.ts', 1]]);
    await expect(migrate({ root, facades: ['src/menu.ts'], commit: true, write: true })).rejects.toMatchObject({ title: 'no git working tree' });
    await undo({ root });
    await undo({ root });
    expect(readFileSync(path.join(root, 'src/menu.ts'), 'utf8')).toBe(menu);
    rmSync(path.join(root, 'src/table.ts'));
  });

  it('throws a ToolError with title, detail and help for what it cannot do', async () => {
    await expect(split({ root, input: 'src/gone.ts' })).rejects.toBeInstanceOf(ToolError);
    await expect(verify({ root, before: 'src', after: 'nowhere' })).rejects.toMatchObject({ name: 'ToolError', help: expect.stringMatching(/^[A-Z]/) });
  });
});
