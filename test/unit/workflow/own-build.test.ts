import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate, split } from '../../../src/index.js';

let root = '';

/** As three does: modules beside the build, which take the package by its own name, and that is a file of the build, which nobody reads. */
const files: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "@shop/core", "type": "module", "exports": { ".": "./build/core.js", "./extras/*": "./extras/*" } }',
  'build/core.js': 'export class Base {}\nexport const start = 1;\n',
  'extras/passes.js': `import { Base, start } from '@shop/core';

const first = start + 1;

export class Pass extends Base {
  run() {
    return first;
  }
}

export class Quad extends Base {
  draw() {
    return new Base();
  }
}
export { start as origin } from '../build/core.js';
`,
  'extras/user.js': "import * as passes from './passes.js';\n\n/** @param {passes.Quad} quad */\nexport const run = (quad) => [new passes.Pass().run(), quad];\n",
};

beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'decant-own-build-')));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('a package that takes its own build by its name', () => {
  it('is split, proved and migrated, and the build is not read', async () => {
    const written = await split({ root, input: 'extras/passes.js', maxLines: 8, write: true });
    expect(written.refused).toEqual([]);
    expect(written.proof?.results.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(written.applied).toBe(true);
    const moved = await migrate({ root, facades: ['extras/passes.js'], write: true });
    expect(moved.refused).toEqual([]);
    expect(moved.proof?.results.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(moved.importers).toMatchObject({ found: 1, rewritten: 1 });
  });
});
