import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { kinds, renderUnit } from '../../scripts/new/templates.js';
import { repositoryRoot } from '../../scripts/repository.js';

const copy = mkdtempSync(join(tmpdir(), 'decant-new-'));

beforeAll(() => {
  for (const entry of ['src', 'assembly', 'rules', 'dist', 'scripts', 'schema', 'docs', 'test/support', 'test/property', 'package.json', 'tsconfig.json', 'vitest.config.ts', 'eslint.config.js']) {
    cpSync(`${repositoryRoot}/${entry}`, join(copy, entry), { recursive: true });
  }
  symlinkSync(`${repositoryRoot}/node_modules`, join(copy, 'node_modules'), 'junction');
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

it('a fresh unit of each kind compiles, passes its cases, keeps the house laws and is registered', () => {
  const [first, ...others] = kinds;
  const written = others.flatMap((kind) => [...renderUnit(kind, `salted-${kind}`)]);
  for (const [file, text] of written) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    writeFileSync(join(copy, file), text);
  }
  // Runs generate at its end, so that the units written above are registered with it.
  node('--import', 'tsx', 'scripts/new.ts', first, `salted-${first}`);
  node('node_modules/typescript/bin/tsc', '--noEmit');
  node('node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '**/salted-*.ts', '**/registry.generated.ts');
  node('node_modules/vitest/vitest.mjs', 'run', ...kinds.map((kind) => `salted-${kind}`));
  for (const area of ['analyze', 'verify', 'tasks']) expect(readFileSync(join(copy, `src/${area}/registry.generated.ts`), 'utf8')).toContain('/salted-');
}, 600_000);

it('says how it is used, and keeps what is there', () => {
  expect(run('--import', 'tsx', 'scripts/new.ts', 'analyser', 'salt').status).toBe(2);
  expect(run('--import', 'tsx', 'scripts/new.ts', 'analyzer', 'NoSalt').stderr).toContain('kebab case');
  expect(run('--import', 'tsx', 'scripts/new.ts', 'check', 'task-set').stderr).toContain('src/verify/task-set/task-set.ts');
});

function node(...args: string[]): void {
  const { status, stdout, stderr } = run(...args);
  expect(status, `node ${args.join(' ')}\n${stdout}${stderr}`).toBe(0);
}

function run(...args: string[]) {
  return spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8' });
}
