import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { main } from '../../../src/cli/main.js';

/** Written by whatever part of the project is executed. */
const marker = 'executed.txt';
let folder = '';

const touch = (quote = "'") => `require('node:fs').writeFileSync(require('node:path').join(__dirname, ${quote}${marker}${quote}), 'x');`;
const touchModule = `import { writeFileSync } from 'node:fs';\nwriteFileSync(new URL('./${marker}', import.meta.url), 'x');`;
const script = `node -e "require('fs').writeFileSync('${marker}', 'x')"`;

const hostile: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    name: 'trap',
    scripts: { test: script, typecheck: script, prepare: script, predecant: script },
    workspaces: ['packages/*'],
    eslintConfig: { extends: ['./plugin.js'] },
    madge: { webpackConfig: './webpack.config.js', tsConfig: './tsconfig.json', requireConfig: './require.config.js' },
  }),
  'eslint.config.js': `${touchModule}\nexport default [{ ignores: ['gen/'], rules: { 'max-lines': ['error', ${JSON.stringify('x')}.length] } }, { rules: { 'import/no-cycle': 'error' } }];`,
  '.dependency-cruiser.js': `${touch()}\nmodule.exports = { extends: './plugin.js', forbidden: [{ name: 'no-circular', from: {}, to: { circular: true } }], options: { webpackConfig: { fileName: './webpack.config.js' } } };`,
  '.madgerc': '{ "webpackConfig": "./webpack.config.js", "excludeRegExp": ["gen"] }',
  'webpack.config.js': touch(),
  'require.config.js': touch(),
  'babel.config.js': touch(),
  'plugin.js': touch(),
  '.pnp.cjs': touch(),
  '.pnpmfile.cjs': touch(),
  'decant.config.js': touch(),
  'decant.config.ts': touchModule,
  'tsconfig.json': JSON.stringify({ extends: './plugin.js', compilerOptions: { plugins: [{ name: './plugin.js', transform: './plugin.js' }], paths: { '@/*': ['./src/*'] } } }),
  'node_modules/typescript/package.json': '{ "name": "typescript", "main": "index.js", "version": "5.0.0" }',
  'node_modules/typescript/index.js': touch(),
  'node_modules/typescript/bin/tsc': touch(),
  'src/till.ts': `import { stock } from './stock.js';\n${touchModule}\nexport const till = stock();\n`,
  'src/stock.ts': `import { till } from './till.js';\nimport '@/missing';\nexport function stock() { return till; }\n`,
};

beforeAll(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'decant-trap-')));
  for (const [name, text] of Object.entries(hostile)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function decant(...args: string[]): Promise<{ exitCode: number; err: string }> {
  let err = '';
  const console = { out: () => undefined, err: (text: string) => void (err += text), outIsTerminal: false, errIsTerminal: false, columns: 100, environment: {} };
  return { exitCode: await main([...args, '--root', folder], console), err };
}

it.each([
  [0, ['scan']],
  [1, ['check']],
  [1, ['check', '--strict']],
  [0, ['graph']],
  [0, ['graph', 'src/till.ts', 'src/stock.ts']],
  [0, ['init']],
  [0, ['init', '--force', '--from', 'madge']],
  [0, ['init', '--force', '--from', 'dependency-cruiser']],
  [0, ['init', '--force', '--from', 'eslint']],
  // With the commands that init found in package.json in the configuration.
  [0, ['check']],
])('a run executes nothing of the project (exit code %i): %j', async (exitCode, args) => {
  const run = await decant(...args);
  expect(run.exitCode, run.err).toBe(exitCode);
  expect(findMarkers()).toEqual([]);
}, 30_000);

it('would be noticed if it did', () => {
  for (const file of ['eslint.config.js', '.dependency-cruiser.js', 'node_modules/typescript/bin/tsc', 'src/till.ts']) {
    // As a program of its own, so that the marker lies beside it.
    const copy = path.join(folder, `copy${file.startsWith('.') || file.includes('tsc') ? '.cjs' : '.mjs'}`);
    writeFileSync(copy, hostile[file]!.replace(/^import .*stock.*$/m, '').replace('stock()', '1'));
    spawnSync(process.execPath, [copy], { cwd: folder });
    expect(findMarkers(), file).toEqual([marker]);
    for (const name of [copy, path.join(folder, marker)]) rmSync(name);
  }
});

function findMarkers(): readonly string[] {
  const inProject = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => path.basename(name) === marker);
  return existsSync(marker) ? [...inProject, path.resolve(marker)] : inProject;
}
