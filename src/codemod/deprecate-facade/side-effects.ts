import picomatch from 'picomatch';
import { readJsonStrings } from '../../text/json-strings.js';
import type { TextEdit } from '../../edit/text-edit.js';

/**
 * Puts files, the shim and what is built of it, into the `sideEffects` of a package.json that says that loading it does nothing: a bundler would leave its warning out, and with it
 * everything that the shim says. Undefined when the field keeps them already, or is not there, or is written in another way.
 */
export function keepEffect(text: string, field: unknown, paths: readonly string[]): TextEdit | undefined {
  const because = 'a bundler keeps what "sideEffects" names';
  const print = (entries: readonly string[], between: string): string => entries.map((path) => JSON.stringify(`./${path}`)).join(between);
  if (field === false) {
    const found = /"sideEffects"\s*:\s*(false)\b/.exec(text);
    if (!found) return undefined;
    const start = found.index + found[0].length - 'false'.length;
    return { span: { start, end: start + 'false'.length }, insert: `[${print(paths, ', ')}]`, because };
  }
  const missing = Array.isArray(field) ? paths.filter((path) => !isKept(field, path)) : [];
  if (missing.length === 0) return undefined;
  const items = readJsonStrings(text).filter(({ path: keys, isKey }) => !isKey && keys.length === 2 && keys[0] === 'sideEffects');
  const last = items.at(-1);
  if (last) {
    const line = /(?:\r\n|\n|\r)[^\S\r\n]*$/.exec(text.slice(0, last.start))?.[0];
    return { span: { start: last.end, end: last.end }, insert: `,${line ?? ' '}${print(missing, `,${line ?? ' '}`)}`, because };
  }
  const empty = /"sideEffects"\s*:\s*\[\s*\]/.exec(text);
  return empty ? { span: { start: empty.index + empty[0].lastIndexOf('['), end: empty.index + empty[0].length }, insert: `[${print(missing, ', ')}]`, because } : undefined;
}

/** As bundlers read it: a pattern without a slash matches at any depth. */
function isKept(patterns: readonly unknown[], path: string): boolean {
  const globs = patterns.filter((pattern): pattern is string => typeof pattern === 'string').map((pattern) => (pattern.includes('/') ? pattern.replace(/^\.?\//, '') : `**/${pattern}`));
  return globs.length > 0 && picomatch(globs, { dot: true })(path);
}
