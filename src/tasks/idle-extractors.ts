import { baseName, type FilePath } from '../host/path.js';
import type { Project } from '../model/project.js';
import type { TaskExtractor, TaskFileSearch } from './task-extractor.js';

const idle = new WeakMap<Project, Set<TaskExtractor>>();

/**
 * For a project that revises another one in the text of one file: whether a framework that had nothing to read there still has nothing. What uses a framework imports
 * it, lies where its configuration says, or holds a directive, so only a file without configuration and directives, with the imports that it had, is looked at.
 */
export function createIdleTest(source: TaskFileSearch, saved: TaskFileSearch | undefined, hasImporter: (project: Project, extractor: TaskExtractor) => boolean): (extractor: TaskExtractor) => boolean {
  const { revises } = source.project;
  if (saved === undefined || revises === undefined || saved.project !== revises.project || !isPlain(source.project, revises.project, revises.file)) return () => false;
  const known = idle.get(saved.project) ?? new Set<TaskExtractor>();
  idle.set(saved.project, known);
  return (extractor) => {
    if (known.has(extractor)) return true;
    if (hasImporter(saved.project, extractor) || [...(extractor.findFiles?.(saved) ?? [])].length > 0) return false;
    known.add(extractor);
    return true;
  };
}

function isPlain(project: Project, before: Project, file: FilePath): boolean {
  const text = project.files.get(file)?.text ?? '';
  if (/config/i.test(baseName(file)) || /['"]use (?:workflow|step)['"]/.test(text)) return false;
  const [old, now] = [before.scanned.get(file)?.imports ?? [], project.scanned.get(file)?.imports ?? []];
  return old.length === now.length && old.every(({ specifier, kind }, i) => specifier === now[i]!.specifier && kind === now[i]!.kind);
}
