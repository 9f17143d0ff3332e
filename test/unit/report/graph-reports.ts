import type { GraphReport, ReportEdge } from '../../../src/report/schema.js';

type Link = readonly [from: string, to: string, kind?: ReportEdge['kind']];

/** A report of the whole graph with these imports, knots and assets. */
export function buildGraphReport(links: readonly Link[], more: { readonly knots?: NonNullable<GraphReport['map']>['knots']; readonly files?: readonly string[]; readonly assets?: readonly Link[]; readonly outside?: readonly Link[]; readonly unparsed?: readonly string[] } = {}): GraphReport {
  const files = [...new Set([...(more.files ?? []), ...links.flatMap(([from, to]) => [from, to])])].sort();
  return {
    version: 1,
    command: 'graph',
    summary: {
      files: files.length, codeLines: 0, components: 0, inComponents: 0, packages: 0, unimported: 0, unresolved: 0, unparsed: 0, skipped: 0, brokenConfigs: 0,
      edges: { value: 0, type: 0, reexport: 0, 'side-effect': 0, dynamic: 0, require: 0 },
    },
    kinds: ['value', 'type', 'dynamic'],
    paths: [],
    map: {
      files: files.map((file) => ({ file, codeLines: 1, physicalLines: 1, fanIn: 0, fanOut: 0 })),
      edges: links.map(([from, to, kind = 'value'], index) => ({ from, to, kind, line: index + 1, column: 1, specifier: `./${to}`, names: [] })),
      assets: (more.assets ?? []).map(([from, to]) => ({ from, to, line: 1, specifier: `./${to}` })),
      outside: (more.outside ?? []).map(([from, to]) => ({ from, to, line: 1, specifier: `./${to}` })),
      packages: [],
      knots: more.knots ?? [],
    },
    path: null,
    resolution: null,
    unresolved: [],
    unparsed: (more.unparsed ?? []).map((file) => ({ file, reason: 'a syntax error' })),
    skipped: [],
    brokenConfigs: [],
  };
}
