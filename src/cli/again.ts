import { now, printDay } from '../host/clock.js';
import { createNodeFileSystem } from '../host/node-file-system.js';
import { filePath, type FilePath } from '../host/path.js';
import { chooseRoot } from '../workflow/find-root.js';
import { recallAnswer } from '../workflow/kept-answer.js';
import { processConsole, type Console } from './console.js';
import { describeQuestion } from './question.js';
import type { FileStat, WritableFileSystem } from '../host/file-system.js';

/** Paths that were asked about, and what was there. */
export interface SeenTimes {
  readonly paths: FilePath[];
  readonly stats: (FileStat | undefined)[];
}

/** What came of it. */
export interface Attempt {
  /** The exit code, when all is printed; rejected when it could not be printed. Undefined when somebody has to look: nothing was printed. */
  readonly said?: Promise<number>;
  /** What was seen of the disk: whoever looks need not ask for it again. */
  readonly seen: SeenTimes;
}

/**
 * Says again what an earlier run said, if nothing has changed that it rests on. Small, and apart from the command line: to load that takes as long as to look at the times
 * of 5,000 files.
 */
export function sayAgain(argv: readonly string[], given?: Console): Attempt {
  const seen: SeenTimes = { paths: [], stats: [] };
  const said = recall(argv, given, seen);
  return { ...(said && { said }), seen };
}

function recall(argv: readonly string[], given: Console | undefined, seen: SeenTimes): Promise<number> | undefined {
  // A wrong guess finds no answer: the command line is part of the question.
  if (argv.includes('--no-cache') || argv.includes('--')) return undefined;
  try {
    const console = given ?? processConsole();
    const disk = createNodeFileSystem();
    const fileSystem: WritableFileSystem = {
      ...disk,
      stat: (path) => {
        const stat = disk.stat(path);
        seen.paths.push(path);
        seen.stats.push(stat);
        return stat;
      },
    };
    const choice = valueOf(argv, '--cache-dir');
    const answer = recallAnswer({
      fileSystem,
      root: chooseRoot(fileSystem, valueOf(argv, '--root')),
      cache: choice === undefined ? 'auto' : { folder: filePath(choice) },
      question: describeQuestion(argv, console),
      today: printDay(now()),
    });
    if (answer === undefined) return undefined;
    if (answer.out !== '') console.out(answer.out);
    return (console.settle?.() ?? Promise.resolve()).then(() => answer.exitCode);
  } catch {
    // What is wrong is said by the run that looks.
    return undefined;
  }
}

/** The last one counts. */
function valueOf(argv: readonly string[], option: string): string | undefined {
  const at = argv.findLastIndex((word) => word === option || word.startsWith(`${option}=`));
  return at === -1 ? undefined : argv[at] === option ? argv[at + 1] : argv[at]!.slice(option.length + 1);
}
