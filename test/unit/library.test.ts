import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { check, plan, scan, split, tasks, ToolError, undo, verify } from '../../src/index.js';

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

  it('throws a ToolError with title, detail and help for what it cannot do', async () => {
    await expect(split({ root, input: 'src/gone.ts' })).rejects.toBeInstanceOf(ToolError);
    await expect(verify({ root, before: 'src', after: 'nowhere' })).rejects.toMatchObject({ name: 'ToolError', help: expect.stringMatching(/^[A-Z]/) });
  });
});
