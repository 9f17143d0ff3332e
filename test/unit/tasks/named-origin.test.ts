import { describe, expect, it } from 'vitest';
import { filePath, joinPath } from '../../../src/host/path.js';
import { findOrigin, listExports } from '../../../src/tasks/named-origin.js';
import { evaluateIn } from '../../../src/tasks/evaluate.js';
import { loadSide, type Files } from '../verify/check-input.js';

const root = filePath('/shop');

function open(files: Files) {
  const { project, read } = loadSide(files, root);
  return { scope: { project, read }, model: (name: string) => read(joinPath(root, name)) };
}

function told(files: Files, from: string, ...path: string[]): string | undefined {
  const { scope, model } = open(files);
  const origin = findOrigin(scope, model(from), path);
  if (origin?.kind === 'declared') return [origin.model.source.path.slice(root.length + 1), origin.name, ...origin.rest].join(' ');
  return origin?.kind === 'package' ? [origin.specifier, origin.name, ...origin.rest].join(' ') : origin && `module ${origin.model.source.path.slice(root.length + 1)}`;
}

describe('where a name comes from', () => {
  it('is found through facades, renames, namespaces and packages', () => {
    const files = {
      'use.ts': "import { send as post, mails, Job } from './facade.js';\nimport * as all from './facade.js';\nexport const own = [post, mails, Job, all];",
      'facade.ts': "export { deliver as send } from './mail.js';\nexport * as mails from './mail.js';\nexport * from './jobs.js';",
      'mail.ts': 'export const deliver = () => 1;',
      'jobs.ts': "export { Job } from 'bullmq';",
    };
    expect(told(files, 'use.ts', 'post')).toBe('mail.ts deliver');
    expect(told(files, 'use.ts', 'mails')).toBe('module mail.ts');
    expect(told(files, 'use.ts', 'all', 'mails', 'deliver', 'name')).toBe('mail.ts deliver name');
    expect(told(files, 'use.ts', 'Job', 'id')).toBe('bullmq Job id');
    expect(told(files, 'use.ts', 'own')).toBe('use.ts own');
    expect(told(files, 'use.ts', 'nobody')).toBeUndefined();
  });

  it('is found behind what CommonJS assigns', () => {
    const files = { 'use.js': "const { send } = require('./mail');\nmodule.exports = send;", 'mail.js': 'const deliver = () => 1;\nexports.send = deliver;' };
    expect(told(files, 'use.js', 'send')).toBe('mail.js deliver');
  });

  it('is given up for a name that nobody has, though every file hands on every other', () => {
    const names = Array.from({ length: 12 }, (_, at) => `f${at}.ts`);
    const files = Object.fromEntries(names.map((name) => [name, names.filter((other) => other !== name).map((other) => `export * from './${other.replace('.ts', '.js')}';`).join('\n')]));
    const use = { ...files, 'use.ts': "import { nothing } from './f0.js';\nexport const it = nothing;" };
    expect(told(use, 'use.ts', 'nothing')).toBeUndefined();
    const { scope, model } = open(use);
    expect(evaluateIn(scope, model('use.ts'), { kind: 'reference', path: ['nothing'] })).toMatchObject({ kind: 'reference', path: ['nothing'] });
    expect(listExports(scope, joinPath(root, 'f0.ts'))).toEqual([]);
  });
});

describe('what a namespace shows', () => {
  it('leaves out types, the default behind a star, and a name behind two stars', () => {
    const { scope } = open({
      'all.ts': "export * from './a.js';\nexport * from './b.js';\nexport { type Dish, bake as cook } from './a.js';\nexport const own = 1;",
      'a.ts': 'export interface Dish { name: string }\nexport const bake = 1;\nexport const twice = 1;\nexport default 1;',
      'b.ts': "export const twice = 2;\nexport { bake } from './a.js';\nexport type Plate = string;",
    });
    expect(listExports(scope, joinPath(root, 'all.ts')).map(({ exported }) => exported).sort()).toEqual(['bake', 'cook', 'own']);
  });
});
