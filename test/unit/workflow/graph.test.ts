import { describe, expect, it } from 'vitest';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { createMachine } from '../../../src/host/machine.js';
import { filePath, type FilePath } from '../../../src/host/path.js';
import { graphReportSchema } from '../../../src/report/schema.js';
import { createTerminal } from '../../../src/report/text/terminal.js';
import { renderText } from '../../../src/report/text/text.js';
import { graph, type GraphOptions } from '../../../src/workflow/graph.js';
import { openWorkspace } from '../../../src/workflow/workspace.js';

const root = filePath('/shop');
const at = (name: string): FilePath => filePath(name, root);

const shop = {
  'package.json': '{ "type": "module", "dependencies": { "scales": "1.0.0" } }',
  'src/main.ts': `import { till } from './till.js';\nimport './log.js';\nexport const open = () => import('./night.js');\ntill();\n`,
  'src/till.ts': `import { price as cost, type Dish } from './menu/index.js';\nimport { weigh } from 'scales';\nexport const till = (dish?: Dish) => cost + weigh(dish);\n`,
  'src/menu/index.ts': `export * from './soup.js';\nexport type { Dish } from './dish.js';\n`,
  'src/menu/soup.ts': `import labels from './labels.json';\nexport const price = labels.length;\n`,
  'src/menu/dish.ts': `import type { Recipe } from '../recipe.js';\nexport interface Dish { recipe: Recipe }\n`,
  'src/menu/labels.json': '["soup"]',
  'src/recipe.ts': `import { till } from './till.js';\nexport interface Recipe { till: typeof till }\n`,
  'src/log.ts': `import './gone.js';\n`,
  'src/night.ts': `import { guard } from './guard.js';\nexport const night = guard;\n`,
  'src/guard.ts': `import { night } from './night.js';\nexport const guard = () => night;\n`,
};

function run(options: GraphOptions = {}, texts: Readonly<Record<string, string>> = shop) {
  const fileSystem = createMemoryFileSystem(Object.fromEntries(Object.entries(texts).map(([name, text]) => [at(name), text])));
  return graph(openWorkspace({ fileSystem, root, machine: createMachine() }), options);
}

const between = (from: string, to: string, more: Partial<GraphOptions> = {}) => run({ ...more, between: { from: at(from), to: at(to) } }).path!;
const steps = (path: ReturnType<typeof between>) => path.hops.map((hop) => `${hop.from}:${hop.line} ${hop.kind} ${hop.to}`);

describe('the map', () => {
  it('keeps its contract', () => {
    expect(graphReportSchema.parse(run())).toEqual(run());
  });

  it('counts imports by kind, knots, packages and gaps', () => {
    expect(run().summary).toMatchObject({
      files: 9,
      edges: { value: 5, reexport: 1, type: 2, 'side-effect': 1, dynamic: 1, require: 0 },
      components: 1, inComponents: 2, packages: 1, unimported: 1, unresolved: 1, unparsed: 0,
    });
  });

  it('names the place, the specifier and the names of each import', () => {
    expect(run().map!.edges.find((edge) => edge.from === 'src/till.ts')).toEqual({
      from: 'src/till.ts', to: 'src/menu/index.ts', kind: 'value', line: 1, column: 42, specifier: './menu/index.js',
      names: [{ imported: 'price', local: 'cost', typeOnly: false }, { imported: 'Dish', local: 'Dish', typeOnly: true }],
    });
  });

  it('holds no asset as a module, but says who imports it', () => {
    const map = run().map!;
    expect(map.files.map(({ file }) => file)).not.toContain('src/menu/labels.json');
    expect(map.assets).toEqual([{ from: 'src/menu/soup.ts', to: 'src/menu/labels.json', line: 1, specifier: './labels.json' }]);
  });

  it('restricted to a folder, keeps what touches it and nothing between its neighbours', () => {
    const map = run({ paths: [at('src/menu')] }).map!;
    expect(map.files.map(({ file }) => file)).toEqual(['src/menu/dish.ts', 'src/menu/index.ts', 'src/menu/soup.ts', 'src/recipe.ts', 'src/till.ts']);
    expect(map.edges.map((edge) => `${edge.from} ${edge.to}`)).not.toContain('src/recipe.ts src/till.ts');
    expect(map.packages).toEqual([]);
  });

  it('leaves kinds out, of files and counts too', () => {
    const map = run({ kinds: ['type'] }).map!;
    expect(map.edges.map((edge) => edge.kind)).toEqual(['type', 'type']);
    expect(map.files.find(({ file }) => file === 'src/recipe.ts')).toMatchObject({ fanIn: 1, fanOut: 0 });
  });

  it('names the imports to cut only where it is asked', () => {
    expect(run().map!.knots).toEqual([{ members: ['src/guard.ts', 'src/night.ts'], cut: null }]);
    const [knot] = run({ cut: true }).map!.knots;
    expect(knot!.cut).toHaveLength(1);
    expect(knot!.members).toEqual(expect.arrayContaining([knot!.cut![0]!.from, knot!.cut![0]!.to]));
  });
});

describe('the path between two files', () => {
  it('follows evaluated imports, however many steps they take', () => {
    const texts = { 'a.ts': `import type { D } from './d.js';\nimport './b.js';\n`, 'b.ts': `import './c.js';\n`, 'c.ts': `import './d.js';\n`, 'd.ts': `export type D = 1;\n` };
    const { path } = run({ between: { from: at('a.ts'), to: at('d.ts') } }, texts);
    expect(path).toMatchObject({ via: 'value', hops: [{ to: 'b.ts', line: 2 }, { to: 'c.ts' }, { to: 'd.ts' }], reverse: false });
  });

  it('falls back to later imports, then to types, and says so', () => {
    const later = between('src/main.ts', 'src/guard.ts');
    expect(later.via).toBe('dynamic');
    expect(steps(later)).toEqual(['src/main.ts:3 dynamic src/night.ts', 'src/night.ts:1 value src/guard.ts']);
    const types = between('src/till.ts', 'src/recipe.ts');
    expect(types.via).toBe('type');
    expect(steps(types)).toEqual(['src/till.ts:1 value src/menu/index.ts', 'src/menu/index.ts:2 type src/menu/dish.ts', 'src/menu/dish.ts:1 type src/recipe.ts']);
  });

  it('finds nothing through kinds that are left out, nor backwards', () => {
    expect(between('src/till.ts', 'src/recipe.ts', { kinds: ['value', 'dynamic'] })).toMatchObject({ via: null, hops: [], reverse: true });
    expect(between('src/guard.ts', 'src/main.ts')).toMatchObject({ via: null, hops: [], reverse: true });
  });

  it('goes from a folder to a folder by the shortest way, and from a file round to itself', () => {
    expect(steps(between('src/menu', 'src/till.ts'))).toEqual(['src/menu/dish.ts:1 type src/recipe.ts', 'src/recipe.ts:1 value src/till.ts']);
    expect(steps(between('src/night.ts', 'src/night.ts'))).toEqual(['src/night.ts:1 value src/guard.ts', 'src/guard.ts:1 value src/night.ts']);
  });

  it.each([
    ['src/tll.ts', 'Did you mean src/till.ts?'],
    ['soup.ts', 'Did you mean src/menu/soup.ts?'],
    ['src/soup', 'Did you mean src/menu/soup.ts?'],
    ['src/entirely-else.ts', 'Check the path, --root, and `include` and `exclude` in decant.config.json.'],
  ])('suggests a file for %s', (name, help) => {
    expect(() => between('src/main.ts', name)).toThrow(expect.objectContaining({ title: 'not in the graph', help }));
  });

  it('says why a file is not in the graph that exists', () => {
    const texts = { 'a.ts': `import './b.js';\n`, 'b.ts': `import { pan } from './pan.js';\nexport const heat = (pan;\n` };
    expect(() => run({ between: { from: at('a.ts'), to: at('b.ts') } }, texts)).toThrow(/b\.ts could not be read/);
  });

  it('refuses a folder that lies in the other', () => {
    expect(() => between('src/menu', 'src')).toThrow('every file of src/menu lies in src');
  });
});

describe('one resolution', () => {
  const why = (file: string, specifier: string) => run({ why: { file: at(file), specifier } }).resolution!;

  it('says where a specifier leads and where it is imported', () => {
    expect(why('src/till.ts', './menu/index.js')).toMatchObject({ kind: 'file', target: 'src/menu/index.ts', inGraph: true, reason: null, imports: [{ line: 1, column: 42, kind: 'value' }] });
    expect(why('src/till.ts', 'scales')).toMatchObject({ kind: 'external', target: 'scales', inGraph: false });
    expect(why('src/till.ts', './menu/soup.js')).toMatchObject({ kind: 'file', imports: [] });
  });

  it('says what was tried for one that leads nowhere', () => {
    const found = why('src/log.ts', './gone.js');
    expect(found).toMatchObject({ kind: 'unresolved', target: null, imports: [{ line: 1 }] });
    expect(found.steps.join('\n')).toContain('src/gone{.ts,');
  });
});

describe('the text', () => {
  const text = (options: GraphOptions) => renderText(run(options), createTerminal({ color: false })).split('\n');

  it('counts on top what was not understood, whatever was asked for', () => {
    for (const options of [{}, { between: { from: at('src/main.ts'), to: at('src/log.ts') } }, { why: { file: at('src/main.ts'), specifier: './log.js' } }]) {
      expect(text(options).slice(0, 2)).toEqual([
        'decant graph  9 files · 20 code lines · 10 imports · 1 import knot',
        '              1 import unresolved · 0 files unparsed · 0 files skipped',
      ]);
    }
  });

  it('lists what was not understood', () => {
    const lines = text({});
    expect(lines).toContain("  src/log.ts:1 cannot resolve './gone.js'");
    expect(lines.join('\n')).toMatch(/^ {2}2 files +src\/guard\.ts, src\/night\.ts$/m);
  });

  it('shows each step as it is written in the code', () => {
    const lines = text({ between: { from: at('src/till.ts'), to: at('src/recipe.ts') } }).map((line) => line.replace(/(?<=\S) +/g, ' '));
    expect(lines).toContain('✓ src/till.ts reaches src/recipe.ts in 3 steps, but only through types, which are erased');
    expect(lines).toContain("  src/till.ts:1:42 import { price as cost, type Dish } from './menu/index.js'");
    expect(lines).toContain("  src/menu/dish.ts:1:29 import type { Recipe } from '../recipe.js'");
    expect(lines).toContain('src/recipe.ts reaches src/till.ts as well: they lie on a circle');
  });

  it('doubts a missing path where imports are unresolved', () => {
    expect(text({ between: { from: at('src/guard.ts'), to: at('src/main.ts') } })).toContain('  1 import is unresolved, so there may be a path that is not seen');
  });
});
