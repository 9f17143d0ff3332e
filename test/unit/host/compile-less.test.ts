import { spawnSync } from 'node:child_process';
import { beforeEach, expect, it, vi } from 'vitest';

const flags = vi.hoisted(() => [] as string[]);
vi.mock('node:v8', () => ({ setFlagsFromString: (flag: string) => void flags.push(flag) }));

/** As a Node of that V8 would load it. */
async function loadUnder(v8: string, options = ''): Promise<typeof import('../../../src/host/compile-less.js')> {
  vi.resetModules();
  vi.stubGlobal('process', { versions: { v8 }, execArgv: [], env: { NODE_OPTIONS: options } });
  const loaded = await import('../../../src/host/compile-less.js');
  vi.unstubAllGlobals();
  return loaded;
}

beforeEach(() => void flags.splice(0));

it('sets the budget of the process back once the outermost work is done, whatever happens in it', async () => {
  const { compileLess } = await loadUnder('11.3.244.8-node.30');
  expect(compileLess(() => compileLess(() => 'soup'))).toBe('soup');
  expect(flags).toEqual(['--interrupt-budget=4000000', '--interrupt-budget=67584']);
  expect(() => compileLess(() => { throw new Error('burnt'); })).toThrow('burnt');
  expect(flags).toEqual(['--interrupt-budget=4000000', '--interrupt-budget=67584', '--interrupt-budget=4000000', '--interrupt-budget=67584']);
});

it('starts a thread under the usual budget in the midst of such work, and goes on', async () => {
  const { compileAsUsual, compileLess, compileLessSoon } = await loadUnder('11.3.244.8-node.30');
  compileLess(() => {
    compileAsUsual();
    flags.push('start');
    compileLessSoon();
  });
  expect(flags).toEqual(['--interrupt-budget=4000000', '--interrupt-budget=67584', 'start', '--interrupt-budget=4000000', '--interrupt-budget=67584']);
});

it.each([
  ['of a V8 that knows no such flag', '12.4.254.21-node.33', ''],
  ['of a process that was started with a budget of its own', '11.3.244.8-node.30', '--interrupt_budget=1000'],
])('leaves the budget %s alone', async (_case, v8, options) => {
  const { compileAsUsual, compileLess } = await loadUnder(v8, options);
  expect(compileLess(() => 'soup')).toBe('soup');
  compileAsUsual();
  expect(flags).toEqual([]);
});

it('knows the usual budget of the V8 that has one', () => {
  const { stdout } = spawnSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });
  expect(stdout.includes('default: --interrupt-budget=67584')).toBe(process.versions.v8.startsWith('11.3.'));
});
