import { findConfigPlace } from '../config/config-place.js';
import { hashText } from '../host/hash.js';
import { markOf } from '../load/assemble.js';
import { keepOverview, measureOverview } from './overview.js';
import type { Config } from '../config/config.js';
import type { Diagnostic } from '../diagnostic/diagnostic.js';
import type { KeptAnalysis } from '../load/analysis-memo.js';
import type { Project } from '../model/project.js';
import type { Answers, RecordingOutside } from './outside.js';
import type { Overview } from './overview.js';

const key = 'findings';

interface KeptFindings {
  readonly of: string;
  /** What they depend on beside the project. */
  readonly answers: Answers;
  readonly findings: readonly Diagnostic[];
  readonly overview: Overview;
}

/**
 * The findings of an earlier run over the very same project under the very same configuration, at a time when what they asked of the world outside had
 * the same answers: analyzers are functions of these. Otherwise what `run` finds, remembered for the next time with the overview of the project.
 */
export function findOrRecall(project: Project, config: Config, memo: KeptAnalysis, run: () => readonly Diagnostic[], outside?: RecordingOutside): readonly Diagnostic[] {
  const mark = markOf(project);
  const of = mark === undefined ? undefined : hashText(JSON.stringify([mark, config, listPlaces(config)]));
  const known = of === undefined ? undefined : (memo.recall(key) as KeptFindings | undefined);
  // Nothing else was recalled, and nothing that the analyzers remember may be dropped for that.
  if (known !== undefined && known.of === of && outside?.isSame(known.answers) !== false) {
    keepOverview(project, known.overview);
    return known.findings;
  }
  const findings = run();
  if (of !== undefined) memo.remember(key, { of, answers: outside?.answers() ?? { versions: [] }, findings, overview: measureOverview(project, []) } satisfies KeptFindings);
  memo.save();
  return findings;
}

/** Where each part of the configuration was written: a finding about one says the line. */
function listPlaces(config: Config): readonly unknown[] {
  const places: unknown[] = [];
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    places.push(findConfigPlace(part));
    for (const [name, inner] of Object.entries(part)) {
      places.push(findConfigPlace(part, Array.isArray(part) ? Number(name) : name));
      visit(inner);
    }
  };
  visit(config);
  return places;
}
