import { describe, expect, it } from 'vitest';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { createMachine } from '../../../src/host/machine.js';
import { filePath } from '../../../src/host/path.js';
import { split } from '../../../src/workflow/split.js';
import { openWorkspace } from '../../../src/workflow/workspace.js';

const root = filePath('/kitchen');

/** A module that is quiet and one that registers a worker when it is loaded. */
const menu = `import { oven } from './oven.js';

${Array.from({ length: 30 }, (_, i) => `export function soup${i}(n: number): number {\n  return n + ${i === 0 ? 0 : `soup${i - 1}(n)`};\n}\n`).join('\n')}
oven.register('bread', bread0);
${Array.from({ length: 30 }, (_, i) => `function bread${i}(n: number): number {\n  return n * ${i === 29 ? 1 : `bread${i + 1}(n)`};\n}\n`).join('\n')}`;

function notesWith(packageJson: string): readonly { id: string; message: string; data: Record<string, unknown> }[] {
  const fileSystem = createMemoryFileSystem({ '/kitchen/package.json': packageJson, '/kitchen/src/menu.ts': menu, '/kitchen/src/oven.ts': 'export const oven = { register(name: string, f: unknown) { console.log(name, f); } };\n' });
  const report = split(openWorkspace({ fileSystem, root, machine: createMachine() }), { input: filePath('/kitchen/src/menu.ts'), maxLines: 130 });
  expect(report.refused).toEqual([]);
  return report.notes.filter((note) => note.id === 'side-effects-field');
}

describe('a package that says its files do nothing when loaded', () => {
  it('is told which new module a bundler would drop, with its worker', () => {
    const [note] = notesWith('{ "sideEffects": false }');
    expect(note?.message).toMatch(/^src\/menu\/bread.*\.ts does something when loaded, and package\.json says that no such file does$/);
  });

  it('is left alone when its list covers the new module, or when it says nothing', () => {
    expect(notesWith('{ "sideEffects": ["./src/menu/**"] }')).toEqual([]);
    expect(notesWith('{ "sideEffects": ["bread*.ts"] }')).toEqual([]);
    expect(notesWith('{ "name": "kitchen" }')).toEqual([]);
    expect(notesWith('{ broken')).toEqual([]);
  });

  it('is told when its list speaks of other files only', () => {
    expect(notesWith('{ "sideEffects": ["./src/polyfill.ts"] }')).toHaveLength(1);
  });
});
