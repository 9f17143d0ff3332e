import { godFileSettingsFor, type Config } from '../../config/config.js';
import type { Diagnostic } from '../../diagnostic/diagnostic.js';
import { extensionOf, relativePath, type FilePath } from '../../host/path.js';
import { createFanIn } from '../fan-in.js';
import type { Analyzer, AnalyzerInput } from '../analyzer.js';
import type { ScannedModule } from '../../model/project.js';
import { describeGodFile } from './describe-god-file.js';
import type { GodFile } from './measured-file.js';
import { measureContents, type Contents } from './measure-contents.js';
import { rankGodFiles } from './rank.js';

export const analyzer: Analyzer = {
  id: 'god-file',
  summary: 'A file with more lines than its limit.',
  run: findGodFiles,
};

function findGodFiles(input: AnalyzerInput): readonly Diagnostic[] {
  const { project, config, churn } = input;
  const least = leastThreshold(config);
  const fanIn = createFanIn(project.graph);
  const found: GodFile[] = [];
  for (const { path, lines, generated } of studied(input)) {
    // Most files end here: globs are not asked for a file that no limit could catch.
    if (lines.physical <= least || extensionOf(path).startsWith('.d.')) continue;
    const name = relativePath(project.root, path);
    const { threshold, severity, count } = godFileSettingsFor(config, name);
    if (severity === 'off' || lines[count] <= threshold) continue;
    found.push({
      path, name, severity, count, threshold, generated,
      lines: lines[count],
      allLines: lines,
      fanIn: fanIn(path),
      commits: churn && (churn.get(path) ?? 0),
      contents: input.depth === 'full' ? recallContents(input, path, name, threshold) : undefined,
    });
  }
  const ranks = rankGodFiles(found);
  return found.map((file) => describeGodFile(file, { ...ranks.get(file), of: ranks.size, depth: input.depth }));
}

function studied({ project: { scanned }, about }: AnalyzerInput): Iterable<ScannedModule> {
  const one = about === undefined ? undefined : scanned.get(about);
  return about === undefined ? scanned.values() : one === undefined ? [] : [one];
}

function leastThreshold({ analyzers: { 'god-file': { threshold, overrides } } }: Config): number {
  return Math.min(threshold, ...overrides.map((entry) => entry.threshold ?? threshold));
}

interface Remembered {
  readonly hash: string;
  readonly limit: number;
  readonly contents: Contents | null;
}

/** From the last run, if the text and the limit are still the same. */
function recallContents(input: AnalyzerInput, path: FilePath, name: string, limit: number): Contents | undefined {
  const { project, memo } = input;
  if (!project.files.has(path)) return undefined;
  const key = `god-file:${name}`;
  const hash = project.contentHash(path);
  const known = memo.recall(key) as Remembered | undefined;
  if (known?.hash === hash && known.limit === limit) return known.contents ?? undefined;
  const outline = input.outline(path);
  const contents = outline && measureContents(outline, project.files.get(path)!.lineStarts, limit);
  memo.remember(key, { hash, limit, contents: contents ?? null } satisfies Remembered);
  return contents;
}
