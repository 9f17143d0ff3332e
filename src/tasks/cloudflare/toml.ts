import { parseJsonc, type Json } from './jsonc.js';

type Table = Record<string, unknown>;

/**
 * The part of TOML that wrangler files are written in: tables, arrays of tables, and values that are texts, numbers, booleans, inline tables
 * or arrays of those, over several lines too. A line that is anything else is handed back as it stands instead of being guessed at.
 */
export function parseToml(text: string): { readonly json: Json; readonly unread: readonly string[] } {
  const root: Table = {};
  const unread: string[] = [];
  let table: Table | undefined = root;
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  for (let at = 0; at < lines.length; at++) {
    const line = withoutComment(lines[at]!).trim();
    if (line === '') continue;
    const header = /^(\[\[?)\s*([^\]]+?)\s*\]\]?$/.exec(line);
    if (header) {
      table = openTable(root, splitKey(header[2]!), header[1] === '[[');
      if (!table) unread.push(line);
      continue;
    }
    const equals = /^((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=\s*(.*)$/.exec(line);
    let value = equals?.[2];
    while (value !== undefined && !isClosed(value) && at + 1 < lines.length) value += ` ${withoutComment(lines[++at]!).trim()}`;
    const parsed = value === undefined ? undefined : parseValue(value);
    const path = equals ? splitKey(equals[1]!) : [];
    const owner = table && parsed ? openTable(table, path.slice(0, -1), false) : undefined;
    if (owner && parsed) owner[path.at(-1)!] = parsed.value;
    else unread.push(line);
  }
  return { json: root, unread };
}

const quoted = /"(?:[^"\\]|\\.)*"|'[^']*'/g;

function withoutComment(line: string): string {
  const masked = line.replace(quoted, (part) => '_'.repeat(part.length));
  const at = masked.indexOf('#');
  return at === -1 ? line : line.slice(0, at);
}

function isClosed(value: string): boolean {
  const masked = value.replace(quoted, '');
  return (masked.match(/[[{]/g)?.length ?? 0) <= (masked.match(/[\]}]/g)?.length ?? 0);
}

function splitKey(key: string): readonly string[] {
  return (key.match(/"[^"]*"|'[^']*'|[^.\s]+/g) ?? []).map((part) => part.replace(/^(["'])(.*)\1$/, '$2'));
}

/** The last item of an array of tables is the one that a later table speaks of. */
function openTable(root: Table, path: readonly string[], isItem: boolean): Table | undefined {
  let current = root;
  for (const [index, key] of path.entries()) {
    const isLast = index === path.length - 1;
    const known = current[key];
    if (isLast && isItem) {
      if (known !== undefined && !Array.isArray(known)) return undefined;
      const item: Table = {};
      current[key] = [...((known as unknown[] | undefined) ?? []), item];
      return item;
    }
    const next: unknown = Array.isArray(known) ? known.at(-1) : known ?? (current[key] = {});
    if (typeof next !== 'object' || next === null) return undefined;
    current = next as Table;
  }
  return current;
}

/** Undefined where the value is nothing that JSON could say: a date, a text over several lines. */
function parseValue(text: string): { readonly value: unknown } | undefined {
  if (/"""|'''/.test(text)) return undefined;
  const asJson = text
    .replace(/'([^']*)'|"(?:[^"\\]|\\.)*"/g, (part, single: string | undefined) => (single === undefined ? part : JSON.stringify(single)))
    .replace(/"(?:[^"\\]|\\.)*"|([{,]\s*)([\w-]+)(\s*=)|=|(\d)_(?=\d)/g, (part, open?: string, key?: string, _sign?: string, digit?: string) =>
      part.startsWith('"') ? part : key !== undefined ? `${open}"${key}":` : digit !== undefined ? digit : part === '=' ? ':' : part);
  const parsed = parseJsonc(`{"value":${asJson}}`);
  return parsed && Object.keys(parsed).length === 1 ? { value: parsed['value'] } : undefined;
}
