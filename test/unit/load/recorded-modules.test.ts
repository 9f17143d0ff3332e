import { describe, expect, it } from 'vitest';
import { filePath } from '../../../src/host/path.js';
import { languageFor, languages } from '../../../src/language/registry.js';
import { scannerFor } from '../../../src/language/scanners.js';
import { copyModule, createRecordWriter, readHead, readImports, unresolvedTarget, visitImports, importField, writeModule, type RecordPlace } from '../../../src/load/cache-records.js';
import { openModules } from '../../../src/load/recorded-modules.js';
import { edgeKinds, importForms, type EdgeKind, type ImportForm, type ImportRecord } from '../../../src/model/import-record.js';
import type { ScannedModule } from '../../../src/model/project.js';

const files = ['/kitchen/bread.ts', '/kitchen/oven.ts', '/kitchen/recipe.md', '/kitchen/soup.ts'].map((path) => filePath(path));
const [bread, oven, recipe, soup] = [0, 1, 2, 3] as const;

const record = (kind: EdgeKind, form: ImportForm, specifier: string, start: number, at = start, names: ImportRecord['names'] = []): ImportRecord => ({
  kind, form, specifier, span: { start, end: start + 90 }, specifierSpan: { start: at, end: at + specifier.length }, names,
});
const scan = (place: number, imports: readonly ImportRecord[], extra: Partial<ScannedModule> = {}): ScannedModule => ({
  path: files[place]!, imports, lines: { physical: 9, code: 6, comment: 2, blank: 1 }, allowances: [], generated: false, marked: false, ...extra,
});

/** The second import of bread.ts lies in the first, which names its target behind it. */
const modules = new Map<number, { readonly module: ScannedModule; readonly targets: readonly (number | string)[] }>([
  [bread, { module: scan(bread, [record('dynamic', 'import-call', './soup', 0, 60), record('require', 'require-call', './oven', 20, 30)]), targets: [soup, oven] }],
  [oven, {
    module: scan(oven, [
      record('value', 'import', './bread', 0, 9, [{ imported: 'default', local: 'loaf', typeOnly: false }, { imported: 'Crust', local: 'Rind', typeOnly: true }]),
      record('value', 'import', './nowhere', 100), record('value', 'import', 'yeast', 200), record('type', 'import-type', './bread', 300),
    ], { generated: true, marked: true, allowances: [{ id: 'god-file', reason: 'it is an oven', line: 3 }] }),
    targets: [bread, 'no such file', -1, bread],
  }],
  [soup, { module: scan(soup, [record('reexport', 'export-star', './oven', 0), record('side-effect', 'import', './soup', 100)]), targets: [oven, soup] }],
]);

/** As `load-cold.ts` fills in where imports lead; every module in a table of its own. */
function writeTables(): ReadonlyMap<number, RecordPlace> {
  return new Map([...modules].map(([place, { module, targets }]) => {
    const writer = createRecordWriter(4);
    // Something that stands in front, so that no place is zero.
    writer.put(writer.textIndex('salt'));
    const at = writer.length();
    writeModule(writer, module);
    const table = { numbers: writer.numbers(), strings: [...writer.strings] };
    let next = 0;
    visitImports({ table, at }, (start) => {
      const target = targets[next++]!;
      table.numbers[start + importField.target] = typeof target === 'number' ? target : unresolvedTarget(table.strings.push(target) - 1);
    });
    return [place, { table, at }];
  }));
}

describe('records of modules', () => {
  const tables = writeTables();
  const expected = (place: number): unknown => modules.get(place)!.module.imports;

  it('are read as they were written, and as they were copied into one table', () => {
    const writer = createRecordWriter(4);
    const copies = new Map([...tables].map(([place, record]) => {
      const at = writer.length();
      copyModule(writer, record, new Int32Array(record.table.strings.length).fill(-1));
      return [place, at];
    }));
    const table = { numbers: writer.numbers(), strings: writer.strings };
    for (const [place, own] of tables) {
      const copy = { table, at: copies.get(place)! };
      const { lines, allowances, generated, marked } = modules.get(place)!.module;
      expect(readHead(own)).toEqual({ lines, allowances, generated, marked });
      expect(readHead(copy)).toEqual(readHead(own));
      expect(readImports(own, files[place]!, files).imports).toEqual(expected(place));
      expect(readImports(copy, files[place]!, files)).toEqual(readImports(own, files[place]!, files));
    }
    expect(new Set(writer.strings).size).toBe(writer.strings.length);
  });

  it('tell the graph without its edges, in the order in which a text names its targets', () => {
    const { scanned, linked, graph } = openModules({ files, modules: [bread, oven, soup], recordAt: (place) => tables.get(place)! });
    const { starts, targets, kinds, forms } = graph.shape!;
    expect(graph.modules).toEqual([files[bread], files[oven], files[soup]]);
    expect([...starts]).toEqual([0, 2, 4, 6]);
    expect([...targets]).toEqual([1, 2, 0, 0, 1, 2]);
    expect([...kinds].map((kind) => edgeKinds[kind])).toEqual(['require', 'dynamic', 'value', 'type', 'reexport', 'side-effect']);
    expect([...forms].map((form) => importForms[form])).toEqual(['require-call', 'import-call', 'import', 'import-type', 'export-star', 'import']);

    const edges = [...graph.edgesFrom].flatMap(([, own]) => own);
    expect(edges.map(({ from, to, record: { specifier } }) => [from, to, specifier])).toEqual([
      [files[bread], files[soup], './soup'], [files[bread], files[oven], './oven'],
      [files[oven], files[bread], './bread'], [files[oven], files[bread], './bread'],
      [files[soup], files[oven], './oven'], [files[soup], files[soup], './soup'],
    ]);
    for (const path of graph.modules) expect(graph.edgesTo.get(path)).toEqual(edges.filter(({ to }) => to === path));
    expect(graph.edgesTo.get(files[recipe]!)).toBeUndefined();
    expect(graph.unresolved).toEqual([{ from: files[oven], record: modules.get(oven)!.module.imports[1], reason: 'no such file' }]);
    // The same objects wherever they are asked for: an edge is found by its record.
    for (const [path, module] of scanned) {
      expect(linked.get(path)!.edges).toBe(graph.edgesFrom.get(path));
      for (const { record } of graph.edgesFrom.get(path)!) expect(module.imports).toContain(record);
    }
  });
});

it('find the edges between files of many imports, two to the same file among them, in the order of the text', () => {
  const all = Array.from({ length: 40 }, (_, i) => filePath(`/kitchen/spice${String(i).padStart(2, '0')}.ts`));
  const places = all.map((_, i) => i);
  const writer = createRecordWriter();
  const starts = all.map((path) => {
    const at = writer.length();
    const imports = [...places, ...places].map((target, nth) => record('value', 'import', `./spice${target}`, nth * 100));
    const edges = imports.map((each, nth) => ({ from: path, to: all[nth % all.length]!, record: each }));
    writeModule(writer, { ...scan(0, imports), path }, { edges, unresolved: [] }, new Map(all.map((one, i) => [one, i])));
    return at;
  });
  const { graph } = openModules({ files: all, modules: places, recordAt: (place) => ({ table: { numbers: writer.numbers(), strings: writer.strings }, at: starts[place]! }) });
  const edges = [...graph.edgesFrom.values()].flat();
  expect(edges).toHaveLength(40 * 80);
  for (const path of all) expect(graph.edgesTo.get(path)).toEqual(edges.filter(({ to }) => to === path));
});

it('a thread scans with what the languages scan with', () => {
  for (const extension of languages.flatMap(({ extensions }) => extensions)) expect(scannerFor(`dish${extension}`)?.scan).toBe(languageFor(`dish${extension}`)!.scan);
});
