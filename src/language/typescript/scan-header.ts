import type { Allowance } from '../../model/project.js';
import type { LineStarts } from '../../text/line-index.js';

const ALLOWED_LINES = 20;
const comment = /^\s*(?:\/\/+|\/\*+|\*|#)\s*decant-allow\s+([a-z][a-z-]*)\s*(?::\s*(.*?))?\s*(?:\*\/\s*)?$/;

/** `// decant-allow god-file: the parser is one table` in the first 20 lines of a file. */
export function findAllowances(text: string, lineStarts: LineStarts): readonly Allowance[] {
  const head = text.slice(0, lineStarts[ALLOWED_LINES]);
  if (!head.includes('decant-allow')) return [];
  return head.split(/\r\n|[\n\r\u2028\u2029]/).flatMap((line, i): Allowance[] => {
    const match = comment.exec(line);
    return match ? [{ id: match[1]!, reason: match[2] ?? '', line: i + 1 }] : [];
  });
}

/** Only the comments before the first code: the words `DO NOT EDIT` further down may be a string or about something else. */
export function isGenerated(text: string): boolean {
  const header = /^(?:\s|\/\/.*|#!.*|\/\*[^]*?\*\/)*/.exec(text.slice(0, 4000))?.[0] ?? '';
  return /@generated\b|\bDO NOT EDIT\b/.test(header);
}
