import type { ImportedName, ImportRecord } from '../../model/import-record.js';
import type { Span } from '../../text/span.js';
import { readExportClause, readImportClause, staticRecord, type ScanOptions } from './scan-clause.js';

/** `from 'x'` and what may end the statement; attributes (`with {}`) are left to the clause readers. */
const from = String.raw`(?:'([^'\\\n\r]+)'|"([^"\\\n\r]+)")(?:[ \t]*;|(?!\s*(?:with|assert)\b))`;
const list = String.raw`\{([^{}'"/\\]*)\}\s*`;

/** `import type from './a'` imports a default called `type`. */
const typeMark = String.raw`(?:(type)\b\s*(?!from\s*['"]))?`;
const defaultName = String.raw`(?:([\w$]+)(?:\s*,\s*(?=[*{])|\s+(?=from\b)))?`;
const namespace = String.raw`\*\s*as\s+([\w$]+)\s+`;

/** type?, default, namespace, list, specifier. Comments, string names, `defer`, `source` and `import x =` do not match. */
const plainImport = new RegExp(String.raw`import\s*(?:${typeMark}${defaultName}(?:${namespace}|${list})?\bfrom\s*)?${from}`, 'y');
/** type?, star?, namespace, list, specifier. */
const plainExport = new RegExp(String.raw`export\s*(?:(type)\b\s*)?(?:(\*)\s*(?:as\s+([\w$]+)\s+)?|${list})from\s*${from}`, 'y');

/**
 * The record of `import ... from 'x'`, `import 'x'` or `import x = require('x')` whose first word is at `start`; undefined for every
 * other use of the word. A regular expression reads what nearly all imports look like, since it is machine code at once; the rest
 * is read clause by clause.
 */
export function readImportStatement(text: string, start: number, options: ScanOptions, exportStart = -1): ImportRecord | undefined {
  plainImport.lastIndex = start;
  const match = plainImport.exec(text);
  if (!match) return readImportClause(text, start, options, exportStart);
  const typeOnly = match[1] !== undefined;
  const names: ImportedName[] = [];
  if (match[2] !== undefined) names.push({ imported: 'default', local: match[2], typeOnly });
  if (match[3] !== undefined) names.push({ imported: '*', local: match[3], typeOnly });
  if (match[4] !== undefined && !addNames(names, match[4], typeOnly)) return readImportClause(text, start, options, exportStart);
  const end = plainImport.lastIndex;
  return plainRecord(text, { start, end }, match[5] ?? match[6]!, 'import', typeOnly, names, options);
}

/** The record of `export ... from 'x'` whose first word is at `start`; undefined when the statement takes nothing from another module. */
export function readExportStatement(text: string, start: number, options: ScanOptions): ImportRecord | undefined {
  plainExport.lastIndex = start;
  const match = plainExport.exec(text);
  if (!match) return readExportClause(text, start, options);
  const typeOnly = match[1] !== undefined;
  const names: ImportedName[] = [];
  if (match[2] !== undefined) names.push({ imported: '*', local: match[3] ?? '*', typeOnly });
  else if (!addNames(names, match[4]!, typeOnly)) return readExportClause(text, start, options);
  const form = match[2] !== undefined && match[3] === undefined ? 'export-star' : 'export-from';
  const end = plainExport.lastIndex;
  return plainRecord(text, { start, end }, match[5] ?? match[6]!, form, typeOnly, names, options);
}

function plainRecord(
  text: string, span: Span, specifier: string, form: ImportRecord['form'], typeOnly: boolean, names: readonly ImportedName[], options: ScanOptions,
): ImportRecord {
  let close = span.end - 1;
  while (text[close] === ';' || text[close] === ' ' || text[close] === '\t') close--;
  return staticRecord({ form, specifier, specifierSpan: { start: close - specifier.length, end: close }, span, names, typeOnly }, options);
}

/** `a, b as c, type D`. False when an entry has another shape. */
function addNames(names: ImportedName[], text: string, typeOnly: boolean): boolean {
  for (const entry of text.split(',')) {
    const item = entry.trim();
    if (item === '') continue;
    if (!/\s/.test(item)) {
      names.push({ imported: item, local: item, typeOnly });
      continue;
    }
    // `type a`, `type a as b`, but `type as b` renames `type`, and `type as` marks `as`.
    const words = item.split(/\s+/);
    const isMarked = words[0] === 'type' && words.length !== 3;
    const [imported, as, local] = isMarked ? words.slice(1) : words;
    const isRename = as === 'as' && local !== undefined && words.length <= 4;
    if (!isRename && !(isMarked && as === undefined)) return false;
    names.push({ imported: imported!, local: local ?? imported!, typeOnly: typeOnly || isMarked });
  }
  return true;
}
