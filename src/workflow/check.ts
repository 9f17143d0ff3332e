import { ToolError } from '../diagnostic/tool-error.js';
import { compareDiagnostics } from '../diagnostic/sort.js';
import { judge } from '../gate/judge.js';
import { lineColumnAt } from '../text/line-index.js';
import { printQuantity } from '../text/wording.js';
import { readChurn } from './churn.js';
import { listFileSizes } from './file-sizes.js';
import { analyze, loadInspected, reportFindings, touchesPaths } from './inspect.js';
import { turnRatchet } from './ratchet.js';
import { readSince } from './since.js';
import { checkTaskLock } from './task-lock.js';
import type { Config } from '../config/config.js';
import type { FilePath } from '../host/path.js';
import type { LineColumn } from '../text/line-index.js';
import type { Project } from '../model/project.js';
import type { CheckReport } from '../report/schema.js';
import type { InspectOptions } from './inspect.js';
import type { RatchetAction } from './ratchet.js';
import type { Workspace } from './workspace.js';

export interface CheckOptions extends InspectOptions {
  /** Unresolved imports, unparsed and skipped files are errors. */
  readonly strict?: boolean;
  /** A git ref: what its merge base with HEAD has already is known. */
  readonly since?: string;
  /** Lowers the baseline to what is there, and writes the first one where there is none. */
  readonly updateBaseline?: boolean;
  /** Lowers the baseline where there is one. */
  readonly tighten?: boolean;
  /** With `updateBaseline`: takes what is new and worse into the baseline as well. */
  readonly accept?: boolean;
  /** Lists known findings too. */
  readonly all?: boolean;
  /** Counts the commits of god files in git. */
  readonly churn?: boolean;
}

/**
 * The gate: every finding of every analyzer that neither the baseline nor the tree of `since` knows. Throws ToolError for a path
 * that does not exist, a baseline that cannot be read and a ref that git cannot compare with.
 */
export function check(workspace: Workspace, options: CheckOptions): CheckReport {
  const action = chooseAction(options);
  const studied: Workspace = options.strict === true ? { ...workspace, config: beStrict(workspace.config) } : workspace;
  const project = loadInspected(studied, options);
  const { paths, depth, since: ref } = options;
  const history = options.churn === true ? readChurn(studied) : undefined;
  const analyzed = analyze(studied, project, { ...(depth === undefined ? {} : { depth }), ...history?.churn });
  // The lock is a gate of its own: what a branch differs from it in is neither known to the baseline nor excused by the tree before.
  const found = depth === 'scan' ? analyzed : [...analyzed, ...checkTaskLock(studied, project)].sort(compareDiagnostics);
  const since = ref === undefined ? undefined : readSince(studied, project, analyzed, ref, depth);
  const ratchet = turnRatchet(studied, { project, found: analyzed, paths, action });
  const states = [ratchet?.state, since?.state].filter((state) => state !== undefined);
  const judged = judge({ root: project.root, found, states, placeOf: createPlaceQuery(project) });
  const refused = judged.filter((each) => each.ratchet !== undefined && each.standing !== 'known' && touchesPaths(paths, each)).length;
  if (action === 'update' && refused > 0) {
    const [are, were] = refused === 1 ? ['is', 'was'] : ['are', 'were'];
    workspace.notice(
      `${printQuantity(refused, 'finding')} that ${are} new or grown ${were} not taken into ${workspace.config.baseline}; \`--accept\` does that.`,
    );
  }
  const { version, next, ...rest } = reportFindings(project, judged, paths, options.all === true);
  const report: CheckReport = {
    version,
    command: 'check',
    ...rest,
    baseline: ratchet?.report ?? null,
    since: since?.report ?? null,
    ...(options.files === true ? { files: listFileSizes(studied.config, project, paths) } : {}),
    ...(history === undefined ? {} : { churn: history.report }),
    next: null,
  };
  return { ...report, next: chooseNext(report, next) };
}

/** Whether the gate is open: nothing that is new or has grown is an error. */
export function isGateOpen(report: CheckReport): boolean {
  return !report.diagnostics.some((found) => found.severity === 'error' && found.standing !== 'known');
}

function chooseAction({ updateBaseline, tighten, accept }: CheckOptions): RatchetAction {
  if (accept === true && updateBaseline !== true) {
    const detail = 'it says that --update-baseline may take in what has grown';
    throw new ToolError('--accept alone does nothing', detail, 'Run `decant check --update-baseline --accept`.');
  }
  return accept === true ? 'accept' : updateBaseline === true ? 'update' : tighten === true ? 'tighten' : 'judge';
}

function beStrict(config: Config): Config {
  const { analyzers } = config;
  return {
    ...config,
    analyzers: {
      ...analyzers,
      'unread-file': { ...analyzers['unread-file'], severity: 'error' },
      'unresolved-import': { ...analyzers['unresolved-import'], severity: 'error' },
    },
  };
}

/** Where one file first imports another. */
export function createPlaceQuery(project: Project): (from: FilePath, to: FilePath) => LineColumn | undefined {
  return (from, to) => {
    const source = project.files.get(from);
    const starts = (project.graph.edgesFrom.get(from) ?? []).filter((edge) => edge.to === to).map((edge) => edge.record.specifierSpan.start);
    return source === undefined || starts.length === 0 ? undefined : lineColumnAt(source.lineStarts, Math.min(...starts));
  };
}

/** What the findings ask for. A look at a knot is no next step for somebody who is looking at it. */
function chooseNext(report: CheckReport, next: string | null): string | null {
  if (next !== null && !next.startsWith('decant check')) return next;
  return isGateOpen(report) && (report.baseline?.stale.length ?? 0) > 0 ? 'decant check --tighten' : null;
}
