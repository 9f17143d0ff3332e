import type { TextEdit } from '../../src/edit/text-edit.js';
import type { ImportRecord } from '../../src/model/import-record.js';

/**
 * Writes `import type`. Not for `import Soup, { broth }` and `import Soup, * as soups`: a type import has a default name or the others, not both
 * (TypeScript error 1363), not where a name in the braces is marked already (2206), and not before `with { ... }` (2857).
 */
export function markAsType(text: string, { form, span, specifierSpan, names }: ImportRecord): readonly TextEdit[] | undefined {
  const head = /^import\s+(?!type\b\s*[\w{*$])/.exec(text.slice(span.start, span.end));
  const isMixed = names.some(({ imported }) => imported === 'default') && names.length > 1 && !/^import\s*\{/.test(text.slice(span.start));
  const hasAttributes = /^['"]\s*(?:with|assert)\b/.test(text.slice(specifierSpan.end, span.end));
  if (hasAttributes || form !== 'import' || head === null || names.length === 0 || isMixed || names.some(({ typeOnly }) => typeOnly)) return undefined;
  const at = span.start + 'import'.length;
  return [{ span: { start: at, end: at }, insert: ' type', because: 'used for types only' }];
}
