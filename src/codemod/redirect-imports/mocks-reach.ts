import type { FilePath } from '../../host/path.js';
import type { ImportRecord } from '../../model/import-record.js';
import type { Project } from '../../model/project.js';
import type { SourceFile } from '../../model/source-file.js';

/** Files in whose test runs one file takes part. */
export interface Runs {
  /** Empty when nothing imports a file that is no test: a setup file, which runs before every test. */
  readonly roots: ReadonlySet<FilePath>;
  readonly isTest: boolean;
}

export interface Reach {
  readonly runsOf: (file: FilePath) => Runs;
  /** All files that are loaded from some, whatever is replaced. */
  readonly from: (roots: Iterable<FilePath>) => ReadonlySet<FilePath>;
}

const tests = /(?:^|[^\w$.])(?:test|it|describe|suite|fit|xit|fdescribe|xdescribe|context|specify|scenario)(?:\.\w+)*\s*[(`]|\b(?:t|tap|Deno|QUnit)\.(?:test|module)\s*\(/;

export function isTest({ text }: SourceFile): boolean {
  return tests.test(text);
}

export function createReach(project: Project): Reach {
  return {
    runsOf: (file) => {
      const roots = new Set<FilePath>([file]);
      for (const one of roots) for (const { from, record } of project.graph.edgesTo.get(one) ?? []) if (isLoad(record)) roots.add(from);
      const isOwn = isTest(project.files.get(file)!);
      return { roots: isOwn || roots.size > 1 ? roots : new Set(), isTest: isOwn };
    },
    from: (roots) => {
      const seen = new Set<FilePath>(roots);
      for (const file of seen) for (const { to, record } of project.graph.edgesFrom.get(file) ?? []) if (record.kind !== 'type') seen.add(to);
      return seen;
    },
  };
}

/** Whether the edge makes the file run: a path that is handed to a mock does not. */
export function isLoad({ kind, form }: ImportRecord): boolean {
  return kind !== 'type' && form !== 'module-path' && form !== 'url-path' && form !== 'folder-path';
}
