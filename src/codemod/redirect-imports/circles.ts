import type { FilePath } from '../../host/path.js';
import type { RedirectInput } from './redirect-input.js';

/** Whether a module imports itself through others: what is there when its statements run depends on the one of them that is loaded first. */
export function isInCircle({ project }: RedirectInput, file: FilePath): boolean {
  const seen = new Set<FilePath>([file]);
  for (const one of seen) {
    for (const { to, record } of project.graph.edgesFrom.get(one) ?? []) {
      if (record.kind === 'type' || record.kind === 'dynamic') continue;
      if (to === file) return true;
      seen.add(to);
    }
  }
  return false;
}
