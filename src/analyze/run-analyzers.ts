import { diagnostic, type Diagnostic } from '../diagnostic/diagnostic.js';
import { compareDiagnostics } from '../diagnostic/sort.js';
import { relativePath } from '../host/path.js';
import type { AnalyzerInput } from './analyzer.js';
import { applyIgnored } from './ignored-findings.js';
import { analyzers } from './registry.generated.js';

/**
 * The findings of every analyzer that is not switched off, those left out that a comment with a reason allows or an entry of
 * `ignore` in the configuration. Sorted. `onStart` is told which analyzer begins.
 */
export function runAnalyzers(input: AnalyzerInput, onStart: (id: string) => void = () => undefined): readonly Diagnostic[] {
  const findings = analyzers.flatMap((analyzer) => {
    onStart(analyzer.id);
    return analyzer.run(input);
  });
  const { scanned } = input.project;
  const isAllowed = (finding: Diagnostic): boolean =>
    scanned.get(finding.at.file)?.allowances.some((allowance) => allowance.id === finding.id && allowance.reason !== '') ?? false;
  const { isIgnored, dead } = applyIgnored(input, findings);
  // Of one file, most entries of `ignore` have nothing to match.
  const complete = input.about === undefined ? dead : [];
  const kept = findings.filter((finding) => !isAllowed(finding) && !isIgnored(finding));
  return [...kept, ...complete, ...findUnexplained(input)].sort(compareDiagnostics);
}

function findUnexplained({ project: { root, scanned }, about }: AnalyzerInput): Diagnostic[] {
  const looked = about === undefined ? [...scanned.values()] : [scanned.get(about) ?? []].flat();
  return looked.flatMap(({ path: file, allowances }) =>
    allowances
      .filter((allowance) => allowance.reason === '')
      .map(({ id, line }) =>
        diagnostic({
          id: 'unexplained-allow',
          severity: 'warning',
          message: `${relativePath(root, file)} allows ${id} without a reason, so the comment has no effect`,
          at: { file, line, column: 1 },
          help: `Write the reason behind a colon: decant-allow ${id}: <reason>`,
          data: { allows: id },
        }),
      ),
  );
}
