import type { FilePath } from '../host/path.js';
import type { Project } from '../model/project.js';
import { originOf, type ExplainedResolution } from './assemble.js';

/**
 * What a specifier means in a file and how that was found. The file need not import it, nor be in the project.
 * Throws for a project that neither `loadProject` nor `relink` made.
 */
export function explainResolution(project: Project, from: FilePath, specifier: string): ExplainedResolution {
  return originOf(project).resolver.explain(from, specifier);
}
