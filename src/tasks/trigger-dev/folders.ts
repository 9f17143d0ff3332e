import { directoryOf, isInside, joinPath, relativePath, type FilePath } from '../../host/path.js';
import type { Project } from '../../model/project.js';
import type { StaticValue } from '../../model/static-value.js';
import { findFileAbove } from '../call-origin.js';
import { evaluateIn } from '../evaluate.js';
import { plainText, propertyOf } from '../static-text.js';
import type { TaskExtractorInput } from '../task-extractor.js';

const configNames = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'].map((extension) => `trigger.config.${extension}`);
/** Files that the indexer passes over unless `ignorePatterns` says otherwise. */
const tests = /\.(?:test|spec)\.[cm]?[jt]sx?$/;

const indexed = new WeakMap<Project, Map<FilePath, ReadonlySet<FilePath>>>();

/**
 * Whether the indexer evaluates a file: it imports every file below `dirs` of trigger.config.ts, or below any folder named `trigger` when none are
 * given, and with each what that one imports.
 */
export function isIndexed(input: TaskExtractorInput, file: FilePath): boolean {
  const config = findFileAbove(input, file, configNames);
  const base = config ? directoryOf(config) : input.project.root;
  const known = indexed.get(input.project) ?? new Map<FilePath, ReadonlySet<FilePath>>();
  indexed.set(input.project, known);
  const files = known.get(base) ?? findIndexed(input.project, base, config && readFolders(input, config));
  known.set(base, files);
  return files.has(file);
}

/** Undefined where none are given, or where they are not known before the code runs. */
function readFolders(input: TaskExtractorInput, config: FilePath): readonly FilePath[] | undefined {
  const model = input.read(config);
  const value: StaticValue | undefined = model.calls.find(({ callee }) => callee.at(-1) === 'defineConfig')?.args[0] ?? model.constants.get('default');
  const folders = propertyOf(value && evaluateIn(input, model, value), 'dirs');
  if (folders?.kind !== 'array' || folders.items.length === 0 || !folders.items.every(({ kind }) => kind === 'literal')) return undefined;
  return folders.items.map((folder) => joinPath(directoryOf(config), plainText(folder)));
}

function findIndexed(project: Project, base: FilePath, folders: readonly FilePath[] | undefined): ReadonlySet<FilePath> {
  const isEntry = (file: FilePath): boolean => {
    if (!isInside(base, file) || tests.test(file)) return false;
    if (folders) return folders.some((folder) => isInside(folder, file));
    return relativePath(base, file).split('/').slice(0, -1).includes('trigger');
  };
  const found = new Set([...project.files.keys()].filter(isEntry));
  const queue = [...found];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    for (const { to, record } of project.graph.edgesFrom.get(file) ?? []) {
      if (record.kind === 'type' || record.kind === 'dynamic' || found.has(to)) continue;
      found.add(to);
      queue.push(to);
    }
  }
  return found;
}
