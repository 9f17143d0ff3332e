import { describe, expect, it } from 'vitest';
import { filePath } from '../../../src/host/path.js';
import { reportDiagnostics } from '../../../src/report/report-diagnostic.js';
import { reportJsonSchemas, taskSchema } from '../../../src/report/schema.js';
import { diagnostic } from '../../../src/diagnostic/diagnostic.js';
import type { TaskRecord } from '../../../src/model/task-record.js';

describe('the JSON contract', () => {
  it('describes every command, each with its version and its name', () => {
    const schemas = reportJsonSchemas() as Record<string, { properties: Record<string, { const?: unknown }>; required: string[] }>;
    expect(Object.keys(schemas)).toEqual(['scan', 'check', 'plan', 'split', 'migrate', 'codemod', 'run-codemod', 'verify', 'tasks', 'deprecate', 'shims', 'undo', 'graph', 'explain', 'init']);
    for (const [command, schema] of Object.entries(schemas)) {
      expect(schema.properties['version']).toMatchObject({ const: 1 });
      expect(schema.properties['command']).toMatchObject({ const: command });
      expect(schema.required).toEqual(expect.arrayContaining(['version', 'command']));
    }
  });

  it('holds the fields that scripts rely on', () => {
    const schemas = reportJsonSchemas() as Record<string, { properties: Record<string, unknown> }>;
    for (const name of ['plan', 'files', 'refused', 'applied', 'proof']) expect(schemas['split']!.properties).toHaveProperty(name);
    for (const name of ['summary', 'diagnostics']) expect(schemas['check']!.properties).toHaveProperty(name);
  });

  it('lets readers pass fields over that a later release adds', () => {
    const schemas = reportJsonSchemas() as Record<string, { additionalProperties?: unknown }>;
    expect(schemas['check']!.additionalProperties).not.toBe(false);
  });

  it('keeps every field of a task', () => {
    const task: TaskRecord = {
      framework: 'bullmq', kind: 'schedule', id: 'nightly', idSource: 'literal', queue: 'kitchen', priority: 3, retry: { attempts: 2, backoff: 'fixed' },
      schedule: { pattern: '0 3 * * *', timeZone: 'UTC' }, concurrency: 4, options: '{}', decorators: [], signature: '(job)', registeredBy: 'start',
      location: { file: filePath('/kitchen/a.ts'), line: 1, column: 1 },
    };
    expect(taskSchema.parse(task)).toEqual(task);
  });

  it('sorts findings and names files from the root', () => {
    const at = (file: string) => ({ file: filePath(file), line: 1, column: 1 });
    const found = ['/kitchen/b.ts', '/kitchen/a.ts'].map((file) => diagnostic({ id: 'x', message: file, at: at(file), related: [at('/kitchen/c.ts')], help: 'Do' }));
    const reported = reportDiagnostics(filePath('/kitchen'), found);
    expect(reported.map((each) => each.at.file)).toEqual(['a.ts', 'b.ts']);
    expect(reported[0]!.related[0]!.file).toBe('c.ts');
  });
});
