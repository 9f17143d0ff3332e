// ts-graphviz comes with madge; its parser is a second opinion on what the DOT language is.
import { parse } from 'ts-graphviz/ast';
import { describe, expect, it } from 'vitest';
import { renderDot } from '../../../src/report/dot/dot.js';
import { buildGraphReport } from './graph-reports.js';

describe('dot', () => {
  it('draws knots as clusters, imports to cut in red, later and erased imports broken', () => {
    const text = renderDot(buildGraphReport([['a.ts', 'b.ts'], ['b.ts', 'a.ts'], ['b.ts', 'c.ts', 'type'], ['c.ts', 'd.ts', 'dynamic']], { knots: [{ members: ['a.ts', 'b.ts'], cut: [{ from: 'b.ts', to: 'a.ts' }] }] }));
    expect(text).toContain('subgraph cluster_1 {\n    label="knot of 2 files";');
    expect(text).toContain('"a.ts" -> "b.ts";');
    expect(text).toContain('"b.ts" -> "a.ts" [color="#e74c3c", penwidth=2.5];');
    expect(text).toContain('"b.ts" -> "c.ts" [style=dotted];');
    expect(text).toContain('"c.ts" -> "d.ts" [style=dashed];');
  });

  it('draws one arrow for several imports, of the strongest kind', () => {
    const text = renderDot(buildGraphReport([['a.ts', 'b.ts', 'type'], ['a.ts', 'b.ts', 'side-effect'], ['a.ts', 'b.ts', 'dynamic']]));
    expect(text.match(/->.*/g)).toEqual(['-> "b.ts";']);
  });

  it.each([['quotes', 'say "soup".ts'], ['a backslash at the end', 'soup\\'], ['a name of the language', 'digraph'], ['a label escape', 'a\\Nb.ts'], ['a line break', 'a\nb.ts'], ['what looks like a comment', '//a/*b.ts'], ['no ASCII', 'кухня/スープ.ts']])(
    'escapes %s',
    (_what, name) => {
      const text = renderDot(buildGraphReport([[name, 'b.ts']], { knots: [{ members: [name, 'b.ts'], cut: null }] }));
      const tree = parse(text);
      const edges = JSON.stringify(tree).match(/"type":"Edge"/g);
      expect(edges).toHaveLength(1);
    },
  );

  it('draws a graph without imports', () => {
    expect(() => parse(renderDot(buildGraphReport([], { files: ['a.ts'] })))).not.toThrow();
  });

  it('draws a path, and refuses a resolution', () => {
    const whole = buildGraphReport([['a.ts', 'b.ts']]);
    const hops = whole.map!.edges;
    expect(renderDot({ ...whole, map: null, path: { from: 'a.ts', to: 'b.ts', via: 'value', hops, reverse: false } })).toContain('"a.ts" -> "b.ts"');
    expect(() => renderDot({ ...whole, map: null })).toThrow('dot cannot draw');
  });
});
