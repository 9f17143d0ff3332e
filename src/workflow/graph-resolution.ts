import { explainResolution } from '../load/explain-resolution.js';
import { placeOfSpecifier, showFile } from './graph-edges.js';
import { describeAbsence } from './graph-path.js';
import type { FilePath } from '../host/path.js';
import type { Project } from '../model/project.js';
import type { GraphReport } from '../report/schema.js';

/** What a specifier means in a file, whether the file imports it or not. Throws ToolError for a file that is not in the graph. */
export function explainSpecifier(project: Project, file: FilePath, specifier: string): NonNullable<GraphReport['resolution']> {
  const { root, scanned } = project;
  const module = scanned.get(file);
  if (!module) throw describeAbsence(project, file);
  const { resolution, steps } = explainResolution(project, file, specifier);
  return {
    from: showFile(root, file),
    specifier,
    kind: resolution.kind,
    target: resolution.kind === 'unresolved' ? null : resolution.kind === 'external' ? resolution.packageName : showFile(root, resolution.path),
    reason: resolution.kind === 'unresolved' ? resolution.reason : null,
    inGraph: resolution.kind === 'file' && scanned.has(resolution.path),
    imports: module.imports
      .filter((record) => record.specifier === specifier)
      .map((record) => ({ ...placeOfSpecifier(project, file, record), kind: record.kind })),
    steps: [...steps],
  };
}
