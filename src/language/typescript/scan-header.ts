import type { ImportRecord } from '../../model/import-record.js';
import type { Allowance } from '../../model/project.js';

const ALLOWED_LINES = 20;
const comment = /^\s*(?:\/\/+|\/\*+|\*|#|<!--)\s*decant-allow\s+([a-z][a-z-]*)\s*(?::\s*(.*?))?\s*(?:\*\/\s*|-->\s*)?$/;

/** `// decant-allow god-file: the parser is one table` in the first 20 lines of a file. */
export function findAllowances(text: string): readonly Allowance[] {
  const head = text.slice(0, headEnd(text));
  if (!head.includes('decant-allow')) return [];
  return head.split(/\r\n|[\n\r\u2028\u2029]/, ALLOWED_LINES).flatMap((line, i): Allowance[] => {
    // The expression is quadratic in white space; nobody writes a reason of a thousand characters.
    const match = line.length <= 1000 ? comment.exec(line) : null;
    return match ? [{ id: match[1]!, reason: match[2] ?? '', line: i + 1 }] : [];
  });
}

/** At least the allowed lines; more of them where a line does not end with LF. */
function headEnd(text: string): number {
  let end = -1;
  for (let line = 0; line < ALLOWED_LINES; line++) {
    end = text.indexOf('\n', end + 1);
    if (end === -1) return text.length;
  }
  return end;
}

/** Only the comments before the first code: the words `DO NOT EDIT` further down may be a string or about something else. */
export function isGenerated(text: string): boolean {
  const header = readHeader(text);
  return header !== '' && /@generated\b|\bDO NOT EDIT\b/.test(header);
}

const reference = /^[^\S\r\n]*\/\/\/[^\S\r\n]*<reference\s[^>\r\n]*?\bpath\s*=\s*(?:"([^"\r\n]+)"|'([^'\r\n]+)')/gm;

/**
 * `/// <reference path="globals.d.ts" />` before the first code: a type edge. The path is relative to the file even without the dot
 * (TypeScript handbook, "Triple-Slash Directives"), so the specifier is given one.
 */
export function findReferences(text: string): readonly ImportRecord[] {
  const header = readHeader(text);
  if (!header.includes('///')) return [];
  return Array.from(header.matchAll(reference), (match): ImportRecord => {
    const path = (match[1] ?? match[2])!;
    const quoteEnd = match.index + match[0].length - 1;
    const close = /^[^>\r\n]*>/.exec(text.slice(quoteEnd));
    return {
      kind: 'type',
      form: 'module-path',
      specifier: /^(?:\.\.?\/|\/|[A-Za-z]:)/.test(path) ? path : `./${path}`,
      specifierSpan: { start: quoteEnd - path.length, end: quoteEnd },
      span: { start: match.index + match[0].indexOf('///'), end: quoteEnd + (close?.[0].length ?? 1) },
      names: [],
    };
  });
}

/** White space and comments at the top, at most 4,000 characters of them. */
function readHeader(text: string): string {
  const first = text.charCodeAt(0);
  if (first !== 47 && first !== 35 && first > 32 && first < 128) return '';
  return /^(?:\s|\/\/.*|#!.*|\/\*[^]*?\*\/)*/.exec(text.slice(0, 4000))?.[0] ?? '';
}
