import { readCacheFile, writeCacheFile, type CacheFolder } from './cache-folder.js';
import { decodeCache, encodeCache } from './cache-format.js';

/** What analyzers found out in earlier runs: plain JSON by key. */
export interface KeptAnalysis {
  readonly recall: (key: string) => unknown;
  readonly remember: (key: string, value: unknown) => void;
  /** Writes what was recalled or remembered since it was opened and drops the rest. A run that did neither writes nothing. */
  readonly save: () => void;
}

/** Without a folder it remembers for as long as it lives. Runs of another `depth` keep theirs apart: neither drops what the other needs. */
export function openAnalysisMemo(folder: CacheFolder | undefined, depth: string): KeptAnalysis {
  const kind = `analysis-${depth}`;
  let former: ReadonlyMap<string, string> | undefined;
  const kept = new Map<string, string>();
  let isChanged = false;
  const read = (): ReadonlyMap<string, string> => {
    const content = folder && readCacheFile(folder, kind, (bytes) => decodeCache(folder.identity, bytes));
    return new Map(content && Array.isArray(content.head) ? (content.head as string[]).map((key, i) => [key, content.names[i]!]) : []);
  };
  return {
    recall: (key) => {
      former ??= read();
      const text = kept.get(key) ?? former.get(key);
      if (text === undefined) return undefined;
      kept.set(key, text);
      return JSON.parse(text) as unknown;
    },
    remember: (key, value) => {
      former ??= read();
      const text = JSON.stringify(value);
      if (text === undefined) return;
      isChanged ||= former.get(key) !== text;
      kept.set(key, text);
    },
    save: () => {
      if (!folder || !former || (!isChanged && kept.size === former.size)) return;
      const entries = [...kept].sort(([a], [b]) => (a < b ? -1 : 1));
      const head = entries.map(([key]) => key);
      const names = entries.map(([, text]) => text);
      writeCacheFile(folder, kind, encodeCache(folder.identity, { head, names, numbers: new Int32Array(), exact: new Float64Array(), tables: [] }).bytes);
    },
  };
}
