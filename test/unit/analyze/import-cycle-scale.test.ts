import { describe, expect, it } from 'vitest';
import type { AnalyzerInput } from '../../../src/analyze/analyzer.js';
import { findEntered } from '../../../src/analyze/import-cycle/entered.js';
import { analyzer } from '../../../src/analyze/import-cycle/import-cycle.js';
import { listKnotCycles } from '../../../src/analyze/import-cycle/madge-cycles.js';
import type { Diagnostic } from '../../../src/diagnostic/diagnostic.js';
import type { FilePath } from '../../../src/host/path.js';
import type { ImportEdge, ScannedModule } from '../../../src/model/project.js';
import { at, study } from './study.js';

/** A project of so many modules with these imports, all on the first line of files without text. */
function synthetic(count: number, targetsOf: (module: number) => readonly number[]): AnalyzerInput {
  const empty = study({});
  const files = Array.from({ length: count }, (_, i) => at(`m${String(i).padStart(6, '0')}.ts`));
  const span = { start: 0, end: 0 };
  const edgesFrom = new Map<FilePath, ImportEdge[]>();
  const edgesTo = new Map<FilePath, ImportEdge[]>(files.map((file) => [file, []]));
  files.forEach((from, i) => {
    const edges = targetsOf(i).map((target): ImportEdge => ({
      from,
      to: files[target]!,
      record: { kind: 'value', form: 'import', specifier: `./m${target}.js`, specifierSpan: span, span, names: [{ imported: 'soup', local: 'soup', typeOnly: false }] },
    }));
    edgesFrom.set(from, edges);
    for (const edge of edges) edgesTo.get(edge.to)!.push(edge);
  });
  const module = (path: FilePath): ScannedModule => ({ path, imports: [], lines: { physical: 1, code: 1, comment: 0, blank: 0 }, allowances: [], generated: false, marked: false });
  const project = { ...empty.project, scanned: new Map(files.map((file) => [file, module(file)])), graph: { modules: files, edgesFrom, edgesTo, unresolved: [] } };
  const fail = (): never => {
    throw new Error('no file is to be read');
  };
  return { ...empty, project, depth: 'scan', read: fail, links: fail };
}

function countRatcheted({ ratchet }: Diagnostic): number | undefined {
  return ratchet?.kind === 'edges' ? ratchet.edges.length : undefined;
}

describe('import-cycle: large graphs', () => {
  it('takes a ring of 100,000 modules, on which recursion overflows', () => {
    const [finding, ...others] = analyzer.run(synthetic(100_000, (module) => [(module + 1) % 100_000]));
    expect(others).toEqual([]);
    expect(finding!.message).toMatch(/^100,000 modules import each other in a circle: m000000\.ts -> m000001\.ts -> .+ -> \.\.\. -> m000000\.ts$/);
    expect(finding!.data).toMatchObject({ cutSize: 1, cutExact: true, dangerMeasured: false, madge: [] });
    expect(finding!.related.length).toBeLessThan(20);
    expect(finding!.notes.length).toBeLessThan(30);
    expect(countRatcheted(finding!)).toBe(100_000);
  }, 30_000);

  it('does not ask madge for the circle of a ring of 100,000 modules, in which its recursion would end', () => {
    const { project } = synthetic(100_000, (module) => [(module + 1) % 100_000]);
    expect(listKnotCycles(project.graph, project.root, [project.graph.modules])).toEqual([{ cycles: [], complete: false }]);
  }, 30_000);

  it('takes a complete graph of 1,000 modules, whose cycles are more than can be listed', () => {
    const all = Array.from({ length: 1000 }, (_, i) => i);
    const [finding, ...others] = analyzer.run(synthetic(1000, (module) => all.filter((target) => target !== module)));
    expect(others).toEqual([]);
    expect(finding!.data).toMatchObject({ cutSize: 499_500, cutExact: true, edgesComplete: false, edges: [] });
    expect((finding!.data['cut'] as unknown[]).length).toBeLessThanOrEqual(2000);
    expect(finding!.help).toContain('Remove 499,500 imports, and the knot of 1,000 modules is gone');
    expect(countRatcheted(finding!)).toBe(999_000);
  }, 30_000);

  it('finds where a ring of 100,000 modules outside enters a small knot', () => {
    const { project } = synthetic(100_002, (module) => (module < 100_000 ? [(module + 1) % 100_000, ...(module === 500 ? [100_000] : [])] : [module === 100_000 ? 100_001 : 100_000]));
    expect(findEntered(project.graph, [at('m100000.ts'), at('m100001.ts')])).toEqual([at('m100000.ts')]);
  }, 30_000);
});
