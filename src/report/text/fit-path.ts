/**
 * A path in at most `width` characters. Segments in the middle give way first, because the folder on top says which package it is and
 * the end which file; then the beginning: `packages/…/forms/target-form.tsx`, `…/target-form.tsx`, `…get-form.tsx`.
 */
export function fitPath(path: string, width: number): string {
  if (path.length <= width) return path;
  const segments = path.split('/');
  // A folder ends with a slash, which belongs to its last name.
  if (segments.at(-1) === '') segments.splice(-2, 2, `${segments.at(-2)}/`);
  for (let kept = segments.length - 2; kept >= 1; kept--) {
    const tail = segments.slice(-kept).join('/');
    const shown = `${segments[0]}/…/${tail}`;
    if (shown.length <= width) return shown;
  }
  const last = segments.at(-1)!;
  if (last.length + 2 <= width && segments.length > 1) return `…/${last}`;
  return last.length <= width ? last : `…${last.slice(last.length - Math.max(1, width - 1))}`;
}

/** The deepest folder that holds all of the files, with its slash; empty for the root. */
export function commonFolder(files: readonly string[]): string {
  const [first = [], ...rest] = files.map((file) => file.split('/').slice(0, -1));
  const end = first.findIndex((segment, depth) => rest.some((other) => other[depth] !== segment));
  return (end === -1 ? first : first.slice(0, end)).map((segment) => `${segment}/`).join('');
}
