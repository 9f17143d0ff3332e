import { diagnostic, type Diagnostic, type Location } from '../../diagnostic/diagnostic.js';
import { relativePath, type FilePath } from '../../host/path.js';
import { findShims } from '../../model/find-shims.js';
import { isOverdue, type ShimMark } from '../../model/shim.js';
import { lineColumnAt } from '../../text/line-index.js';
import { quoteWord } from '../../text/shell-word.js';
import { printQuantity } from '../../text/wording.js';
import type { Analyzer, AnalyzerInput } from '../analyzer.js';

export const analyzer: Analyzer = {
  id: 'overdue-shim',
  summary: 'A deprecated door to moved code that was to be removed by now.',
  run: findOverdueShims,
};

function findOverdueShims(input: AnalyzerInput): readonly Diagnostic[] {
  const { severity } = input.config.analyzers['overdue-shim'];
  const { outside } = input;
  if (severity === 'off' || outside === undefined) return [];
  return [...findShims(input.project)].flatMap(([file, mark]): readonly Diagnostic[] => {
    if (mark.after === undefined) return [];
    const isDay = /^\d{4}-\d{2}-\d{2}$/.test(mark.after);
    // Neither is asked for without need: what was found is kept for as long as what was asked has the same answer.
    const [today, version] = isDay ? [outside.today(), undefined] : ['', outside.versionOf(file)];
    return isOverdue(mark.after, today, version) === true ? [describe(input, severity, file, mark, mark.after, isDay ? `today is ${today}` : `its package has reached ${version}`)] : [];
  });
}

function describe({ project }: AnalyzerInput, severity: Diagnostic['severity'], file: FilePath, { stage, since }: ShimMark, after: string, fact: string): Diagnostic {
  const shown = relativePath(project.root, file);
  const importers = new Map<FilePath, Location>();
  for (const { from, record } of project.graph.edgesTo.get(file) ?? []) {
    if (from !== file && !importers.has(from)) importers.set(from, { file: from, ...lineColumnAt(project.files.get(from)?.lineStarts ?? [0], record.specifierSpan.start - 1), label: 'imports it' });
  }
  const source = project.files.get(file)!;
  const count = importers.size;
  const command = count === 0 ? `decant deprecate ${quoteWord(shown)} --stage remove` : `decant migrate ${quoteWord(shown)}`;
  return diagnostic({
    id: 'overdue-shim',
    severity,
    key: shown,
    message: `${shown} was to be removed after ${after} and ${count === 0 ? 'is still there; nothing imports it' : `${printQuantity(count, 'file')} still ${count === 1 ? 'imports' : 'import'} it`}`,
    at: { file, ...lineColumnAt(source.lineStarts, source.text.indexOf('// decant-shim ')) },
    related: [...importers.values()].slice(0, 10),
    notes: [`deprecated since ${since} (${stage}); ${fact}`],
    help: count === 0 ? 'Remove it' : 'Migrate its importers, then remove it',
    data: { stage, since, after, importers: count },
    next: { command, applicability: 'display-only' },
  });
}
