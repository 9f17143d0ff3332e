import { describe, expect, it } from 'vitest';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { filePath, joinPath, type FilePath } from '../../../src/host/path.js';
import { splitReportSchema } from '../../../src/report/schema.js';
import { split, type SplitRequest } from '../../../src/workflow/split.js';
import { undo } from '../../../src/workflow/undo.js';
import { openWorkspace, type Workspace } from '../../../src/workflow/workspace.js';
import type { WritableFileSystem } from '../../../src/host/file-system.js';
import type { Machine } from '../../../src/host/machine.js';

const root = filePath('/kitchen');
const source = filePath('/kitchen/src/menu.ts');

/** Two subjects of `size` functions each that know nothing of each other. */
function grownFile(size: number): string {
  const block = (word: string) =>
    Array.from({ length: size }, (_, index) => {
      const previous = index === 0 ? '1' : `${word}Step${index - 1}(value)`;
      return `export function ${word}Step${index}(value: number): number {\n  const ${word} = value + ${previous};\n  return ${word};\n}\n`;
    });
  return [...block('soup'), ...block('bread')].join('\n');
}

function kitchen(): WritableFileSystem {
  return createMemoryFileSystem({
    '/kitchen/package.json': '{ "name": "kitchen", "type": "module" }',
    '/kitchen/src/menu.ts': grownFile(40),
    '/kitchen/src/guest.ts': "import { soupStep3, breadStep4 } from './menu.js';\n\nexport const bill = soupStep3(1) + breadStep4(2);\n",
  });
}

type Command = Parameters<Machine['runCommand']>[0];

interface Kitchen {
  readonly workspace: Workspace;
  readonly commands: string[];
}

function open(fileSystem: WritableFileSystem, run: (input: Command) => { exitCode: number; output: string } = () => ({ exitCode: 0, output: 'fine' })): Kitchen {
  const commands: string[] = [];
  const machine: Machine = {
    now: () => new Date('2026-11-22T03:15:00Z'),
    acquireLock: () => ({ kind: 'acquired', release: () => undefined }),
    runCommand: (input) => {
      commands.push(input.command);
      return { ...run(input), timedOut: false, seconds: 0 };
    },
    runNodeScript: () => {
      throw new Error('no script is expected');
    },
  };
  return { workspace: openWorkspace({ fileSystem, root, machine }), commands };
}

function tree(fileSystem: WritableFileSystem, folder: FilePath = root): Record<string, string> {
  const entries = fileSystem.listDirectory(folder).filter((entry) => entry.name !== '.decant');
  return Object.assign(
    {},
    ...entries.map((entry) => {
      const path = joinPath(folder, entry.name);
      return entry.kind === 'directory' ? { [`${path}/`]: '', ...tree(fileSystem, path) } : { [path]: new TextDecoder().decode(fileSystem.readBytes(path)) };
    }),
  ) as Record<string, string>;
}

const request: SplitRequest = { input: source, maxLines: 150 };
const isWritten = (fileSystem: WritableFileSystem) => !new TextDecoder().decode(fileSystem.readBytes(source)).includes('function soupStep0');

describe('split', () => {
  it('shows and proves without --write, and runs no command of the user', () => {
    const fileSystem = kitchen();
    const before = tree(fileSystem);
    const { workspace, commands } = open(fileSystem);
    const report = split(workspace, { ...request, typecheck: 'tsc', test: 'vitest' });
    expect(report.applied).toBe(false);
    expect(report.next).toBe('decant split src/menu.ts --write --max-lines 150 --typecheck tsc --test vitest');
    expect(report.proof?.results.filter((result) => result.reason?.includes('runs with --write')).map((result) => result.check)).toEqual(['test-command', 'type-check']);
    expect(commands).toEqual([]);
    expect(tree(fileSystem)).toEqual(before);
    expect(splitReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(JSON.parse(JSON.stringify(report)));
  });

  it('keeps every new file under the cap and reports the lines that stand on disk', () => {
    const fileSystem = kitchen();
    const report = split(open(fileSystem).workspace, { ...request, write: true });
    const files = tree(fileSystem);
    expect(report.applied).toBe(true);
    expect(report.files.length).toBeGreaterThan(2);
    for (const file of report.files) {
      expect(file.lines).toBeLessThanOrEqual(150);
      expect(files[`/kitchen/${file.file}`]!.split('\n').length - 1).toBe(file.lines);
    }
    expect(files['/kitchen/src/guest.ts']).toBe(tree(kitchen())['/kitchen/src/guest.ts']);
  });

  it('runs the commands before and after the write, and undo restores every byte', () => {
    const fileSystem = kitchen();
    const before = tree(fileSystem);
    const seen: boolean[] = [];
    const { workspace, commands } = open(fileSystem, () => {
      seen.push(isWritten(fileSystem));
      return { exitCode: 0, output: 'ok' };
    });
    const report = split(workspace, { ...request, write: true, typecheck: 'npm run types', test: 'npm test' });
    expect(commands).toEqual(['npm run types', 'npm test', 'npm run types', 'npm test']);
    expect(seen).toEqual([false, false, true, true]);
    expect(report.proof?.verdict).toBe('proved');
    expect(undo(workspace).id).toBe(report.change);
    expect(tree(fileSystem)).toEqual(before);
  });

  it('rolls back by itself when the tests pass before and fail after', () => {
    const fileSystem = kitchen();
    const before = tree(fileSystem);
    const { workspace } = open(fileSystem, () => ({ exitCode: isWritten(fileSystem) ? 1 : 0, output: 'menu.test.ts' }));
    const report = split(workspace, { ...request, write: true, test: 'npm test' });
    expect(report.proof?.verdict).toBe('failed');
    expect(report).toMatchObject({ applied: false, rolledBack: true, change: null });
    expect(tree(fileSystem)).toEqual(before);
    expect(() => undo(workspace)).toThrow(/nothing to undo/);
  });

  it('leaves the broken state in place with --keep-going, with the way back', () => {
    const fileSystem = kitchen();
    const before = tree(fileSystem);
    const { workspace } = open(fileSystem, () => ({ exitCode: isWritten(fileSystem) ? 1 : 0, output: '' }));
    const report = split(workspace, { ...request, write: true, test: 'npm test', keepGoing: true });
    expect(report).toMatchObject({ applied: true, rolledBack: false, next: `decant undo ${report.change}` });
    expect(isWritten(fileSystem)).toBe(true);
    undo(workspace);
    expect(tree(fileSystem)).toEqual(before);
  });

  it('puts the old files back when a command throws after the write', () => {
    const fileSystem = kitchen();
    const before = tree(fileSystem);
    const { workspace } = open(fileSystem, () => {
      if (isWritten(fileSystem)) throw new Error('out of memory');
      return { exitCode: 0, output: '' };
    });
    expect(() => split(workspace, { ...request, write: true, test: 'npm test' })).toThrow('out of memory');
    expect(tree(fileSystem)).toEqual(before);
  });

  it('refuses to roll back over what a test run wrote into a new file', () => {
    const fileSystem = kitchen();
    const { workspace } = open(fileSystem, () => {
      if (!isWritten(fileSystem)) return { exitCode: 0, output: '' };
      fileSystem.writeBytes(source, new TextEncoder().encode('// rewritten by a formatter\n'));
      return { exitCode: 1, output: '' };
    });
    expect(() => split(workspace, { ...request, write: true, test: 'npm test' })).toThrow(/src\/menu\.ts has other content/);
  });

  it('refuses a read-only folder before any command runs', () => {
    const files = Object.fromEntries(Object.entries(tree(kitchen())).filter(([file]) => !file.endsWith('/')));
    const fileSystem = createMemoryFileSystem(files, { readOnly: ['/kitchen/src'] });
    const { workspace, commands } = open(fileSystem);
    expect(() => split(workspace, { ...request, write: true, test: 'npm test' })).toThrow(/read-only/);
    expect(commands).toEqual([]);
    expect(fileSystem.entryKind(joinPath(root, '.decant'))).toBe(undefined);
    expect(split(workspace, request).proof?.verdict).toBe('partly proved');
  });

  it('keeps a byte order mark and CRLF in every file', () => {
    const fileSystem = kitchen();
    fileSystem.writeBytes(source, new TextEncoder().encode(`\uFEFF${grownFile(40).replaceAll('\n', '\r\n')}`));
    const before = fileSystem.readBytes(source);
    const { workspace } = open(fileSystem);
    const report = split(workspace, { ...request, write: true });
    for (const file of report.files) {
      const bytes = fileSystem.readBytes(joinPath(root, file.file))!;
      expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
      expect(new TextDecoder().decode(bytes)).not.toMatch(/[^\r]\n/);
    }
    undo(workspace);
    expect(fileSystem.readBytes(source)).toEqual(before);
  });

  it('applies an edited plan, and takes the JSON report of plan for a plan', () => {
    const fileSystem = kitchen();
    const dry = split(open(fileSystem).workspace, request);
    const [first, ...others] = dry.plan!.parts;
    const renamed = { ...dry.plan!, parts: [{ ...first!, file: 'src/menu/renamed.ts' }, ...others] };
    const planFile = filePath('/kitchen/plan.json');
    fileSystem.writeBytes(planFile, new TextEncoder().encode(JSON.stringify({ version: 1, command: 'plan', plan: renamed, refused: [], notes: [] })));
    const report = split(open(fileSystem).workspace, { input: planFile, write: true });
    expect(report.applied).toBe(true);
    expect(report.files.map((file) => file.file)).toContain('src/menu/renamed.ts');
  });
});
