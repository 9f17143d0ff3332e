// Our tree and cycles beside those of a scan by madge itself, on real packages. docs/madge.md lists what differs.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repositoryRoot } from '../scripts/repository.js';
import { stronglyConnectedComponents } from '../src/graph/strongly-connected.js';
import { compareWithMadge, type Cause, type Comparison, type Difference } from './support/madge-differences.js';

let home = '';
beforeAll(() => (home = mkdtempSync(path.join(realpathSync(tmpdir()), 'decant-madge-'))));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Madge leaves out every path below a node_modules folder, so packages are copied. */
function copy(folder: string): string {
  const target = path.join(home, folder.replace('node_modules/', '').replaceAll('/', '-'));
  cpSync(path.join(repositoryRoot, folder), target, { recursive: true, filter: (source) => path.basename(source) !== 'node_modules' || source.endsWith(folder) });
  return target;
}

function countCauses(differences: readonly Difference[]): Partial<Record<Cause, number>> {
  const counts: Partial<Record<Cause, number>> = {};
  for (const { cause } of differences) if (cause !== undefined) counts[cause] = (counts[cause] ?? 0) + 1;
  return counts;
}

type Tree = Comparison['own'];

function knotsOf(tree: Tree): string[][] {
  const files = Object.keys(tree).sort();
  return stronglyConnectedComponents(files, (file) => (tree[file] ?? []).filter((target) => tree[target] !== undefined)).filter((members) => members.length > 1).map((members) => members.sort()).sort();
}

/** Madge's tree with its faults mended. */
function mend(theirs: Tree, differences: readonly Difference[]): Tree {
  return Object.fromEntries(
    Object.entries(theirs).map(([file, targets]) => {
      const own = differences.filter((difference) => difference.from === file);
      const wrong = own.filter((difference) => difference.only === 'madge').map((difference) => difference.to);
      return [file, [...targets.filter((target) => !wrong.includes(target)), ...own.filter((difference) => difference.only === 'decant').map((difference) => difference.to)].sort()];
    }),
  );
}

/** What is known of each package. More edges is progress of the package, another cause is news about madge. */
const packages: readonly [folder: string, leastEdges: number, causes: readonly Cause[]][] = [
  ['src', 1500, []],
  ['node_modules/zod', 1300, ['no detective for .mts and .cts', 'own package name']],
  ['node_modules/bullmq/dist', 800, []],
  ['node_modules/ajv/lib', 400, []],
  ['node_modules/puppeteer-core/src', 1000, []],
  ['node_modules/commander', 10, ['no detective for .mts and .cts']],
  ['node_modules/madge/lib', 4, []],
];

describe.each(packages)('%s', (folder, leastEdges, causes) => {
  let found: Comparison;
  beforeAll(async () => {
    found = await compareWithMadge(copy(folder));
  }, 120_000);

  it('has the files that madge finds, and its edges', () => {
    expect(found.onlyFiles).toEqual([]);
    expect(found.sameEdges).toBeGreaterThan(leastEdges);
  });

  it('differs from madge only where the text shows that madge is wrong', () => {
    expect(found.differences.filter((difference) => difference.cause === undefined)).toEqual([]);
    expect(Object.keys(countCauses(found.differences)).sort()).toEqual([...causes].sort());
  });

  it('has the cycle members that madge finds, once its faults are mended', () => {
    expect(knotsOf(found.own)).toEqual(knotsOf(mend(found.theirs, found.differences)));
    const members = new Set(knotsOf(found.theirs).flat());
    // A file that imports itself is a cycle of one, which madge lists too.
    expect([...new Set(found.circular.filter((cycle) => cycle.length > 1).flat())].filter((file) => !members.has(file))).toEqual([]);
  });
});

interface Fault {
  readonly cause: Cause;
  readonly files: Readonly<Record<string, string>>;
  /** Edge that only one of the two has. */
  readonly edge: readonly [from: string, to: string, only: Difference['only']];
}

/** The smallest program for each fault. docs/madge.md shows the same ones. */
const faults: readonly Fault[] = [
  { cause: 'no detective for .mts and .cts', files: { 'till.mts': `import { price } from './shelf.mjs';\n`, 'shelf.mts': 'export const price = 3;\n' }, edge: ['till.mts', 'shelf.mts', 'decant'] },
  { cause: 'require in a module', files: { 'till.ts': `export const load = () => require('./shelf');\n`, 'shelf.ts': 'export const price = 3;\n' }, edge: ['till.ts', 'shelf.ts', 'decant'] },
  { cause: 'import() in CommonJS', files: { 'till.js': `exports.load = () => import('./shelf.js');\n`, 'shelf.js': 'exports.price = 3;\n' }, edge: ['till.js', 'shelf.js', 'decant'] },
  { cause: 'specifier in backticks', files: { 'till.ts': 'export const load = () => import(`./shelf.js`);\n', 'shelf.ts': 'export const price = 3;\n' }, edge: ['till.ts', 'shelf.ts', 'decant'] },
  {
    cause: 'own package name',
    files: { 'package.json': '{ "name": "shop", "exports": { "./shelf": "./shelf.ts" } }', 'till.ts': `import { price } from 'shop/shelf';\nexport default price;\n`, 'shelf.ts': 'export const price = 3;\n' },
    edge: ['till.ts', 'shelf.ts', 'decant'],
  },
  {
    cause: 'workspace package',
    files: {
      'package.json': '{ "name": "shop", "workspaces": ["packages/*"] }',
      'packages/shelf/package.json': '{ "name": "@shop/shelf", "exports": "./src/index.ts" }', 'packages/shelf/src/index.ts': 'export const price = 3;\n',
      'packages/till/package.json': '{ "name": "@shop/till" }', 'packages/till/till.ts': `import { price } from '@shop/shelf';\nexport default price;\n`,
    },
    edge: ['packages/till/till.ts', 'packages/shelf/src/index.ts', 'decant'],
  },
  {
    cause: 'imports of package.json',
    files: {
      'package.json': '{ "name": "shop", "imports": { "#shelf": { "types": "./src/shelf.ts", "default": "./shelf.js" } } }',
      'src/till.ts': `import { price } from '#shelf';\nexport default price;\n`, 'src/shelf.ts': 'export const price = 3;\n', 'shelf.js': 'export const price = 3;\n',
    },
    edge: ['src/till.ts', 'src/shelf.ts', 'decant'],
  },
  {
    cause: 'paths of another tsconfig',
    files: { 'till/tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }', 'till/till.ts': `import { price } from '@/shelf';\nexport default price;\n`, 'till/shelf.ts': 'export const price = 3;\n' },
    edge: ['till/till.ts', 'till/shelf.ts', 'decant'],
  },
  { cause: 'reference path', files: { 'till.ts': `/// <reference path="shelf.d.ts" />\nexport const till = 1;\n`, 'shelf.d.ts': 'declare const price: number;\n' }, edge: ['till.ts', 'shelf.d.ts', 'decant'] },
  { cause: 'extension left out in .mjs and .cjs', files: { 'till.cjs': `const { price } = require('./shelf');\nexports.price = price;\n`, 'shelf.js': 'exports.price = 3;\n' }, edge: ['till.cjs', 'shelf.js', 'decant'] },
  {
    cause: 'main of a folder',
    files: { 'lib/package.json': '{ "main": "build/shelf.js", "module": "build/src/shelf" }', 'lib/src/shelf.ts': 'export const price = 3;\n', 'till.js': `const { price } = require('./lib'); // its shelf\nexports.price = price;\n` },
    edge: ['till.js', 'lib/src/shelf.ts', 'decant'],
  },
  { cause: 'TypeScript from JavaScript', files: { 'till.test.js': `import { price } from './shelf';\nprice();\n`, 'shelf.ts': 'export const price = () => 3;\n' }, edge: ['till.test.js', 'shelf.ts', 'decant'] },
  { cause: 'declaration in place of the code', files: { 'till.ts': `import { price } from './shelf.js';\nexport default price;\n`, 'shelf.js': 'export const price = 3;\n', 'shelf.d.ts': 'export declare const price: number;\n' }, edge: ['till.ts', 'shelf.d.ts', 'madge'] },
  { cause: 'head of a template', files: { 'till.js': 'exports.load = (name) => require(`./shelf/${name}`);\n', 'shelf/index.js': 'exports.price = 3;\n' }, edge: ['till.js', 'shelf/index.js', 'madge'] },
];

describe('the faults of madge', () => {
  it.each(faults)('$cause', async ({ cause, files, edge: [from, to, only] }) => {
    const folder = path.join(home, `fault-${cause.replaceAll(/\W+/g, '-')}`);
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
    const { differences } = await compareWithMadge(folder);
    expect(differences.find((difference) => difference.from === from && difference.to === to && difference.only === only)).toMatchObject({ cause });
    expect(differences.map((difference) => difference.cause)).not.toContain(undefined);
    const page = readFileSync(path.join(repositoryRoot, 'docs/madge.md'), 'utf8');
    expect(page).toContain(`## ${cause[0]!.toUpperCase()}${cause.slice(1)}`);
    expect(page).toContain(files[from]!.split('\n').filter((line) => line.includes('shelf'))[0]!);
  }, 30_000);
});
