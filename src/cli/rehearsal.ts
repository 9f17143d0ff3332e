import { printDay } from '../host/clock.js';
import { createNodeFileSystem } from '../host/node-file-system.js';
import { countPrograms } from '../host/process-runner.js';
import { createWitness } from '../host/witness.js';
import { keepAnswer } from '../workflow/kept-answer.js';
import { describeQuestion } from './question.js';
import type { WritableFileSystem } from '../host/file-system.js';
import type { Recording } from '../workflow/workspace.js';
import type { SeenTimes } from './again.js';
import type { Console } from './console.js';

/** A run whose words are remembered with all that they rest on, so that `sayAgain` can say them again. */
export interface Rehearsal {
  readonly fileSystem: WritableFileSystem;
  readonly console: Console;
  readonly record: Recording;
  /** Keeps what was said, if asking the same again would tell whether it still holds. */
  readonly keep: (exitCode: 0 | 1) => void;
}

export interface RehearsalInput {
  readonly argv: readonly string[];
  readonly console: Console;
  /** Times that were asked for just now. */
  readonly seen: SeenTimes | undefined;
  readonly startedAt: Date;
}

export function createRehearsal({ argv, console, seen, startedAt }: RehearsalInput): Rehearsal {
  const disk = createNodeFileSystem();
  let times = seen && new Map(seen.paths.map((path, i) => [path, seen.stats[i]]));
  const stat: typeof disk.stat = (path) => (times?.has(path) ? times.get(path) : disk.stat(path));
  const { fileSystem, aside, testimony } = createWitness({ ...disk, stat }, startedAt.getTime());
  const projects: { readonly folder: Parameters<Recording['restsOn']>[0]; readonly mark: string | undefined }[] = [];
  const programs = countPrograms();
  let out = '';
  let isPlain = true;
  return {
    fileSystem,
    console: {
      ...console,
      out: (text) => {
        out += text;
        console.out(text);
      },
      // Were the rest not to be written, a run that looks after all would say this once more.
      err: (text) => {
        isPlain = false;
        console.err(text);
      },
    },
    record: {
      disk,
      // Once the project is there it takes too long to be true of what was seen before.
      aside: (act) => {
        try {
          return aside(act);
        } finally {
          times = undefined;
        }
      },
      restsOn: (folder, mark) => void projects.push({ folder, mark }),
    },
    keep: (exitCode) => {
      const evidence = testimony();
      const [project, ...others] = projects;
      // What git says is on no record.
      if (evidence === undefined || project?.mark === undefined || others.length > 0 || !isPlain || countPrograms() > programs) return;
      keepAnswer(project.folder, { question: describeQuestion(argv, console), today: printDay(startedAt), project: project.mark, testimony: evidence }, { out, exitCode });
    },
  };
}
