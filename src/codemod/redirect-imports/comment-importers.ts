import { targetOf } from './specifiers.js';
import type { FilePath } from '../../host/path.js';
import type { RedirectInput } from './redirect-input.js';

const script = /\.[cm]?jsx?$/;
const named = /(?:\bimport\s*\(\s*|\bfrom\s*)(?:'([^'\n]+)'|"([^"\n]+)")/g;

/**
 * Scripts that name a facade in types of their comments (`@import`, `import('x').T`), by the facades that they name. The graph has no edge for those: a scan reads
 * no comments, and TypeScript none outside of JavaScript.
 */
export function findCommentImporters(input: RedirectInput): ReadonlyMap<FilePath, ReadonlySet<FilePath>> {
  const found = new Map<FilePath, ReadonlySet<FilePath>>();
  for (const [file, source] of input.project.files) {
    if (!script.test(file) || !input.project.scanned.has(file) || input.facades.has(file)) continue;
    const { text } = source;
    if (!text.includes('/**') || !text.includes('import')) continue;
    const isWanted = (specifier: string): boolean => input.facades.has(targetOf(input, file, specifier)!);
    const mayName = Array.from(text.matchAll(named), (match) => (match[1] ?? match[2])!).some(isWanted);
    // The same words may stand in a string, or in a comment that is no JSDoc.
    const uses = mayName ? input.readImporter(file, isWanted).uses.filter(({ form }) => form === 'comment-type' || form === 'comment-import') : [];
    if (uses.length > 0) found.set(file, new Set(uses.map(({ specifier }) => targetOf(input, file, specifier)!)));
  }
  return found;
}
