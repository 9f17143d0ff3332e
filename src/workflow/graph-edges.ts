import { compareText } from '../diagnostic/sort.js';
import { isInside, relativePath } from '../host/path.js';
import { lineColumnAt, type LineColumn } from '../text/line-index.js';
import type { FilePath } from '../host/path.js';
import type { EdgeKind, ImportRecord } from '../model/import-record.js';
import type { ImportEdge, Project } from '../model/project.js';
import type { GraphReport, ReportEdge } from '../report/schema.js';

export type EdgeGroup = GraphReport['kinds'][number];

/** `value` is what is evaluated while the importer loads. */
export function groupOf(kind: EdgeKind): EdgeGroup {
  return kind === 'type' || kind === 'dynamic' ? kind : 'value';
}

export function reportEdge(project: Project, { from, to, record }: ImportEdge): ReportEdge {
  const place = placeOfSpecifier(project, from, record);
  return {
    from: relativePath(project.root, from),
    to: relativePath(project.root, to),
    kind: record.kind,
    ...place,
    specifier: record.specifier,
    names: record.names.map(({ imported, local, typeOnly }) => ({ imported, local, typeOnly })),
  };
}

/** The opening quote of the specifier. */
export function placeOfSpecifier({ files }: Project, from: FilePath, record: ImportRecord): LineColumn {
  return lineColumnAt(files.get(from)?.lineStarts ?? [0], record.specifierSpan.start - 1);
}

export function compareEdges(a: ReportEdge, b: ReportEdge): number {
  return compareText(a.from, b.from) || a.line - b.line || a.column - b.column || compareText(a.to, b.to);
}

/** Path as a report names it. */
export function showFile(root: FilePath, file: FilePath): string {
  return isInside(root, file) ? relativePath(root, file) || '.' : file;
}
