import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import type { FilePath } from '../../host/path.js';
import type { ExportSet } from '../export-set.js';
import { locateFile } from '../side.js';

/** What names and kinds do not tell of CommonJS exports: the order of the keys, and what Node finds without running the file. */
export function compareCommonJs(entry: string, before: ExportSet, after: ExportSet, now: FilePath): Diagnostic[] {
  if (!before.order || !after.order || !before.detected || !after.detected) {
    return before.order || after.order ? [changedFormat(entry, before, now)] : [];
  }
  const at = firstDifference(before.order, after.order);
  const lost = before.detected.filter((name) => !after.detected!.includes(name));
  const gained = after.detected.filter((name) => !before.detected!.includes(name));
  return [
    ...(at === -1 ? [] : [changedOrder(entry, before.order[at], after.order[at], now)]),
    ...(lost.length + gained.length > 0 ? [changedDetection(entry, lost, gained, now)] : []),
  ];
}

function firstDifference(a: readonly string[], b: readonly string[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) if (a[at] !== b[at]) return at;
  return -1;
}

function changedOrder(entry: string, before: string | undefined, after: string | undefined, now: FilePath): Diagnostic {
  return diagnostic({
    id: 'changed-export-order',
    message: `${entry} fills its exports in another way than before`,
    at: locateFile(now),
    notes: [`before: ${before ?? '(nothing more)'}`, `after:  ${after ?? '(nothing more)'}`, 'whoever iterates over the exports sees their order'],
    help: 'Put the statements that assign the exports back, each in its old place.',
    data: { entry },
  });
}

function changedDetection(entry: string, lost: readonly string[], gained: readonly string[], now: FilePath): Diagnostic {
  return diagnostic({
    id: 'undetected-export',
    message: `an import of ${entry} by name ${lost.length > 0 ? `no longer finds ${lost.join(', ')}` : `newly finds ${gained.join(', ')}`}`,
    at: locateFile(now),
    notes: ['Node lists the names of a CommonJS module from its text, before it runs'],
    help: 'Assign each name in a statement of its own: `exports.name = name`.',
    data: { entry, lost, gained },
  });
}

function changedFormat(entry: string, before: ExportSet, now: FilePath): Diagnostic {
  return diagnostic({
    id: 'changed-export-order',
    message: `${entry} ${before.order ? 'was a CommonJS module and is none' : 'is a CommonJS module and was none'}`,
    at: locateFile(now),
    help: 'Keep the module format of the file.',
    data: { entry },
  });
}
