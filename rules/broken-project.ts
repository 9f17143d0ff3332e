import { ToolError } from '../src/diagnostic/tool-error.js';
import { giveUp, messageOf, viewAgain } from './live-projects.js';
import type { FilePath } from '../src/host/path.js';
import type { FileView } from '../src/workflow/live-project.js';
import type { Workspace } from '../src/workflow/workspace.js';
import type { Complaint, DecantRule } from './rule.js';

/** Who told what of a project: one rule, of one file. */
const told = new WeakMap<Workspace, Map<string, { readonly rule: string; readonly file: FilePath }>>();

/**
 * The rule, for projects in which decant cannot run. A baseline and a task lock are read when a rule first asks for what depends on them, so that what is wrong with one is not
 * known before: ESLint would end the lint of all files with the stack of a `ToolError`. It is told once, and the rules that need neither go on.
 */
export function tellErrors(rule: DecantRule): DecantRule {
  return {
    ...rule,
    find: (input) => {
      try {
        return rule.find(input);
      } catch (error) {
        return findAgain(rule, input, toolErrorOf(error));
      }
    },
  };
}

function findAgain(rule: DecantRule, input: Parameters<DecantRule['find']>[0], first: ToolError): readonly Complaint[] {
  let view: FileView | undefined;
  try {
    view = viewAgain(input.view);
    if (view) return rule.find({ ...input, view });
  } catch (error) {
    if (view) giveUp(view);
    return tell(rule, view ?? input.view, toolErrorOf(error));
  }
  return tell(rule, input.view, first);
}

function tell({ id }: DecantRule, { workspace, file }: FileView, error: ToolError): readonly Complaint[] {
  const known = told.get(workspace) ?? new Map<string, { readonly rule: string; readonly file: FilePath }>();
  told.set(workspace, known);
  const message = messageOf(error);
  const by = known.get(message) ?? { rule: id, file };
  known.set(message, by);
  return by.rule === id && by.file === file ? [{ span: { start: 0, end: 0 }, message }] : [];
}

/** Throws whatever else it is. */
function toolErrorOf(error: unknown): ToolError {
  if (error instanceof ToolError) return error;
  throw error;
}
