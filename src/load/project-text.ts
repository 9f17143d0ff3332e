import type { FilePath } from '../host/path.js';
import type { Project } from '../model/project.js';
import { originOf } from './assemble.js';

/** Text of any file of the snapshot, code or not; undefined when there is none. Bytes that are no UTF-8 are replaced, not refused. */
export function createTextReader(project: Project): (file: FilePath) => string | undefined {
  const { fileSystem } = originOf(project);
  return (file) => project.files.get(file)?.text ?? (fileSystem.entryKind(file) === 'file' ? fileSystem.readText(file) : undefined);
}
