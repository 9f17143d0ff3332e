import { diagnostic, type Diagnostic, type Location } from '../../diagnostic/diagnostic.js';
import { relativePath, type FilePath } from '../../host/path.js';
import type { UnresolvedImport } from '../../model/project.js';
import { lineColumnAt } from '../../text/line-index.js';
import type { Analyzer, AnalyzerInput } from '../analyzer.js';
import { createNearestFile } from './nearest-file.js';
import { quoteWord } from '../../text/shell-word.js';

export const analyzer: Analyzer = {
  id: 'unresolved-import',
  summary: 'An import that leads to no file and no installed package, so that the graph has a hole there.',
  run: findUnresolvedImports,
};

/** One finding for each specifier of a file, however often it is written there. */
function findUnresolvedImports({ project, config }: AnalyzerInput): readonly Diagnostic[] {
  const { severity } = config.analyzers['unresolved-import'];
  if (severity === 'off') return [];
  const { root, files, graph } = project;
  const nearestFile = createNearestFile(graph.modules);
  const groups = new Map<string, UnresolvedImport[]>();
  for (const entry of graph.unresolved) {
    const key = keyOf(root, entry);
    const group = groups.get(key);
    if (group) group.push(entry);
    else groups.set(key, [entry]);
  }
  return [...groups].map(([key, group]) => {
    const { from, record, reason } = group[0]!;
    const { specifier } = record;
    const places = group.map((entry): Location => ({ file: from, ...lineColumnAt(files.get(from)?.lineStarts ?? [0], entry.record.specifierSpan.start - 1), label: 'leads nowhere' }));
    const near = nearestFile(from, specifier);
    return diagnostic({
      id: 'unresolved-import',
      severity,
      key,
      message: `${relativePath(root, from)} imports '${specifier}', which leads to no file`,
      at: places[0]!,
      related: places.slice(1),
      notes: [reason],
      help: near === undefined ? adviceFor(specifier, reason) : `Import '${near.specifier}', if ${relativePath(root, near.file)} is meant`,
      data: { specifier, reason, kind: record.kind, nearest: near === undefined ? null : relativePath(root, near.file) },
      next: { command: `decant graph --why ${quoteWord(relativePath(root, from))} ${quoteWord(specifier)}`, applicability: 'display-only' },
    });
  });
}

function keyOf(root: FilePath, { from, record }: UnresolvedImport): string {
  return `${relativePath(root, from)}:${record.specifier}`;
}

/** What to do depends on how far the name led: to a file that is not there, to a package that lacks it, or nowhere at all. */
function adviceFor(specifier: string, reason: string): string {
  if (/^\.{0,2}\//.test(specifier)) return 'Correct the path, or generate the file before decant runs';
  if (specifier.startsWith('node:')) return 'Correct the name of the module';
  if (reason.startsWith('exports of ')) return 'Import a name that the package exports, or add this one to its "exports"';
  if (reason.startsWith('no file at ')) return 'Import a file that the package has, or another version of it';
  if (/^imports of .* maps it to /.test(reason)) return 'Correct the name or its target in "imports" of the package.json, or generate the file before decant runs';
  if (/^\S+ of \S+ leads to /.test(reason)) return 'Correct the name or its target in "paths" of the tsconfig, or generate the file before decant runs';
  if (specifier.startsWith('#')) return 'Add it to "imports" of the package.json, or to "paths" of the tsconfig';
  return 'Install the package and list it in a package.json, or add the alias to "paths" of the tsconfig';
}
