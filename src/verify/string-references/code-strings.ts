import type { ScannedModule } from '../../model/project.js';
import type { SourceFile } from '../../model/source-file.js';

/** Comments and strings: a quote within a comment would turn strings and code round, so comments are matched too. */
const commentsAndStrings = /\/\/[^\r\n]*|\/\*[^]*?\*\/|'(?:[^'\\\r\n]|\\.)*'|"(?:[^"\\\r\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g;

/** Every string of a source file, quotes included, in source order; without the specifiers of imports and mocks, which `import-graph` follows. */
export function listStrings({ text }: SourceFile, scanned: ScannedModule | undefined): readonly { readonly start: number; readonly end: number }[] {
  const specifiers = new Set((scanned?.imports ?? []).map(({ specifierSpan }) => specifierSpan.start));
  const found: { start: number; end: number }[] = [];
  for (const { 0: word, index } of text.matchAll(commentsAndStrings)) {
    if (!word.startsWith('/') && !specifiers.has(index + 1) && !specifiers.has(index)) found.push({ start: index, end: index + word.length });
  }
  return found;
}

/** The text of a source file with everything blanked out that is no such string. Offsets stay what they are. */
export function keepStrings(source: SourceFile, scanned: ScannedModule | undefined): string {
  const { text } = source;
  let kept = '';
  let last = 0;
  for (const { start, end } of listStrings(source, scanned)) {
    kept += text.slice(last, start).replace(/[^\r\n]/g, ' ') + text.slice(start, end);
    last = end;
  }
  return kept + text.slice(last).replace(/[^\r\n]/g, ' ');
}
