import { printDay } from '../host/clock.js';
import { findNearestPackage } from './nearest-package.js';
import type { Outside } from '../analyze/analyzer.js';
import type { FilePath } from '../host/path.js';
import type { Workspace } from './workspace.js';

/** What was asked of the world outside of the project, with the answers. */
export interface Answers {
  readonly today?: string;
  /** By path of the file; null where there is no version. */
  readonly versions: readonly (readonly [file: FilePath, version: string | null])[];
}

/** Remembers what it was asked, so that findings can be kept for as long as the answers are the same. */
export interface RecordingOutside extends Outside {
  readonly answers: () => Answers;
  readonly isSame: (answers: Answers) => boolean;
}

export function createOutside(workspace: Pick<Workspace, 'fileSystem' | 'root' | 'machine'>): RecordingOutside {
  const readToday = (): string => printDay(workspace.machine.now());
  const readVersion = (file: FilePath): string | null => {
    const version = findNearestPackage(workspace, file)?.content.version;
    return typeof version === 'string' ? version : null;
  };
  let today: string | undefined;
  const versions = new Map<FilePath, string | null>();
  return {
    today: () => (today ??= readToday()),
    versionOf: (file) => {
      const version = versions.get(file) ?? readVersion(file);
      versions.set(file, version);
      return version ?? undefined;
    },
    answers: () => ({ ...(today === undefined ? {} : { today }), versions: [...versions] }),
    isSame: (answers) => (answers.today === undefined || answers.today === readToday()) && answers.versions.every(([file, version]) => readVersion(file) === version),
  };
}
