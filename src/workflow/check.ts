import { inspect } from './inspect.js';
import type { CheckReport } from '../report/schema.js';
import type { InspectOptions } from './inspect.js';
import type { Workspace } from './workspace.js';

/** The gate: every finding of every analyzer. Throws ToolError for a path that does not exist. */
export function check(workspace: Workspace, options: InspectOptions): CheckReport {
  const { version, ...rest } = inspect(workspace, options).report;
  return { version, command: 'check', ...rest };
}
