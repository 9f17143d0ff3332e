import { compareText } from '../../../diagnostic/sort.js';
import type { FilePath } from '../../../host/path.js';
import type { RejectedName } from '../../../model/api.js';
import type { SourceFile } from '../../../model/source-file.js';
import { hasShape, shapeOf } from './file-shape.js';
import type { SourceProgram } from './source-program.js';

/** Several declarations of one name that do not go together. What the compiler writes for such a name is one of them or another, by the layout. */
const codes = new Set([
  2300, // Duplicate identifier
  2323, // Cannot redeclare exported variable
  2395, // Individual declarations in merged declaration must be all exported or all local
  2440, // Import declaration conflicts with local declaration
  2451, // Cannot redeclare block-scoped variable
  2528, // A module cannot have multiple default exports
  2567, // Enum declarations can only merge with namespace or other enum declarations
]);

/** Names that the compiler rejects in these files. It is asked about a file only when a name stands in it twice in a way that need not be allowed. */
export function findRejected(sources: SourceProgram, own: Iterable<FilePath>, files: ReadonlyMap<FilePath, SourceFile>): readonly RejectedName[] {
  const { ts } = sources;
  const found: RejectedName[] = [];
  for (const file of own) {
    const source = files.get(file);
    // What a script declares twice is no error.
    if (source === undefined || !hasShape(file) || !shapeOf(ts, source).isDoubtful) continue;
    const tree = sources.program().getSourceFile(file);
    for (const { code, start = 0, length = 0, messageText } of tree === undefined ? [] : sources.program().getSemanticDiagnostics(tree)) {
      if (!codes.has(code)) continue;
      const written = tree!.text.slice(start, start + length);
      const name = code === 2528 || /\bdefault\b/.test(written) ? 'default' : written;
      if (found.some((one) => one.file === file && one.name === name)) continue;
      found.push({ name, file, code: `TS${code}`, message: ts.flattenDiagnosticMessageText(messageText, ' ') });
    }
  }
  return found.sort((a, b) => compareText(a.name, b.name));
}
