import { globLibrary } from '../../host/globs.js';
import { directoryOf, isInside, joinPath, type FilePath } from '../../host/path.js';
import type { Side } from '../side.js';

/** A place that loads whatever lies in a folder. Two places of one `key` are the same place before and after. */
export interface FolderLoader {
  readonly file: FilePath;
  /** Name of the file and what it asks for: `src/load.ts ./jobs/*.ts`. */
  readonly key: string;
  /** As written: `import.meta.glob('./jobs/*.ts')`, `readdirSync of src/jobs`. */
  readonly shown: string;
  readonly loads: ReadonlySet<FilePath>;
  /** It takes whole trees, so that a file more is nothing out of the ordinary. */
  readonly isBroad: boolean;
}

const asksForFolders = /import\.meta\.glob|require\.context|\b(?:readdir(?:Sync)?|globSync|fg|glob|globby(?:Sync)?)\s*\(|\bfg\.sync\s*\(|\bfg\.glob\s*\(/;

/** Loaders of the project with the files of it that each would load today. */
export function findFolderLoaders(side: Side): readonly FolderLoader[] {
  const files = [...side.project.files.keys()];
  return [...side.project.files.values()].flatMap(({ path, text }) => {
    if (!asksForFolders.test(text)) return [];
    // A build script that lists `src/**` and reads the texts loads nothing.
    if (!/import\.meta\.glob|require\.context|\b(?:import|require)\s*\(\s*(?:[^'"`)\s]|`[^`\n]*\$\{)/.test(text)) return [];
    const code = text.replace(/^[^\S\r\n]*(?:\/\/|\/?\*)[^\r\n]*$/gm, '');
    return [...readGlobs(side, path, code, files), ...readContexts(side, path, code, files), ...readFolders(side, path, code, files)];
  });
}

/** Vite, "Glob Import": patterns count from the file, or from the root with a slash in front; one that begins with `!` takes files away. */
function readGlobs(side: Side, path: FilePath, code: string, files: readonly FilePath[]): FolderLoader[] {
  const calls = code.matchAll(/import\.meta\.glob(?:Eager)?\s*(?:<[^()]*>)?\(\s*(\[[^\]]*\]|'[^'\n]*'|"[^"\n]*"|`[^`$]*`)|\b(?:fg\.sync|fg\.glob|fg|globSync|globby(?:Sync)?|glob)\s*\(\s*(\[[^\]]*\]|'[^'\n]*'|"[^"\n]*"|`[^`$]*`)/g);
  return [...calls].flatMap((match) => {
    const written = match[1] ?? match[2]!;
    // A glob of a library counts from the working folder, which is the root as far as anybody can know.
    const base = match[1] === undefined ? side.project.root : directoryOf(path);
    const patterns = [...written.matchAll(/['"`]([^'"`]+)['"`]/g)].map(([, pattern]) => pattern!);
    const wanted = patterns.filter((pattern) => !pattern.startsWith('!')).map((pattern) => absolute(side, base, pattern));
    const unwanted = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => absolute(side, base, pattern.slice(1)));
    if (wanted.length === 0) return [];
    const matches = globLibrary()(wanted, { dot: true, ...(unwanted.length === 0 ? {} : { ignore: unwanted }) });
    // `query: '?raw'` gives texts.
    if (/^[^;]{0,200}?(?:\bas\s*:\s*['"](?:raw|url)|\?(?:raw|url)\b)/.test(code.slice(match.index + match[0].length))) return [];
    return [loaderOf(side, path, `${match[1] === undefined ? 'glob' : 'import.meta.glob'}(${patterns.map((pattern) => `'${pattern}'`).join(', ')})`, files.filter((file) => file !== path && matches(file)), patterns.some((pattern) => pattern.includes('**')))];
  });
}

function absolute(side: Side, base: FilePath, pattern: string): string {
  return pattern.startsWith('/') ? `${side.project.root}${pattern}` : joinPath(base, pattern);
}

/** webpack, "require.context": folder, whether to go down (default: yes), and which paths. */
function readContexts(side: Side, path: FilePath, code: string, files: readonly FilePath[]): FolderLoader[] {
  const calls = code.matchAll(/require\.context\(\s*['"]([^'"\n]+)['"]\s*(?:,\s*(true|false|!0|!1)\s*(?:,\s*\/((?:[^/\\\n]|\\.)+)\/([a-z]*))?)?/g);
  return [...calls].flatMap(([, folder, deep, source, flags]) => {
    const directory = joinPath(directoryOf(path), folder!);
    const test = readExpression(source, flags);
    const goesDown = deep !== 'false' && deep !== '!1';
    const inFolder = files.filter((file) => file !== path && isInside(directory, file) && (goesDown || directoryOf(file) === directory));
    return [loaderOf(side, path, `require.context('${folder}')`, inFolder.filter((file) => test === undefined || test.test(`.${file.slice(directory.length)}`)), goesDown)];
  });
}

function readExpression(source: string | undefined, flags: string | undefined): RegExp | undefined {
  try {
    return source === undefined ? undefined : new RegExp(source, flags?.replace(/[gy]/g, ''));
  } catch {
    return undefined;
  }
}

/** `readdirSync(path.join(__dirname, 'jobs'))`, `readdir('src/jobs')`. */
function readFolders(side: Side, path: FilePath, code: string, files: readonly FilePath[]): FolderLoader[] {
  if (!/\breaddir(?:Sync)?\s*\(/.test(code)) return [];
  const below = directoryOf(path);
  const fromFile = [...code.matchAll(/(?:(?:__dirname|import\.meta\.dirname)\s*,\s*|new URL\(\s*)['"`]([^'"`$\n]+)['"`]/g)].map(([, folder]) => joinPath(below, folder!));
  const fromRoot = [...code.matchAll(/\breaddir(?:Sync)?\s*\(\s*['"`]([^'"`$\n]+)['"`]/g)].map(([, folder]) => joinPath(side.project.root, folder!));
  const own = /\breaddir(?:Sync)?\s*\(\s*(?:__dirname|import\.meta\.dirname)\s*[,)]/.test(code) ? [below] : [];
  const goesDown = /\brecursive\s*:\s*true/.test(code);
  return [...new Set([...fromFile, ...fromRoot, ...own])].flatMap((directory) => {
    const loads = files.filter((file) => file !== path && (goesDown ? isInside(directory, file) : directoryOf(file) === directory));
    return loads.length === 0 ? [] : [loaderOf(side, path, `readdir of ${side.name(directory)}/`, loads, goesDown)];
  });
}

function loaderOf(side: Side, file: FilePath, shown: string, loads: readonly FilePath[], isBroad: boolean): FolderLoader {
  return { file, key: `${side.name(file)} ${shown}`, shown, loads: new Set(loads), isBroad };
}
