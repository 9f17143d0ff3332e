import { compareText } from '../diagnostic/sort.js';
import { hashText } from '../host/hash.js';
import { openAnalysisMemo } from '../load/analysis-memo.js';
import { markOf } from '../load/assemble.js';
import { createModuleReader } from '../load/module-reader.js';
import { createTextReader } from '../load/project-text.js';
import { extractTasks } from '../tasks/extract-tasks.js';
import { extractors } from '../tasks/registry.generated.js';
import type { FilePath } from '../host/path.js';
import type { KeptAnalysis } from '../load/analysis-memo.js';
import type { Project } from '../model/project.js';
import type { TaskRecord } from '../model/task-record.js';
import { openCache } from './workspace.js';
import type { Workspace } from './workspace.js';

const key = 'tasks';

interface KeptTasks {
  /** The whole project, when nothing of it has changed. */
  readonly mark: string | undefined;
  /** The files that decide, when others have changed. */
  readonly of: string;
  readonly files: readonly FilePath[];
  /** Texts that are no code, by path; null for one that was asked for and is not there. */
  readonly texts: readonly (readonly [file: FilePath, hash: string | null])[];
  readonly records: readonly TaskRecord[];
}

/**
 * Every task of the project. What an earlier run found is taken again when none of the files that decide has changed: extraction reads files in
 * full, and loading a compiler costs more than all the rest of `check`.
 */
export function findTasks(workspace: Workspace, project: Project): readonly TaskRecord[] {
  const readText = createTextReader(project);
  const memo = openAnalysisMemo(openCache(workspace), 'tasks');
  const known = memo.recall(key) as KeptTasks | undefined;
  if (known !== undefined && isStill(workspace, project, readText, known)) return remember(memo, project, known);
  workspace.progress('Extracting tasks');
  const texts = new Map<FilePath, string | null>();
  const files = new Set<FilePath>();
  const read = createModuleReader(project);
  const records = extractTasks(
    {
      project,
      read: (file) => {
        files.add(file);
        return read(file);
      },
      readText: (file) => {
        const text = readText(file);
        if (!project.files.has(file)) texts.set(file, hashOf(text));
        return text;
      },
    },
    project.files.keys(),
  );
  const sorted = [...files].sort(compareText);
  const found: KeptTasks = { mark: markOf(project), of: describeFiles(workspace, project, sorted), files: sorted, texts: [...texts].sort(([a], [b]) => compareText(a, b)), records };
  return remember(memo, project, found);
}

/** The mark of today: the next run over the same tree need not look at anything else. */
function remember(memo: KeptAnalysis, project: Project, kept: KeptTasks): readonly TaskRecord[] {
  const mark = markOf(project);
  if (mark !== undefined) memo.remember(key, { ...kept, mark } satisfies KeptTasks);
  memo.save();
  return kept.records;
}

function isStill(workspace: Workspace, project: Project, readText: (file: FilePath) => string | undefined, kept: KeptTasks): boolean {
  if (kept.texts.some(([file, hash]) => hashOf(readText(file)) !== hash)) return false;
  const mark = markOf(project);
  if (mark === undefined) return false;
  // Which files a framework of the configuration is used in is not told by the packages that they import.
  if (mark !== kept.mark && project.declaredTasks.length > 0) return false;
  return mark === kept.mark ? kept.of.startsWith(describeConfig(workspace)) : describeFiles(workspace, project, kept.files) === kept.of;
}

function hashOf(text: string | undefined): string | null {
  return text === undefined ? null : hashText(text);
}

/** The start of every description: extraction may depend on what the configuration says of tasks. */
function describeConfig({ config }: Workspace): string {
  return `${hashText(JSON.stringify(config.tasks))} `;
}

/**
 * Content and importers of the files that were read, of those that import a framework, of those that hand their names on, and of who imports
 * these. A class that another module now lists, or a queue that a new file fills, is imported from one of them by a file whose
 * name is then among the importers.
 */
function describeFiles(workspace: Workspace, project: Project, read: readonly FilePath[]): string {
  const { graph, scanned, files } = project;
  const decisive = new Set(read.filter((file) => files.has(file)));
  for (const [file, { imports }] of scanned) if (imports.some(({ specifier }) => isFramework(specifier))) decisive.add(file);
  const doors = [...decisive];
  for (let file = doors.pop(); file !== undefined; file = doors.pop()) {
    for (const { from, record } of graph.edgesTo.get(file) ?? []) {
      const handsOn = record.kind === 'reexport' || (record.kind === 'value' && /\bexport\s*\{/.test(files.get(from)?.text ?? ''));
      if (handsOn && !decisive.has(from)) doors.push(from);
      decisive.add(from);
    }
  }
  const lines = [...decisive].sort(compareText).map((file) => {
    const importers = [...new Set((graph.edgesTo.get(file) ?? []).map(({ from }) => from))].sort(compareText);
    const targets = (graph.edgesFrom.get(file) ?? []).map(({ to }) => to);
    return `${file} ${project.contentHash(file)} ${importers.join(' ')} > ${targets.join(' ')}`;
  });
  return describeConfig(workspace) + hashText([...placedFiles(project), ...lines].join('\n'));
}

/** Packages of one scope belong to one framework: `@nestjs/common` declares what `@nestjs/bullmq` runs. */
const scopes = new Set(extractors.flatMap(({ packages }) => packages).map((name) => (name.startsWith('@') ? name.slice(0, name.indexOf('/') + 1) : name)));

function isFramework(specifier: string): boolean {
  return scopes.has(specifier) || scopes.has(specifier.startsWith('@') ? specifier.slice(0, specifier.indexOf('/') + 1) : specifier.slice(0, Math.max(0, specifier.indexOf('/'))));
}

/** A file may hold tasks by its place or its text alone, so a file that comes or goes, and a directive, count for every framework that looks for such. */
function placedFiles(project: Project): readonly string[] {
  if (!extractors.some(({ findFiles }) => findFiles !== undefined)) return [];
  return [...project.files.values()].map(({ path, text }) => (/['"]use (?:workflow|step)['"]/.test(text) ? `${path} ${project.contentHash(path)}` : path));
}
