import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import { isInside, relativePath } from '../../host/path.js';
import type { SkippedFile } from '../../model/project.js';
import type { Analyzer, AnalyzerInput } from '../analyzer.js';

export const analyzer: Analyzer = {
  id: 'unread-file',
  summary: 'A file or a tsconfig that could not be read or parsed, so that its imports are not in the graph.',
  run: findUnreadFiles,
};

/** `... at 3:14`, or the start of the file. */
function placeIn(reason: string): { readonly line: number; readonly column: number } {
  const place = / at ([1-9]\d*):([1-9]\d*)(?::|$)/.exec(reason);
  return place ? { line: Number(place[1]), column: Number(place[2]) } : { line: 1, column: 1 };
}

function findUnreadFiles({ project, config }: AnalyzerInput): readonly Diagnostic[] {
  const { severity } = config.analyzers['unread-file'];
  if (severity === 'off') return [];
  const describe = (files: readonly SkippedFile[], problem: string, fact: string, help: string): Diagnostic[] =>
    files.map(({ path, reason }) => {
      const shown = isInside(project.root, path) ? relativePath(project.root, path) : path;
      return diagnostic({
        id: 'unread-file',
        severity,
        key: shown,
        message: `${shown} ${fact}`,
        at: { file: path, ...placeIn(reason) },
        notes: [reason],
        help,
        data: { problem, reason },
      });
    });
  return [
    ...describe(project.unparsed, 'unparsed', 'could not be parsed, so nothing is known of its imports', 'Correct the syntax, or add the file to `exclude` in decant.config.json'),
    ...describe(project.skipped, 'skipped', 'was not read, so nothing is known of its imports', 'Add the file to `exclude` in decant.config.json, if it is no source'),
    ...describe(project.brokenConfigs, 'broken-config', 'could not be read in full, so aliases may be missing', 'Correct the file, or install the package that it extends'),
  ];
}
