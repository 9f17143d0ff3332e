import { describe, expect, it } from 'vitest';
import { edgeLimit, escapeLabel, renderMermaid, textLimit } from '../../../src/report/mermaid/mermaid.js';
import { buildGraphReport } from './graph-reports.js';

const line = /^(?:flowchart LR| {2}linkStyle [\d,]+ stroke:#e74c3c,stroke-width:3px| {2}end| {2,4}(?:n\d+|note)\["[^"[\]<>&`*\\]*"\]| {2}subgraph knot\d+\["[\w, ]+"\]| {2}n\d+ (?:-->|-\. (?:type|import\(\)) \.->) n\d+)$/;
const lines = (text: string) => text.trimEnd().split('\n');
const arrows = (text: string) => lines(text).filter((each) => /-->|\.->/.test(each)).length;

/** A chain of files, with a ring of the given size at its start. */
function chain(length: number, ring: number) {
  const name = (index: number) => `src/shop/department/shelf-${String(index).padStart(5, '0')}.ts`;
  const links = Array.from({ length }, (_, index) => [name(index), name(index + 1)] as const);
  const members = Array.from({ length: ring }, (_, index) => name(index));
  return buildGraphReport([...links, [name(ring - 1), name(0)]], { knots: [{ members, cut: [{ from: name(ring - 1), to: name(0) }] }] });
}

describe('mermaid', () => {
  it('draws knots as subgraphs and marks the imports to cut by their place in the text', () => {
    const text = renderMermaid(buildGraphReport([['a.ts', 'b.ts'], ['b.ts', 'c.ts', 'type'], ['b.ts', 'a.ts'], ['c.ts', 'a.ts', 'dynamic']], { knots: [{ members: ['a.ts', 'b.ts'], cut: [{ from: 'b.ts', to: 'a.ts' }] }] }));
    expect(lines(text)).toEqual([
      'flowchart LR',
      '  subgraph knot1["knot of 2 files"]', '    n1["a.ts"]', '    n2["b.ts"]', '  end',
      '  n3["c.ts"]',
      '  n1 --> n2', '  n2 -. type .-> n3', '  n2 --> n1', '  n3 -. import() .-> n1',
      '  linkStyle 2 stroke:#e74c3c,stroke-width:3px',
    ]);
  });

  it.each(['say "soup".ts', 'routes/[id].ts', 'a#b;.ts', '<b>.ts', 'end', '`x`.ts', 'a\\b.ts', '**a**.ts'])('lets no character of %s end its label', (name) => {
    const text = renderMermaid(buildGraphReport([[name, 'b.ts']]));
    for (const each of lines(text)) expect(each.replace(/\[id\]/, '')).toMatch(line);
    expect(escapeLabel(name)).not.toMatch(/["<>`]/);
  });

  it('draws a graph at the limit whole', () => {
    const text = renderMermaid(chain(edgeLimit - 1, 2));
    expect(arrows(text)).toBe(edgeLimit);
    expect(text).not.toContain('note[');
  });

  it('draws only the knots above the limit, and says so in the picture', () => {
    const text = renderMermaid(chain(edgeLimit, 3));
    expect(arrows(text)).toBe(3);
    expect(text).toContain('note["501 files and 501 imports are more than a flowchart can show: only the knots are drawn"]');
    for (const each of lines(text)) expect(each).toMatch(line);
  });

  it('leaves out a knot that alone is above a limit, by its text too', () => {
    expect(renderMermaid(chain(edgeLimit + 100, edgeLimit + 1))).toContain('0 of 1 knot drawn');
    const long = renderMermaid(buildGraphReport(Array.from({ length: 200 }, (_, index) => [`${'deep/'.repeat(60)}${index}.ts`, 'b.ts'] as const)));
    expect(long.length).toBeLessThan(textLimit);
    expect(long).toContain('there are no knots');
  });
});
