import { z } from 'zod';
import { nearestName } from '../../diagnostic/nearest.js';
import { ToolError } from '../../diagnostic/tool-error.js';
import { buildLineStarts, lineColumnAt } from '../../text/line-index.js';
import { findJsonError } from './json-error.js';
import { splitPlanSchema, type SplitPlan } from './split-plan.js';

/** JSON schema (draft 2020-12) of a split plan, for editors and for the package's published schema folder. */
export function splitPlanJsonSchema(): object {
  return z.toJSONSchema(splitPlanSchema);
}

/** Reads a plan file. Throws ToolError with the line and column, the path of the key and the nearest known key. */
export function parseSplitPlan(text: string, file: string): SplitPlan {
  const bare = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const broken = findJsonError(bare);
  if (broken) {
    const { line, column } = lineColumnAt(buildLineStarts(bare), broken.offset);
    throw new ToolError(
      'the plan is not JSON',
      `${file}:${line}:${column} should have ${broken.expected}`,
      'Correct the JSON, or write the plan anew with decant plan',
    );
  }
  const result = splitPlanSchema.safeParse(JSON.parse(bare));
  if (result.success) return result.data;
  const details = result.error.issues.map((issue) => `${file}: ${describeIssue(issue)}`);
  throw new ToolError(
    'the plan does not have the form of a split plan',
    details.join('\n'),
    'Correct the plan, or write it anew with decant plan',
  );
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const path = renderPath(issue.path);
  if (issue.code !== 'unrecognized_keys') return `${path === '' ? 'the plan' : path}: ${issue.message}`;
  const inPart = issue.path[0] === 'parts';
  const known = Object.keys(inPart ? splitPlanSchema.shape.parts.element.shape : splitPlanSchema.shape);
  return issue.keys
    .map((key) => {
      const near = nearestName(key, known);
      const where = path === '' ? key : `${path}.${key}`;
      const advice = near === undefined ? `known are ${known.join(', ')}` : `did you mean ${near}?`;
      return `${where} is not a key of a ${inPart ? 'part' : 'plan'}; ${advice}`;
    })
    .join('\n');
}

/** `parts[2].file` */
function renderPath(path: readonly PropertyKey[]): string {
  return path.map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i === 0 ? '' : '.'}${String(key)}`)).join('');
}
