import { z } from 'zod';

const scalar = z.union([z.number(), z.string()]);

/**
 * The task lock, for editors and other tools. No command loads it: zod costs a tenth of a second, and `parseTaskLock` reads the file. A test holds the
 * two together.
 */
export const taskLockSchema = z.strictObject({
  $schema: z.string().optional().describe('For editors.'),
  version: z.literal(1),
  tasks: z
    .array(
      z.union([
        z.strictObject({
          id: z.string().describe('The exact string at run time, or the text of the expression when it is computed.'),
          framework: z.string(),
          kind: z.string().describe('queue, worker, job, handler, schedule, listener, task, workflow or step.'),
          queue: z.string().optional().describe('When it is not the id itself.'),
          priority: scalar.optional(),
          retry: z.object({ attempts: scalar.optional(), backoff: z.string().optional() }).optional(),
          timeout: scalar.optional(),
          schedule: z.object({ pattern: z.string().optional(), every: scalar.optional(), timeZone: z.string().optional(), limit: scalar.optional() }).optional(),
          payload: z.string().optional(),
          signature: z.string().optional().describe('Hash of concurrency, options, decorators and signature.'),
          dynamic: z.literal(true).optional().describe('The id is computed at run time.'),
          times: z.number().int().min(2).optional().describe('How many there are.'),
        }),
        z.literal('end'),
      ]),
    )
    .describe('Sorted, one a line. The last item is "end", so that no change of one task touches the line of another.'),
});

/** JSON schema (draft 2020-12) of tasks.lock.json. */
export function taskLockJsonSchema(): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(taskLockSchema, { io: 'input' });
  return { $schema, title: 'decant task lock', ...rest };
}
