import { directoryOf, joinPath } from '../../host/path.js';
import { readShimMark } from '../../model/shim.js';
import { readJsonStrings } from '../../text/json-strings.js';
import type { CheckInput, ChangedText } from '../check.js';

/**
 * A package.json without the entries of `sideEffects` that name a shim, which does something when it is loaded now, or what is built of it: the text that it was made of,
 * if nothing else changed in it. `"sideEffects": false` becomes a list for it.
 */
export function withoutKeptShims({ after: project }: CheckInput, { name, before, after }: ChangedText): string {
  const folder = directoryOf(joinPath(project.root, name));
  const entries = readJsonStrings(after).filter(({ path, isKey }) => !isKey && path.length === 2 && path[0] === 'sideEffects');
  const isShim = (value: string): boolean => {
    const stage = readShimMark(project.files.get(joinPath(folder, value))?.text ?? '')?.stage;
    return stage === 'runtime' || stage === 'error';
  };
  // dist/esm/tasks.js of src/tasks.ts: a file of the build, so none of the project, with the path that the shim has below its first folder.
  const builds = entries.filter(({ value }) => isShim(value)).map(({ value }) => withoutExtension(value.replace(/^(?:\.\/)?[^/]+(?=\/)/, '')));
  const isBuilt = (value: string): boolean => !project.files.has(joinPath(folder, value)) && /\.[cm]?js$/.test(value) && builds.some((path) => withoutExtension(value).endsWith(path));
  const shims = entries.filter(({ value }) => isShim(value) || isBuilt(value));
  const known = new Set(readJsonStrings(before).filter(({ path }) => path[0] === 'sideEffects').map(({ value }) => value));
  let text = after;
  for (const { start, end, value } of [...shims].reverse()) {
    if (known.has(value)) continue;
    const [head, tail] = [text.slice(0, start), text.slice(end)];
    const only = /\[\s*$/.exec(head);
    const close = /^\s*\]/.exec(tail);
    if (only && close) {
      const wasFalse = /"sideEffects"\s*:\s*false\b/.test(before);
      text = head.slice(0, only.index) + (wasFalse ? 'false' : '[]') + tail.slice(close[0].length);
    } else text = head.replace(/,\s*$/, '') + tail;
  }
  return text;
}

function withoutExtension(path: string): string {
  return path.replace(/\.[cm]?[jt]sx?$/, '');
}
