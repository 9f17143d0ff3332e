import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildProgram } from '../../src/cli/program.js';
import { repositoryRoot } from '../../scripts/repository.js';

const pages = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'docs/ci.md', 'docs/ratchet.md'];
const read = (file: string) => readFileSync(`${repositoryRoot}/${file}`, 'utf8');
const manifest = JSON.parse(read('package.json')) as { scripts: Record<string, string>; dependencies: Record<string, string> };

/** `.ci/run` says so to the tests when it has just done the same. */
const isChecked = process.env['DECANT_GENERATED_CHECKED'] === '1';

it.skipIf(isChecked)(`generated files are fresh${isChecked ? ' (skipped: `npm run generate -- --check` has passed, as DECANT_GENERATED_CHECKED says)' : ''}`, () => {
  const run = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/generate.ts', '--check'], { cwd: repositoryRoot, encoding: 'utf8' });
  expect(run.status, run.stdout + run.stderr).toBe(0);
});

/** Codemods that only a split with this option runs: its cases are theirs. */
const stepsOfSplit: ReadonlyMap<string, string> = new Map([['codemod/state-cell', 'stateCell']]);

describe('every unit has cases', () => {
  for (const area of ['analyze', 'codemod', 'verify', 'tasks']) {
    const units = readdirSync(`${repositoryRoot}/src/${area}`, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    it.each(units.map((unit) => `${area}/${unit.name}`))('%s', (unit) => {
      const option = stepsOfSplit.get(unit);
      if (option !== undefined) {
        const split = `${repositoryRoot}/fixtures/codemod/split-module`;
        expect(readdirSync(split).filter((name) => readFileSync(`${split}/${name}/case.json`, 'utf8').includes(`"${option}"`)), `no case of a split has "${option}"`).not.toEqual([]);
        return;
      }
      expect(existsSync(`${repositoryRoot}/fixtures/${unit}`) && readdirSync(`${repositoryRoot}/fixtures/${unit}`).length > 0, `fixtures/${unit} is empty`).toBe(true);
    });
  }
});

describe.each(pages)('%s', (page) => {
  const text = read(page);

  it('names only paths that exist', () => {
    const paths = [...text.matchAll(/`((?:src|test|scripts|fixtures|docs|schema|bin|rules|\.ci)\/[\w./-]*)`/g)].map((match) => match[1]!);
    expect(paths.filter((path) => !existsSync(`${repositoryRoot}/${path}`))).toEqual([]);
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((match) => match[1]!);
    expect(links.filter((link) => !existsSync(join(repositoryRoot, dirname(page), link)))).toEqual([]);
  });

  it('names only npm scripts that exist', () => {
    const scripts = [...text.matchAll(/\bnpm run (?:-s |--silent )?([\w:]+)/g)].map((match) => match[1]!);
    expect(scripts.filter((script) => manifest.scripts[script] === undefined)).toEqual([]);
  });

  it('shows only commands and flags that exist', () => {
    const program = buildProgram(async () => undefined, { out: () => undefined, err: () => undefined, outIsTerminal: false, errIsTerminal: false, columns: 100, environment: {} });
    const wrong = [...text.matchAll(/(?:^|[`$ ])(?:npx )?decant ((?:[a-z]+)\b[^`\n#|]*)/gm)].flatMap(([, line]) => {
      // What stands in quotes is the command of another program: `--typecheck "npx tsc --noEmit"`.
      const [name, ...words] = line!.replace(/"[^"]*"/g, '""').trim().split(/\s+/);
      const command = program.commands.find((candidate) => candidate.name() === name);
      if (command === undefined) return [];
      const flags = [...command.options, ...program.options].flatMap((option) => [option.long, option.short]);
      return words.filter((word) => word.startsWith('-') && !flags.includes(word.replace(/[\])]+$/, ''))).map((word) => `${name} ${word}`);
    });
    expect(wrong).toEqual([]);
  });

  it('states no number of units, which would be wrong after the next one', () => {
    const prose = text.replace(/^```[\s\S]*?^```/gm, '');
    expect([...prose.matchAll(/\b\d+ (?:analyzers|checks|codemods|fixtures|cases|commands|extractors|dependencies)\b/g)].map((match) => match[0])).toEqual([]);
  });
});

it('README lists every command', () => {
  const program = buildProgram(async () => undefined, { out: () => undefined, err: () => undefined, outIsTerminal: false, errIsTerminal: false, columns: 100, environment: {} });
  const text = read('README.md');
  expect(program.commands.map((command) => command.name()).filter((name) => !text.includes(`decant ${name}`))).toEqual([]);
});

describe('the package', () => {
  it('holds what it promises and nothing of the workshop', () => {
    const run = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: repositoryRoot, encoding: 'utf8', shell: process.platform === 'win32' });
    const [{ files }] = JSON.parse(run.stdout) as [{ files: { path: string }[] }];
    const paths = files.map((file) => file.path);
    const needed = ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md', 'bin/decant.js', 'bin/package.json', 'dist/cli.cjs', 'dist/index.js', 'dist/eslint.js', 'dist/plugin.cjs', 'dist/types/src/index.d.ts', 'dist/types/rules/plugin.d.ts', 'dist/THIRD-PARTY-NOTICES.txt', 'schema/decant.config.schema.json', 'schema/split-plan.schema.json', 'schema/split-report.schema.json'];
    expect(needed.filter((path) => !paths.includes(path))).toEqual([]);
    expect(paths.filter((path) => /^(?:(?:src|test|scripts|fixtures|\.ci)\/|docs\/(?!(?:findings|rules)\/))/.test(path))).toEqual([]);
  });

  it.each(['dist/cli.cjs', 'dist/plugin.cjs'])('%s is a script of ASCII alone, for it is read byte by byte', (script) => {
    expect(read(script).match(/[^\0-\x7f]/g)).toBeNull();
  });

  it('imports only Node and its dependencies', () => {
    const scripts = readdirSync(`${repositoryRoot}/dist`, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));
    const imported = scripts.flatMap((file) => [...read(`dist/${file}`).matchAll(/^(?:import|export)\b[^;'"`]*?["']([^."'][^"']*)["'];$/gm)].map((match) => match[1]!));
    const names = imported.map((specifier) => (specifier.startsWith('@') ? specifier.split('/').slice(0, 2).join('/') : specifier.split('/')[0]!));
    expect([...new Set(names)].filter((name) => !name.startsWith('node:') && manifest.dependencies[name] === undefined)).toEqual([]);
    const required = ['dist/cli.cjs', 'dist/plugin.cjs'].flatMap((script) => [...read(script).matchAll(/\brequire\("([^"]+)"\)/g)].map((match) => match[1]!));
    expect(required.filter((name) => !name.startsWith('node:') && manifest.dependencies[name] === undefined)).toEqual([]);
    expect([names, required].every((all) => all.includes('zod'))).toBe(true);
  });

  it('starts', () => {
    const run = spawnSync(process.execPath, ['bin/decant.js', '--version'], { cwd: repositoryRoot, encoding: 'utf8' });
    expect(run.stdout.trim()).toBe((JSON.parse(read('package.json')) as { version: string }).version);
  });
});
