import { relativePath, type FilePath } from '../host/path.js';
import type { LinkStatement, ModuleLinks } from '../model/module-links.js';
import type { Project } from '../model/project.js';
import { readCacheFile, writeCacheFile, type CacheFolder } from './cache-folder.js';
import { decodeCache, encodeCache } from './cache-format.js';
import { factsText } from './known-file.js';

type LinksReader = (file: FilePath) => ModuleLinks;

/** The links of files, kept for later runs: whoever edits one member of a knot of 450 asks for those of all, and to parse them takes twenty times as long as to read what was kept. */
export interface KeptLinks {
  /** What `read` says, without asking it about a file whose text and compiler facts are those of an earlier run. */
  readonly reader: (project: Project, read: LinksReader) => LinksReader;
  /** Writes what was read since, and what was kept before of files of the project that are still the same. Nothing if nothing was read. */
  readonly save: (project: Project) => void;
}

interface Entry {
  readonly hash: string;
  readonly facts: string;
  /** JSON of `Rest`. */
  readonly text: () => string;
}

/** What is not kept: the source, which the project has, and the imports, which are those of the statements. */
type Rest = Omit<ModuleLinks, 'source' | 'imports'>;

type Head = readonly (readonly [file: string, hash: string, facts: number])[];

const kind = 'links';

/** Without a folder nothing is kept. */
export function openKeptLinks(folder: CacheFolder | undefined): KeptLinks {
  let entries: Map<string, Entry> | undefined;
  const known = (): Map<string, Entry> => (entries ??= (folder && readCacheFile(folder, kind, (bytes) => readEntries(folder, bytes))) ?? new Map<string, Entry>());
  let isChanged = false;
  return {
    reader: (project, read) => {
      if (!folder) return read;
      const asked = new Map<FilePath, ModuleLinks>();
      const ask = (file: FilePath): ModuleLinks => {
        const source = project.files.get(file);
        if (!source) return read(file);
        const name = relativePath(project.root, file);
        const [hash, facts] = [project.contentHash(file), factsText(project.compilerFacts(file))];
        const entry = known().get(name);
        if (entry?.hash === hash && entry.facts === facts) return linksOf(source, JSON.parse(entry.text()) as Rest);
        const links = read(file);
        if (isPlain(links)) {
          known().set(name, { hash, facts, text: () => JSON.stringify(restOf(links)) });
          isChanged = true;
        }
        return links;
      };
      return (file) => {
        let links = asked.get(file);
        if (!links) asked.set(file, (links = ask(file)));
        return links;
      };
    },
    save: (project) => {
      if (!folder || !isChanged) return;
      isChanged = false;
      const current = new Map<string, Entry>();
      for (const file of project.files.keys()) {
        const name = relativePath(project.root, file);
        const entry = known().get(name);
        if (entry?.hash === project.contentHash(file)) current.set(name, entry);
      }
      writeCacheFile(folder, kind, writeEntries(folder, current));
    },
  };
}

/** The compiler, which is asked where a text does not parse, gives a whole model, with imports of its own making. */
function isPlain({ imports, statements, problems }: ModuleLinks): boolean {
  const own = statements.flatMap((statement) => statement.imports);
  return problems.length === 0 && own.length === imports.length && own.every((record, i) => record === imports[i]);
}

function restOf({ dialect, exports, problems, statements, calls }: ModuleLinks): Rest {
  return {
    dialect,
    exports,
    problems,
    statements: statements.map(({ index, kind: sort, span, declares, reads, writes, erased, imports, runsUnnamed, awaits }): LinkStatement => ({
      index, kind: sort, span, declares, reads, writes, erased, imports, ...(runsUnnamed === undefined ? {} : { runsUnnamed }), ...(awaits ? { awaits } : {}),
    })),
    calls: calls.map(({ callee, when, span, statement }) => ({ callee, when, span, statement })),
  };
}

function linksOf(source: ModuleLinks['source'], rest: Rest): ModuleLinks {
  return { ...rest, source, imports: rest.statements.flatMap((statement) => statement.imports) };
}

/** One table a file, so that only those that are asked for are decoded. */
function writeEntries({ identity }: CacheFolder, entries: ReadonlyMap<string, Entry>): Uint8Array {
  const facts = [...new Set([...entries.values()].map((entry) => entry.facts))];
  const head: Head = [...entries].map(([name, entry]) => [name, entry.hash, facts.indexOf(entry.facts)]);
  const tables = [...entries.values()].map((entry) => ({ strings: [entry.text()], numbers: new Int32Array() }));
  return encodeCache(identity, { head, names: facts, numbers: new Int32Array(), exact: new Float64Array(), tables }).bytes;
}

function readEntries({ identity }: CacheFolder, bytes: Uint8Array): Map<string, Entry> | undefined {
  const content = decodeCache(identity, bytes);
  return content && new Map((content.head as Head).map(([name, hash, facts], i) => [name, { hash, facts: content.names[facts]!, text: () => content.tables[i]!.strings[0]! }]));
}
