import { evaluatedKinds, findKnots } from '../analyze/import-cycle/components.js';
import { godFileSettingsFor } from '../config/config.js';
import { isCeiling } from '../gate/baseline-file.js';
import { filesOf } from '../gate/renames.js';
import { joinPath } from '../host/path.js';
import { isSelected } from './selection.js';
import type { Config } from '../config/config.js';
import type { BaselineEntry, EdgeEntry } from '../gate/baseline-file.js';
import type { FilePath } from '../host/path.js';
import type { EdgeKind } from '../model/import-record.js';
import type { Project } from '../model/project.js';

const typeKinds: ReadonlySet<EdgeKind> = new Set([...evaluatedKinds, 'type']);

const knownIds: readonly string[] = ['god-file', 'import-cycle', 'layer-violation'];

/**
 * Whether a run can tell that the finding of an entry is gone. It cannot when the analyzer is off, unknown, or off for what it
 * may have become; when a file could not be read or was left out of the checkout; and outside of the paths that the run was kept to. Throwing
 * such an entry away would make an old finding new on the next run with other settings. An entry of the other shape than its analyzer
 * writes stands for nothing that could come back.
 */
export function createEntryView(project: Project, config: Config, paths: readonly FilePath[], leftOut: ReadonlySet<FilePath>): (entry: BaselineEntry) => boolean {
  const { root, graph } = project;
  const unseen = new Set([...[...project.unparsed, ...project.skipped].map((file) => file.path), ...leftOut]);
  const isReported = (entry: BaselineEntry): boolean => {
    if (isCeiling(entry) !== (entry.id === 'god-file') && knownIds.includes(entry.id)) return true;
    if (isCeiling(entry)) return entry.id === 'god-file' && godFileSettingsFor(config, entry.file).severity !== 'off';
    if (entry.id === 'layer-violation') return config.analyzers['layer-violation'].severity !== 'off';
    if (entry.id !== 'import-cycle') return false;
    const { severity, danger, overrides } = config.analyzers['import-cycle'];
    if (severity === 'off') return false;
    // A knot of a class that is off is not reported, but it is there as long as its imports are.
    const classes = severity === undefined ? Object.values(danger) : [];
    const isPartlyOff = [...classes, ...overrides.flatMap((each) => Object.values(each.danger))].includes('off');
    if (entry.imports === 'type' && isShadowed(entry)) return false;
    const target = joinPath(root, entry.to);
    return !isPartlyOff || !graph.edgesFrom.get(joinPath(root, entry.from))?.some((edge) => edge.to === target);
  };
  // A knot of types is not reported as long as a knot of evaluated imports has one of its files; when that one is gone, it is what is left.
  let knotOf: ReadonlyMap<FilePath, number> | undefined;
  let shadowed: ReadonlySet<number> = new Set();
  const isShadowed = ({ from, to }: EdgeEntry): boolean => {
    if (knotOf === undefined) {
      knotOf = new Map(findKnots(graph, typeKinds).flatMap((members, index) => members.map((file) => [file, index] as const)));
      shadowed = new Set(findKnots(graph, evaluatedKinds).flatMap((members) => knotOf?.get(members[0]!) ?? []));
    }
    const knot = knotOf.get(joinPath(root, from));
    return knot !== undefined && knot === knotOf.get(joinPath(root, to)) && shadowed.has(knot);
  };
  return (entry) => {
    const files = filesOf(entry).map((file) => joinPath(root, file));
    return isReported(entry) && !files.some((file) => unseen.has(file)) && files.some((file) => isSelected(paths, file));
  };
}
