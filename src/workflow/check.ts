import { inspect } from './inspect.js';
import type { CheckReport } from '../report/schema.js';
import type { InspectOptions } from './inspect.js';
import type { Workspace } from './workspace.js';

/** The gate: every finding of every analyzer. Throws ToolError for a path that does not exist. */
export function check(workspace: Workspace, options: InspectOptions): CheckReport {
  const { version, next, ...rest } = inspect(workspace, options).report;
  // A look at the knot is no next step for somebody who is looking at it.
  return { version, command: 'check', ...rest, baseline: null, since: null, next: next?.startsWith('decant check') ? null : next };
}
