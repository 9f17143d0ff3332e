import { readShimMark, type ShimMark } from './shim.js';
import type { FilePath } from '../host/path.js';
import type { Project } from './project.js';

/** The shims of a project. Only a marked file that takes names from another one can be one, so no other text is looked at. */
export function findShims({ files, scanned, graph }: Project): ReadonlyMap<FilePath, ShimMark> {
  const found = new Map<FilePath, ShimMark>();
  for (const [path, { lines, marked }] of scanned) {
    if (!marked || lines.comment === 0 || !(graph.edgesFrom.get(path) ?? []).some(({ record }) => record.kind === 'reexport' || record.kind === 'require' || record.kind === 'type' || record.kind === 'value')) continue;
    const mark = readShimMark(files.get(path)!.text);
    if (mark) found.set(path, { stage: mark.stage, since: mark.since, ...(mark.after === undefined ? {} : { after: mark.after }) });
  }
  return found;
}
