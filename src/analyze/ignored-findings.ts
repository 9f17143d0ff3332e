import { findConfigPlace } from '../config/config-place.js';
import { configFileName } from '../config/load-config.js';
import { diagnostic, type Diagnostic } from '../diagnostic/diagnostic.js';
import { globLibrary } from '../host/globs.js';
import { joinPath, relativePath, type FilePath } from '../host/path.js';
import { printList } from '../text/wording.js';
import type { AnalyzerInput } from './analyzer.js';

export interface IgnoredFindings {
  readonly isIgnored: (finding: Diagnostic) => boolean;
  /** A warning for each entry of `ignore` that matches no finding: it would hide the next one that happens to fit. */
  readonly dead: readonly Diagnostic[];
}

/** What the `ignore` of the configuration leaves out. `findings` are all there are, those included that a comment allows. */
export function applyIgnored({ project, config }: Pick<AnalyzerInput, 'project' | 'config'>, findings: readonly Diagnostic[]): IgnoredFindings {
  const ignored = new Set<Diagnostic>();
  const dead: Diagnostic[] = [];
  for (const entry of config.ignore) {
    const matches = globLibrary()([...entry.files], { dot: true });
    const ids: readonly string[] | undefined = entry.ids;
    const hits = findings.filter((finding) => ids?.includes(finding.id) !== false && filesOf(project.root, finding).every((file) => matches(file)));
    for (const hit of hits) ignored.add(hit);
    if (hits.length > 0) continue;
    dead.push(
      diagnostic({
        id: 'dead-ignore',
        severity: 'warning',
        message: `an entry of \`ignore\` matches no finding: ${printList(entry.files)}`,
        at: findConfigPlace(entry) ?? { file: joinPath(project.root, configFileName), line: 1, column: 1 },
        notes: [ids ? `it stands for ${printList(ids)}` : 'it stands for every finding', `because ${entry.because}`],
        help: 'Remove the entry, or correct its globs and ids',
        data: { files: entry.files, ...(ids ? { ids } : {}), because: entry.because },
      }),
    );
  }
  return { isIgnored: (finding) => ignored.has(finding), dead };
}

/**
 * The files that a finding blames, root-relative: those of its knot, those that hold its imports, else its own. A knot is left out only when all its members
 * are, one of types too, which may have no imports to ratchet.
 */
function filesOf(root: FilePath, { at, data: { members }, ratchet }: Diagnostic): readonly string[] {
  if (Array.isArray(members) && members.length > 0) return members as readonly string[];
  const files = ratchet?.kind === 'edges' && ratchet.edges.length > 0 ? ratchet.edges.map((edge) => edge.from) : [at.file];
  return files.map((file) => relativePath(root, file));
}
