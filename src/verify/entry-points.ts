import { directoryOf, joinPath, type FilePath } from '../host/path.js';
import type { Side } from './side.js';

export interface EntryPoint {
  readonly file: FilePath;
  /** Why it is one: `named by package.json`. */
  readonly because: string;
}

/** Where the evaluation of a program begins: what package.json names, and files that nobody imports. */
export function findEntryPoints(side: Pick<Side, 'project' | 'name'>, readText: (file: FilePath) => string | undefined): readonly EntryPoint[] {
  const { graph, files } = side.project;
  const named = new Map<FilePath, string>();
  for (const folder of packageFolders(side)) {
    const manifest = joinPath(folder, 'package.json');
    for (const target of readTargets(readText(manifest))) {
      const file = findSource(side, folder, target);
      if (file !== undefined && !named.has(file)) named.set(file, `${side.name(manifest)} names it`);
    }
  }
  const roots = [...files.keys()].filter((file) => !named.has(file) && !(graph.edgesTo.get(file) ?? []).some(({ record }) => record.kind !== 'type'));
  return [...[...named].map(([file, because]) => ({ file, because })), ...roots.map((file) => ({ file, because: 'no file imports it' }))];
}

function packageFolders({ project }: Pick<Side, 'project'>): readonly FilePath[] {
  const folders = new Set<FilePath>([project.root]);
  for (const file of project.files.keys()) {
    for (let folder = directoryOf(file); folder !== project.root && folder.length > project.root.length && !folders.has(folder); folder = directoryOf(folder)) folders.add(folder);
  }
  return [...folders];
}

/** Paths that package.json gives to others: `main`, `module`, `browser`, `bin`, `exports`, and files that its scripts run. */
function readTargets(text: string | undefined): readonly string[] {
  const content = text === undefined ? undefined : parse(text);
  if (typeof content !== 'object' || content === null) return [];
  const { main, module, browser, bin, exports, scripts } = content as Record<string, unknown>;
  const scripted = strings(scripts).flatMap((script) => script.match(/[\w@./-]+\.[cm]?[jt]sx?\b/g) ?? []);
  return [...strings([main, module, browser, bin, exports]), ...scripted];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

function strings(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}

const outputFolders = /^(?:dist|build|lib|out|output)\/(?:(?:esm|cjs|es|src|types)\/)?/;
const extensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];

/** The file that a path means, seen from a folder: itself, one with another or no extension, or the source that a built file is made from. */
export function findSource(side: Pick<Side, 'project'>, folder: FilePath, target: string): FilePath | undefined {
  if (target.includes('*')) return undefined;
  const plain = target.replace(/^\.?\//, '');
  const exact = joinPath(folder, plain);
  if (side.project.files.has(exact)) return exact;
  // `dist/mail.worker.js` is made from `src/mail.worker.ts`; `dist/mail.worker` is not.
  const written = plain.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '');
  const stems = outputFolders.test(plain) ? [written, written.replace(outputFolders, 'src/'), written.replace(outputFolders, '')] : [written];
  for (const path of stems.flatMap((stem) => [...extensions.map((extension) => stem + extension), ...extensions.map((extension) => `${stem}/index${extension}`)])) {
    const file = joinPath(folder, path);
    if (side.project.files.has(file)) return file;
  }
  return undefined;
}
