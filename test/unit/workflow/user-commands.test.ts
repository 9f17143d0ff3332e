import { describe, expect, it } from 'vitest';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { filePath } from '../../../src/host/path.js';
import { chooseTest, chooseTypeCheck, isAvailable, postpone, runAround } from '../../../src/workflow/user-commands.js';
import { openWorkspace } from '../../../src/workflow/workspace.js';
import type { Machine } from '../../../src/host/machine.js';

const tsconfig = filePath('/shop/packages/cart/tsconfig.json');
const compiler = '/shop/node_modules/typescript/bin/tsc';

function open(files: Record<string, string>, showConfig = '{}') {
  const scripts: string[][] = [];
  const machine: Machine = {
    now: () => new Date(0),
    acquireLock: () => ({ kind: 'held', owner: 'nobody' }),
    runCommand: ({ command }) => ({ exitCode: 0, output: command, timedOut: false, seconds: 0 }),
    runNodeScript: ({ script, args }) => {
      scripts.push([script, ...args]);
      return { exitCode: 0, output: args.includes('--showConfig') ? showConfig : '', timedOut: false, seconds: 0 };
    },
  };
  return { scripts, workspace: openWorkspace({ fileSystem: createMemoryFileSystem({ '/shop/package.json': '{}', ...files }), root: filePath('/shop'), machine }) };
}

describe('chooseTypeCheck', () => {
  it('finds the compiler above the package, as Node does', () => {
    const { workspace, scripts } = open({ [compiler]: '', [tsconfig]: '{}' });
    const command = chooseTypeCheck(workspace, undefined, tsconfig);
    expect(command).toMatchObject({ label: 'tsc --noEmit -p packages/cart/tsconfig.json' });
    if (isAvailable(command)) command.run();
    expect(scripts.at(-1)).toEqual([compiler, '-p', tsconfig, '--noEmit', '--pretty', 'false']);
  });

  it('keeps the build info of an incremental project out of the tree of the user', () => {
    const { workspace, scripts } = open({ [compiler]: '', [tsconfig]: '{}' }, '{\n  "compilerOptions": {\n    "composite": true\n  }\n}');
    const command = chooseTypeCheck(workspace, undefined, tsconfig);
    if (isAvailable(command)) command.run();
    expect(scripts.at(-1)).toEqual(expect.arrayContaining(['--tsBuildInfoFile', '/shop/.decant/typecheck.tsbuildinfo']));
  });

  it('says what is missing instead of passing', () => {
    const { workspace } = open({ [tsconfig]: '{}' });
    expect(chooseTypeCheck(workspace, undefined, undefined)).toMatchObject({ reason: expect.stringContaining('no tsconfig.json') });
    expect(chooseTypeCheck(workspace, undefined, tsconfig)).toMatchObject({ reason: expect.stringContaining('typescript is not installed') });
    expect(chooseTypeCheck(workspace, false, tsconfig)).toMatchObject({ reason: expect.stringContaining('--no-typecheck') });
  });

  it('prefers the flag to the configuration and the configuration to the default', () => {
    const config = { '/shop/decant.config.json': '{ "typecheck": "npm run types", "test": "npm test" }' };
    const { workspace } = open({ [compiler]: '', [tsconfig]: '{}', ...config });
    expect(chooseTypeCheck(workspace, undefined, tsconfig)).toMatchObject({ label: 'npm run types' });
    expect(chooseTypeCheck(workspace, 'vue-tsc', tsconfig)).toMatchObject({ label: 'vue-tsc' });
    expect(chooseTest(workspace, undefined)).toMatchObject({ label: 'npm test' });
    expect(chooseTest(open({}).workspace, undefined)).toMatchObject({ reason: expect.stringContaining('--test') });
  });
});

describe('runAround', () => {
  it('runs every command before, then the work, then every command again', () => {
    const order: string[] = [];
    const command = (label: string) => ({ label, run: () => (order.push(label), { command: label, exitCode: 0, output: '', timedOut: false }) });
    const { result, runs } = runAround([command('types'), { reason: 'no tests' }], () => (order.push('write'), 7));
    expect(order).toEqual(['types', 'write', 'types']);
    expect(result).toBe(7);
    expect(runs).toEqual([{ before: expect.anything(), after: expect.anything() }, { reason: 'no tests' }]);
    expect(postpone(command('types'))).toEqual({ reason: '`types` runs with --write' });
  });
});
