import { describe, expect, it } from 'vitest';
import { main } from '../../../src/cli/main.js';
import { wantsColor, type Console } from '../../../src/cli/console.js';

function listen(environment: Record<string, string> = {}) {
  const heard = { out: '', err: '' };
  const console: Console = {
    out: (text) => (heard.out += text),
    err: (text) => (heard.err += text),
    outIsTerminal: false,
    errIsTerminal: false,
    columns: 100,
    environment,
  };
  return { heard, console };
}

describe('help', () => {
  it.each(['scan', 'check', 'plan', 'split', 'verify', 'tasks', 'undo', 'graph', 'explain'])('%s --help shows examples and the common options, on standard output', async (name) => {
    const { heard, console } = listen();
    expect(await main([name, '--help'], console)).toBe(0);
    expect(heard.err).toBe('');
    expect(heard.out).toMatch(new RegExp(`Examples:\\n {2}decant ${name}`));
    for (const option of ['--root', '--config', '--format', '--output', '--quiet', '--no-color', '--version']) expect(heard.out).toContain(option);
  });

  it('describes every command in one place', async () => {
    const { heard, console } = listen();
    expect(await main(['--help'], console)).toBe(0);
    for (const name of ['scan', 'check', 'plan', 'split', 'verify', 'tasks', 'undo', 'graph', 'explain']) expect(heard.out).toMatch(new RegExp(`^  ${name} `, 'm'));
    expect(heard.out).toContain('Exit codes: 0');
  });
});

describe('wantsColor', () => {
  const on = (environment: Record<string, string>, isTerminal: boolean, flag = true) => wantsColor(listen(environment).console, isTerminal, flag);

  it('follows the terminal, the environment and the flag, in that order of weight', () => {
    expect(on({}, true)).toBe(true);
    expect(on({}, false)).toBe(false);
    expect(on({ FORCE_COLOR: '1' }, false)).toBe(true);
    expect(on({ FORCE_COLOR: '0' }, true)).toBe(false);
    expect(on({ NO_COLOR: '1', FORCE_COLOR: '1' }, true)).toBe(false);
    expect(on({ NO_COLOR: '' }, true)).toBe(true);
    expect(on({ TERM: 'dumb' }, true)).toBe(false);
    expect(on({ FORCE_COLOR: '1' }, true, false)).toBe(false);
  });
});
