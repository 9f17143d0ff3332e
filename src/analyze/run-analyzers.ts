import { diagnostic, type Diagnostic } from '../diagnostic/diagnostic.js';
import { compareDiagnostics } from '../diagnostic/sort.js';
import { relativePath, type FilePath } from '../host/path.js';
import type { Project } from '../model/project.js';
import type { AnalyzerInput } from './analyzer.js';
import { analyzers } from './registry.generated.js';

/** The findings of every analyzer that is not switched off, those left out that a comment with a reason allows. Sorted. */
export function runAnalyzers(input: AnalyzerInput): readonly Diagnostic[] {
  const findings = analyzers.flatMap((analyzer) => analyzer.run(input));
  const allowances = findAllowances(input.project);
  const kept = findings.filter((finding) => !allowances.get(finding.at.file)?.some((it) => it.id === finding.id && it.reason !== ''));
  return [...kept, ...findUnexplained(input.project, allowances)].sort(compareDiagnostics);
}

interface Allowance {
  readonly id: string;
  /** Empty when none is given. */
  readonly reason: string;
  /** 1-based. */
  readonly line: number;
}

const ALLOWED_LINES = 20;
const comment = /^\s*(?:\/\/+|\/\*+|\*|#)\s*decant-allow\s+([a-z][a-z-]*)\s*(?::\s*(.*?))?\s*(?:\*\/\s*)?$/;

/** `// decant-allow god-file: the parser is one table` in the first 20 lines of a file. */
function findAllowances(project: Project): ReadonlyMap<FilePath, readonly Allowance[]> {
  const found = new Map<FilePath, Allowance[]>();
  for (const source of project.files.values()) {
    const head = source.text.slice(0, source.lineStarts[ALLOWED_LINES]);
    if (!head.includes('decant-allow')) continue;
    const allowances = head.split(/\r\n|[\n\r\u2028\u2029]/).flatMap((text, i): Allowance[] => {
      const match = comment.exec(text);
      return match ? [{ id: match[1]!, reason: match[2] ?? '', line: i + 1 }] : [];
    });
    if (allowances.length > 0) found.set(source.path, allowances);
  }
  return found;
}

function findUnexplained(project: Project, allowances: ReadonlyMap<FilePath, readonly Allowance[]>): Diagnostic[] {
  return [...allowances].flatMap(([file, list]) =>
    list
      .filter((allowance) => allowance.reason === '')
      .map(({ id, line }) =>
        diagnostic({
          id: 'unexplained-allow',
          severity: 'warning',
          message: `${relativePath(project.root, file)} allows ${id} without a reason, so the comment has no effect`,
          at: { file, line, column: 1 },
          help: `Write the reason behind a colon: decant-allow ${id}: <reason>`,
          data: { allows: id },
        }),
      ),
  );
}
