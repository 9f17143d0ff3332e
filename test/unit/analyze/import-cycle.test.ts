import { describe, expect, it } from 'vitest';
import { analyzer } from '../../../src/analyze/import-cycle/import-cycle.js';
import type { Diagnostic } from '../../../src/diagnostic/diagnostic.js';
import { at, study } from './study.js';

function run(...parameters: Parameters<typeof study>): readonly Diagnostic[] {
  return analyzer.run(study(...parameters));
}

function only(...parameters: Parameters<typeof study>): Diagnostic {
  const findings = run(...parameters);
  expect(findings).toHaveLength(1);
  return findings[0]!;
}

describe('import-cycle: the finding', () => {
  it('is one for each knot, with its shortest circle hop by hop', () => {
    const finding = only({
      'a.ts': `// first\nimport { b } from './b.js';\nexport const a = () => b();\n`,
      'b.ts': `import { c as see } from './c.js';\nexport const b = () => see();\n`,
      'c.ts': `import { a } from './a.js';\nexport const c = () => a();\n`,
      'outside.ts': `import { a } from './a.js';\na();\n`,
    });
    expect(finding.message).toBe('3 modules import each other in a circle: a.ts -> b.ts -> c.ts -> a.ts');
    expect(finding.at).toMatchObject({ file: at('c.ts'), line: 1 });
    expect(finding.related.map((place) => [place.file, place.line])).toEqual([[at('a.ts'), 2], [at('b.ts'), 1]]);
    expect(finding.data).toMatchObject({
      members: ['a.ts', 'b.ts', 'c.ts'],
      witness: [
        { from: 'a.ts', to: 'b.ts', line: 2, specifier: './b.js', names: ['b'], kind: 'value' },
        { from: 'b.ts', to: 'c.ts', line: 1, specifier: './c.js', names: ['c'], kind: 'value' },
        { from: 'c.ts', to: 'a.ts', line: 1, specifier: './a.js', names: ['a'], kind: 'value' },
      ],
      danger: 'deferred',
      barrelArtefact: false,
      madge: [['a.ts', 'b.ts', 'c.ts']],
      enteredFirst: ['a.ts'],
    });
    expect(finding.notes.slice(0, 3)).toEqual([
      `a.ts:2 imports b from './b.js' -> b.ts`,
      `b.ts:1 imports c from './c.js' -> c.ts`,
      `c.ts:1 imports a from './a.js' -> a.ts`,
    ]);
    expect(finding.notes).toContain('madge lists 1 cycle here');
  });

  it('reads only the members of knots', () => {
    const input = study({ 'a.ts': `import './b.js';`, 'b.ts': `import './a.js';`, 'main.ts': `import './a.js';` });
    analyzer.run(input);
    expect([...input.readFiles].sort()).toEqual([at('a.ts'), at('b.ts')]);
  });

  it('cuts where the fewest names are imported', () => {
    const finding = only({
      'menu.ts': `import { dish, price, spoon } from './kitchen.js';\nexport const menu = () => [dish, price, spoon];\n`,
      'kitchen.ts': `import { menu } from './menu.js';\nexport const dish = 1, price = 2, spoon = () => menu();\n`,
    });
    expect(finding.data.cut).toMatchObject([{ from: 'kitchen.ts', to: 'menu.ts', line: 1, specifier: './menu.js', names: ['menu'] }]);
    expect(finding.data).toMatchObject({ cutSize: 1, cutExact: true });
    expect(finding.help).toBe('Remove 1 import, and the knot of 2 modules is gone: kitchen.ts:1 -> menu.ts (menu)');
  });

  it('reports a module that imports itself, and a knot through one that madge shows only in part', () => {
    expect(only({ 'a.ts': `import { a } from './a.js';\nexport const a = 1;\n` }).message).toBe('a.ts imports itself');
    const tree = { d: ['e', 'f'], e: ['g'], f: ['g'], g: ['d'] };
    const finding = only(Object.fromEntries(Object.entries(tree).map(([id, targets]) => [`${id}.ts`, targets.map((to) => `import './${to}.js';\n`).join('')])));
    expect(finding.data.members).toEqual(['d.ts', 'e.ts', 'f.ts', 'g.ts']);
    expect(finding.data.madge).toEqual([['d.ts', 'e.ts', 'g.ts']]);
    expect(finding.message).toBe('4 modules import each other in a knot of circles, a shortest being d.ts -> e.ts -> g.ts -> d.ts');
  });

  it('says by how much type and dynamic imports enlarge a knot, and takes neither for a value', () => {
    const finding = only({
      'a.ts': `import './b.js';`,
      'b.ts': `import './a.js';\nimport type { C } from './c.js';\nexport type B = C;\nexport const load = () => import('./d.js');\n`,
      'c.ts': `import './a.js';\nexport type C = 1;\n`,
      'd.ts': `import './a.js';\nexport const d = 1;\n`,
    });
    expect(finding.data.members).toEqual(['a.ts', 'b.ts']);
    expect(finding.notes).toContain('with type imports it grows to 3 modules');
    expect(finding.notes).toContain('with dynamic imports it grows to 3 modules');
    expect(run({ 'a.ts': `export const load = () => import('./b.js');`, 'b.ts': `import './a.js';` })).toEqual([]);
  });

  it('calls a circle that only types close type-only and information', () => {
    const finding = only({ 'a.ts': `import type { B } from './b.js';\nexport type A = B[];\n`, 'b.ts': `import { type A } from './a.js';\nexport type B = A;\n` });
    expect(finding).toMatchObject({ severity: 'info', data: { danger: 'type-only', members: ['a.ts', 'b.ts'] } });
    expect(finding.message).toBe("2 modules need each other's types in a circle: a.ts -> b.ts -> a.ts");
  });

  it('has a key that outlives edits and new line numbers, and the imports between members as its ratchet, at both depths', () => {
    const files = { 'a.ts': `import { b } from './b.js';\nimport * as all from './b.js';\nexport const a = () => [b, all];\n`, 'b.ts': `import { a } from './a.js';\nimport type { T } from './a.js';\nexport const b = () => a as T;\n` };
    const finding = only(files);
    expect(finding.key).toMatch(/^knot-[0-9a-f]{8}$/);
    expect(finding.notes).toContain(`its name is ${finding.key}`);
    expect(finding.data.knot).toBe(finding.key);
    expect(finding.ratchet).toEqual({ kind: 'edges', edges: [{ from: at('a.ts'), to: at('b.ts') }, { from: at('b.ts'), to: at('a.ts') }] });
    const [scanned] = analyzer.run({ ...study(files), depth: 'scan' });
    expect([scanned!.key, scanned!.ratchet]).toEqual([finding.key, finding.ratchet]);
    const edited = only({ ...files, 'a.ts': `\n\n${files['a.ts']}`, 'spoon.ts': `import './a.js';` });
    expect(edited.key).toBe(finding.key);
    expect(edited.at.line === finding.at.line && edited.related[0]!.line === finding.related[0]!.line).toBe(false);
    expect(only({ ...files, 'b.ts': `import './c.js';`, 'c.ts': `import './a.js';` }).key).not.toBe(finding.key);
    const types = only({ 'a.ts': `import type { B } from './b.js';\nexport type A = B[];\n`, 'b.ts': `import type { A } from './a.js';\nexport type B = A;\n` });
    expect(types.key).toBe(finding.key);
    // As information it fails no gate.
    expect(types.ratchet).toBeUndefined();
  });

  it('reads nothing at depth scan, says so, and takes the danger for fragile', () => {
    const input = study({ 'a.ts': `import { b } from './b.js';\nexport const a = () => b;`, 'b.ts': `import { a } from './a.js';\nexport const b = () => a;` });
    const [finding] = analyzer.run({ ...input, depth: 'scan' });
    expect(input.readFiles).toEqual([]);
    expect(finding).toMatchObject({ severity: 'error', data: { danger: 'fragile', dangerMeasured: false, cutSize: 1 } });
    expect(finding!.notes).toContain('its danger is not measured and taken for fragile: only imports were looked at');
  });

  it('draws its imports as numbers of members', () => {
    const finding = only({ 'a.ts': `import { B } from './b.js';\nimport { b } from './b.js';\nexport const a = (x: B) => b;\n`, 'b.ts': `export * from './a.js';\nexport class B {}\nexport const b = 1;\n` });
    expect(finding.data.edges).toEqual([
      { from: 0, to: 1, kind: 'type', names: 1, cut: true },
      { from: 0, to: 1, kind: 'value', names: 1, cut: true },
      { from: 1, to: 0, kind: 'reexport', names: 1, cut: false },
    ]);
    expect(finding.data.witness).toMatchObject([{ from: 'a.ts', line: 2, column: 1, erased: false }, { from: 'b.ts', line: 1, erased: false }]);
  });

  it('has the configured severity, and none when off', () => {
    const files = { 'a.ts': `import './b.js';`, 'b.ts': `import './a.js';` };
    const withSettings = (settings: unknown) => run(files, { analyzers: { 'import-cycle': settings } }).map((finding) => finding.severity);
    expect(withSettings({})).toEqual(['warning']);
    expect(withSettings({ severity: 'info' })).toEqual(['info']);
    expect(withSettings({ severity: 'off' })).toEqual([]);
    expect(withSettings({ danger: { deferred: 'error' } })).toEqual(['error']);
    expect(withSettings({ severity: 'off', overrides: [{ files: ['*.ts'], danger: { deferred: 'error' } }] })).toEqual(['error']);
    expect(withSettings({ overrides: [{ files: ['a.ts'], danger: { deferred: 'off' } }] })).toEqual(['warning']);
  });
});

describe('import-cycle: barrels', () => {
  const barrel = { 'index.ts': `export * from './soup.js';\nexport { salad } from './salad.js';\n` };

  it('calls a knot that vanishes without the detour through the barrel an artefact', () => {
    const finding = only({
      ...barrel,
      'soup.ts': `import { salad } from './index.js';\nexport const soup = () => salad();\n`,
      'salad.ts': `export const salad = () => 1;\n`,
    });
    expect(finding.data).toMatchObject({ barrelArtefact: true, members: ['index.ts', 'soup.ts'] });
    expect(finding.help).toBe('Import from the defining file in 1 import, and the knot of 2 modules is gone: soup.ts:1 -> index.ts (salad)');
    expect(finding.data.cut).toMatchObject([{ how: 'import-definition', detail: "import salad from './salad.js'" }]);
  });

  it('does not when the defining files import each other as well', () => {
    const finding = only({
      ...barrel,
      'soup.ts': `import { salad } from './index.js';\nexport const soup = () => salad();\n`,
      'salad.ts': `import { soup } from './index.js';\nexport const salad = () => soup();\n`,
    });
    expect(finding.data.barrelArtefact).toBe(false);
  });

  it('does not when the whole barrel is taken as a namespace', () => {
    const finding = only({
      ...barrel,
      'soup.ts': `import * as all from './index.js';\nexport const soup = () => all.salad();\n`,
      'salad.ts': `export const salad = () => 1;\n`,
    });
    expect(finding.data.barrelArtefact).toBe(false);
  });

  it('follows a re-export to where the name is defined before it calls a read early', () => {
    const files = {
      'index.ts': `export * from './salad.js';\nexport * from './soup.js';\n`,
      'soup.ts': `import { bowl } from './index.js';\nexport const soup = bowl + 1;\n`,
      'salad.ts': `export const bowl = 1;\n`,
      'main.ts': `import './index.js';\n`,
    };
    expect(only(files).data.danger).toBe('deferred');
    const defined = { ...files, 'salad.ts': `import { soup } from './soup.js';\nexport const bowl = 1;\nexport const mix = () => soup;\n` };
    expect(only(defined).data.danger).toBe('crash');
  });
});

describe('import-cycle: danger', () => {
  it('is type-only with a safe remedy when TypeScript erases an import that is written as a value', () => {
    const files = {
      'a.ts': `import { B } from './b.js';\nexport class A { b?: B }\n`,
      'b.ts': `import { A } from './a.js';\nexport class B extends A {}\n`,
    };
    const finding = only(files);
    expect(finding.data).toMatchObject({ danger: 'type-only', cut: [{ from: 'a.ts', to: 'b.ts' }] });
    expect(finding.help).toBe('Mark 1 import as `import type`, and the knot of 2 modules is gone: a.ts:1 -> b.ts (B)');
    expect(only(files, {}, { verbatimModuleSyntax: true }).data.danger).toBe('fragile');
  });

  it('is a crash when every first module fails', () => {
    const finding = only({
      'a.ts': `import { b } from './b.js';\nexport const a = b + 1;\n`,
      'b.ts': `import { a } from './a.js';\nexport const b = a + 1;\n`,
    });
    expect(finding.data).toMatchObject({
      danger: 'crash',
      enteredFirst: [],
      earlyReads: [
        { entry: 'a.ts', file: 'b.ts', line: 2, name: 'a', definedIn: 'a.ts', certain: true },
        { entry: 'b.ts', file: 'a.ts', line: 2, name: 'b', definedIn: 'b.ts', certain: true },
      ],
    });
    expect(finding.notes).toContain('when a.ts is loaded first, b.ts:2 reads a before a.ts has defined it');
  });

  it('is judged by the member that evaluation reaches first, not by every import from outside', () => {
    const files = {
      'dish.ts': `import { Soup } from './soup.js';\nexport class Dish { static next() { return new Soup(); } }\n`,
      'soup.ts': `import { Dish } from './dish.js';\nexport class Soup extends Dish {}\n`,
    };
    expect(only({ ...files, 'main.ts': `import './soup.js';\nimport './dish.js';\n` }).data.danger).toBe('fragile');
    expect(only({ ...files, 'main.ts': `import './dish.js';\nimport './soup.js';\n` }).data.danger).toBe('crash');
    const far = { ...files, 'main.ts': `import './door.js';\nimport './soup.js';\n`, 'door.ts': `import './dish.js';\n` };
    expect(only(far).data).toMatchObject({ danger: 'crash', enteredFirst: ['dish.ts'] });
  });

  it('knows that function declarations are there before the module runs, and that namespaces are read by member', () => {
    const hoisted = only({
      'a.ts': `import { b } from './b.js';\nexport function a() { return 1; }\nexport const use = () => b;\n`,
      'b.ts': `import { a } from './a.js';\nexport const b = a();\n`,
      'main.ts': `import './a.js';`,
    });
    expect(hoisted.data.danger).toBe('deferred');
    const namespace = {
      'a.ts': `import { b } from './b.js';\nexport function a() { return 1; }\nexport const limit = 2;\nexport const use = () => b;\n`,
      'main.ts': `import './a.js';`,
    };
    expect(only({ ...namespace, 'b.ts': `import * as all from './a.js';\nexport const b = all.a();\n` }).data.danger).toBe('deferred');
    expect(only({ ...namespace, 'b.ts': `import * as all from './a.js';\nexport const b = all.limit;\n` }).data.danger).toBe('crash');
    expect(only({ ...namespace, 'b.ts': `import * as all from './a.js';\nexport const b = Object.keys(all);\n` }).data.danger).toBe('fragile');
  });

  it('promises no more than fragile for a read behind a call', () => {
    const finding = only({
      'config.ts': `import { openTill } from './till.js';\nexport const till = openTill();\nexport const config = { coins: 3 };\n`,
      'till.ts': `import { config } from './config.js';\nexport function openTill() { return fill(); }\nfunction fill() { return () => config.coins; }\n`,
      'main.ts': `import './config.js';`,
    });
    expect(finding.data.danger).toBe('fragile');
    expect(finding.notes).toContain('when config.ts is loaded first, config.ts:2 calls openTill(), which may read config before config.ts has defined it');
  });

  it.each([
    ['a callback that the called function may keep for later', `export const probe = lazily(() => mode);`],
    ['a method of an object that is handed on', `export const probe = lazily({ read() { return mode; } });`],
    ['the right side of a condition', `export const probe = globalThis.window && mode;`],
    ['a branch', `export let probe = 0;\nif (globalThis.window) probe = mode;`],
  ])('claims no crash for %s', (_trap, body) => {
    const finding = only({
      'probe.ts': `import { mode } from './settings.js';\nconst lazily = (run: unknown) => run;\n${body}\n`,
      'settings.ts': `import { probe } from './probe.js';\nexport const mode = 1;\nexport const use = () => probe;\n`,
      'main.ts': `import './settings.js';`,
    });
    expect(finding.data.danger).not.toBe('crash');
  });

  it('follows require, whose copies are early and whose whole objects are not', () => {
    const files = { 'menu.js': `const kitchen = require('./kitchen.js');\nexports.price = 3;\nexports.cook = () => kitchen.cook();\n`, 'main.js': `require('./menu.js');` };
    const whole = only({ ...files, 'kitchen.js': `const menu = require('./menu.js');\nexports.cook = () => menu.price;\n` });
    expect(whole.data.danger).toBe('deferred');
    const copied = only({ ...files, 'kitchen.js': `const { price } = require('./menu.js');\nexports.cook = () => price;\n` });
    expect(copied.data.danger).toBe('fragile');
    const late = only({ ...files, 'kitchen.js': `exports.cook = cook;\nfunction cook() { return require('./menu.js').price; }\n` });
    expect(late.data.danger).toBe('deferred');
  });
});
