import type { ts } from 'ts-morph';
import type { Compiler } from '../compiler.js';

/** Parsed files by path, kept for the next program while their text is the same: two versions of a project share almost all of them. */
export interface SourceCache {
  readonly parse: (path: string, text: string, options: ts.ScriptTarget | ts.CreateSourceFileOptions) => ts.SourceFile;
}

export function createSourceCache(ts: Compiler): SourceCache {
  const known = new Map<string, ts.SourceFile>();
  return {
    parse: (path, text, options) => {
      const key = `${path}\0${typeof options === 'object' ? (options.impliedNodeFormat ?? '') : ''}`;
      const found = known.get(key);
      if (found?.text === text) return found;
      const parsed = ts.createSourceFile(path, text, options);
      known.set(key, parsed);
      return parsed;
    },
  };
}
